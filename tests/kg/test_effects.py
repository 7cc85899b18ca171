"""From printed figures to estimates, and from one measure to another."""

from __future__ import annotations

import math
from decimal import Decimal
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.assess.constants import CONSTANTS
from kg.assess.conversions import (
    convert,
    d_to_g,
    g_to_d,
    hazard_to_risk,
    odds_to_risk,
    odds_to_smd,
    r_to_smd,
    smd_to_odds,
    smd_to_r,
)
from kg.assess.effects import estimate_of, half_unit
from kg.assess.estimate import Estimate, NoEstimate, from_scale, to_scale
from kg.records.effect import Effect, Measure
from kg.records.role import Difference

LOW_HIGH = Difference.model_validate({"from": "low", "to": "high"})
PER_SD = Difference.model_validate({"from": "x", "to": "y", "unit": "1 SD"})


def _effect(measure: Measure, value: str | None = None, **more: Any) -> Effect:
    ci = more.pop("ci", None)
    bounds = None if ci is None else (Decimal(ci[0]), Decimal(ci[1]))
    number = None if value is None else Decimal(value)
    return Effect(measure=measure, value=number, ci=bounds, **more)


def _estimate(effect: Effect, *more: Any) -> Estimate:
    found = estimate_of(effect, *more)
    assert isinstance(found, Estimate), found
    return found


def _made(measure: Measure, value: float, se: float) -> Estimate:
    return Estimate(value, se * se, measure, measure)


def _of_people_measured_twice(effect: Effect) -> Estimate:
    found = estimate_of(effect, 22268, 0, LOW_HIGH, repeated=True)
    assert isinstance(found, Estimate)
    return found


def _reason(found: Estimate | NoEstimate) -> str:
    assert isinstance(found, NoEstimate)
    return found.reason


@pytest.mark.parametrize("level", [90, 95, 99])
def test_an_interval_gives_the_standard_error_by_its_level(level: int) -> None:
    z = NormalDist().inv_cdf(0.5 + level / 200)
    low, high = (f"{math.exp(math.log(2) + sign * z * 0.25):.6f}" for sign in (-1, 1))

    found = _estimate(_effect("or", "2.000000", ci=(low, high), ci_level=level))

    assert found.value == pytest.approx(math.log(2))
    assert found.se == pytest.approx(0.25, rel=1e-4)
    assert found.doubts == ()
    assert f"the {level} % interval" in found.steps[-1]


def test_the_standard_error_from_p_is_that_of_altman_and_bland() -> None:
    # BMJ 2011;343:d2090: a difference of 17 with P=0.032 has SE 7.940; a relative risk of 0.30
    # with P=0.034 has an interval of 0.10 to 0.90. Their z is an approximation to two digits.
    difference = _estimate(_effect("rd", "17", p=Decimal("0.032")))
    ratio = _estimate(_effect("rr", "0.30", p=Decimal("0.034")))

    assert difference.se == pytest.approx(7.940, rel=2e-3)
    bounds = [math.exp(ratio.value + sign * 1.96 * ratio.se) for sign in (-1, 1)]
    assert [round(bound, 1) for bound in bounds] == [0.1, 0.9]


def test_a_bound_on_p_gives_no_standard_error() -> None:
    for p in ("<0.05", "<.001", ">0.2"):
        assert "is a bound" in _reason(estimate_of(_effect("or", "1.5", p=p)))


@pytest.mark.parametrize(
    ("value", "p"), [("0.02", "0.8"), ("0.01", "0.04"), ("0", "0.5"), ("0.5", "0"), ("0.5", "1")]
)
def test_figures_printed_too_coarsely_give_no_standard_error_from_p(value: str, p: str) -> None:
    assert "standard error" in _reason(estimate_of(_effect("b", value, p=Decimal(p))))


def test_what_is_printed_decides_where_the_standard_error_comes_from() -> None:
    both = _effect("smd", "0.30", ci=("0.10", "0.50"), se=Decimal("0.11"), p=Decimal("0.01"))
    ratio = _effect("or", "1.50", ci=("1.20", "1.88"), se=Decimal("0.17"), p=Decimal("0.01"))

    assert _estimate(both).se == pytest.approx(0.11)
    assert "interval" in _estimate(ratio).steps[-1]
    alone = _effect("or", "1.50", se=Decimal("0.17"))
    assert "either scale" in _reason(estimate_of(alone))


