"""Pooling, against published figures, two other programs and what must always hold."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.stats.meta_analysis import combine_effects

from kg.assess.asymmetry import Egger, egger
from kg.assess.estimate import NoEstimate
from kg.assess.heterogeneity import TOO_FAR, Method, q_at, restricted_likelihood
from kg.assess.pooling import (
    PREDICTIONS,
    Interval,
    Model,
    Pooled,
    pool,
    prediction_interval,
)
from kg.assess.subsets import Between, between, cumulative, leave_one_out, pool_groups
from kg.assess.table import Columns, Table, read_table

DATA = Path(__file__).parent / "meta_analysis"
PUBLISHED = yaml.safe_load((DATA / "published.yaml").read_text(encoding="utf-8"))
METHODS: tuple[Method, ...] = ("REML", "DL", "PM")
INTERVALS: tuple[Interval, ...] = ("hk-adhoc", "hk", "classic")
MODELS = [Model(method, ci) for method in METHODS for ci in INTERVALS]

_EFFECT = st.floats(-5, 5).map(lambda x: round(x, 6))
_VARIANCE = st.floats(1e-3, 10)
ROWS = st.lists(st.tuples(_EFFECT, _VARIANCE), min_size=2, max_size=25)
Rows = list[tuple[float, float]]


@pytest.fixture(scope="module")
def pymare() -> Any:
    """PyMARE's estimators; on import it leaves a file open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        from pymare import estimators
    return estimators


def _table(file: str, group: str | None = None) -> Table:
    data = (DATA / f"{file}.csv").read_bytes()
    return read_table(file, data, Columns("yi", "vi", group=group))


def _pooled(effects: Sequence[float], variances: Sequence[float], model: Model) -> Pooled:
    found = pool(effects, variances, model)
    assert isinstance(found, Pooled), found
    return found


def _of(rows: Rows, model: Model) -> Pooled:
    effects, variances = zip(*rows, strict=True)
    return _pooled(effects, variances, model)


def _numbers(pooled: Pooled) -> list[float]:
    return [value for value in vars(pooled).values() if isinstance(value, float)]


@pytest.mark.parametrize("case", PUBLISHED["tau2_interval"], ids=lambda case: case["file"])
def test_the_interval_of_tau2_is_that_of_metafor(case: dict[str, Any]) -> None:
    table = _table(case["file"])

    pooled = _pooled(table.effects, table.variances, Model())

    assert_allclose([pooled.tau2_low, pooled.tau2_high], [case["low"], case["high"]], 1e-4)


@pytest.mark.parametrize("case", PUBLISHED["prediction"], ids=lambda case: case["file"])
@pytest.mark.parametrize("convention", PREDICTIONS)
def test_each_convention_of_the_prediction_interval(case: dict[str, Any], convention: Any) -> None:
    table = _table(case["file"])

    found = prediction_interval(_pooled(table.effects, table.variances, Model()), convention)

    assert found is not None
    assert_allclose(found, case[convention], rtol=1e-4)


@pytest.mark.parametrize("case", PUBLISHED["egger"], ids=lambda case: case["file"])
def test_eggers_test_is_that_of_metafor(case: dict[str, Any]) -> None:
    table = _table(case["file"])

    found = egger(table.effects, table.variances)

    assert isinstance(found, Egger)
    assert_allclose(
        [found.intercept, found.se, found.t, found.p],
        [case[name] for name in ("intercept", "se", "t", "p")],
        rtol=1e-4,
    )


