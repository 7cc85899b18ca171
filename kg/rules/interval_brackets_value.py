"""A confidence interval holds its estimate."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        effect = finding.effect
        if effect is None or effect.ci is None:
            continue
        path = ("findings", index, "effect", "ci")
        low, high = effect.ci
        if low >= high:
            yield Fault(entry, path, f"{low} is not below {high}", "write the lower bound first")
        elif effect.value is not None and not low <= effect.value <= high:
            what = f"{effect.value} lies outside {low} to {high}"
            yield Fault(entry, path, what, "compare the three figures with the paper")


RULE = Rule(
    id="interval-brackets-value",
    problem="An estimate lies outside its confidence interval, or the bounds are exchanged.",
    why="One of the three figures is misread, most often a sign or a decimal.",
    mend="Compare the figures with the paper; an estimate may stand on a bound by rounding.",
    passes=Change(STUDY, "value: 0.72, ci: [0.60, 0.86]", "value: 0.7, ci: [0.6, 0.7]"),
    fails=Change(STUDY, "ci: [0.60, 0.86]", "ci: [0.78, 0.86]"),
    check=check,
    reach="record",
)
