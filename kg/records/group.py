"""For whom: dimensions, levels, and the role a group plays in a finding."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from kg.records.values import ConceptName, DimensionName, Number, Record, Text


class Group(Record):
    """One restriction of the people meant. Several restrictions hold together (and)."""

    dimension: DimensionName = Field(
        description="What divides people: sex, age, socioeconomic-position, ..."
    )
    level: ConceptName = Field(description="The part of that dimension meant: Women, Youth, ...")
    defined_as: Text | None = Field(
        None, description="How the paper defines this group, such as its cut-off."
    )


class Qualifier(Group):
    """A group of a finding, with the part it plays there."""

    leading: ClassVar[tuple[str, ...]] = ("dimension", "level")
    """Fields that are written before the role."""

    role: Literal["sample", "stratum"] = Field(
        description="sample: everybody studied was of this group; stratum: one row of a table "
        "that also has rows for others. A tested difference is not a qualifier but a finding of "
        "kind contrast or modification."
    )
    n: int | None = Field(None, description="People of this group, when printed.")


class Levels(Record):
    """Two groups set against each other: `level` compared with `reference`."""

    dimension: DimensionName = Field(description="The dimension that both levels belong to.")
    level: ConceptName = Field(description="The group that the result speaks of.")
    reference: ConceptName = Field(description="The group it is compared with.")
    defined_as: Text | None = Field(None, description="How the paper defines the two groups.")


class Modifier(Record):
    """What changes an association: more of a concept, or one group against another.

    Give `concept`, or `dimension` with `level` (and `reference` where it is not all others).
    """

    concept: ConceptName | None = Field(
        None, description="The concept of which more or less is present, such as PerceivedSupport."
    )
    dimension: DimensionName | None = Field(None, description="The dimension of a group modifier.")
    level: ConceptName | None = Field(None, description="The group that the result speaks of.")
    reference: ConceptName | None = Field(None, description="The group it is compared with.")
    defined_as: Text | None = Field(None, description="The paper's own measure or cut-off.")


class AgeRange(Record):
    """Ages in years, as printed."""

    min: Number | None = Field(None, description="Youngest age.")
    max: Number | None = Field(None, description="Oldest age.")
    mean: Number | None = Field(None, description="Mean age.")
