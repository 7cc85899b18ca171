"""Timing: the best of several runs, since what disturbs a run only makes it slower."""

from __future__ import annotations

import time
from collections.abc import Callable

RUNS = 3


def best(call: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the fastest of some runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)
