"""Claims: propositions that evidence can bear on; and theses, which gather claims."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.records.exception import RuleException
from kg.records.group import Group, Levels, Modifier
from kg.records.study import Withdrawal
from kg.records.values import ConceptName, Day, Id, Record, Sentence, Text


class Gap(Record):
    """What is not known."""

    question: Text = Field(description="The open question, in our own words.")
    kind: Literal[
        "not-studied",
        "not-reported-apart",
        "not-yet-curated",
        "no-synthesis",
        "measurement",
        "controversy",
    ] = Field(description="Why it is open.")
    group: tuple[Group, ...] = Field((), description="For whom it is open.")
    stated_by: tuple[Id, ...] = Field((), description="Studies that name this gap.")


class Search(Record):
    """How the evidence for a claim was looked for."""

    kind: Literal["none", "scoping", "systematic"] = Field(description="Kind of search.")
    date: Text | None = Field(None, description="Day of the last search, as 2026-11-24, quoted.")
    string: Text | None = Field(None, description="What was searched for, and where.")


VerdictLabel = Literal[
    "supports",
    "supports-trivial",
    "no-important-effect",
    "opposite",
    "depends",
    "conflicting",
    "imprecise",
    "not-studied",
]
"""What a body of evidence can come to."""


class Override(Record):
    """A verdict that a person gives in place of the computed one, which stands beside it."""

    verdict: VerdictLabel = Field(description="The verdict given.")
    by: Text = Field(description="Who gives it: a name or a role.")
    date: Day = Field(description="The day on which it was given, as 2026-11-24, quoted.")
    reason: Sentence = Field(description="Why the computed verdict misleads, in a sentence.")


class ClaimExposure(Record):
    """The exposure of a claim."""

    concept: ConceptName = Field(description="The concept of the ontology.")
    level: Literal["individual", "household", "group", "area", "country"] | None = Field(
        None, description="Of whom or what it is a property, where the claim depends on it."
    )
    comparator: Text | None = Field(None, description="Of an intervention: against what.")


class ClaimOutcome(Record):
    """The outcome of a claim."""

    concept: ConceptName = Field(description="The concept of the ontology.")
    phase: Literal["level", "onset", "change", "course", "recurrence"] | None = Field(
        None, description="Which moment of the outcome, where the claim depends on it."
    )


class BaseClaim(Record):
    """What claims of every kind hold."""

    leading: ClassVar[tuple[str, ...]] = ("id", "kind")
    """Fields that are written before those of the kind."""

    id: Id = Field(description="Short statement, as support-lowers-depression; the file's name.")
    reading: Literal["causal", "predictive", "descriptive"] = Field(
        description="The verb that the claim uses: lowers; is followed by lower; goes with lower."
    )
    group: tuple[Group, ...] = Field((), description="The population that the claim is about.")
    stated_by: tuple[Id, ...] = Field(
        (), description="Studies that state the claim; stating is not evidence."
    )
    broader: tuple[Id, ...] = Field((), description="Wider claims or theses that it belongs to.")
    opposes: tuple[Id, ...] = Field((), description="Claims that cannot hold together with it.")
    reverse_of: Id | None = Field(None, description="The claim with cause and effect exchanged.")
    search: Search = Field(description="How its evidence was looked for.")
    gaps: tuple[Gap, ...] = Field((), description="Known gaps.")
    counts_against: Text | None = Field(None, description="What finding would speak against it.")
    override: Override | None = Field(
        None, description="A verdict given by a person, shown beside the computed one."
    )
    note: Text | None = Field(None, description="Anything a reader must know.")
    exceptions: tuple[RuleException, ...] = Field(
        (), description="Warnings that stand, each with the reason."
    )
    withdrawn: Withdrawal | None = Field(None, description="Why the record was taken back.")

    @property
    def stands(self) -> bool:
        """Whether it counts: a withdrawn claim is only kept to be seen."""
        return self.withdrawn is None


class AssociationClaim(BaseClaim):
    """An exposure goes with more or less of an outcome."""

    kind: Literal["association"] = Field(description="The kind of claim.")
    exposure: ClaimExposure = Field(description="What is thought to act.")
    outcome: ClaimOutcome = Field(description="What is thought to change.")
    expects: Literal["lower", "higher"] = Field(description="Outcome with more of the exposure.")


class ModificationClaim(BaseClaim):
    """Something changes an association, or changes another modification."""

    kind: Literal["modification"] = Field(description="The kind of claim.")
    of: Id = Field(description="The association or modification claim that is modified.")
    modifier: Modifier = Field(description="What changes it.")
    expects: Literal["weaker", "stronger", "reversed"] = Field(
        description="How the link is with more of the modifier, or in its level."
    )


class ContrastClaim(BaseClaim):
    """Groups differ in how much of something they have."""

    kind: Literal["contrast"] = Field(description="The kind of claim.")
    quantity: ClaimOutcome = Field(description="What is compared.")
    between: Levels = Field(description="The two groups.")
    expects: Literal["more", "less"] = Field(description="What `level` has, against `reference`.")


class ComparisonClaim(BaseClaim):
    """One exposure matters more for an outcome than another."""

    kind: Literal["comparison"] = Field(description="The kind of claim.")
    exposure: ClaimExposure = Field(description="The exposure that the claim speaks of.")
    against: ClaimExposure = Field(description="The exposure it is compared with.")
    outcome: ClaimOutcome = Field(description="The outcome of both.")
    expects: Literal["stronger", "weaker"] = Field(description="How `exposure` compares.")


class MediationClaim(BaseClaim):
    """An exposure, or a difference between groups, acts through something."""

    kind: Literal["mediation"] = Field(description="The kind of claim.")
    exposure: ClaimExposure | None = Field(None, description="What acts; or give `between`.")
    between: Levels | None = Field(None, description="The group difference to be explained.")
    mediator: ClaimExposure = Field(description="What it acts through.")
    outcome: ClaimOutcome = Field(description="The outcome.")
    expects: Literal["part", "suppresses"] = Field(
        description="part: the mediator explains some or all of it; suppresses: it hides some."
    )


class Thesis(Record):
    """A statement that gathers claims and has no verdict of its own."""

    id: Id = Field(description="Short statement; equals the file's name.")
    kind: Literal["thesis"] = Field(description="thesis.")
    statement: Text = Field(description="The statement, in our own words.")
    stated_by: tuple[Id, ...] = Field((), description="Studies that state it.")
    gathers: tuple[Id, ...] = Field(min_length=1, description="Claims that it rests on.")
    broader: tuple[Id, ...] = Field((), description="Wider theses that it belongs to.")
    note: Text | None = Field(None, description="Anything a reader must know.")
    exceptions: tuple[RuleException, ...] = Field(
        (), description="Warnings that stand, each with the reason."
    )


Claim = AssociationClaim | ModificationClaim | ContrastClaim | ComparisonClaim | MediationClaim
ClaimFile = Annotated[Claim | Thesis, Field(discriminator="kind")]
"""What a file of evidence/claims/ holds."""
