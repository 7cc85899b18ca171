"""Pooling a table of effects, against the one-step estimate of statsmodels, without intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from statsmodels.stats.meta_analysis import combine_effects

from kg.assess.heterogeneity import Method
from kg.assess.pooling import Model, pool
from kg.assess.subsets import leave_one_out
from tests.benchmarks.clock import best

SIZES = (18, 500)
TIMES = 50
METHODS: tuple[Method, ...] = ("DL", "PM", "REML")


def report() -> list[str]:
    """Lines to print."""
    return [line for k in SIZES for line in _of_size(k)]


def _of_size(k: int) -> Iterator[str]:
    random = np.random.default_rng(k)
    v = random.uniform(0.01, 0.5, k)
    y = random.normal(0.3, np.sqrt(v + 0.1))
    theirs = _each(lambda: combine_effects(y, v, method_re="dl"))
    rows = y.tolist(), v.tolist()
    for method in METHODS:
        ours = _each(partial(pool, *rows, Model(method)))
        yield f"{method:4} {k:3} effects: {1000 * ours:6.2f} ms, {ours / theirs:.1f} times theirs"
    without = best(lambda: leave_one_out(*rows), 1)
    yield f"{k} pools without each: {without:.2f} s, {without / k / ours:.1f} times REML, each"


def _each(call: Callable[[], object]) -> float:
    """Seconds of one call, from many."""
    return best(lambda: [call() for _ in range(TIMES)]) / TIMES
