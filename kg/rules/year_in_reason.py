"""A year of publication can be one."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base, Entry
from kg.records.study import Study
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

FIRST = 1850
"""Before it nobody counted minds: the first surveys of suicide and insanity."""
LAST = 2027
"""The year after the last one in which this rule was looked at: journals print issues ahead. The
clock is not asked, since the same files give the same result on every day."""


def check(base: Base) -> Iterator[Fault]:
    for entry in base.studies.values():
        yield from _span(entry)
        yield from _after_others(base, entry)


def _span(entry: Entry[Study]) -> Iterator[Fault]:
    year = entry.record.year
    if not FIRST <= year <= LAST:
        what = f"{year} is not between {FIRST} and {LAST}"
        mend = "correct the year; where time went on, raise LAST in kg/rules/year_in_reason.py"
        yield Fault(entry, ("year",), what, mend)


def _after_others(base: Base, entry: Entry[Study]) -> Iterator[Fault]:
    """A paper comes after the data that it reports on and the papers that it gathers."""
    record = entry.record
    dataset = base.datasets.get(record.dataset or "")
    if dataset and dataset.record.start is not None and record.year < dataset.record.start:
        what = f"{record.year} is before the data of {record.dataset}, from {dataset.record.start}"
        yield Fault(entry, ("year",), what, "correct the year, or the start of the data set")
    for name in record.includes:
        other = base.studies.get(name)
        if other and other.record.year > record.year:
            what = f"{record.year} is before {name} ({other.record.year}), which it includes"
            yield Fault(entry, ("year",), what, "correct one of the two years")


RULE = Rule(
    id="year-in-reason",
    problem="A year of publication cannot be right.",
    why="A slip of one digit moves a study by decades, and the order of evidence with it.",
    mend="Correct the year; a paper follows its data and the papers that it includes.",
    passes=Change(STUDY, "year: 2020", "year: 1921"),
    fails=Change(STUDY, "year: 2020", "year: 2202"),
    check=check,
    reach="ties",
    severity="warning",
)
