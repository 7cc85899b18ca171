"""All that is said of a claim: counts, verdict, certainty, overall and by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.assess.certainty import Judged, Weighed, certainty_of
from kg.assess.credibility import Credibility, credibility
from kg.assess.disagreement import Explanation, explanations
from kg.assess.evidence import Line, evidence_digest, lines_by_claim
from kg.assess.figures import Figures
from kg.assess.groups import GroupVerdict, group_verdicts
from kg.assess.sensitivity import Row, sensitivity
from kg.assess.tally import Counts
from kg.assess.verdict import Case, Verdict, case_of, judge, overridden
from kg.read.base import Base
from kg.records.claim import Override


@dataclass(frozen=True)
class Assessment:
    """A claim's lines, what they come to, and how sure one may be."""

    claim: str
    lines: tuple[Line, ...]
    overall: Counts
    groups: tuple[GroupVerdict, ...]
    evidence: str
    """Digest of all that bears on the claim; another digest, other evidence."""
    case: Case
    verdict: Verdict
    """The one that holds: as computed, or as a person gave it."""
    computed: Verdict
    override: Override | None
    certainty: Judged | None
    """Of the computed verdict."""
    credibility: Credibility | None
    """Of a modification."""
    explanations: tuple[Explanation, ...]
    sensitivity: tuple[Row, ...]


def assess_all(base: Base) -> dict[str, Assessment]:
    """What the findings curated here say on each claim, by id of the claim.

    Differences between groups are judged before the claims that they divide.
    """
    lines = lines_by_claim(base)
    modifying = _modifying(base)
    found: dict[str, Assessment] = {}
    for name in _modifiers_first(lines, modifying):
        figures = Figures(base, base.claims[name].record)
        one = _alone(figures, lines[name])
        others = [found[other] for other in modifying.get(name, ()) if other in found]
        differs = tuple(other.claim for other in others if _divides(other))
        found[name] = _judged(figures, one, replace(one.case, differs_by=differs))
    return {name: found[name] for name in lines}


def _modifying(base: Base) -> Mapping[str, list[str]]:
    """Modification claims that stand, in order, by the claim that they modify."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(base.claims):
        record = base.claims[name].record
        if record.kind == "modification" and record.stands:
            found[record.of].append(name)
    return found


def _modifiers_first(names: Iterable[str], modifying: Mapping[str, list[str]]) -> list[str]:
    """All names, each after those of the claims that modify it; a ring is cut open somewhere."""
    order: dict[str, None] = {}
    entered: set[str] = set()
    for name in names:
        stack = [name]
        while stack:
            at = stack[-1]
            entered.add(at)
            waiting = [one for one in modifying.get(at, ()) if one not in entered]
            stack += waiting
            if not waiting:
                order.setdefault(stack.pop())
    return list(order)


def _divides(one: Assessment) -> bool:
    """Whether a difference is credible, be it the one that was expected or its opposite."""
    credible = one.credibility is not None and one.credibility.holds
    return credible and one.verdict.label in {"supports", "opposite"}


def _alone(figures: Figures, lines: tuple[Line, ...]) -> Assessment:
    claim, case = figures.claim, case_of(figures, lines)
    graded = credibility(lines) if claim.kind == "modification" else None
    return Assessment(
        claim=claim.id,
        lines=lines,
        overall=case.counts,
        groups=(),
        evidence=evidence_digest(lines),
        case=case,
        verdict=judge(case),
        computed=judge(case),
        override=claim.override,
        certainty=None,
        credibility=graded,
        explanations=explanations(lines),
        sensitivity=sensitivity(figures, lines, case),
    )


def _judged(figures: Figures, one: Assessment, case: Case) -> Assessment:
    computed = judge(case)
    voting = tuple(line for line in one.lines if line.votes)
    weighed = Weighed(figures, voting, case, computed)
    certainty = certainty_of(weighed)
    verdict = overridden(computed, one.override) if one.override else computed
    return replace(
        one,
        case=case,
        verdict=verdict,
        computed=computed,
        certainty=certainty,
        groups=group_verdicts(replace(weighed, verdict=verdict), certainty, case.differs_by),
    )
