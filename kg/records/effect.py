"""Figures, exactly as a paper prints them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kg.records.values import Number, PValue, Record, Text

RATIOS = frozenset({"or", "rr", "hr", "irr", "pr"})
"""Measures without effect at 1: odds, risk, hazard, rate and prevalence ratio."""
CORRELATIONS = frozenset({"r", "partial-r"})
"""Measures that lie between -1 and 1."""

Measure = Literal[
    "or", "rr", "hr", "irr", "pr", "r", "partial-r", "beta", "b", "smd", "md", "rd", "proportion"
]


class Effect(Record):
    """One estimate with its uncertainty. Keep what is printed; code converts."""

    measure: Measure = Field(
        description="or, rr, hr, irr, pr: ratios; r, partial-r: correlations; beta: standardised "
        "and b: raw regression coefficient; smd: standardised mean difference (d, g); md: mean "
        "difference in points; rd: risk difference; proportion: share mediated."
    )
    value: Number | None = Field(None, description="The estimate, digits as printed.")
    ci: tuple[Number, Number] | None = Field(None, description="Lower and upper bound, as printed.")
    ci_level: int = Field(95, description="Level of the interval in percent.")
    se: Number | None = Field(None, description="Standard error, when printed.")
    p: PValue | None = Field(None, description="p-value as printed: 0.03 or <0.001.")
    n: int | None = Field(None, description="People behind this figure, when it differs.")
    oriented: Literal["concepts", "reversed", "magnitude"] = Field(
        "concepts",
        description="concepts: above the null means more of the outcome with more of the exposure "
        "as the record names them; reversed: printed the other way round (for low support, or as "
        "improvement); magnitude: printed as a size without sign.",
    )
    note: Text | None = Field(None, description="What a reader must know to use the figure.")


class Tally(Record):
    """A review's count of studies or effects, for what it cannot pool."""

    agree: int = Field(description="How many agree with the result of this finding.")
    of: int = Field(description="Out of how many that looked.")
    unit: Literal["studies", "effects", "samples"] = Field(
        "studies", description="What was counted."
    )
