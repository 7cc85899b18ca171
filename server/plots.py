"""Geometry of plots: from numbers to places. Nothing is drawn here and nothing is worded.

Places along an axis are percent of its width, so that a plot is as wide as its screen; heights
and sizes of marks are pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

INSET = 5.0
"""Percent at either end of an axis that is kept for arrows."""
ROW, DIAMOND = 26, 16
"""Height in pixels of a row and of a diamond."""
_WIDEST = 18.0
"""Radius in pixels of the circle of the fullest cell of a map."""
_LARGEST, _PLAIN = 16.0, 8.0
"""Side in pixels of the square of the weightiest data set, and of every square without weight."""
_ROOM = 1.5
"""Typical half-widths of an interval that an axis goes on beyond its outermost estimate."""
_MOST_TICKS = 5
_WIDE = 4.0
"""Largest by smallest ratio beyond which ticks go 1, 2, 5, 10 and not by equal steps."""
_MOST_POWER = 300
_LEAST_SPAN = 1e-9
_SERIES = ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))


@dataclass(frozen=True)
class Tick:
    """A place on the axis and the number that stands there."""

    at: float
    label: str


@dataclass(frozen=True)
class Bar:
    """An interval; an end that lies beyond the axis is cut off and is to have an arrow."""

    left: float
    right: float
    cut_left: bool
    cut_right: bool

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)


@dataclass(frozen=True)
class Mark:
    """An estimate with its interval, and the side of its square in pixels."""

    at: float
    bar: Bar
    side: float


@dataclass(frozen=True)
class Diamond:
    """A pooled estimate; `points` is its outline in a box of 100 by DIAMOND over the bar."""

    bar: Bar
    points: str


@dataclass(frozen=True)
class Drawing:
    """Where everything of one forest plot stands."""

    null: float
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    diamond: Diamond | None
    prediction: Bar | None


@dataclass(frozen=True)
class Axis:
    """A stretch of the analysis scale, laid over the width of a plot."""

    low: float
    high: float

    def x(self, value: float) -> float:
        """Percent from the left; values beyond the axis stand at its end."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return round(INSET + share * (100 - 2 * INSET), 2)

    def bar(self, low: float, high: float) -> Bar:
        """The part of an interval that lies on the axis."""
        return Bar(self.x(low), self.x(high), low < self.low, high > self.high)


def draw_forest(plot: Mapping[str, Any]) -> Drawing:
    """The forest plot of a document of `kg.views.forest`, as read from JSON."""
    figures = [row["figure"] for row in plot["rows"]]
    pooled = plot["pooled"]
    axis = forest_axis([*figures, *([pooled["figure"]] if pooled else [])])
    predicted = pooled["prediction"] if pooled else None
    heaviest = max((row["weight"] or 0.0 for row in plot["rows"]), default=0.0)
    return Drawing(
        null=axis.x(0),
        ticks=ticks(axis, plot["scale"]),
        marks=tuple(_mark(axis, row, heaviest) for row in plot["rows"]),
        diamond=diamond(axis, pooled["figure"]) if pooled else None,
        prediction=axis.bar(predicted["low"], predicted["high"]) if predicted else None,
    )


def forest_axis(figures: Iterable[Mapping[str, Any]]) -> Axis:
    """From null and all estimates outwards, by as much as most intervals need.

    One very wide interval does not press all others together: it is cut off.
    """
    found = list(figures)
    middle = [0.0, *(figure["value"] for figure in found)]
    room = _ROOM * median([(f["high"] - f["low"]) / 2 for f in found] or [1.0])
    ends = [0.0, *(f[end] for f in found for end in ("low", "high"))]
    low, high = max(min(middle) - room, min(ends)), min(max(middle) + room, max(ends))
    spare = max(_LEAST_SPAN, (high - low) * 0.02)
    return Axis(low - spare, high + spare)


def _mark(axis: Axis, row: Mapping[str, Any], heaviest: float) -> Mark:
    """The area of a square is in proportion to its weight."""
    figure, weight = row["figure"], row["weight"]
    side = _PLAIN if weight is None else _LARGEST * math.sqrt(weight / heaviest)
    return Mark(axis.x(figure["value"]), axis.bar(figure["low"], figure["high"]), round(side, 2))


def diamond(axis: Axis, figure: Mapping[str, float]) -> Diamond:
    """Pointed at both ends of the interval, and blunt where it is cut off."""
    value, low, high = figure["value"], figure["low"], figure["high"]
    bar = axis.bar(low, high)
    middle = DIAMOND / 2
    peak = 100 * (axis.x(value) - bar.left) / bar.width if bar.width else 50.0
    left = middle * (axis.low - low) / (value - low) if bar.cut_left else 0.0
    right = middle * (high - axis.high) / (high - value) if bar.cut_right else 0.0
    corners = [
        (0, middle - left), (peak, 0), (100, middle - right),
        (100, middle + right), (peak, DIAMOND), (0, middle + left),
    ]  # fmt: skip
    return Diamond(bar, " ".join(f"{x:.2f},{y:.2f}" for x, y in corners))


def ticks(axis: Axis, scale: str) -> tuple[Tick, ...]:
    """Round numbers as papers print them, on an axis of the scale log, fisher-z or natural."""
    if scale == "log":
        wide = axis.high - axis.low > math.log(_WIDE)
        found = _powers(axis) if wide else _steps(math.exp(axis.low), math.exp(axis.high))
        return tuple(Tick(axis.x(math.log(number)), _label(number)) for number in found)
    if scale == "fisher-z":
        found = _steps(math.tanh(axis.low), math.tanh(axis.high))
        return tuple(Tick(axis.x(math.atanh(r)), _label(r)) for r in found if abs(r) < 1)
    return tuple(Tick(axis.x(b), _label(b)) for b in _steps(axis.low, axis.high))


def _steps(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten."""
    first = math.floor(math.log10((high - low) / _MOST_TICKS))
    for power in range(first, first + 3):
        for base in (1, 2, 5):
            numbers = _multiples(low, high, base, power)
            if len(numbers) <= _MOST_TICKS:
                return numbers
    return []


def _multiples(low: float, high: float, base: int, power: int) -> list[float]:
    step = base * 10.0**power
    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [round(number * step, max(0, -power)) for number in numbers]


def _powers(axis: Axis) -> list[float]:
    """Of the series 1, 2, 5 and its thinner ones the first that is not too dense."""
    ends = axis.low / math.log(10), axis.high / math.log(10)
    for series, every in _series(math.ceil(ends[1] - ends[0])):
        powers = range(max(math.floor(ends[0]), -_MOST_POWER), min(math.ceil(ends[1]), _MOST_POWER))
        numbers = [n * 10.0**p for p in powers if p % every == 0 for n in series]
        found = [number for number in numbers if axis.low <= math.log(number) <= axis.high]
        if len(found) <= _MOST_TICKS:
            return found
    return []


def _series(decades: int) -> Iterator[tuple[tuple[float, ...], int]]:
    yield from ((series, 1) for series in _SERIES)
    yield from (((1,), every) for every in range(2, decades + 1))


def _label(number: float) -> str:
    text = f"{number + 0.0:.6g}"
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text


def map_radius(count: int, largest: int) -> float:
    """Radius in pixels of a circle whose area is in proportion to a count of at most `largest`."""
    return round(_WIDEST * math.sqrt(count / largest), 2) if largest else 0.0