@pytest.mark.parametrize("case", PUBLISHED["printed_as_ratio_or_r"], ids=lambda case: case["file"])
def test_a_pooled_ratio_or_correlation_is_as_printed(case: dict[str, Any]) -> None:
    table = _table(case["file"])
    back = math.exp if case["measure"] == "rr" else math.tanh

    pooled = _pooled(table.effects, table.variances, Model(case["method"], case["ci"]))

    for name in ("estimate", "ci_low", "ci_high"):
        assert back(getattr(pooled, name)) == pytest.approx(case[name], abs=0.5001e-4)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_dl_and_pm_agree_with_statsmodels(rows: Rows) -> None:
    y, v = (np.array(column) for column in zip(*rows, strict=True))
    with np.errstate(all="ignore"):  # it lets tau2 fall below 0, where weights may fail
        dl = combine_effects(y, v, method_re="dl")
        pm = combine_effects(y, v, method_re="pm", atol=1e-11, maxiter=10_000)

    found = _of(rows, Model("PM", "classic"))
    assert found.q == pytest.approx(dl.q, rel=1e-6, abs=1e-8)
    if dl.tau2 > 0:
        dl_ours = _of(rows, Model("DL")).tau2
        assert dl_ours == pytest.approx(dl.tau2, rel=1e-6, abs=1e-8)
        assert q_at(y, v, found.tau2) == pytest.approx(len(y) - 1)
    # Its iteration falls back to 0 where it meets the root from above, be it by one rounding.
    assume((pm.tau2 > 0) == (found.tau2 > 0))
    assert found.tau2 == pytest.approx(pm.tau2, rel=1e-6, abs=1e-8)
    ours, theirs = [found.estimate, found.classic_se], [pm.mean_effect_re, pm.sd_eff_w_re]
    assert_allclose(ours, theirs, 1e-6, 1e-8)
    assert found.hk_se == pytest.approx(math.sqrt(pm.var_hksj_re), rel=1e-6, abs=1e-8)


@settings(deadline=None, max_examples=50)
@given(ROWS)
def test_dl_and_reml_agree_with_pymare(pymare: Any, rows: Rows) -> None:
    y, v = (np.array(column) for column in zip(*rows, strict=True))
    ones = np.ones((len(y), 1))
    dl = pymare.DerSimonianLaird().fit(y=y, v=v, X=ones).params_
    likelihood = pymare.VarianceBasedLikelihoodEstimator(method="reml")
    reml = likelihood.fit(y=y, v=v, X=ones).params_

    found = _of(rows, Model("DL"))
    assert found.tau2 == pytest.approx(float(dl["tau2"][0]), rel=1e-6, abs=1e-8)
    assert found.estimate == pytest.approx(float(dl["fe_params"][0, 0]), rel=1e-6, abs=1e-8)
    theirs = max(0.0, reml["tau2"].item())
    ours = _of(rows, Model("REML")).tau2
    assert _likelihood(y, v, ours) >= _likelihood(y, v, theirs) - 1e-9


def test_reml_is_the_figure_of_pymare_on_the_published_tables(pymare: Any) -> None:
    for file in ("thirdwave", "depression_mortality", "metapsy_cbt_depression"):
        table = _table(file)
        y, v = np.array(table.effects), np.array(table.variances)
        likelihood = pymare.VarianceBasedLikelihoodEstimator(method="reml")
        fit = likelihood.fit(y=y, v=v, X=np.ones((len(y), 1)))

        tau2 = _pooled(table.effects, table.variances, Model("REML")).tau2
        assert tau2 == pytest.approx(fit.params_["tau2"].item(), rel=1e-3)


def _likelihood(y: Any, v: Any, tau2: float) -> float:
    """The restricted log-likelihood, written out by determinants as textbooks do."""
    weights = np.diag(1 / (v + tau2))
    ones = np.ones(len(y))
    _, logdet = np.linalg.slogdet(weights)
    return float(logdet - math.log(ones @ weights @ ones) - q_at(y, v, tau2)) / 2


def test_the_highest_of_two_tops_of_the_likelihood_is_taken() -> None:
    # One precise group of effects far apart from few noisy ones: a top at 0 and one above it.
    y, v = np.array([0.0, 0.01, 9.0]), np.array([1e-4, 1e-4, 20.0])
    found = restricted_likelihood(y, v)

    grid = [0.0, *np.geomspace(1e-6, 100, 4000)]
    best = max(_likelihood(y, v, float(tau2)) for tau2 in grid)
    assert _likelihood(y, v, found) >= best - 1e-9


