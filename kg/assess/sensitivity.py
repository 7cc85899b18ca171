"""The same rules over part of the evidence: would the verdict be another?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.assess.evidence import Line
from kg.assess.families import Span
from kg.assess.family import reading_borne
from kg.assess.units import adjustment, mediators, select
from kg.assess.verdict import Case, Label, case_of, judge
from kg.read.base import Base
from kg.records.claim import Claim

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


def sensitivity(base: Base, claim: Claim, lines: tuple[Line, ...]) -> tuple[Row, ...]:
    """A row for each part that is not the whole, then for nulls without a figure as zeros, and
    for each data set without which the label is another.
    """
    voting = tuple(line for line in lines if line.votes)
    rows = []
    for name, keeps in PARTS.items():
        kept = tuple(line for line in voting if keeps(base, line))
        if len(kept) < len(voting):
            rows.append(_row(name, case_of(base, claim, kept)))
    most = _most_adjusted(base, claim, voting)
    if len(most) < len(voting):
        rows.append(_row("most adjusted only", case_of(base, claim, most)))
    case = case_of(base, claim, voting)
    return (*rows, *_nulls_as_zero(case), *_without_one(base, claim, voting, judge(case).label))


def _most_adjusted(base: Base, claim: Claim, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Of each data set the findings of the model that is adjusted furthest."""
    between = mediators(base, claim)
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


def _row(name: str, case: Case) -> Row:
    verdict = judge(case)
    family = case.family
    pooled = Span(family.estimate, family.ci_low, family.ci_high) if family else None
    return Row(
        name, case.counts.total, case.counts.reviewed, verdict.label, verdict.because, pooled
    )


def _without_one(base: Base, claim: Claim, lines: tuple[Line, ...], label: Label) -> list[Row]:
    """Rows for data sets and reviews without which the label is another.

    Each data set is chosen for by itself, so that what is chosen for the others stays.
    """
    families = select(base, claim, lines).families()
    rows = []
    for left in sorted({line.unit for line in lines}):
        kept = tuple(line for line in lines if line.unit != left)
        some = {
            family: tuple(unit for unit in units if unit.dataset != left)
            for family, units in families.items()
        }
        row = _row(f"without {left}", case_of(base, claim, kept, families=some))
        if row.label not in {label, "not-studied"}:
            rows.append(row)
    return rows


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
