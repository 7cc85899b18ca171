"""The scale on which an estimate is symmetric, and what the rounding of print leaves open there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import atanh, inf, log
from statistics import NormalDist

from kg.records.effect import CORRELATIONS, RATIOS, Effect

NORMAL = NormalDist()
_ALL = 100


@dataclass(frozen=True)
class Range:
    """The values that a printed figure may stand for, on the symmetric scale."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    @property
    def half(self) -> float:
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Interval:
    """An interval and its estimate on the symmetric scale, where no effect is 0."""

    low: Range
    high: Range
    estimate: Range | None
    z: float
    """Standard errors from the middle to a bound."""

    @property
    def middle(self) -> Range:
        """Where the estimate lies if the interval is symmetric."""
        return Range((self.low.low + self.high.low) / 2, (self.low.high + self.high.high) / 2)

    @property
    def se(self) -> float:
        return (self.high.middle - self.low.middle) / (2 * self.z)

    @property
    def se_most(self) -> float:
        """The largest standard error that rounds to these bounds."""
        return (self.high.high - self.low.low) / (2 * self.z)


def interval(effect: Effect) -> Interval | None:
    """The interval of an effect; None where there is none, or another rule finds it impossible."""
    if effect.ci is None or not 0 < effect.ci_level < _ALL:
        return None
    low, high = effect.ci
    value = effect.value
    if low >= high or (value is not None and not low <= value <= high):
        return None
    lower, upper = printed(effect, low), printed(effect, high)
    estimate = None if value is None else printed(effect, value)
    if lower is None or upper is None or (value is not None and estimate is None):
        return None
    return Interval(lower, upper, estimate, NORMAL.inv_cdf(0.5 + effect.ci_level / _ALL / 2))


def printed(effect: Effect, number: Decimal) -> Range | None:
    """What a printed figure may stand for: half a unit of its last digit to either side.

    None where the measure does not take such a value, or rounding reaches the end of its scale.
    """
    half = half_unit(number)
    try:
        low, high = (_symmetric(effect)(float(number) + side * half) for side in (-1, 1))
    except ValueError:
        return None
    return Range(low, high) if -inf < low <= high < inf else None


def bounds(effect: Effect) -> str:
    """The interval as words."""
    return " to ".join(str(bound) for bound in effect.ci or ())


def half_unit(number: Decimal) -> float:
    """Half a unit of the last digit that is printed."""
    exponent = number.as_tuple().exponent
    return 0.5 * 10.0 ** int(exponent)


def _symmetric(effect: Effect) -> Callable[[float], float]:
    if effect.measure in RATIOS:
        return log
    return atanh if effect.measure in CORRELATIONS else float