@settings(deadline=None, max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: Rows, random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    for method in METHODS:
        one, other = _of(rows, Model(method)), _of(shuffled, Model(method))
        assert_allclose(_numbers(one), _numbers(other), rtol=1e-5, atol=1e-7)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_flipping_every_sign_flips_the_estimate_and_nothing_else(rows: Rows) -> None:
    for model in MODELS:
        one, other = _of(rows, model), _of([(-y, v) for y, v in rows], model)
        assert_allclose(
            [other.estimate, other.ci_low, other.ci_high],
            [-one.estimate, -one.ci_high, -one.ci_low],
            rtol=1e-6,
            atol=1e-9,
        )
        assert_allclose([one.tau2, one.se, one.q], [other.tau2, other.se, other.q], 1e-6, 1e-9)


@settings(deadline=None, max_examples=40)
@given(ROWS, st.floats(1e-6, 1e6), st.floats(-100, 100))
def test_another_unit_and_origin_change_unit_and_origin_only(
    rows: Rows, unit: float, origin: float
) -> None:
    assume(len({y for y, _ in rows}) > 1)
    for method in METHODS:
        one = _of(rows, Model(method))
        other = _of([(unit * (y + origin), unit * unit * v) for y, v in rows], Model(method))
        assert other.estimate == pytest.approx(
            unit * (one.estimate + origin), rel=1e-5, abs=1e-5 * unit
        )
        assert other.se == pytest.approx(unit * one.se, rel=1e-5)
        assert other.tau2 == pytest.approx(unit**2 * one.tau2, rel=1e-4, abs=1e-6 * unit**2)
        assert other.i2 == pytest.approx(one.i2, rel=1e-4, abs=1e-4)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_the_ad_hoc_interval_is_never_narrower_than_the_classic_nor_than_hartung_knapp(
    rows: Rows,
) -> None:
    for method in METHODS:
        adhoc, hk, classic = (_of(rows, Model(method, ci)) for ci in INTERVALS)
        width = adhoc.ci_high - adhoc.ci_low
        assert width >= classic.ci_high - classic.ci_low
        assert width >= (hk.ci_high - hk.ci_low) * (1 - 1e-12)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_what_must_hold_of_every_pool(rows: Rows) -> None:
    effects = [y for y, _ in rows]
    for model in MODELS:
        found = _of(rows, model)
        slack = 1e-9 * (1 + max(map(abs, effects)))
        assert min(effects) - slack <= found.estimate <= max(effects) + slack
        assert found.tau2 >= 0
        assert 0 <= found.tau2_low <= found.tau2_high
        assert 0 <= found.i2 <= 100
        assert 0 <= found.q_p <= 1
        assert sum(found.weights) == pytest.approx(100)
        assert all(map(math.isfinite, _numbers(found)))


_ANY = st.floats(allow_nan=True, allow_infinity=True)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(_ANY, _ANY), max_size=6), st.sampled_from(MODELS))
def test_any_numbers_at_all_give_finite_figures_or_a_reason(
    rows: list[tuple[float, float]], model: Model
) -> None:
    effects, variances = [y for y, _ in rows], [v for _, v in rows]

    found = pool(effects, variances, model)

    if isinstance(found, NoEstimate):
        assert found.reason
    else:
        assert all(map(math.isfinite, _numbers(found)))
    assert len(leave_one_out(effects, variances, model)) == len(rows)
    test = egger(effects * 5, variances * 5)
    assert isinstance(test, NoEstimate) or math.isfinite(test.p)


@pytest.mark.parametrize(
    ("effects", "variances", "reason"),
    [
        ([], [], "nothing to pool"),
        ([1], [1], "one effect alone"),
        ([1, 2], [1], "2 effects and 1 variances"),
        ([1, 2], [0, 1], "not above 0 (place 1)"),
        ([1, 2], [1, -1], "not above 0 (place 2)"),
        ([1, 2], [1, math.inf], "a variance is not a finite number"),
        ([1, math.nan], [1, 1], "an effect is not a finite number (place 2)"),
        ([1, 2, 3], [1e-300, 1, 1e300], TOO_FAR),
    ],
)
def test_what_cannot_be_pooled_says_why(
    effects: list[float], variances: list[float], reason: str
) -> None:
    for model in MODELS:
        found = pool(effects, variances, model)
        assert isinstance(found, NoEstimate)
        assert reason in found.reason


