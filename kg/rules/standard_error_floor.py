"""A standard error is not smaller than so many people allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log, sqrt

from kg.read.base import Base
from kg.records.effect import CORRELATIONS, Effect
from kg.records.finding import Association, Contrast, Finding
from kg.records.study import Study
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule
from kg.rules.scale import Interval, interval

_GROUPS, _SD = 4.0, 2.0
"""Floors of the standard error times the root of n: of the log odds of two equal groups, half of
each with the outcome (the root of 1/a + 1/b + 1/c + 1/d), and of one standard deviation of a score.
A hazard ratio or mean difference of two groups has the latter: events are no more than people.
"""
_LARGEST = log(3)
"""The largest log odds ratio for one standard deviation that is believed: a correlation of 0.5."""
_SLACK = 0.95
_FISHER = 3
_STANDARD_DEVIATION = re.compile(r"\bSD\b|standard deviation", re.IGNORECASE)


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        effect, n = finding.effect, _people(entry.record, finding)
        found = interval(effect) if effect else None
        if effect is None or found is None or n is None or n <= _FISHER:
            continue
        if _too_small(finding, effect, found, n):
            what = f"a standard error of {found.se:.2g} is too small for {n} people"
            mend = "compare interval and n with the paper; is the interval that of a coefficient?"
            yield Fault(entry, ("findings", index, "effect", "ci"), what, mend)


def _people(study: Study, finding: Finding) -> int | None:
    """People behind a figure: its own number, that of its smallest group, or of its sample."""
    if finding.effect is not None and finding.effect.n is not None:
        return finding.effect.n
    groups = [group.n for group in finding.group if group.n is not None]
    if groups or any(group.role == "stratum" for group in finding.group):
        return min(groups, default=None)
    return next((sample.n for sample in study.samples if sample.id == finding.sample), None)


def _too_small(finding: Finding, effect: Effect, found: Interval, n: int) -> bool:
    if not isinstance(finding, Association | Contrast):
        return False
    floor = _floor(_step(finding), effect, n)
    if floor is not None:
        return found.se_most < _SLACK * floor
    return effect.measure == "or" and _implied(found, n) > _LARGEST


def _floor(step: str, effect: Effect, n: int) -> float | None:
    """The least standard error; None where it hangs on a step that is not known."""
    if effect.measure in CORRELATIONS:
        return 1 / sqrt(n - _FISHER)
    root = {
        ("groups", "or"): _GROUPS,
        ("groups", "hr"): _SD,
        ("groups", "smd"): _SD,
        ("sd", "or"): _SD,
    }.get((step, effect.measure))
    return root / sqrt(n) if root else None


def _implied(found: Interval, n: int) -> float:
    """The least log odds ratio for one standard deviation that gives such a z with n people.

    The ratio of estimate to standard error does not depend on the step of the exposure.
    """
    nearest = found.estimate or found.middle
    return min(abs(nearest.low), abs(nearest.high)) / found.se_most * _SD / sqrt(n)


def _step(finding: Association | Contrast) -> str:
    """What the estimate is for: two groups, one SD, or a step that nobody tells."""
    if isinstance(finding, Contrast):
        return "groups"
    step = finding.exposure.contrast
    if step is None:
        return "groups" if finding.exposure.comparator else "unknown"
    words = f"{step.from_} {step.to} {step.unit or ''}"
    if _STANDARD_DEVIATION.search(words):
        return "sd"
    return "unknown" if step.unit or re.search(r"\d", words) else "groups"


RULE = Rule(
    id="standard-error-floor",
    problem="An interval is narrower than the number of people allows.",
    why="With n people a standard error has a floor; below it, n or the interval is another's.",
    mend="Compare interval and n with the paper; repeated measurements of few people may stand.",
    passes=Change(STUDY, "p: 0.001}", "p: 0.001, n: 480}"),
    fails=Change(
        STUDY, "value: 0.72, ci: [0.60, 0.86], p: 0.001", "value: 0.720, ci: [0.714, 0.726]"
    ),
    check=check,
    reach="record",
    severity="warning",
)
