"""An estimate on the scale of its analysis, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kg.records.effect import CORRELATIONS, RATIOS, Measure

_LARGEST = 709.0
"""About the logarithm of the largest number."""
Scale = Literal["log", "fisher-z", "natural"]

SCALE_NAMES: Mapping[Scale, str] = {
    "log": "natural logarithm",
    "fisher-z": "Fisher's z",
    "natural": "as printed",
}


@dataclass(frozen=True)
class NoEstimate:
    """There is no number, and this is why."""

    reason: str


@dataclass(frozen=True)
class Estimate:
    """One effect. `value` and `variance` are on the analysis scale of `measure`."""

    value: float
    variance: float
    measure: Measure
    original: Measure
    """The measure that was printed, whatever it was converted to."""
    steps: tuple[str, ...] = ()
    """What was done to the printed figures, in words, in order."""
    doubts: tuple[str, ...] = ()
    """What is odd about the printed figures; an effect in doubt is shown and not pooled."""
    turned: bool = False
    """Whether the sign is opposite to the printed one."""

    @property
    def scale(self) -> Scale:
        return scale_of(self.measure)

    @property
    def se(self) -> float:
        return math.sqrt(self.variance)

    @property
    def natural(self) -> float:
        """The value as papers print it: a ratio, a correlation, a difference."""
        return from_scale(self.measure, self.value)

    def turn(self, why: str) -> Estimate:
        """The same effect with the opposite sign."""
        return replace(
            self, value=-self.value, turned=not self.turned, steps=(*self.steps, f"turned: {why}")
        )


def scale_of(measure: Measure) -> Scale:
    """Ratios are analysed as logarithms, correlations as Fisher's z, the rest as printed."""
    if measure in RATIOS:
        return "log"
    return "fisher-z" if measure in CORRELATIONS else "natural"


def to_scale(measure: Measure, value: float) -> float | None:
    """A printed value on the scale of its analysis; None outside the measure's range."""
    scale = scale_of(measure)
    if not math.isfinite(value):
        return None
    if scale == "log":
        return math.log(value) if value > 0 else None
    if scale == "fisher-z":
        return math.atanh(value) if abs(value) < 1 else None
    return value


def from_scale(measure: Measure, value: float) -> float:
    """The inverse of `to_scale`; infinite where a ratio is larger than numbers go."""
    scale = scale_of(measure)
    if scale == "log":
        return math.exp(value) if value < _LARGEST else math.inf
    return math.tanh(value) if scale == "fisher-z" else value
