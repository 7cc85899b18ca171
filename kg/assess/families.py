"""What the families of a claim's effects come to when they are pooled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Literal

from kg.assess.constants import DIAMOND_MIN, TRIVIAL_R, TRIVIAL_RATIO, TRIVIAL_SMD
from kg.assess.estimate import NoEstimate
from kg.assess.evidence import Line
from kg.assess.family import Family, family_of
from kg.assess.orientation import signed_effect
from kg.assess.tally import directions, majority
from kg.assess.units import Level, Unit, select
from kg.read.base import Base
from kg.records.claim import Claim

if TYPE_CHECKING:
    from kg.assess.pooling import Pooled

Reached = Literal["supports", "supports-trivial", "no-important-effect", "opposite", "imprecise"]
_Z = 1.96
_ZONES: Mapping[str, float] = {
    "odds ratio": math.log(TRIVIAL_RATIO.value),
    "risk ratio": math.log(TRIVIAL_RATIO.value),
    "rate ratio": math.log(TRIVIAL_RATIO.value),
    "correlation": math.atanh(TRIVIAL_R.value),
    "standardised mean difference": TRIVIAL_SMD.value,
}


@dataclass(frozen=True)
class PooledFamily:
    """One family pooled; figures are on the analysis scale, above 0 where they support."""

    family: Family
    k: int
    estimate: float
    ci_low: float
    ci_high: float
    pi_low: float | None
    pi_high: float | None
    reached: Reached
    with_nulls: Reached
    """What it comes to when each null without a figure counts as an effect of zero."""
    nulls: int
    """How many such nulls there are."""
    vetoed: bool
    """Whether the interval lies on one side of 0 and, with those nulls, no longer does."""


def pooled_families(
    base: Base, claim: Claim, lines: Iterable[Line], group: Level | None = None
) -> tuple[PooledFamily, ...]:
    """Every family that may bear the claim and has enough data sets, the largest first."""
    kept = list(lines)
    families = select(base, claim, kept, group).families()
    nulls = _unsized_nulls(kept, {unit.dataset for units in families.values() for unit in units})
    found = [
        one
        for family, units in families.items()
        if len(units) >= DIAMOND_MIN.value and family.short_of(claim) is None
        if (one := _pooled(family, units, nulls))
    ]
    return tuple(sorted(found, key=lambda one: (-one.k, one.family)))


def zone(family: Family) -> float | None:
    """Half the width of the zone of trivial effects, on the analysis scale.

    None for effects per counted unit, such as a point of a scale: a small step has a small effect.
    """
    counted = family.contrast.startswith("per ") and "standard deviation" not in family.contrast
    return None if counted else _ZONES.get(family.measure)


def reached(low: float, high: float, trivial: float | None) -> Reached:
    """What an interval says, above 0 being in support."""
    if low > 0:
        return "supports-trivial" if trivial is not None and high < trivial else "supports"
    if high < 0:
        small = trivial is not None and -trivial < low
        return "no-important-effect" if small else "opposite"
    inside = trivial is not None and -trivial < low and high < trivial
    return "no-important-effect" if inside else "imprecise"


def is_trivial(base: Base, claim: Claim, line: Line) -> bool:
    """Whether the printed interval of a finding lies within the zone of trivial effects."""
    family = family_of(base.terms, base.designs, line.study, line.finding)
    estimate = signed_effect(base, claim, line.study, line.finding)
    if isinstance(family, NoEstimate) or isinstance(estimate, NoEstimate) or estimate.doubts:
        return False
    width = zone(family)
    reach = abs(estimate.value) + _Z * estimate.se
    return width is not None and reach < width


def _unsized_nulls(lines: list[Line], sized: set[str]) -> int:
    """Data sets that vote for no effect and have no figure."""
    primary = (line for line in lines if line.votes and not line.study.is_review)
    silent = {unit for unit, found in directions(primary).items() if majority(found) == "no-effect"}
    return len(silent - sized)


def _pooled(family: Family, units: tuple[Unit, ...], nulls: int) -> PooledFamily | None:
    from kg.assess.pooling import Pooled, pool

    effects = [unit.estimate.value for unit in units]
    variances = [unit.estimate.variance for unit in units]
    main = pool(effects, variances)
    padded = pool(effects + [0.0] * nulls, variances + [median(variances)] * nulls)
    if not isinstance(main, Pooled) or not isinstance(padded, Pooled):
        return None
    width = zone(family)
    return PooledFamily(
        family=family,
        k=len(units),
        estimate=main.estimate,
        ci_low=main.ci_low,
        ci_high=main.ci_high,
        pi_low=main.pi_low,
        pi_high=main.pi_high,
        reached=reached(main.ci_low, main.ci_high, width),
        with_nulls=reached(padded.ci_low, padded.ci_high, width),
        nulls=nulls,
        vetoed=_side(main) not in {0, _side(padded)},
    )


def _side(pooled: Pooled) -> int:
    """1 or -1 where the interval leaves 0 out, and otherwise 0."""
    return (pooled.ci_low > 0) - (pooled.ci_high < 0)
