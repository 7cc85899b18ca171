"""A release: what the evidence base held on a day, so that history needs no recomputing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from kg.records.values import Id, Record

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z]+([- ][a-z]+)*$", max_length=40)]


class ReleasedClaim(Record):
    """What was known of one claim."""

    claim: Id = Field(description="The claim.")
    evidence: Digest = Field(description="Digest of all that bore on it.")
    findings: int = Field(ge=0, description="How many findings voted.")
    verdict: Word | None = Field(
        default=None, description="The verdict; releases before there were verdicts have none."
    )
    certainty: Word | None = Field(
        default=None, description="Its certainty; none where nothing was studied."
    )


class Release(Record):
    """One release, by the day on which it was made."""

    id: Day = Field(description="The day.")
    claims: tuple[ReleasedClaim, ...] = Field(description="Every claim that stood, by id.")