def test_a_correlation_takes_its_standard_error_from_the_people() -> None:
    plain = _estimate(_effect("r", "0.30", n=103))
    partial = _estimate(_effect("partial-r", "0.30"), 103, 4)

    assert plain.value == pytest.approx(math.atanh(0.3))
    assert plain.variance == pytest.approx(1 / 100)
    assert partial.variance == pytest.approx(1 / 96)
    assert "4 covariates" in partial.steps[-1]
    assert "too few" in _reason(estimate_of(_effect("r", "0.30", n=3)))


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        (_effect("or"), "no estimate is printed"),
        (_effect("or", "0", p=Decimal("0.02")), "no place on the scale"),
        (_effect("or", "-1.2", ci=("0.5", "2")), "no place on the scale"),
        (_effect("r", "1", n=50), "no place on the scale"),
        (_effect("or", "1.2", ci=("0", "2")), "a bound of 0 to 2"),
        (_effect("or", "1.2", ci=("2.1", "0.9")), "equal or exchanged"),
        (_effect("or", "1.2", ci=("1.2", "1.2")), "equal or exchanged"),
        (_effect("or", "1.2", ci=("0.9", "2"), ci_level=100), "100 % does not exist"),
        (_effect("or", "1.2"), "neither interval"),
        (_effect("smd", "1.2", se=Decimal(0)), "comes out as 0"),
    ],
)
def test_figures_that_give_no_estimate_say_why(effect: Effect, reason: str) -> None:
    assert reason in _reason(estimate_of(effect))


def test_an_interval_without_estimate_gives_its_middle_and_says_so() -> None:
    found = _estimate(_effect("or", ci=("0.50", "2.00")))

    assert found.value == pytest.approx(0)
    assert "middle of the interval" in found.steps[1]


def test_rounding_of_printed_figures_raises_no_doubt_and_a_misprint_does() -> None:
    # Printed intervals of records: their middles are off by rounding alone.
    for value, low, high in (
        ("0.72", "0.60", "0.86"),
        ("1.22", "1.08", "1.38"),
        ("0.4", "0.2", "0.9"),
    ):
        assert _estimate(_effect("or", value, ci=(low, high))).doubts == ()

    (doubt,) = _estimate(_effect("or", "1.72", ci=("0.60", "2.00"))).doubts
    assert "not the middle" in doubt


def test_a_standard_error_smaller_than_the_people_allow_is_doubted() -> None:
    # An odds ratio of 1.63 (1.62 to 1.64) in 22268 people, as one paper prints it.
    printed = _effect("or", "1.63", ci=("1.62", "1.64"))

    (between,) = _estimate(printed, 22268, 0, LOW_HIGH).doubts
    (per_sd,) = _estimate(printed, 22268, 0, PER_SD).doubts

    assert "22268 people allow, 0.023" in between
    assert "0.012" in per_sd
    assert _estimate(printed, 22268).doubts == ()
    assert _of_people_measured_twice(printed).doubts == ()
    assert _estimate(_effect("r", "0.30", ci=("0.29", "0.31")), 500).doubts != ()


def test_half_a_unit_follows_the_printed_digits() -> None:
    assert [half_unit(Decimal(text)) for text in ("1.50", "2", "0.0010")] == [0.005, 0.5, 0.00005]


@given(st.floats(-3, 3))
def test_scales_are_left_as_they_were_entered(value: float) -> None:
    for measure in ("or", "r", "smd"):
        back = to_scale(measure, from_scale(measure, value))
        assert back == pytest.approx(value, abs=1e-9)


VALUES = st.floats(-2, 2)
ERRORS = st.floats(0.01, 1)


@given(VALUES, ERRORS)
def test_conversions_there_and_back_change_nothing(value: float, se: float) -> None:
    for there, back, measure in (
        (smd_to_odds, odds_to_smd, "smd"),
        (r_to_smd, smd_to_r, "r"),
    ):
        start = _made(measure, value, se)  # type: ignore[arg-type]
        end = back(there(start))
        assert (end.value, end.se) == pytest.approx((value, se), abs=1e-9)
        assert end.original == measure
        assert len(end.steps) == 2
    g = d_to_g(_made("smd", value, se), 20)
    assert isinstance(g, Estimate)
    d = g_to_d(g, 20)
    assert isinstance(d, Estimate)
    assert (d.value, d.se) == pytest.approx((value, se))


@given(VALUES, ERRORS, st.integers(5, 500), st.integers(5, 500))
def test_variances_are_those_of_borenstein_and_colleagues(
    value: float, se: float, n1: int, n2: int
) -> None:
    # Chapter 7: v_r = a^2 v_d/(d^2 + a)^3 and v_d = 4 v_r/(1 - r^2)^3, where r is not yet z.
    a = (n1 + n2) ** 2 / (n1 * n2)
    z = smd_to_r(_made("smd", value, se), (n1, n2))
    r = value / math.sqrt(value**2 + a)
    v_r = a**2 * se**2 / (value**2 + a) ** 3

    assert math.tanh(z.value) == pytest.approx(r, abs=1e-9)
    assert z.variance * (1 - r**2) ** 2 == pytest.approx(v_r)
    start = _made("r", value, se)
    rr = math.tanh(value)
    assert r_to_smd(start).value == pytest.approx(2 * rr / math.sqrt(1 - rr**2), abs=1e-9)
    expected = 4 * (se * (1 - rr**2)) ** 2 / (1 - rr**2) ** 3
    assert r_to_smd(start).variance == pytest.approx(expected)
    logit = odds_to_smd(_made("or", value, se))
    assert logit.variance == pytest.approx(3 * se**2 / math.pi**2)


