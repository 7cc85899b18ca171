"""All that is said of a claim: counts, verdict, certainty, overall and by group."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.assess.certainty import Judged, Weighed, certainty_of
from kg.assess.credibility import Credibility, credibility
from kg.assess.disagreement import Explanation, explanations
from kg.assess.evidence import Line, evidence_digest, lines_by_claim
from kg.assess.sensitivity import Row, sensitivity
from kg.assess.tally import Counts, GroupCounts, by_group, count
from kg.assess.verdict import Case, Verdict, case_of, judge
from kg.read.base import Base
from kg.records.claim import Claim


@dataclass(frozen=True)
class Assessment:
    """A claim's lines, what they come to, and how sure one may be."""

    claim: str
    lines: tuple[Line, ...]
    overall: Counts
    groups: tuple[GroupCounts, ...]
    evidence: str
    """Digest of all that bears on the claim; another digest, other evidence."""
    case: Case
    verdict: Verdict
    certainty: Judged | None
    credibility: Credibility | None
    """Of a modification."""
    explanations: tuple[Explanation, ...]
    sensitivity: tuple[Row, ...]


def assess_all(base: Base) -> dict[str, Assessment]:
    """What the findings curated here say on each claim, by id of the claim.

    Differences between groups are judged before the claims that they divide.
    """
    lines = lines_by_claim(base)
    found: dict[str, Assessment] = {}
    for name in lines:
        _assess(base, name, lines, found)
    return {name: found[name] for name in lines}


def _assess(
    base: Base, name: str, lines: dict[str, tuple[Line, ...]], found: dict[str, Assessment]
) -> None:
    if name in found:
        return
    found[name] = one = _alone(base, base.claims[name].record, lines[name])
    modifying = [
        other
        for other, entry in base.claims.items()
        if entry.record.kind == "modification" and entry.record.of == name and entry.record.stands
    ]
    for other in modifying:
        _assess(base, other, lines, found)
    differs = tuple(sorted(other for other in modifying if _divides(found[other])))
    if differs:
        found[name] = _judged(base, one, replace(one.case, differs_by=differs))


def _divides(one: Assessment) -> bool:
    credible = one.credibility is not None and one.credibility.holds
    return credible and one.verdict.label == "supports"


def _alone(base: Base, claim: Claim, lines: tuple[Line, ...]) -> Assessment:
    case = case_of(base, claim, lines)
    graded = credibility(lines) if claim.kind == "modification" else None
    one = Assessment(
        claim=claim.id,
        lines=lines,
        overall=count(lines),
        groups=by_group(lines),
        evidence=evidence_digest(lines),
        case=case,
        verdict=judge(case),
        certainty=None,
        credibility=graded,
        explanations=explanations(lines),
        sensitivity=sensitivity(base, claim, lines),
    )
    return _judged(base, one, case)


def _judged(base: Base, one: Assessment, case: Case) -> Assessment:
    verdict = judge(case)
    voting = tuple(line for line in one.lines if line.votes)
    weighed = Weighed(base, base.claims[one.claim].record, voting, case, verdict)
    return replace(one, case=case, verdict=verdict, certainty=certainty_of(weighed))
