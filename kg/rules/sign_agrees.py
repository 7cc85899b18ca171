"""The sign of an estimate agrees with the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.read.base import Base
from kg.records.effect import RATIOS, Effect
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_EXPECTED: Mapping[str, int] = {"higher": 1, "more": 1, "lower": -1, "less": -1}
_MEND = "correct result or figure; where it is printed for the opposite, say oriented: reversed"


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        expected = _EXPECTED.get(finding.result)
        if finding.kind not in {"association", "contrast"} or not expected or not finding.effect:
            continue
        sign = _sign(finding.effect)
        if sign and sign != expected:
            what = f"{finding.effect.measure} {finding.effect.value} does not mean {finding.result}"
            mend = _MEND
            yield Fault(entry, ("findings", index, "effect", "value"), what, mend)


def _sign(effect: Effect) -> int:
    """+1 where the figure says more of the outcome with more of the exposure; 0 if it is mute."""
    if effect.value is None or effect.oriented == "magnitude":
        return 0
    null = 1 if effect.measure in RATIOS else 0
    sign = (effect.value > null) - (effect.value < null)
    return -sign if effect.oriented == "reversed" else sign


RULE = Rule(
    id="sign-agrees",
    problem="The figure points one way and the result another.",
    why="Scales and exposures are printed in either direction; this is the commonest error.",
    mend="State the result for the concepts as named, and say by `oriented` how the figure runs.",
    passes=Change(
        STUDY,
        "measure: or, value: 0.72, ci: [0.60, 0.86]",
        "measure: or, value: 1.39, ci: [1.16, 1.67], oriented: reversed",
    ),
    fails=Change(STUDY, "    result: lower", "    result: higher"),
    check=check,
    reach="record",
)
