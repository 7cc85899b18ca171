"""From printed figures to an estimate with its variance, on the scale of its analysis.

Ratios become logarithms, correlations Fisher's z, the rest stays as printed. Nothing is guessed:
where a variance cannot be had, the reason comes back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from statistics import NormalDist

from kg.assess.constants import (
    CENTRE_SLACK,
    FLOOR_HR,
    FLOOR_OR,
    FLOOR_OR_SD,
    FLOOR_R,
    P_SPREAD,
    Constant,
)
from kg.assess.estimate import (
    SCALE_NAMES,
    Estimate,
    NoEstimate,
    scale_of,
    to_scale,
)
from kg.records.effect import Effect
from kg.records.role import Difference

SD_UNITS = frozenset({"sd", "1 sd", "standard deviation", "1 standard deviation"})
"""How records write a step of one standard deviation, in lower case."""
_Error = tuple[float, str]
"""A standard error on the analysis scale, and where it comes from."""


def estimate_of(
    effect: Effect,
    people: int | None = None,
    covariates: int = 0,
    step: Difference | None = None,
    *,
    repeated: bool = False,
) -> Estimate | NoEstimate:
    """The estimate that a printed effect stands for, its sign as printed.

    `people` is how many are behind it where the effect does not say; `covariates`, of a partial
    correlation, how many variables are held constant; `step` the step of the exposure, which
    decides how small a standard error can be; `repeated` says that people were measured more than
    once, so that it can be smaller still.
    """
    people = effect.n if effect.n is not None else people
    value = _value(effect)
    if isinstance(value, NoEstimate):
        return value
    error = _error(effect, value, people, covariates)
    if isinstance(error, NoEstimate):
        return error
    se, source = error
    variance = se * se
    if not 0 < variance < math.inf:
        return NoEstimate(f"its standard error comes out as {se:g}")
    middle = () if effect.value is not None else ("value from the middle of the interval",)
    return Estimate(
        value=value,
        variance=variance,
        measure=effect.measure,
        original=effect.measure,
        steps=(f"scale: {SCALE_NAMES[scale_of(effect.measure)]}", *middle, f"se from {source}"),
        doubts=(
            *_off_middle(effect, value, se),
            *(() if repeated else _too_small(effect, se, people, step)),
        ),
    )


def _value(effect: Effect) -> float | NoEstimate:
    """The estimate on the analysis scale; the middle of the interval where only that is printed."""
    if effect.value is None:
        bounds = _bounds(effect)
        if bounds is None:
            return NoEstimate("no estimate is printed")
        return bounds if isinstance(bounds, NoEstimate) else sum(bounds) / 2
    value = to_scale(effect.measure, float(effect.value))
    if value is None:
        return NoEstimate(f"{effect.value} has no place on the scale of {effect.measure}")
    return value


def _bounds(effect: Effect) -> tuple[float, float] | NoEstimate | None:
    """The interval on the analysis scale; None where none is printed."""
    if effect.ci is None:
        return None
    low, high = (to_scale(effect.measure, float(bound)) for bound in effect.ci)
    if low is None or high is None:
        return NoEstimate(f"a bound of {effect.ci[0]} to {effect.ci[1]} has no place on the scale")
    if low >= high:
        return NoEstimate(f"the bounds {effect.ci[0]} and {effect.ci[1]} are equal or exchanged")
    return low, high


def _error(
    effect: Effect, value: float, people: int | None, covariates: int
) -> _Error | NoEstimate:
    """The standard error from the best of what is printed."""
    scale = scale_of(effect.measure)
    if scale == "natural" and effect.se is not None:
        return float(effect.se), "the printed standard error"
    bounds = _bounds(effect)
    if isinstance(bounds, NoEstimate):
        return bounds
    if bounds is not None:
        return _from_interval(bounds, effect.ci_level)
    if scale == "fisher-z" and people is not None:
        return _from_people(effect, people, covariates)
    return _from_p(effect, value, effect.p) if isinstance(effect.p, Decimal) else _none(effect)


def _none(effect: Effect) -> NoEstimate:
    """Why what is printed gives no standard error."""
    if effect.p is not None:
        return NoEstimate(f"p {effect.p} is a bound, from which no standard error follows")
    if effect.se is not None:
        return NoEstimate("a standard error of a ratio or correlation may be on either scale")
    return NoEstimate("neither interval, standard error nor exact p is printed")


def _from_interval(bounds: tuple[float, float], level: int) -> _Error | NoEstimate:
    """Half of the width over the normal quantile (Cochrane Handbook 6.3)."""
    if not 0 < level < 100:  # noqa: PLR2004  # percent
        return NoEstimate(f"an interval of {level} % does not exist")
    low, high = bounds
    return (high - low) / (2 * NormalDist().inv_cdf(0.5 + level / 200)), f"the {level} % interval"


def _from_people(effect: Effect, people: int, covariates: int) -> _Error | NoEstimate:
    """Fisher's 1/(n - 3), less one for each variable held constant."""
    held = covariates if effect.measure == "partial-r" else 0
    free = people - 3 - held
    if free <= 0:
        return NoEstimate(f"{people} people are too few for a standard error of a correlation")
    less = f" less {held} covariates" if held else ""
    return 1 / math.sqrt(free), f"the number of people, {people}{less}"


