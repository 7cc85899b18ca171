"""Funnel plot asymmetry: whether small data sets show other effects than large ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from kg.assess.constants import EGGER_MIN
from kg.assess.estimate import NoEstimate
from kg.assess.heterogeneity import TOO_FAR, Vector, unfit

_FLAT = 1e-20
"""Spread of precision, over its squared mean, that is no more than rounding."""
EGGER = "least squares of effect/se on 1/se, t(k-2) (Egger et al. 1997; metafor model=lm)"


@dataclass(frozen=True)
class Egger:
    """Egger's test. Asymmetry has other causes than unpublished studies (Sterne et al. 2011)."""

    intercept: float
    se: float
    t: float
    df: int
    p: float


def egger(effects: Sequence[float], variances: Sequence[float]) -> Egger | NoEstimate:
    """Egger's test on effects and their sampling variances, both finite, the latter above 0.

    It over-fires on standardised mean differences and odds ratios, whose standard error depends
    on their size; there, give variances that do not.
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.size < EGGER_MIN.value:
        return NoEstimate(f"not assessable: {y.size} effects, and {EGGER_MIN.value:g} are needed")
    reason = unfit(y, v)
    if reason:
        return NoEstimate(reason)
    with np.errstate(all="ignore"):
        return _line(y / np.sqrt(v), 1 / np.sqrt(v))


def _line(outcome: Vector, precision: Vector) -> Egger | NoEstimate:
    """The intercept of outcome on precision, by least squares."""
    k, mean = len(outcome), float(precision.mean())
    x, z = precision - mean, outcome - outcome.mean()
    spread = float(x @ x)
    if spread <= _FLAT * mean * mean:
        return NoEstimate("not assessable: all standard errors are alike")
    slope = float(x @ z) / spread
    residual = float(np.sum((z - slope * x) ** 2)) / (k - 2)
    intercept = float(outcome.mean()) - slope * mean
    se = float(np.sqrt(residual * (1 / k + mean * mean / spread)))
    if not (np.isfinite(intercept) and np.isfinite(se)):
        return NoEstimate(TOO_FAR)
    if se == 0:
        return NoEstimate("not assessable: the effects lie on one line")
    t = intercept / se
    return Egger(intercept, se, t, k - 2, float(2 * special.stdtr(k - 2, -abs(t))))
