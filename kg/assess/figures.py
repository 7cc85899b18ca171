"""The figures of a claim: the effect of each line as the claim sees it, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.about import claim_roles
from kg.assess.estimate import Estimate, NoEstimate
from kg.assess.evidence import Line
from kg.assess.family import Family, family_of
from kg.assess.orientation import signed_effect
from kg.read.base import Base
from kg.records.claim import Claim


@dataclass(frozen=True)
class Candidate:
    """A line with an effect that may be pooled with others of its family."""

    line: Line
    estimate: Estimate
    family: Family


class Figures:
    """The figures of one claim. A line is known by its study and finding."""

    def __init__(self, base: Base, claim: Claim) -> None:
        self.base = base
        self.claim = claim
        self._known: dict[tuple[str, str], Candidate | NoEstimate] = {}

    def of(self, line: Line) -> Candidate | NoEstimate:
        """The effect of a line, or why it has none that may be pooled."""
        key = line.study.id, line.finding.id
        if key not in self._known:
            self._known[key] = _candidate(self.base, self.claim, line)
        return self._known[key]

    @cached_property
    def mediators(self) -> frozenset[str]:
        """Names of what, by other claims, lies between exposure and outcome of this one."""
        ours = claim_roles(self.base, self.claim)
        terms, names = self.base.terms, set[str]()
        for path in self.base.paths:
            ends = ((path.exposure, "exposure"), (path.outcome, "outcome"))
            if all(one and terms.related(one.concept, ours.get(role, "")) for one, role in ends):
                term = terms.by_name[path.mediator.concept]
                names |= {term.label.casefold(), *(text.casefold() for _, text in term.synonyms)}
        return frozenset(names)


def _candidate(base: Base, claim: Claim, line: Line) -> Candidate | NoEstimate:
    if line.silent_because:
        return NoEstimate(line.silent_because)
    if line.study.is_review:
        return NoEstimate("a review is not pooled with primary studies")
    estimate = signed_effect(base, claim, line.study, line.finding)
    if isinstance(estimate, NoEstimate):
        return estimate
    if estimate.doubts:
        return NoEstimate(f"its figures are in doubt: {'; '.join(estimate.doubts)}")
    family = family_of(base.terms, base.designs, line.study, line.finding)
    return family if isinstance(family, NoEstimate) else Candidate(line, estimate, family)