def _from_p(effect: Effect, value: float, p: Decimal) -> _Error | NoEstimate:
    """The estimate over the normal quantile of an exact two-sided p (Altman and Bland 2011)."""
    low, high = (float(p) + sign * half_unit(p) for sign in (-1, 1))
    printed = effect.value
    if printed is None or value == 0 or not 0 < p < 1 or low <= 0 or high >= 1:
        return NoEstimate(f"p {p} beside an estimate of {printed} gives no standard error")
    ends = [to_scale(effect.measure, float(printed) + s * half_unit(printed)) for s in (-1, 1)]
    sizes = [abs(end) for end in ends if end is not None and end * value > 0]
    spread = max(sizes) / min(sizes) * _z(low) / _z(high) if len(sizes) == len(ends) else math.inf
    if spread > P_SPREAD.value:
        return NoEstimate(f"{printed} and p {p} are printed too coarsely for a standard error")
    return abs(value) / _z(float(p)), f"the exact p, {p}"


def _z(p: float) -> float:
    return NormalDist().inv_cdf(1 - p / 2)


def half_unit(printed: Decimal) -> float:
    """Half of the last printed digit: how far rounding may have moved a number."""
    return float(Decimal((0, (5,), int(printed.as_tuple().exponent) - 1)))


def _off_middle(effect: Effect, value: float, se: float) -> Iterator[str]:
    """An interval that does not lie around its estimate."""
    bounds = _bounds(effect)
    if effect.value is None or effect.ci is None or not isinstance(bounds, tuple):
        return
    if abs(sum(bounds) / 2 - value) > _rounding(effect) + CENTRE_SLACK.value * se:
        low, high = effect.ci
        yield f"{effect.value} is not the middle of {low} to {high} on its scale"


def _too_small(
    effect: Effect, se: float, people: int | None, step: Difference | None
) -> Iterator[str]:
    """A standard error that so few people cannot give."""
    floor = _floor(effect, step)
    if floor is None or not people:
        return
    least = floor.value / math.sqrt(people)
    if se < least:
        yield f"a standard error of {se:.2g} is less than {people} people allow, {least:.2g}"


def _rounding(effect: Effect) -> float:
    """How far rounding of estimate and bounds may move the estimate from the middle."""
    moved = []
    for number, share in ((effect.value, 1), *((bound, 0.5) for bound in effect.ci or ())):
        if number is None:
            continue
        ends = [to_scale(effect.measure, float(number) + s * half_unit(number)) for s in (-1, 1)]
        if None in ends:
            return math.inf
        moved.append(share * abs(sum(e * s for e, s in zip(ends, (-1, 1), strict=True) if e)) / 2)
    return sum(moved)


def _floor(effect: Effect, step: Difference | None) -> Constant | None:
    """The least standard error times the root of n; None where it is not known."""
    if effect.measure == "r":
        return FLOOR_R
    if effect.measure not in {"or", "hr"} or step is None:
        return None
    if step.unit is None:
        return FLOOR_OR if effect.measure == "or" else FLOOR_HR
    return FLOOR_OR_SD if effect.measure == "or" and step.unit.lower() in SD_UNITS else None
