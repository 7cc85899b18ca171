"""Figures lie in the range of their measure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg.read.base import Base
from kg.read.document import Path
from kg.records.effect import CORRELATIONS, RATIOS, Effect, Tally
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_Wrong = tuple[Path, str, str]


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        wrong = [*_effect(finding.effect), *_tally(finding.tally)]
        for path, what, mend in wrong:
            yield Fault(entry, ("findings", index, *path), what, mend)


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
    problem="A ratio is not above 0, a correlation exceeds 1, or p is no probability.",
    why="Such a figure was misread or filed under the wrong measure.",
    mend="Compare the figure and its measure with the paper.",
    passes=Change(STUDY, "p: 0.001}", "p: <0.001}"),
    fails=Change(STUDY, "p: 0.001}", "p: 1.001}"),
    check=check,
)
