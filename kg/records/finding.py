"""A finding: one estimand, in five kinds."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.records.effect import Effect, Tally
from kg.records.group import Levels, Modifier, Qualifier
from kg.records.role import Exposure, Measured, Outcome
from kg.records.values import Id, Number, Record, Text, YesNo

Size = Literal["lower", "higher", "not-detected", "equivalent", "unclear"]


class FollowUp(Record):
    """Time from exposure to outcome."""

    value: Number = Field(description="How long, as printed.")
    unit: Literal["days", "weeks", "months", "years"] = Field(description="Unit of that time.")


class BaseFinding(Record):
    """What findings of every kind hold. One exposure, outcome, group, model and time point each;
    a mixed result is two findings."""

    leading: ClassVar[tuple[str, ...]] = ("id", "kind", "sample", "group")
    """Fields that are written before those of the kind."""

    id: Id = Field(description="Short name, unique within the study.")
    sample: Id = Field(description="Which of the study's samples this was found in.")
    group: tuple[Qualifier, ...] = Field((), description="For whom, beyond the sample.")
    contributes: Literal["estimate", "tally", "theme", "argument"] = Field(
        "estimate",
        description="estimate: a result in data; tally: a review's count; theme: qualitative; "
        "argument: reasoning. The last two are shown and never vote.",
    )
    effect: Effect | None = Field(None, description="The figures, when printed.")
    tally: Tally | None = Field(None, description="The count, when it contributes a tally.")
    shape: Literal["linear", "threshold", "plateau", "inverted-u", "u"] | None = Field(
        None, description="Form of the relation, when reported."
    )
    variation: Literal["between", "within"] | None = Field(
        None, description="Differences between persons, or changes within a person."
    )
    adjusted_for: tuple[Text, ...] = Field((), description="What the model adjusts for.")
    baseline: Literal["none", "adjusted", "cases-excluded"] | None = Field(
        None, description="How the outcome at the start was handled."
    )
    follow_up: FollowUp | None = Field(None, description="Time from exposure to outcome.")
    same_reporter: YesNo | None = Field(
        None, description="Whether one person reported both exposure and outcome."
    )
    bears_on: tuple[Id, ...] = Field((), description="Claims that this finding speaks to.")
    unlinked: Text | None = Field(None, description="Why it speaks to no claim of the base.")
    locator: Text = Field(description="Where in the source: abstract, table 2, page 461.")
    summary: Text = Field(description="The finding in our own words, one sentence.")
    note: Text | None = Field(None, description="Anything a reader must know.")


class Association(BaseFinding):
    """Exposure and outcome go together, or not. An intervention is an exposure."""

    kind: Literal["association"] = Field(description="The kind of finding.")
    exposure: Exposure = Field(description="What is thought to act.")
    outcome: Outcome = Field(description="What is thought to change.")
    result: Size = Field(
        description="lower or higher: more of the exposure goes with less or more of the outcome, "
        "as concepts; not-detected: no significant difference; equivalent: shown to be small; "
        "unclear: the source does not say."
    )


class Modification(BaseFinding):
    """Something changes an association or a difference between groups, or another modification."""

    kind: Literal["modification"] = Field(description="The kind of finding.")
    exposure: Exposure | None = Field(
        None, description="Exposure of the association that is modified; or give `between`."
    )
    between: Levels | None = Field(
        None, description="The two groups whose difference in the outcome is modified."
    )
    outcome: Outcome = Field(description="Outcome of what is modified.")
    base: Literal["lower", "higher"] | None = Field(
        None,
        description="Direction of the association that is modified, when it has one; with "
        "`between`, whether `level` has less or more of the outcome than `reference`.",
    )
    modifiers: tuple[Modifier, ...] = Field(
        min_length=1,
        max_length=3,
        description="What changes it. A second modifier changes the first modification: support, "
        "then sex, for buffering that differs by sex.",
    )
    result: Literal["weaker", "stronger", "reversed", "not-detected", "equivalent", "unclear"] = (
        Field(
            description="How the association, or the difference, is with more of the last "
            "modifier, or in its level."
        )
    )
    tested: Literal["interaction", "not-described", "strata-only"] = Field(
        description="interaction: the difference was tested; not-described: the source states "
        "the difference and not how it was tested; strata-only: only rows were shown."
    )
    scale: Literal["additive", "multiplicative", "linear", "unstated"] = Field(
        "unstated", description="Scale on which the interaction was tested."
    )
    compared: Literal["within-study", "between-studies"] = Field(
        "within-study", description="Same study's people compared, or studies with each other."
    )
    prespecified: YesNo | None = Field(None, description="Named before the data were seen.")
    predicted: YesNo | None = Field(None, description="Direction stated beforehand.")
    modifiers_tested: int | None = Field(None, description="How many modifiers the study tried.")


class Contrast(BaseFinding):
    """Groups differ in how much of something they have."""

    kind: Literal["contrast"] = Field(description="The kind of finding.")
    quantity: Measured = Field(description="What was compared between the groups.")
    between: Levels = Field(description="The two groups.")
    tested: Literal["difference", "not-described", "side-by-side"] | None = Field(
        None,
        description="difference: it was tested; not-described: the source states the difference "
        "and not whether it was tested; side-by-side: only two figures were shown.",
    )
    result: Literal["more", "less", "not-detected", "equivalent", "unclear"] = Field(
        description="Whether `level` has more or less of it than `reference`."
    )


class Comparison(BaseFinding):
    """One link is closer than another: of another exposure, with another outcome, or both."""

    kind: Literal["comparison"] = Field(description="The kind of finding.")
    exposure: Exposure = Field(description="The exposure that the result speaks of.")
    against: Exposure | None = Field(
        None, description="The exposure it is compared with; absent where only outcomes differ."
    )
    outcome: Outcome = Field(description="The outcome of `exposure`.")
    against_outcome: Outcome | None = Field(
        None, description="The outcome on the other side; absent where it is the same."
    )
    tested: Literal["difference", "side-by-side"] = Field(
        "side-by-side", description="Whether the difference itself was tested."
    )
    result: Literal["stronger", "weaker", "not-detected", "equivalent", "unclear"] = Field(
        description="Whether `exposure` matters more or less for `outcome` than what it is "
        "compared with: `against`, for `against_outcome`."
    )


class Mediation(BaseFinding):
    """An exposure, or a difference between groups, acts through something."""

    kind: Literal["mediation"] = Field(description="The kind of finding.")
    exposure: Exposure | None = Field(None, description="What acts; or give `between`.")
    between: Levels | None = Field(None, description="The group difference to be explained.")
    mediator: Measured = Field(description="What it acts through.")
    outcome: Outcome = Field(description="The outcome.")
    result: Literal["all", "part", "some", "none", "suppresses", "unclear"] = Field(
        description="How much of the link goes through the mediator; some: part or all, the source "
        "does not say which; suppresses: the link grows when the mediator is held constant."
    )


Finding = Annotated[
    Association | Modification | Contrast | Comparison | Mediation, Field(discriminator="kind")
]
