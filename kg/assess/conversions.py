"""From one measure of effect to another, with its variance. The original measure is kept.

Each takes and gives estimates on their analysis scales. All are approximations; what each
assumes stands in its last step. A standardised coefficient is no correlation and is not turned
into one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from kg.assess.constants import HALF_RISK
from kg.assess.estimate import Estimate, NoEstimate
from kg.records.effect import Measure

_LOGIT_SD = math.pi / math.sqrt(3)
"""Standard deviation of the standard logistic distribution."""


def odds_to_smd(odds: Estimate) -> Estimate:
    """d = ln OR * sqrt(3)/pi (Hasselblad and Hedges 1995; Chinn 2000)."""
    said = "odds ratio to d: an outcome with a logistic distribution, cut in two"
    return _to(odds, "smd", odds.value / _LOGIT_SD, 1 / _LOGIT_SD, said)


def smd_to_odds(smd: Estimate) -> Estimate:
    """ln OR = d * pi/sqrt(3), the inverse of `odds_to_smd`."""
    said = "d to odds ratio: an outcome with a logistic distribution, cut in two"
    return _to(smd, "or", smd.value * _LOGIT_SD, _LOGIT_SD, said)


def smd_to_r(smd: Estimate, sizes: tuple[int, int] | None = None) -> Estimate:
    """r = d/sqrt(d^2 + a), a = (n1 + n2)^2/(n1 n2), as Fisher's z (Borenstein et al. 2009, ch. 7).

    That is asinh(d/sqrt(a)) for z itself. `sizes` are those of the two groups, taken as equal
    where they are not given.
    """
    root_a = 2.0 if sizes is None else sum(sizes) / math.sqrt(sizes[0] * sizes[1])
    halves = "groups of equal size" if sizes is None else f"groups of {sizes[0]} and {sizes[1]}"
    slope = 1 / math.hypot(smd.value, root_a)
    return _to(smd, "r", math.asinh(smd.value / root_a), slope, f"d to r: {halves}")


def r_to_smd(r: Estimate) -> Estimate:
    """d = 2 r/sqrt(1 - r^2) (Borenstein et al. 2009, ch. 7): 2 sinh z for Fisher's z."""
    said = "r to d: people cut in half at the middle of the exposure"
    return _to(r, "smd", 2 * math.sinh(r.value), 2 * math.cosh(r.value), said)


def d_to_g(smd: Estimate, df: int) -> Estimate | NoEstimate:
    """Hedges' small-sample correction, J = 1 - 3/(4 df - 1) (Hedges 1981); df = n1 + n2 - 2."""
    j = _hedges(df)
    if j is None:
        return NoEstimate(f"{df} degrees of freedom are too few for Hedges' correction")
    return _to(smd, "smd", j * smd.value, j, f"d to g: times {j:.4f}")


def g_to_d(smd: Estimate, df: int) -> Estimate | NoEstimate:
    """The inverse of `d_to_g`."""
    j = _hedges(df)
    if j is None:
        return NoEstimate(f"{df} degrees of freedom are too few for Hedges' correction")
    return _to(smd, "smd", smd.value / j, 1 / j, f"g to d: over {j:.4f}")


def _hedges(df: int) -> float | None:
    """The factor; None where it would be 0 or below."""
    return 1 - 3 / (4 * df - 1) if df > 1 else None


def odds_to_risk(odds: Estimate, baseline_risk: float | None = None) -> Estimate | NoEstimate:
    """RR = OR/(1 - p0 + p0 OR) (Zhang and Yu 1998); sqrt(OR) for a common outcome without p0.

    `baseline_risk` is p0, the risk of those without the exposure; a variance follows by the delta
    method, which takes p0 as known. Of an adjusted odds ratio the result is biased.
    """
    if baseline_risk is None:
        said = "odds to risk ratio: the square root, a common outcome (VanderWeele 2017)"
        return _to(odds, "rr", odds.value / 2, 0.5, said)
    if not 0 < baseline_risk < 1:
        return _no_risk(baseline_risk)
    sign = -1 if odds.turned else 1
    rest = 1 - baseline_risk + baseline_risk * math.exp(sign * odds.value)
    value = sign * (sign * odds.value - math.log(rest))
    said = f"odds to risk ratio: baseline risk {baseline_risk:g} (Zhang and Yu 1998)"
    return _to(odds, "rr", value, (1 - baseline_risk) / rest, said)


