"""Pooling parts of a table: groups and the test between them, all but one, year by year."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scipy import special

from kg.assess.estimate import NoEstimate
from kg.assess.pooling import DEFAULT, Model, Pooled, pool

Key = TypeVar("Key", bound=Hashable)
Q_BETWEEN = (
    "tau2 of each group by itself, standard errors as in the groups' intervals (R meta with hk; "
    "metafor test=z with classic), chi-squared(groups - 1); groups of one effect are left out"
)


@dataclass(frozen=True)
class Between:
    """The test of the difference between groups; see Q_BETWEEN for its convention."""

    q: float
    df: int
    p: float


@dataclass(frozen=True)
class Grouped:
    """Each group by itself, in order of name, and the test between them."""

    groups: Mapping[str, Pooled | NoEstimate]
    between: Between | NoEstimate


def pool_groups(
    effects: Sequence[float],
    variances: Sequence[float],
    groups: Sequence[str],
    model: Model = DEFAULT,
) -> Grouped:
    """Pool each group and test whether they differ. The three sequences are of one length."""
    found = {
        name: _of(effects, variances, places, model)
        for name, places in sorted(_places(groups).items())
    }
    return Grouped(found, between(found.values()))


def between(groups: Iterable[Pooled | NoEstimate]) -> Between | NoEstimate:
    """Whether pooled effects of groups without common people differ."""
    pooled = [group for group in groups if isinstance(group, Pooled)]
    if len(pooled) <= 1:
        return NoEstimate("fewer than two groups have a pooled effect")
    if any(group.se == 0 for group in pooled):
        return NoEstimate("a group has a standard error of 0; use hk-adhoc or classic")
    weights = [1 / group.se**2 for group in pooled]
    mean = math.fsum(w * g.estimate for w, g in zip(weights, pooled, strict=True)) / math.fsum(
        weights
    )
    q = math.fsum(w * (g.estimate - mean) ** 2 for w, g in zip(weights, pooled, strict=True))
    if not math.isfinite(q):
        return NoEstimate("the groups' figures are too far apart to be computed with")
    return Between(q, len(pooled) - 1, float(special.chdtrc(len(pooled) - 1, q)))


def leave_one_out(
    effects: Sequence[float], variances: Sequence[float], model: Model = DEFAULT
) -> tuple[Pooled | NoEstimate, ...]:
    """The pooled effect without each effect, in order of the effects."""
    everything = range(len(effects))
    return tuple(
        _of(effects, variances, [place for place in everything if place != left], model)
        for left in everything
    )


def cumulative(
    effects: Sequence[float],
    variances: Sequence[float],
    years: Sequence[int],
    model: Model = DEFAULT,
) -> Mapping[int, Pooled | NoEstimate]:
    """The pooled effect of everything up to each year. Repeated looks: no test in sequence."""
    return {
        year: _of(effects, variances, [p for p, y in enumerate(years) if y <= year], model)
        for year in sorted(set(years))
    }


def _of(
    effects: Sequence[float], variances: Sequence[float], places: Sequence[int], model: Model
) -> Pooled | NoEstimate:
    return pool([effects[p] for p in places], [variances[p] for p in places], model)


def _places(keys: Sequence[Key]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(key, []).append(place)
    return found
