"""A study: a publication, its design, its samples, and what it found."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kg.records.exception import RuleException
from kg.records.finding import Finding
from kg.records.group import AgeRange
from kg.records.values import Country, Id, Number, Record, Text, YesNo

Design = Literal[
    "meta-analysis",
    "systematic-review",
    "umbrella-review",
    "narrative-review",
    "randomised-trial",
    "cluster-randomised-trial",
    "non-randomised-trial",
    "before-after",
    "natural-experiment",
    "cohort",
    "panel",
    "twin-cohort",
    "case-control",
    "cross-sectional",
    "diary",
    "ecological",
    "qualitative",
    "mixed-methods",
]
REVIEWS = frozenset({"meta-analysis", "systematic-review", "umbrella-review", "narrative-review"})
"""Designs that gather other studies; their people are not a data set of their own."""


class Sample(Record):
    """People, or for a review studies, in whom findings were made."""

    id: Id = Field(description="Short name, unique within the study.")
    description: Text = Field(description="Who they were.")
    dataset: Id | None = Field(None, description="Data set behind it, if not the study's.")
    part_of: Id | None = Field(None, description="The sample that this one is nested in.")
    n: int | None = Field(None, description="People, when printed.")
    studies: int | None = Field(None, description="Of a review: studies included.")
    countries: tuple[Country, ...] = Field((), description="ISO 3166 alpha-2 codes, as GB, NO.")
    age: AgeRange | None = Field(None, description="Ages, when printed.")
    percent_women: Number | None = Field(None, description="Share of women, when printed.")
    period: Text | None = Field(None, description="When the data were gathered, as printed.")


class Arm(Record):
    """One arm of a trial."""

    id: Id = Field(description="Short name, unique within the study.")
    description: Text = Field(description="What people in it were offered.")
    n: int | None = Field(None, description="People allocated, when printed.")
    percent_uptake: Number | None = Field(None, description="Share that took it up, when printed.")


class RiskOfBias(Record):
    """An appraisal of the study by a named tool."""

    tool: Text = Field(description="RoB 2, ROBINS-I, QUIPS, AMSTAR 2, ...")
    overall: Literal["low", "some-concerns", "high", "unclear"] = Field(description="Overall.")
    by: Text = Field(description="Who appraised: editors, or the review that did.")


class Relation(Record):
    """How this publication stands to another of the base."""

    kind: Literal["corrects", "reanalyses", "updates", "same-trial", "replaces"] = Field(
        description="What this publication does to the other."
    )
    study: Id = Field(description="The other study.")


class Withdrawal(Record):
    """Why a record was taken back; the file stays, so that its address keeps its meaning."""

    reason: Text = Field(description="Why it no longer stands.")
    replaced_by: Id | None = Field(None, description="The record to use instead.")


class Study(Record):
    """One publication."""

    id: Id = Field(description="First author and year, as rueger-2016; equals the file's name.")
    title: Text = Field(description="Title as printed.")
    authors: tuple[Text, ...] = Field(min_length=1, description="Family names, in order.")
    year: int = Field(description="Year of publication.")
    journal: Text | None = Field(None, description="Journal or publisher.")
    volume: Text | None = Field(None, description="Volume, in quotes.")
    issue: Text | None = Field(None, description="Issue, in quotes.")
    pages: Text | None = Field(None, description="Pages or article number, in quotes.")
    doi: Text | None = Field(None, description="DOI in lower case, without https://doi.org/.")
    pmid: Text | None = Field(None, description="PubMed number, in quotes.")
    pmcid: Text | None = Field(None, description="PubMed Central number, as PMC3455910.")
    publication: Literal[
        "published", "preprint", "corrected", "expression-of-concern", "retracted"
    ] = Field(description="Standing of the publication. A retracted one counts for nothing.")
    notice: Text | None = Field(
        None, description="Of a corrected or retracted paper: what the notice says, and its DOI."
    )
    relations: tuple[Relation, ...] = Field((), description="Links to other publications.")
    design: Design = Field(description="Design of the analysis reported here.")
    design_note: Text | None = Field(None, description="What the design word leaves out.")
    dataset: Id | None = Field(
        None, description="Cohort, survey or trial behind the paper, if it has a file."
    )
    samples: tuple[Sample, ...] = Field(min_length=1, description="In whom findings were made.")
    arms: tuple[Arm, ...] = Field((), description="Arms of a trial.")
    target_changed: Literal["yes", "no", "not-reported"] | None = Field(
        None, description="Of an intervention: did the tie or support that it aimed at change?"
    )
    risk_of_bias: RiskOfBias | None = Field(None, description="Absent means not assessed.")
    includes: tuple[Id, ...] = Field((), description="Of a review: included studies of the base.")
    read: Literal["abstract", "full-text"] = Field(description="What the curator had in hand.")
    abstract_complete: YesNo = Field(
        description="yes: every finding of the abstract is recorded here."
    )
    curator: Literal["editors"] = Field(description="Who wrote the record.")
    withdrawn: Withdrawal | None = Field(None, description="Why the record was taken back.")
    note: Text | None = Field(None, description="Anything a reader must know.")
    exceptions: tuple[RuleException, ...] = Field(
        (), description="Warnings that stand, each with the reason."
    )
    no_findings: Text | None = Field(None, description="Why a study holds no finding.")
    findings: tuple[Finding, ...] = Field((), description="What it found, one estimand each.")

    @property
    def stands(self) -> bool:
        """Whether it counts: a retracted or withdrawn study counts for nothing."""
        return self.publication != "retracted" and self.withdrawn is None

    @property
    def is_review(self) -> bool:
        """Whether it gathers other studies and so has no people of its own."""
        return self.design in REVIEWS
