"""Figures lie in the range of their measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kg.read.base import Base, Entry
from kg.read.document import Document, Path
from kg.records.effect import CORRELATIONS, RATIOS, Effect, Tally
from kg.records.study import Study
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_Wrong = tuple[Path, str, str]
_WHOLE = 100
_PEOPLE = (1, 9_000_000_000, "it is a count of people, from 1 to all there are")
_PERCENT = (0, _WHOLE, "it is a percentage, from 0 to 100")
_AGE = (0, 130, "it is an age in years")
_ANY = (Decimal("-Infinity"), Decimal("Infinity"), "")
_RANGES: Mapping[str, tuple[Decimal | int, Decimal | int, str]] = {
    "n": _PEOPLE,
    "studies": (1, 1_000_000, "it is a count of studies, from 1"),
    "modifiers_tested": (1, 1_000_000, "it is a count, from 1"),
    "percent_women": _PERCENT,
    "percent_uptake": _PERCENT,
    "min": _AGE,
    "mean": _AGE,
    "max": _AGE,
}
"""Least and greatest value of a field, wherever it stands in a study, and what it is."""


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        wrong = [*_effect(finding.effect), *_tally(finding.tally)]
        for path, what, mend in wrong:
            yield Fault(entry, ("findings", index, *path), what, mend)
    for entry in base.studies.values():
        for path, value in _numbers(entry.document):
            low, high, mend = _RANGES.get(str(path[-1]), _ANY)
            if not low <= value <= high:
                yield Fault(entry, path, f"{path[-1]} is {value}", mend)
        yield from _ages(entry)


def _numbers(document: Document) -> Iterator[tuple[Path, int | Decimal]]:
    """Each number that a key of a mapping holds."""
    for path, mapping in document.mappings:
        for key, inner in mapping.items():
            if isinstance(inner, int | Decimal) and not isinstance(inner, bool):
                yield (*path, key), inner


def _ages(entry: Entry[Study]) -> Iterator[Fault]:
    for index, sample in enumerate(entry.record.samples):
        age = sample.age
        known = [one for one in (age.min, age.mean, age.max) if one is not None] if age else []
        if known != sorted(known):
            what = "the youngest, mean and oldest age are not in order"
            yield Fault(entry, ("samples", index, "age"), what, "compare them with the paper")


def _effect(effect: Effect | None) -> Iterator[_Wrong]:
    if effect is None:
        return
    for path, value in _estimates(effect):
        if effect.measure in RATIOS and value <= 0:
            yield path, f"a ratio of {value}", "a ratio is above 0; is it a coefficient (b, beta)?"
        if effect.measure in CORRELATIONS and abs(value) > 1:
            yield path, f"a correlation of {value}", "a correlation lies between -1 and 1"
    if isinstance(effect.p, Decimal) and not 0 <= effect.p <= 1:
        yield ("effect", "p"), f"p = {effect.p}", "p lies between 0 and 1; is it a percentage?"
    if effect.se is not None and effect.se <= 0:
        yield ("effect", "se"), f"a standard error of {effect.se}", "it is above 0"
    if not 0 < effect.ci_level < _WHOLE:
        mend = "it is a percentage, as 95"
        yield ("effect", "ci_level"), f"an interval of {effect.ci_level} percent", mend


def _estimates(effect: Effect) -> Iterator[tuple[Path, Decimal]]:
    if effect.value is not None:
        yield ("effect", "value"), effect.value
    for index, bound in enumerate(effect.ci or ()):
        yield ("effect", "ci", index), bound


def _tally(tally: Tally | None) -> Iterator[_Wrong]:
    if tally is not None and not 0 <= tally.agree <= tally.of:
        yield ("tally",), f"{tally.agree} of {tally.of}", "the part cannot exceed the whole"


RULE = Rule(
    id="number-in-range",
    problem="A ratio is not above 0, p is no probability, or a count, share or age cannot be.",
    why="Such a figure was misread or filed under the wrong measure.",
    mend="Compare the figure and its measure with the paper.",
    passes=Change(STUDY, "p: 0.001}", "p: <0.001}"),
    fails=Change(STUDY, "p: 0.001}", "p: 1.001}"),
    check=check,
    reach="record",
)
