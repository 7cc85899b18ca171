"""The parts that concepts play in a finding: exposure, outcome, mediator, quantity."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kg.records.values import ConceptName, Record, Text

Person = Literal[
    "self",
    "spouse",
    "parent",
    "child",
    "friend",
    "peer",
    "caregiver",
    "care-recipient",
    "neighbours",
]


class Difference(Record):
    """Which step of the exposure an estimate is for."""

    from_: Text = Field(alias="from", description="Where the step starts: low, none, men, 0 ties.")
    to: Text = Field(description="Where it ends: high, any, women, 3 or more ties.")
    unit: Text | None = Field(None, description="Size of the step: 1 SD, 1 point, top third.")


class Measured(Record):
    """A concept as one study measured it."""

    concept: ConceptName = Field(description="The concept of the ontology.")
    measured_as: Text | None = Field(None, description="The paper's own name for the measure.")
    instrument: Text | None = Field(None, description="Named scale or interview, such as CES-D.")
    whose: Person | None = Field(None, description="Whose tie or whose symptoms; self if absent.")


class Exposure(Measured):
    """What is thought to act: a tie, support, capital, a stressor, an intervention."""

    level: Literal["individual", "household", "group", "area", "country"] | None = Field(
        None, description="Of whom or what it is a property."
    )
    reported: (
        Literal["self-reported", "aggregated", "contextual", "observed", "register"] | None
    ) = Field(None, description="How it was known; aggregated: averaged over the unit's members.")
    contrast: Difference | None = Field(None, description="The step that the estimate is for.")
    comparator: Text | None = Field(None, description="Of an intervention: what others got.")
    received: Literal["offered", "received"] | None = Field(
        None, description="Of an intervention: effect of the offer, or of taking it up."
    )


class Outcome(Measured):
    """What is thought to change."""

    form: Literal["score", "caseness", "diagnosis", "record", "rating"] | None = Field(
        None, description="A scale score, scoring above a cut-off, an interview, a register, ..."
    )
    phase: Literal["level", "onset", "change", "course", "recurrence"] | None = Field(
        None, description="Which moment of the outcome; onset: new cases among people without it."
    )
