"""The same rules over part of the evidence: would the verdict be another?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.assess.evidence import Line
from kg.assess.families import Span
from kg.assess.family import reading_borne
from kg.assess.figures import Figures
from kg.assess.leave_out import cases_without
from kg.assess.units import adjustment
from kg.assess.verdict import Case, Label, case_of, judge
from kg.read.base import Base

Keeps = Callable[[Base, Line], bool]


@dataclass(frozen=True)
class Row:
    """What the rules say of part of the evidence."""

    name: str
    datasets: int
    reviews: int
    label: Label
    because: str
    pooled: Span | None = None
    """The effect of the family that decides, above 0 in support; None where nothing is pooled."""
    left_out: str = ""
    """The data set, or the study where it has none, that is left out; empty for other parts."""

    def turns(self, label: Label) -> bool:
        """Whether the part comes to another verdict; one on which nothing votes does not."""
        return self.label not in {label, "not-studied"}


def sensitivity(figures: Figures, lines: tuple[Line, ...], case: Case) -> tuple[Row, ...]:
    """A row for each part that is not the whole, then for nulls without a figure as zeros, and
    for each data set without which the label is another. `case` is the case of all `lines`.
    """
    voting = tuple(line for line in lines if line.votes)
    parts = {
        name: tuple(line for line in voting if keeps(figures.base, line))
        for name, keeps in PARTS.items()
    }
    parts["most adjusted only"] = _most_adjusted(figures, voting)
    rows = [
        _row(name, case_of(figures, kept))
        for name, kept in parts.items()
        if len(kept) < len(voting)
    ]
    return (*rows, *_nulls_as_zero(case), *_without_one(figures, voting, case))


def _most_adjusted(figures: Figures, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Of each data set the findings of the model that is adjusted furthest."""
    between = figures.mediators
    most: dict[str, tuple[float, ...]] = {}
    for line in lines:
        most[line.unit] = max(most.get(line.unit, ()), adjustment(line, between))
    return tuple(line for line in lines if adjustment(line, between) == most[line.unit])


def _nulls_as_zero(case: Case) -> list[Row]:
    """What the family that decides comes to with those nulls, whatever leads the verdict."""
    family = case.family
    if family is None or not family.nulls:
        return []
    because = f"{family.family}: {family.k} data sets, and {family.nulls} as an effect of zero"
    name = "nulls without figures set to zero"
    return [Row(name, family.k + family.nulls, 0, family.with_nulls, because, family.padded)]


def _row(name: str, case: Case, left_out: str = "") -> Row:
    verdict = judge(case)
    family = case.family
    pooled = Span(family.estimate, family.ci_low, family.ci_high) if family else None
    counts = case.counts
    return Row(
        name, counts.total, counts.reviewed, verdict.label, verdict.because, pooled, left_out
    )


def _without_one(figures: Figures, lines: tuple[Line, ...], whole: Case) -> list[Row]:
    """Rows for data sets and reviews without which the label is another."""
    expected = {judge(whole).label, "not-studied"}
    return [
        _row(f"without {left}", case, left)
        for left, case in cases_without(figures, lines, whole)
        if judge(case).label not in expected
    ]


def _over_time(base: Base, line: Line) -> bool:
    return reading_borne(base.terms, base.designs, line.study, line.finding) != "descriptive"


PARTS: Mapping[str, Keeps] = {
    "over time only": _over_time,
    "adjusted only": lambda _, line: bool(line.finding.adjusted_for),
    "without reviews": lambda _, line: not line.study.is_review,
    "low risk of bias only": lambda _, line: (
        line.study.risk_of_bias is not None and line.study.risk_of_bias.overall == "low"
    ),
    "with figures only": lambda _, line: line.finding.effect is not None,
}
