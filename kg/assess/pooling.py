"""Random-effects pooling of independent effects, with every convention named.

NumPy and SciPy load with this module, so import it only where something is pooled.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from kg.assess.constants import LEVEL, PREDICTION_MIN
from kg.assess.estimate import NoEstimate
from kg.assess.heterogeneity import (
    TAU2,
    TOO_FAR,
    Method,
    Vector,
    i2_from_q,
    i2_from_tau2,
    q_at,
    q_profile,
    unfit,
    weighted_mean,
)

Interval = Literal["hk-adhoc", "hk", "classic"]
Prediction = Literal["t(k-2)", "t(k-1)", "z", "hk-t(k-2)", "hk-t(k-1)"]

METHODS: Mapping[Method, str] = {
    "REML": "REML: restricted maximum likelihood, the highest top, never below 0",
    "DL": "DL: DerSimonian and Laird 1986, never below 0",
    "PM": "PM: Paule and Mandel 1982, never below 0",
}
INTERVALS: Mapping[Interval, str] = {
    "hk-adhoc": "hk-adhoc: Hartung-Knapp with t(k-1), never narrower than classic "
    "(metafor test=adhoc)",
    "hk": "hk: Hartung-Knapp with t(k-1), without correction (metafor test=knha)",
    "classic": "classic: normal quantile, standard error from the weights",
}
PREDICTIONS: Mapping[Prediction, str] = {
    "t(k-2)": "t(k-2) and classic standard error (Higgins, Thompson and Spiegelhalter 2009)",
    "t(k-1)": "t(k-1) and classic standard error (as Metapsy prints it)",
    "z": "normal quantile and classic standard error (metafor test=z)",
    "hk-t(k-2)": "t(k-2) and Hartung-Knapp standard error",
    "hk-t(k-1)": "t(k-1) and Hartung-Knapp standard error (metafor test=knha)",
}
I2_TAU2 = "percent, from tau2 and the typical sampling variance (metafor; RevMan since 2024)"
I2_Q = "percent, from Q (Higgins and Thompson 2002; R meta)"
TAU2_INTERVAL = "Q-profile (Viechtbauer 2007)"


@dataclass(frozen=True)
class Model:
    """How to pool. `level` is that of every interval."""

    method: Method = "REML"
    ci: Interval = "hk-adhoc"
    level: float = LEVEL.value

    def conventions(self) -> dict[str, str]:
        """The convention behind each number of a result, by the number's name."""
        return {
            "model": "random effects, weights 1/(variance + tau2)",
            "level": f"{self.level:g}",
            "tau2": METHODS[self.method],
            "tau2_interval": TAU2_INTERVAL,
            "ci": INTERVALS[self.ci],
            "se": "the one behind the interval",
            "i2": I2_TAU2,
            "q": "Cochran's Q under fixed weights, chi-squared(k-1)",
            "pi": PREDICTIONS["t(k-2)"],
        }


DEFAULT = Model()


@dataclass(frozen=True)
class Pooled:
    """A pooled effect, in the unit of the effects that went in."""

    model: Model
    k: int
    estimate: float
    se: float
    """The standard error behind the interval, by the model's `ci`."""
    ci_low: float
    ci_high: float
    p: float
    """Two-sided, from the same standard error and distribution as the interval."""
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    """Percent, from tau2; see I2_TAU2."""
    i2_q: float
    """Percent, from Q; see I2_Q."""
    q: float
    q_p: float
    pi_low: float | None
    """Prediction interval, t(k-2) and classic standard error; None below three effects."""
    pi_high: float | None
    classic_se: float
    hk_se: float
    weights: tuple[float, ...]
    """Percent, in the order of the effects."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before using the numbers."""
        few = "two effects: the interval is very wide and there is no prediction interval"
        flat = "all effects agree more than chance does, so hk gives an interval without width"
        found = [few] if self.k < PREDICTION_MIN.value else []
        return (*found, flat) if self.se == 0 else tuple(found)


