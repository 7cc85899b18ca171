"""The forest plots of a claim: what each data set adds, family by family, as numbers and text.

Where a mark stands on a picture is no matter of this module.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from kg.assess.constants import DIAMOND_MIN, LEVEL
from kg.assess.estimate import SCALE_NAMES, NoEstimate, from_scale
from kg.assess.families import without_one
from kg.assess.family import Family
from kg.assess.orientation import SUPPORT_STEP, claim_sign
from kg.assess.units import LeftOut, Selection, Unit
from kg.read.base import Base
from kg.records.claim import Claim
from kg.records.effect import Measure
from kg.records.finding import Finding
from kg.views.finding import effect_text
from kg.views.parts import Link, study_link

if TYPE_CHECKING:
    from kg.assess.pooling import Pooled

_MINUS = "\N{MINUS SIGN}"
_PERCENT = f"{100 * LEVEL.value:g}%"
_FEWEST_DECIMALS, _MOST_DECIMALS = 2, 6
_LONGEST = 1e6
"""From here on a figure is written in powers of ten."""
_LEAST_P = 0.001


@dataclass(frozen=True)
class Figure:
    """An estimate with its interval, on the analysis scale, and as a reader sees it."""

    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class ForestRow:
    """One data set."""

    studies: tuple[Link, ...]
    dataset: Link | None
    year: int
    figure: Figure
    weight: float | None
    """Percent; None where nothing is pooled."""
    weight_text: str
    findings: tuple[Link, ...]
    """The findings behind it, each called by the figures that were printed."""
    steps: tuple[str, ...]


@dataclass(frozen=True)
class PooledRow:
    """What the data sets come to together."""

    k: int
    figure: Figure
    prediction: Figure | None
    left_out: str
    """Lowest and highest pooled figure when each data set is left out in turn."""
    heterogeneity: tuple[tuple[str, str], ...]
    conventions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Forest:
    """The plot of one family. `unpooled` says why there is no pooled row; one of both is empty."""

    title: str
    measure: str
    level: str
    scale: str
    scale_name: str
    supports: str
    """The side of the null on which data sets support the claim: left or right."""
    rows: tuple[ForestRow, ...]
    pooled: PooledRow | None
    unpooled: str
    caution: str
    """Why the family does not bear the claim's verb; empty where it does."""


@dataclass(frozen=True)
class Omitted:
    """A finding that has no row, and why."""

    study: Link
    finding: Link
    because: str


@dataclass(frozen=True)
class Forests:
    """All plots of a claim, and the findings that stand in none."""

    plots: tuple[Forest, ...]
    omitted: tuple[Omitted, ...]


def forests(base: Base, claim: Claim, selection: Selection) -> Forests:
    """The plots of a selection. Figures are shown for the concepts as the claim names them."""
    plots = (_forest(base, claim, family, units) for family, units in selection.families().items())
    return Forests(tuple(plots), tuple(_omitted(base, one) for one in selection.left_out))


def _forest(base: Base, claim: Claim, family: Family, units: Sequence[Unit]) -> Forest:
    ordered = sorted(units, key=lambda unit: (_year(unit), unit.dataset))
    pooled = _pool(ordered)
    sign = claim_sign(base, claim)
    writer = _Writer(ordered[0].estimate.measure, sign, _decimals(ordered))
    known = None if isinstance(pooled, NoEstimate) else pooled
    weights: Sequence[float | None] = known.weights if known else [None] * len(ordered)
    scale = ordered[0].estimate.scale
    return Forest(
        title=str(family),
        measure=family.measure,
        level=_PERCENT,
        scale=scale,
        scale_name=SCALE_NAMES[scale],
        supports="right" if sign > 0 else "left",
        rows=tuple(
            _row(base, unit, weight, writer) for unit, weight in zip(ordered, weights, strict=True)
        ),
        pooled=_pooled_row(known, ordered, writer) if known else None,
        unpooled=pooled.reason if isinstance(pooled, NoEstimate) else "",
        caution=family.short_of(claim) or "",
    )


def _year(unit: Unit) -> int:
    return min(line.study.year for line in unit.lines)


def _pool(units: Sequence[Unit]) -> Pooled | NoEstimate:
    if len(units) < DIAMOND_MIN.value:
        number = "One data set" if len(units) == 1 else f"{len(units)} data sets"
        return NoEstimate(f"{number}: a pooled effect is shown from {DIAMOND_MIN.value} on")
    from kg.assess.pooling import pool

    estimates = [unit.estimate for unit in units]
    return pool([one.value for one in estimates], [one.variance for one in estimates])