def test_conversions_give_what_other_programs_print() -> None:
    # effectsize's vignette turns d = -0.72 into r; EValue's manual an odds ratio of 3 of a common
    # outcome into a risk ratio of 1.732051.
    r = smd_to_r(_made("smd", -0.72, 0.1))
    root = odds_to_risk(_made("or", math.log(3), 0.2))

    assert round(r.natural, 2) == -0.34
    assert isinstance(root, Estimate)
    assert root.natural == pytest.approx(1.732051, abs=1e-6)
    assert root.measure == "rr"


def test_an_odds_ratio_with_a_baseline_risk_becomes_the_ratio_of_the_risks() -> None:
    # From a table: 30 of 100 against 60 of 100.
    odds = (60 / 40) / (30 / 70)
    risk = odds_to_risk(_made("or", math.log(odds), 0.3), 0.30)

    assert isinstance(risk, Estimate)
    assert risk.natural == pytest.approx(2)


@example(value=2.0, risk=0.9375, se=1.0)
@given(VALUES, st.floats(0.02, 0.98), ERRORS)
def test_ratios_become_risk_ratios_by_the_delta_method(
    value: float, risk: float, se: float
) -> None:
    for convert_, measure in ((odds_to_risk, "or"), (hazard_to_risk, "hr")):
        for baseline in (risk, None):
            step = 1e-6
            middle, above = (
                convert_(_made(measure, value + by, se), baseline)  # type: ignore[arg-type]
                for by in (0, step)
            )
            assert isinstance(middle, Estimate)
            assert isinstance(above, Estimate)
            slope = (above.value - middle.value) / step
            # Of a slope taken over such a step rounding leaves about nine decimals.
            assert middle.se == pytest.approx(abs(slope) * se, rel=1e-3, abs=1e-9 * se)
            assert middle.value * value >= -1e-12
            assert abs(middle.value) <= abs(value) + 1e-12


def test_a_hazard_ratio_with_a_baseline_risk_becomes_the_ratio_of_the_risks() -> None:
    risk = hazard_to_risk(_made("hr", math.log(2), 0.3), 0.3)

    assert isinstance(risk, Estimate)
    assert risk.natural == pytest.approx((1 - 0.7**2) / 0.3)


def test_a_turned_ratio_is_converted_as_printed_and_turned_again() -> None:
    odds = _made("or", math.log(2.33), 0.2)

    plain, turned = odds_to_risk(odds, 0.4), odds_to_risk(odds.turn("for the test"), 0.4)

    assert isinstance(plain, Estimate)
    assert isinstance(turned, Estimate)
    assert round(plain.natural, 2) == 1.52
    assert (turned.value, turned.variance) == (-plain.value, plain.variance)


def test_what_is_not_to_be_converted_says_why() -> None:
    assert "regression coefficient (beta) is no r" in _reason(convert(_made("beta", 0.2, 0.1), "r"))
    assert "no conversion from rd to or" in _reason(convert(_made("rd", 0.2, 0.1), "or"))
    assert "between 0 and 1" in _reason(convert(_made("or", 0.2, 0.1), "rr", 0.0))
    assert "too few" in _reason(d_to_g(_made("smd", 0.2, 0.1), 1))


def test_conversions_go_by_the_measures_and_keep_the_original() -> None:
    found = convert(_made("or", 0.8, 0.2), "r")

    assert isinstance(found, Estimate)
    assert (found.measure, found.original, len(found.steps)) == ("r", "or", 2)
    assert convert(found, "r") is found


@given(
    st.sampled_from(["or", "hr", "smd", "r"]),
    st.sampled_from(["or", "rr", "smd", "r"]),
    st.floats(-709, 709),
    st.one_of(st.none(), st.floats(0, 1)),
)
def test_no_figure_however_extreme_breaks_a_conversion(
    measure: Any, to: Any, value: float, risk: float | None
) -> None:
    found = convert(_made(measure, value, 0.5), to, risk)

    assert isinstance(found, NoEstimate) or math.isfinite(found.value)


_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)


@given(
    st.sampled_from(["or", "r", "md", "partial-r"]),
    st.one_of(st.none(), _DECIMALS),
    st.one_of(st.none(), st.tuples(_DECIMALS, _DECIMALS)),
    st.one_of(st.none(), _DECIMALS),
    st.integers(0, 200),
)
def test_no_figures_however_odd_break_an_estimate(
    measure: Any, value: Any, ci: Any, p: Any, people: int
) -> None:
    effect = Effect(measure=measure, value=value, ci=ci, ci_level=people, p=p, se=p)

    found = estimate_of(effect, people, 2, LOW_HIGH)

    assert isinstance(found, NoEstimate) or (math.isfinite(found.value) and found.variance > 0)


def test_constants_have_names_of_their_own_with_meaning_and_source() -> None:
    assert len({constant.name for constant in CONSTANTS}) == len(CONSTANTS)
    assert all(constant.meaning and constant.source for constant in CONSTANTS)