def pool(
    effects: Sequence[float], variances: Sequence[float], model: Model = DEFAULT
) -> Pooled | NoEstimate:
    """Pool independent effects, given with their sampling variances.

    Never raises on numbers: what cannot be pooled comes back as the reason.
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    reason = unfit(y, v)
    if reason:
        return NoEstimate(reason)
    try:
        with np.errstate(all="ignore"):
            # In units of the typical variance and from the median: no figure is too small.
            unit, origin = math.sqrt(float(np.median(v))), float(np.median(y))
            fit = _fit((y - origin) / unit, v / unit / unit, model)
            pooled = _pooled(fit, model, unit, origin)
    except ArithmeticError:
        return NoEstimate(TOO_FAR)
    numbers = (number for number in vars(pooled).values() if isinstance(number, float))
    return pooled if all(map(math.isfinite, numbers)) else NoEstimate(TOO_FAR)


@dataclass(frozen=True)
class _Fit:
    """A fitted model in units of its own."""

    mean: float
    w: Vector
    tau2: float
    tau2_interval: tuple[float, float]
    i2: float
    q: float
    hk_factor: float
    """Hartung-Knapp's factor on the classic variance."""


def _fit(y: Vector, v: Vector, model: Model) -> _Fit:
    tau2 = TAU2[model.method](y, v)
    mean, w = weighted_mean(y, v, tau2)
    return _Fit(
        mean=mean,
        w=w,
        tau2=tau2,
        tau2_interval=q_profile(y, v, model.level),
        i2=i2_from_tau2(v, tau2),
        q=q_at(y, v, 0),
        hk_factor=float(np.sum(w * (y - mean) ** 2)) / (len(y) - 1),
    )


def _pooled(fit: _Fit, model: Model, unit: float, origin: float) -> Pooled:
    """The fit in the unit and from the origin of the effects that came in."""
    k, total = len(fit.w), float(np.sum(fit.w))
    classic = unit / math.sqrt(total)
    hk = classic * math.sqrt(fit.hk_factor)
    se = {"classic": classic, "hk": hk, "hk-adhoc": max(classic, hk)}[model.ci]
    df = math.inf if model.ci == "classic" else k - 1
    mean, tau2 = origin + unit * fit.mean, unit * unit * fit.tau2
    half = _quantile(df, model.level) * se
    spread = _spread("t(k-2)", k, tau2, (classic, hk), model.level)
    return Pooled(
        model=model,
        k=k,
        estimate=mean,
        se=se,
        ci_low=mean - half,
        ci_high=mean + half,
        p=_two_sided(mean, se, df),
        tau2=tau2,
        tau2_low=unit * unit * fit.tau2_interval[0],
        tau2_high=unit * unit * fit.tau2_interval[1],
        i2=fit.i2,
        i2_q=i2_from_q(fit.q, k),
        q=fit.q,
        q_p=float(special.chdtrc(k - 1, fit.q)),
        pi_low=None if spread is None else mean - spread,
        pi_high=None if spread is None else mean + spread,
        classic_se=classic,
        hk_se=hk,
        weights=tuple((100 / total * fit.w).tolist()),
    )


def prediction_interval(
    pooled: Pooled, convention: Prediction = "t(k-2)"
) -> tuple[float, float] | None:
    """Where the effect of a new data set lies, by one of five conventions; see PREDICTIONS.

    None where its t distribution has no degree of freedom, and below three effects.
    """
    errors = (pooled.classic_se, pooled.hk_se)
    spread = _spread(convention, pooled.k, pooled.tau2, errors, pooled.model.level)
    return None if spread is None else (pooled.estimate - spread, pooled.estimate + spread)


def _spread(
    convention: Prediction, k: int, tau2: float, errors: tuple[float, float], level: float
) -> float | None:
    """Half the width of a prediction interval."""
    if k < PREDICTION_MIN.value:
        return None
    se = errors[convention.startswith("hk")]
    df = math.inf if convention == "z" else k - (2 if convention.endswith("t(k-2)") else 1)
    return _quantile(df, level) * math.sqrt(tau2 + se * se)


def _quantile(df: float, level: float) -> float:
    """Upper quantile of t, or of the normal distribution where df is infinite."""
    upper = (1 + level) / 2
    return float(special.ndtri(upper) if math.isinf(df) else special.stdtrit(df, upper))


def _two_sided(mean: float, se: float, df: float) -> float:
    """p of a mean against 0; 0 or 1 where there is no standard error."""
    if se == 0:
        return float(mean == 0)
    z = -abs(mean) / se
    return float(2 * (special.ndtr(z) if math.isinf(df) else special.stdtr(df, z)))
