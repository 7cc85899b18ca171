"""Warnings that a person looked at and lets stand, with the reason."""

from __future__ import annotations

from pydantic import Field

from kg.records.values import Id, Record, Text


class RuleException(Record):
    """One warning that stands: published papers err too, and some odd records are right."""

    rule: Text = Field(description="The rule that warns, as estimate-in-middle.")
    finding: Id | None = Field(
        None, description="The finding that it warns of; absent where it is the record as a whole."
    )
    reason: Text = Field(description="Why the record is right all the same, in a sentence.")

    def __str__(self) -> str:
        where = f" ({self.finding})" if self.finding else ""
        return f"{self.rule}{where}: {self.reason}"