def test_two_effects_are_pooled_widely_and_predict_nothing() -> None:
    found = _pooled([0.3, -0.9], [0.04, 0.04], Model())

    assert (found.pi_low, found.pi_high) == (None, None)
    assert prediction_interval(found) is None
    assert found.ci_high - found.ci_low > 10
    assert "two effects" in found.notes[0]


@pytest.mark.parametrize("method", METHODS)
def test_identical_effects_have_no_heterogeneity_and_plain_hk_says_that_it_fails(
    method: Method,
) -> None:
    plain = _pooled([0.4] * 3, [0.1, 0.2, 0.3], Model(method, "hk"))
    adhoc = _pooled([0.4] * 3, [0.1, 0.2, 0.3], Model(method))

    assert plain.ci_low == plain.ci_high == plain.estimate
    assert "without width" in plain.notes[0]
    assert adhoc.tau2 == adhoc.i2 == adhoc.i2_q == 0
    assert adhoc.ci_low < 0.4 < adhoc.ci_high
    assert adhoc.notes == ()


def test_leaving_each_one_out_is_pooling_the_others() -> None:
    table = _table("thirdwave")
    y, v = table.effects, table.variances

    without = leave_one_out(y, v)

    assert len(without) == len(y)
    assert without[3] == pool(y[:3] + y[4:], v[:3] + v[4:])


def test_cumulating_takes_all_of_a_year_at_once_in_whatever_order() -> None:
    y, v, years = [0.1, 0.5, 0.9, 0.2], [0.1, 0.2, 0.1, 0.3], [2001, 1999, 2001, 2010]

    steps = cumulative(y, v, years)
    backwards = cumulative(y[::-1], v[::-1], years[::-1])

    assert list(steps) == list(backwards) == [1999, 2001, 2010]
    assert isinstance(steps[1999], NoEstimate)
    for year, k in ((2001, 3), (2010, 4)):
        one, other = steps[year], backwards[year]
        assert isinstance(one, Pooled)
        assert isinstance(other, Pooled)
        assert one.k == k
        assert other.estimate == pytest.approx(one.estimate)


def test_the_test_between_groups_leaves_out_what_is_not_pooled() -> None:
    y, v = [0.1, 0.2, 0.9, 1.0, 5.0], [0.01] * 5

    found = pool_groups(y, v, ["a", "a", "b", "b", "lone"])

    assert isinstance(found.groups["lone"], NoEstimate)
    assert isinstance(found.between, Between)
    assert found.between.df == 1
    assert isinstance(pool_groups(y, v, ["a"] * 5).between, NoEstimate)


def test_no_test_between_groups_rests_on_an_interval_without_width() -> None:
    flat = pool([0.4, 0.4], [0.1, 0.1], Model(ci="hk"))
    other = pool([0.1, 0.4], [0.1, 0.1], Model(ci="hk"))

    found = between([flat, other])

    assert isinstance(found, NoEstimate)
    assert "standard error of 0" in found.reason


def test_eggers_test_needs_ten_effects_of_unlike_precision() -> None:
    few = egger([0.1] * 9, [0.1 * n for n in range(1, 10)])
    alike = egger([0.1 * n for n in range(12)], [0.2] * 12)
    line = egger([0.0] * 12, [0.1 * n for n in range(1, 13)])

    for found, word in ((few, "9 effects"), (alike, "alike"), (line, "one line")):
        assert isinstance(found, NoEstimate)
        assert word in found.reason


def test_every_number_of_a_pool_has_a_named_convention() -> None:
    said = Model().conventions()

    assert {"tau2", "ci", "i2", "pi", "q", "se", "model"} <= said.keys()
    assert len({Model(ci=ci).conventions()["ci"] for ci in INTERVALS}) == 3
    assert len({Model(method).conventions()["tau2"] for method in METHODS}) == 3


def test_more_certainty_about_the_level_widens_every_interval() -> None:
    table = _table("thirdwave")
    levels = [_pooled(table.effects, table.variances, Model(level=x)) for x in (0.9, 0.95, 0.99)]

    for narrow, wide in pairwise(levels):
        assert wide.ci_low < narrow.ci_low
        assert wide.tau2_high > narrow.tau2_high
        assert narrow.pi_high is not None
        assert wide.pi_high is not None
        assert wide.pi_high > narrow.pi_high