@dataclass(frozen=True)
class _Writer:
    """Turns estimates to the side and digits of one plot."""

    measure: Measure
    sign: int
    decimals: int

    def figure(self, value: float, low: float, high: float) -> Figure:
        """A figure whose text is made from the very numbers that are drawn."""
        if self.sign < 0:
            low, high = high, low
        value, low, high = (_stable(self.sign * number) for number in (value, low, high))
        return Figure(value, low, high, f"{self.text(value)} ({self.span(low, high)})")

    def prediction(self, pooled: Pooled) -> Figure | None:
        """Where the effect of a new data set lies."""
        if pooled.pi_low is None or pooled.pi_high is None:
            return None
        figure = self.figure(pooled.estimate, pooled.pi_low, pooled.pi_high)
        return Figure(figure.value, figure.low, figure.high, self.span(figure.low, figure.high))

    def span(self, low: float, high: float) -> str:
        return f"{self.text(low)} to {self.text(high)}"

    def text(self, value: float) -> str:
        """A number of the analysis scale as papers print it."""
        printed = from_scale(self.measure, value)
        if math.isinf(printed):
            return "\N{INFINITY}"
        form = f".{self.decimals}f" if abs(printed) < _LONGEST else ".2e"
        text = f"{printed:{form}}"
        return text.removeprefix("-") if not float(text) else text.replace("-", _MINUS)


def _stable(number: float) -> float:
    """Without the last digits, in which processors differ."""
    return float(f"{number:.6g}")


def _decimals(units: Iterable[Unit]) -> int:
    """As many decimals as the narrowest interval needs to be told from a point."""
    widths = [
        from_scale(unit.estimate.measure, high) - from_scale(unit.estimate.measure, low)
        for unit in units
        for _, low, high in [_interval(unit)]
    ]
    narrowest = min((width for width in widths if 0 < width < math.inf), default=1.0)
    wanted = math.ceil(-math.log10(narrowest))
    return min(max(wanted, _FEWEST_DECIMALS), _MOST_DECIMALS)


def _interval(unit: Unit) -> tuple[float, float, float]:
    half = NormalDist().inv_cdf((1 + LEVEL.value) / 2) * unit.estimate.se
    return unit.estimate.value, unit.estimate.value - half, unit.estimate.value + half


def _row(base: Base, unit: Unit, weight: float | None, writer: _Writer) -> ForestRow:
    studies = dict.fromkeys(line.study.id for line in unit.lines)
    dataset = base.datasets.get(unit.dataset)
    return ForestRow(
        studies=tuple(study_link(base, name) for name in studies),
        dataset=Link(f"/dataset/{unit.dataset}", dataset.record.name) if dataset else None,
        year=_year(unit),
        figure=writer.figure(*_interval(unit)),
        weight=None if weight is None else _stable(weight),
        weight_text="" if weight is None else f"{_stable(weight):.1f}%",
        findings=tuple(_printed(line.study.id, line.finding) for line in unit.lines),
        steps=_steps(unit, writer.sign),
    )


def _printed(study: str, finding: Finding) -> Link:
    path = f"/study/{study}#finding/{finding.id}"
    return Link(path, effect_text(finding.effect) or "no figure")


def _steps(unit: Unit, sign: int) -> tuple[str, ...]:
    """What was done to the printed figures; the sign only where one figure changed it."""
    steps = tuple(step for step in unit.estimate.steps if SUPPORT_STEP not in step)
    changed = unit.estimate.turned != (sign < 0) and len(unit.lines) == 1
    return (*steps, "shown with the sign opposite to the printed one") if changed else steps


def _left_out(units: Sequence[Unit], writer: _Writer) -> str:
    ends = without_one(units)
    if ends is None:
        return ""
    low, high = sorted(_stable(writer.sign * end) for end in ends)
    return writer.span(low, high)


def _pooled_row(pooled: Pooled, units: Sequence[Unit], writer: _Writer) -> PooledRow:
    return PooledRow(
        k=pooled.k,
        figure=writer.figure(pooled.estimate, pooled.ci_low, pooled.ci_high),
        prediction=writer.prediction(pooled),
        left_out=_left_out(units, writer),
        heterogeneity=_heterogeneity(pooled),
        conventions=tuple(pooled.model.conventions().items()),
    )


def _heterogeneity(pooled: Pooled) -> tuple[tuple[str, str], ...]:
    bounds = f"{pooled.tau2_low:.3g} to {pooled.tau2_high:.3g}"
    p = f"p < {_LEAST_P:g}" if pooled.q_p < _LEAST_P else f"p = {pooled.q_p:.3f}"
    return (
        ("tau\N{SUPERSCRIPT TWO}", f"{pooled.tau2:.3g} ({_PERCENT} interval {bounds})"),
        ("I\N{SUPERSCRIPT TWO}", f"{pooled.i2:.0f}%, from tau\N{SUPERSCRIPT TWO}"),
        ("Q", f"{pooled.q:.2f} with {pooled.k - 1} degrees of freedom, {p}"),
    )


def _omitted(base: Base, one: LeftOut) -> Omitted:
    study, finding = one.line.study.id, one.line.finding
    return Omitted(study_link(base, study), _printed(study, finding), one.because)
