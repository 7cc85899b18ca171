"""The document behind the page of a release: what has changed since."""

from __future__ import annotations

from dataclasses import dataclass

from kg import iris
from kg.assess.assessment import Assessment
from kg.read.base import Base, Entry
from kg.records.release import Release, ReleasedClaim
from kg.views.parts import Link, claim_link
from kg.views.verdict import verdict_word


@dataclass(frozen=True)
class ChangedClaim:
    """A claim of which something else is known now."""

    claim: Link
    findings_then: int
    findings_now: int
    verdict_then: str
    """Empty where the release knew no verdicts."""
    verdict_now: str
    same_evidence: bool
    """Whether only the rules are other ones."""


@dataclass(frozen=True)
class ReleasePage:
    """Everything that the page of a release shows."""

    id: str
    iri: str
    claims: int
    changed: tuple[ChangedClaim, ...]
    added: tuple[Link, ...]
    withdrawn: tuple[Link, ...]
    file: str


def release_page(
    base: Base, entry: Entry[Release], assessments: dict[str, Assessment]
) -> ReleasePage:
    then = {row.claim: row for row in entry.record.claims}
    stands = {n for n, claim in base.claims.items() if claim.record.stands}
    changed = sorted(
        name for name in stands & then.keys() if _differs(then[name], assessments[name])
    )
    return ReleasePage(
        id=entry.record.id,
        iri=iris.release(entry.record.id),
        claims=len(then),
        changed=tuple(
            _changed(claim_link(base, name), then[name], assessments[name]) for name in changed
        ),
        added=tuple(claim_link(base, name) for name in sorted(stands - then.keys())),
        withdrawn=tuple(claim_link(base, name) for name in sorted(then.keys() - stands)),
        file=entry.file,
    )


def _differs(then: ReleasedClaim, now: Assessment) -> bool:
    return then.evidence != now.evidence or then.verdict not in {None, now.verdict.label}


def _changed(claim: Link, then: ReleasedClaim, now: Assessment) -> ChangedClaim:
    return ChangedClaim(
        claim,
        then.findings,
        now.overall.findings,
        verdict_word(then.verdict),
        verdict_word(now.verdict.label),
        then.evidence == now.evidence,
    )


def release_link(day: str) -> Link:
    return Link(f"/release/{day}", day)
