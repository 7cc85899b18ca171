"""Heterogeneity between effects: tau squared by three methods, its interval, Q and I squared.

All functions take `y`, effects, and `v`, their variances: finite arrays of one length k of at
least 2, every v above 0. tau squared is in the squared unit of y.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from kg.assess.constants import POOL_MIN

Vector = NDArray[np.float64]
Method = Literal["REML", "DL", "PM"]
TOO_FAR = "the figures are too far apart to be computed with; is one in another unit?"
_GRID = 64
"""Points at which REML's likelihood is looked at, so that the highest of several tops is found."""


def unfit(y: Vector, v: Vector) -> str | None:
    """Why effects and variances cannot be pooled; None where they can."""
    if y.shape != v.shape or y.ndim != 1:
        return f"{y.size} effects and {v.size} variances; each effect needs its variance"
    for name, bad in (
        ("an effect is not a finite number", ~np.isfinite(y)),
        ("a variance is not a finite number", ~np.isfinite(v)),
        ("a variance is not above 0", v <= 0),
    ):
        if bad.any():
            places = ", ".join(str(place + 1) for place in np.flatnonzero(bad)[:5])
            return f"{name} (place {places})"
    if y.size < POOL_MIN.value:
        return "nothing to pool" if y.size == 0 else "one effect alone: nothing to pool it with"
    return None


def weighted_mean(y: Vector, v: Vector, tau2: float) -> tuple[float, Vector]:
    """Mean of y under weights 1/(v + tau2), and those weights."""
    w = 1 / (v + tau2)
    return float(np.sum(w * y) / np.sum(w)), w


def q_at(y: Vector, v: Vector, tau2: float) -> float:
    """The generalised Q statistic; with tau2 = 0 it is Cochran's Q."""
    mean, w = weighted_mean(y, v, tau2)
    return float(np.sum(w * (y - mean) ** 2))


def dersimonian_laird(y: Vector, v: Vector) -> float:
    """DerSimonian and Laird 1986: from Q, in one step."""
    w = 1 / v
    return max(0.0, (q_at(y, v, 0) - (len(y) - 1)) / float(np.sum(w) - np.sum(w**2) / np.sum(w)))


def paule_mandel(y: Vector, v: Vector) -> float:
    """Paule and Mandel 1982: where the generalised Q equals k - 1."""
    return _where_q_is(y, v, len(y) - 1)


def _where_q_is(y: Vector, v: Vector, target: float) -> float:
    """The tau2 at which Q falls to a target; 0 where it starts below.

    Q falls as tau2 grows, and is at most sum((y - mean)^2)/tau2, which bounds the root.
    """
    bound = float(np.sum((y - y.mean()) ** 2)) / target
    if bound <= 0 or q_at(y, v, 0) <= target:
        return 0.0
    # The bound is reached to the last digit where tau2 dwarfs every v.
    return _root(lambda tau2: q_at(y, v, tau2) - target, 0.0, bound * (1 + 1e-9))


def restricted_likelihood(y: Vector, v: Vector) -> float:
    """REML: the tau2 at which the restricted likelihood is highest.

    No top lies above half of the squared range of y: there the score is negative, since
    sum(w^2 (y - mean)^2) is at most range^2/tau2 times the sum of w_i w_j/sum(w) over pairs.
    """
    top = float(np.ptp(y)) ** 2 / 2
    if top <= 0:
        return 0.0
    grid = np.concatenate(([0.0], np.geomspace(top * 1e-10, top * (1 + 1e-9), _GRID)))
    slope = _reml_score(y, v, grid)
    tops = [0.0] if slope[0] <= 0 else []
    falls = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0))
    tops += [_root(lambda t: float(_reml_score(y, v, t)[0]), grid[i], grid[i + 1]) for i in falls]
    return max(tops, key=lambda tau2: _reml_likelihood(y, v, tau2), default=float("nan"))


def _reml_score(y: Vector, v: Vector, tau2: Vector | float) -> Vector:
    """Twice the derivative of the restricted log-likelihood, at each tau2."""
    w = 1 / (v + np.atleast_1d(tau2)[:, None])
    total = w.sum(axis=1)
    mean = (w @ y) / total
    squares = w**2
    spread = np.sum(squares * (y - mean[:, None]) ** 2, axis=1)
    return np.asarray(spread - total + squares.sum(axis=1) / total, dtype=np.float64)


def _reml_likelihood(y: Vector, v: Vector, tau2: float) -> float:
    """The restricted log-likelihood, but for a constant."""
    w = 1 / (v + tau2)
    return float(np.sum(np.log(w)) - np.log(np.sum(w)) - q_at(y, v, tau2)) / 2


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes its sign between two points is 0; not a number if it is lost.

    Raises nothing: what overflows or does not settle gives NaN, and the caller says why.
    """
    try:
        found, report = optimize.brentq(
            function, low, high, xtol=max(1e-300, high * 1e-14), full_output=True, disp=False
        )
    except ValueError:
        return float("nan")
    return float(found) if report.converged else float("nan")


def q_profile(y: Vector, v: Vector, level: float) -> tuple[float, float]:
    """Interval of tau2 by inverting Q (Viechtbauer 2007), exact under normality."""
    tail = (1 - level) / 2
    low, high = special.chdtri(len(y) - 1, [1 - tail, tail])
    return _where_q_is(y, v, float(high)), _where_q_is(y, v, float(low))


def i2_from_tau2(v: Vector, tau2: float) -> float:
    """Percent of variance that is not sampling error, from tau2 and the typical v."""
    w = 1 / v
    typical = (len(v) - 1) / float(np.sum(w) - np.sum(w**2) / np.sum(w))
    return 100 * tau2 / (tau2 + typical)


def i2_from_q(q: float, k: int) -> float:
    """Percent of variance that is not sampling error, from Q (Higgins and Thompson 2002)."""
    return 100 * max(0.0, (q - (k - 1)) / q) if q > 0 else 0.0


TAU2: Mapping[Method, Callable[[Vector, Vector], float]] = {
    "REML": restricted_likelihood,
    "DL": dersimonian_laird,
    "PM": paule_mandel,
}
