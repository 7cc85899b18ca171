"""What the families of a claim's effects come to when they are pooled."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Literal

from kg.assess.constants import DIAMOND_MIN, TRIVIAL_R, TRIVIAL_RATIO, TRIVIAL_SMD
from kg.assess.estimate import NoEstimate
from kg.assess.evidence import Line
from kg.assess.family import Family, family_of
from kg.assess.orientation import signed_effect
from kg.assess.tally import majority
from kg.assess.units import Unit, people_behind
from kg.read.base import Base
from kg.records.claim import Claim

if TYPE_CHECKING:
    from kg.assess.asymmetry import Egger
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
class Span:
    """A pooled effect and its interval, on the analysis scale."""

    estimate: float
    low: float
    high: float


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
    padded: Span
    """The pooled effect with those nulls."""
    units: tuple[Unit, ...]
    """The data sets that are pooled."""

    @cached_property
    def asymmetry(self) -> Egger | NoEstimate:
        """Egger's test, on the number of people where each data set has one.

        The standard error of ratios and standardised differences grows with their size, so that
        the test would find asymmetry where there is none.
        """
        from kg.assess.asymmetry import egger

        effects, variances = _figures(self.units)
        people = [people for unit in self.units if (people := unit.people)]
        return egger(effects, [1 / n for n in people] if len(people) == self.k else variances)


def without_one(units: Sequence[Unit]) -> tuple[float, float] | None:
    """Lowest and highest pooled effect when each data set is left out in turn."""
    from kg.assess.pooling import Pooled
    from kg.assess.subsets import leave_one_out

    found = [one.estimate for one in leave_one_out(*_figures(units)) if isinstance(one, Pooled)]
    return (min(found), max(found)) if found and len(found) == len(units) else None


def _figures(units: Iterable[Unit]) -> tuple[list[float], list[float]]:
    estimates = [unit.estimate for unit in units]
    return [one.value for one in estimates], [one.variance for one in estimates]


Families = Mapping[Family, tuple[Unit, ...]]
"""One effect for each data set, by what may be pooled."""


def pooled_families(
    claim: Claim, families: Families, lines: Iterable[Line]
) -> tuple[PooledFamily, ...]:
    """Every family that may bear the claim and has enough data sets, the largest first.

    `lines` are all that vote, for the nulls among them that have no figure.
    """
    may_bear = borne(claim, families)
    nulls = unsized_nulls(lines, families) if may_bear else {}
    return by_size(pool_family(family, units, nulls) for family, units in may_bear.items())


def borne(claim: Claim, families: Families) -> Families:
    """The families that may bear the claim and have enough data sets."""
    return {
        family: units
        for family, units in families.items()
        if len(units) >= DIAMOND_MIN.value and family.short_of(claim) is None
    }


def by_size(families: Iterable[PooledFamily | None]) -> tuple[PooledFamily, ...]:
    """Those that could be pooled, the largest first."""
    return tuple(sorted(filter(None, families), key=lambda one: (-one.k, one.family)))


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


def unsized_nulls(lines: Iterable[Line], families: Families) -> Mapping[str, int]:
    """Data sets that vote for no effect and have no figure, with their people.

    0 people where their number is not printed.
    """
    sized = {unit.dataset for units in families.values() for unit in units}
    primary: dict[str, list[Line]] = {}
    for line in lines:
        if line.votes and not line.study.is_review and line.unit not in sized:
            primary.setdefault(line.unit, []).append(line)
    return {
        unit: people_behind(some)
        for unit, some in primary.items()
        if majority(Counter(line.direction for line in some)) == "no-effect"
    }


def _null_variances(units: tuple[Unit, ...], nulls: list[int]) -> list[float]:
    """Variances that figures of the nulls might have: by people, as in the data sets with figures.

    The typical variance where people are not printed.
    """
    typical = median(unit.estimate.variance for unit in units)
    known = [unit.estimate.variance * unit.people for unit in units if unit.people]
    return [median(known) / people if known and people else typical for people in nulls]


def pool_family(
    family: Family, units: tuple[Unit, ...], unsized: Mapping[str, int]
) -> PooledFamily | None:
    """One family pooled, given the nulls without a figure; None where that cannot be done."""
    if len(units) < DIAMOND_MIN.value:
        return None
    return _pooled(family, units, sorted(unsized.values()))


def _pooled(family: Family, units: tuple[Unit, ...], nulls: list[int]) -> PooledFamily | None:
    from kg.assess.pooling import Pooled, pool

    effects, variances = _figures(units)
    main = pool(effects, variances)
    padded = main
    if nulls:
        padded = pool(effects + [0.0] * len(nulls), variances + _null_variances(units, nulls))
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
        nulls=len(nulls),
        vetoed=_side(main) not in {0, _side(padded)},
        padded=Span(padded.estimate, padded.ci_low, padded.ci_high),
        units=units,
    )


def _side(pooled: Pooled) -> int:
    """1 or -1 where the interval leaves 0 out, and otherwise 0."""
    return (pooled.ci_low > 0) - (pooled.ci_high < 0)
