"""What a release says: the evidence for each claim on a day."""

from __future__ import annotations

from kg.assess.assessment import assess_all
from kg.read.base import Base
from kg.records.release import Release, ReleasedClaim


def release_of(base: Base, day: str) -> Release:
    """The release of a base. Raises ValueError where `day` is none."""
    claims = tuple(
        ReleasedClaim(
            claim=name,
            evidence=one.evidence,
            findings=one.overall.findings,
            verdict=one.verdict.label,
            certainty=one.certainty.final if one.certainty else "none",
        )
        for name, one in sorted(assess_all(base).items())
        if base.claims[name].record.stands
    )
    return Release(id=day, claims=claims)