def hazard_to_risk(hazard: Estimate, baseline_risk: float | None = None) -> Estimate | NoEstimate:
    """RR = (1 - (1 - p0)^HR)/p0, under proportional hazards.

    For a common outcome without p0, (1 - 0.5^sqrt(HR))/(1 - 0.5^sqrt(1/HR)) (VanderWeele 2020).
    """
    if baseline_risk is None:
        half = hazard.value / 2
        value = math.log(-math.expm1(_survived(half)) / -math.expm1(_survived(-half)))
        slope = (_slope(_survived(half)) + _slope(_survived(-half))) / 2
        said = "hazard to risk ratio: a common outcome (VanderWeele 2020)"
        return _to(hazard, "rr", value, slope, said)
    if not 0 < baseline_risk < 1:
        return _no_risk(baseline_risk)
    sign = -1 if hazard.turned else 1
    power = math.exp(sign * hazard.value) * math.log1p(-baseline_risk)
    value = sign * math.log(-math.expm1(power) / baseline_risk)
    said = f"hazard to risk ratio: baseline risk {baseline_risk:g}"
    return _to(hazard, "rr", value, _slope(power), said)


def _survived(log_hazard: float) -> float:
    """Logarithm of the share without the outcome, where under a hazard of 1 it would be half."""
    return math.exp(log_hazard) * math.log(1 - HALF_RISK.value)


def _slope(survived: float) -> float:
    """Derivative of the log risk by the log hazard, from the log of the share without outcome."""
    return survived * math.exp(survived) / math.expm1(survived)


def _no_risk(risk: float) -> NoEstimate:
    return NoEstimate(f"a baseline risk of {risk:g} does not lie between 0 and 1")


def _to(old: Estimate, measure: Measure, value: float, slope: float, said: str) -> Estimate:
    """The new estimate; its variance by the delta method."""
    return replace(
        old,
        value=value,
        variance=slope * slope * old.variance,
        measure=measure,
        steps=(*old.steps, said),
    )


_DIRECT: Mapping[tuple[Measure, Measure], Callable[[Estimate], Estimate]] = {
    ("or", "smd"): odds_to_smd,
    ("smd", "or"): smd_to_odds,
    ("smd", "r"): smd_to_r,
    ("r", "smd"): r_to_smd,
    ("or", "r"): lambda odds: smd_to_r(odds_to_smd(odds)),
    ("r", "or"): lambda r: smd_to_odds(r_to_smd(r)),
}
_TO_RISK: Mapping[Measure, Callable[[Estimate, float | None], Estimate | NoEstimate]] = {
    "or": odds_to_risk,
    "hr": hazard_to_risk,
}


def convert(
    estimate: Estimate, to: Measure, baseline_risk: float | None = None
) -> Estimate | NoEstimate:
    """The estimate as another measure, or why it cannot be had."""
    if estimate.measure == to:
        return estimate
    try:
        if to == "rr" and estimate.measure in _TO_RISK:
            return _TO_RISK[estimate.measure](estimate, baseline_risk)
        if (estimate.measure, to) in _DIRECT:
            return _DIRECT[estimate.measure, to](estimate)
    except (ArithmeticError, ValueError):
        return NoEstimate(f"{estimate.natural:g} is too extreme to be converted")
    if estimate.measure in {"beta", "b"}:
        return NoEstimate(f"a regression coefficient ({estimate.measure}) is no {to}")
    return NoEstimate(f"there is no conversion from {estimate.measure} to {to}")
