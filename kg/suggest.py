"""Evidence that nobody linked: findings that fall under a claim and do not name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.about import claim_roles, finding_roles, modification_chain
from kg.read.base import Base
from kg.records.claim import Claim, ModificationClaim
from kg.records.finding import Finding
from kg.records.group import Group
from kg.terms import Terms


@dataclass(frozen=True, order=True)
class Suggestion:
    """A finding that could bear on a claim, with where it stands and why."""

    file: str
    line: int
    finding: str
    claim: str
    because: tuple[str, ...]
    unlinked: str = ""
    """The reason that the finding gives for speaking to no claim."""

    def __str__(self) -> str:
        reasons = "; ".join(self.because)
        though = f" (unlinked so far: {self.unlinked})" if self.unlinked else ""
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.finding} could bear on {self.claim}: {reasons}{though}"


def suggestions(base: Base) -> tuple[Suggestion, ...]:
    """All of them, in order of file, finding and claim.

    A finding falls under a claim if it is of the same kind, and its concepts, groups, level and
    phase are those of the claim or narrower. What was retracted or withdrawn is left out.
    """
    claims = [entry.record for entry in base.claims.values() if entry.record.stands]
    return tuple(sorted(_all(base, claims)))


def _all(base: Base, claims: list[Claim]) -> Iterator[Suggestion]:
    for entry, index, finding in base.findings():
        if not entry.record.stands:
            continue
        line, _ = entry.document.place(("findings", index))
        for claim in claims:
            because = None if claim.id in finding.bears_on else falls_under(base, finding, claim)
            if because is not None:
                name = f"{entry.record.id}#{finding.id}"
                yield Suggestion(entry.file, line, name, claim.id, because, finding.unlinked or "")


def falls_under(base: Base, finding: Finding, claim: Claim) -> tuple[str, ...] | None:
    """Why a finding falls under a claim; None where it does not."""
    ours, theirs = finding_roles(finding), claim_roles(base, claim)
    if finding.kind != claim.kind or ours.keys() != theirs.keys():
        return None
    if not _same_measure(base, finding, claim):
        return None
    roles = [_role(base.terms, role, ours[role], theirs[role]) for role in ours]
    groups = [_group(base.terms, finding, group) for group in claim.group]
    reasons = [*roles, *groups]
    return None if None in reasons else tuple(reason for reason in reasons if reason)


def _role(terms: Terms, role: str, ours: str, theirs: str) -> str | None:
    word = role.replace("-", " ")
    if ours == theirs:
        return f"the same {word} {ours}"
    return f"its {word} {ours} is narrower than {theirs}" if terms.is_a(ours, theirs) else None


def _group(terms: Terms, finding: Finding, group: Group) -> str | None:
    """One group of the claim; some group of the finding must be it, or be in it."""
    for own in finding.group:
        if own.dimension == group.dimension and (
            reason := _role(terms, "group", own.level, group.level)
        ):
            return reason
    return None


def _same_measure(base: Base, finding: Finding, claim: Claim) -> bool:
    """Whether level and phase are those of the claim, where it depends on them."""
    if isinstance(claim, ModificationClaim):
        modified = base.claims.get(modification_chain(base, claim)[-1].of)
        claim = modified.record if modified else claim
    for role, field in (("exposure", "level"), ("outcome", "phase")):
        wanted = getattr(getattr(claim, role, None), field, None)
        if wanted and wanted != getattr(getattr(finding, role, None), field, None):
            return False
    return True
