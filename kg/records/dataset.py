"""A data set: the cohort, survey or trial behind one or more papers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kg.records.exception import RuleException
from kg.records.values import Country, Id, Record, Text


class Dataset(Record):
    """The same people, however many papers report on them, count once."""

    id: Id = Field(description="Short name; equals the file's name.")
    name: Text = Field(description="Its own name, with the usual abbreviation.")
    kind: Literal["cohort", "survey", "trial", "register", "twin-registry"] = Field(
        description="What sort of source it is."
    )
    description: Text = Field(description="Who was studied, when and how, in our own words.")
    countries: tuple[Country, ...] = Field((), description="ISO 3166 alpha-2 codes.")
    start: int | None = Field(None, description="First year of data, when known.")
    registration: Text | None = Field(None, description="Trial registration number.")
    source: Text = Field(description="Where this is stated: a DOI, or the id of a study.")
    exceptions: tuple[RuleException, ...] = Field(
        (), description="Warnings that stand, each with the reason."
    )
