"""An estimate lies in the middle of its interval."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.records.effect import RATIOS, Effect
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule
from kg.rules.scale import bounds, interval

_SLACK = 0.1
"""Standard errors by which an estimate may lie off the middle, beyond rounding."""


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        if finding.effect is None or not _off(finding.effect):
            continue
        what = f"{finding.effect.value} does not lie in the middle of {bounds(finding.effect)}"
        yield Fault(entry, ("findings", index, "effect", "ci"), what, _mend(finding.effect))


def _off(effect: Effect) -> bool:
    found = interval(effect)
    if found is None or found.estimate is None:
        return False
    away = abs(found.estimate.middle - found.middle.middle)
    return away > found.estimate.half + found.middle.half + _SLACK * found.se


def _mend(effect: Effect) -> str:
    like = effect.model_copy(update={"measure": "b"})
    if effect.measure in RATIOS and not _off(like):
        return "it would for a coefficient or difference; compare figures and measure"
    return "compare the three figures and the measure with the paper"


RULE = Rule(
    id="estimate-in-middle",
    problem="An estimate lies off the middle of its interval by more than rounding explains.",
    why="Intervals are symmetric (ratios on the log scale): off the middle, a digit is misread.",
    mend="Compare the three figures and the measure with the paper.",
    passes=Change(STUDY, "value: 0.72, ci: [0.60, 0.86]", "value: 0.7, ci: [0.6, 0.9]"),
    fails=Change(STUDY, "value: 0.72, ci: [0.60, 0.86]", "value: 0.79, ci: [0.60, 0.86]"),
    check=check,
    reach="record",
    severity="warning",
)
