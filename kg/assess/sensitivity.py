"""The same rules over part of the evidence: would the verdict be another?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.assess.evidence import Line
from kg.assess.family import reading_borne
from kg.assess.verdict import Label, case_of, judge
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


def sensitivity(base: Base, claim: Claim, lines: tuple[Line, ...]) -> tuple[Row, ...]:
    """A row for each part that is not the whole; the last two leave out one data set at a time."""
    voting = tuple(line for line in lines if line.votes)
    rows = []
    for name, keeps in PARTS.items():
        kept = tuple(line for line in voting if keeps(base, line))
        if len(kept) < len(voting):
            rows.append(_row(base, claim, name, kept))
    return (*rows, *_without_one(base, claim, voting))


def _row(base: Base, claim: Claim, name: str, lines: tuple[Line, ...]) -> Row:
    case = case_of(base, claim, lines)
    verdict = judge(case)
    reviews = sum(case.counts.reviews.values())
    return Row(name, case.counts.total, reviews, verdict.label, verdict.because)


def _without_one(base: Base, claim: Claim, lines: tuple[Line, ...]) -> list[Row]:
    """Rows for data sets and reviews without which the label is another."""
    label = judge(case_of(base, claim, lines)).label
    rows = (
        _row(base, claim, f"without {unit}", tuple(line for line in lines if line.unit != unit))
        for unit in sorted({line.unit for line in lines})
    )
    return [row for row in rows if row.label not in {label, "not-studied"}]


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
