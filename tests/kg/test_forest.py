"""Forest plots as documents: rows, the pooled row or why there is none, and what has no row."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import pytest

from kg.assess.evidence import lines_by_claim
from kg.assess.family import Family
from kg.assess.figures import Figures
from kg.assess.pooling import Pooled, pool
from kg.assess.units import Selection, select
from kg.read.base import Base
from kg.views.forest import Forest, Forests, forests
from tests.records import CLAIM, EXPOSURE, OR, finding, study

Plots = Callable[..., Forests]
RATIOS = (
    ("alpha-2004", 0.72, 0.60, 0.86),
    ("beta-2001", 0.55, 0.40, 0.76),
    ("gamma-2008", 0.90, 0.75, 1.08),
)


def _ratio(name: str, value: float, low: float, high: float, **more: Any) -> dict[str, Any]:
    effect = {"measure": "or", "value": value, "ci": [low, high]}
    year = int(name[-4:])
    return study(name, finding("f", effect=effect, **more), authors=["Author"], year=year)


STUDIES = [_ratio(*row) for row in RATIOS]


@pytest.fixture(scope="module")
def chosen(make: Callable[..., Base]) -> Callable[..., tuple[Base, Selection]]:
    def run(studies: Sequence[dict[str, Any]], *claims: dict[str, Any]) -> tuple[Base, Selection]:
        base = make(studies, *claims)
        claim = base.claims["claim"].record
        return base, select(Figures(base, claim), lines_by_claim(base)["claim"])

    return run


@pytest.fixture(scope="module")
def plots(chosen: Callable[..., tuple[Base, Selection]]) -> Plots:
    def run(studies: Sequence[dict[str, Any]], *claims: dict[str, Any]) -> Forests:
        base, selection = chosen(studies, *claims)
        return forests(base, base.claims["claim"].record, selection)

    return run


def _only(found: Forests) -> Forest:
    (plot,) = found.plots
    return plot


def test_rows_stand_by_year_with_figures_as_papers_print_them(plots: Plots) -> None:
    plot = _only(plots(STUDIES))

    assert [(row.year, row.figure.text) for row in plot.rows] == [
        (2001, "0.55 (0.40 to 0.76)"),
        (2004, "0.72 (0.60 to 0.86)"),
        (2008, "0.90 (0.75 to 1.08)"),
    ]
    assert plot.measure == "odds ratio"
    assert plot.supports == "left"
    assert plot.rows[0].findings[0].label == "OR 0.55 (95% CI 0.4 to 0.76)"


def test_the_pooled_row_is_what_pooling_gives_turned_to_the_side_of_the_rows(
    plots: Plots, chosen: Callable[..., tuple[Base, Selection]]
) -> None:
    _, selection = chosen(STUDIES)
    ((_, units),) = selection.families().items()
    pooled = pool([u.estimate.value for u in units], [u.estimate.variance for u in units])
    plot = _only(plots(STUDIES))

    assert isinstance(pooled, Pooled)
    assert plot.pooled is not None
    assert plot.pooled.prediction is not None
    assert plot.pooled.figure.value == pytest.approx(-pooled.estimate, rel=1e-5)
    assert plot.pooled.figure.low == pytest.approx(-pooled.ci_high, rel=1e-5)
    assert plot.pooled.prediction.high == pytest.approx(-(pooled.pi_low or 0), rel=1e-5)
    assert sum(row.weight or 0 for row in plot.rows) == pytest.approx(100, rel=1e-4)
    assert plot.rows[0].weight_text == f"{plot.rows[0].weight:.1f}%"
    assert dict(plot.pooled.heterogeneity)["Q"].startswith(f"{pooled.q:.2f} with 2 degrees")
    assert plot.unpooled == ""


@pytest.mark.parametrize("k", [1, 2])
def test_below_three_data_sets_nothing_is_pooled_and_the_reason_is_told(
    plots: Plots, k: int
) -> None:
    plot = _only(plots(STUDIES[:k]))

    assert plot.pooled is None
    assert plot.unpooled.endswith("a pooled effect is shown from 3 on")
    assert [row.weight for row in plot.rows] == [None] * k


def test_a_claim_without_figures_has_no_plot_and_every_finding_a_reason(plots: Plots) -> None:
    found = plots([study("s-2000", finding("f", effect=None))])

    assert found.plots == ()
    assert [(one.finding.label, one.because) for one in found.omitted] == [
        ("no figure", "no figure is printed")
    ]
    assert plots([]) == Forests((), ())


def test_the_side_of_support_follows_the_claim_and_the_figures_stay(plots: Plots) -> None:
    lower, higher = _only(plots(STUDIES)), _only(plots(STUDIES, CLAIM | {"expects": "higher"}))

    assert (lower.supports, higher.supports) == ("left", "right")
    assert lower.rows == higher.rows
    assert lower.pooled == higher.pooled


def test_a_modification_is_shown_for_its_concepts_too(plots: Plots) -> None:
    claim = {
        "id": "claim", "kind": "modification", "of": "base", "expects": "stronger",
        "modifier": {"dimension": "sex", "level": "Women", "reference": "Men"},
        "reading": "predictive", "search": {"kind": "none"},
    }  # fmt: skip
    modifiers = [{"dimension": "sex", "level": "Women", "reference": "Men"}]
    found = finding(
        "f", kind="modification", modifiers=modifiers, result="stronger", tested="interaction",
        scale="multiplicative", base="lower",
    )  # fmt: skip
    plot = _only(plots([study("s-2000", found)], claim, CLAIM | {"id": "base"}))

    assert plot.supports == "left"
    assert plot.rows[0].figure.text == "0.72 (0.60 to 0.86)"


def test_what_was_averaged_or_turned_is_told(plots: Plots) -> None:
    two = study("two-2000", finding("f"), finding("g", effect=OR | {"value": 0.73}))
    turned = {"measure": "or", "value": 1.39, "ci": [1.16, 1.67], "oriented": "reversed"}
    step = {"concept": EXPOSURE["concept"], "contrast": {"from": "high", "to": "low"}}
    other = study("other-2001", finding("f", effect=turned, exposure=step), year=2001)
    first, second = _only(plots([two, other])).rows

    assert len(first.findings) == 2
    assert first.steps[-1] == "mean of 2 effects of the same people, correlated by 0.6"
    assert second.figure.text == "0.72 (0.60 to 0.86)"
    assert second.steps[-1] == "shown with the sign opposite to the printed one"


def test_families_have_a_plot_each_and_a_review_is_left_out_by_name(plots: Plots) -> None:
    effect = {"measure": "smd", "value": -0.3, "ci": [-0.5, -0.1]}
    review = _ratio("review-2010", 0.7, 0.6, 0.8) | {"design": "meta-analysis"}
    found = plots([*STUDIES, study("smd-2005", finding("f", effect=effect)), review])

    assert [plot.measure for plot in found.plots] == [
        "odds ratio",
        "standardised mean difference",
    ]
    assert found.plots[1].rows[0].figure.text == "\u22120.30 (\u22120.50 to \u22120.10)"
    assert [one.because for one in found.omitted] == ["a review is not pooled with primary studies"]


def test_a_small_step_keeps_the_decimals_that_tell_its_interval_from_a_point(
    plots: Plots,
) -> None:
    effect = {"measure": "or", "value": 1.004, "ci": [1.002, 1.006]}
    step = {"concept": EXPOSURE["concept"], "contrast": {"from": "0", "to": "1", "unit": "1 point"}}
    few = study("few-2000", finding("f", effect=effect, exposure=step, result="higher"))

    assert _only(plots([few])).rows[0].figure.text == "1.004 (1.002 to 1.006)"


def test_evidence_that_does_not_bear_the_verb_says_so(plots: Plots) -> None:
    plot = _only(plots([row | {"design": "cross-sectional"} for row in STUDIES]))

    assert "descriptive" in plot.title
    assert plot.caution == "descriptive evidence does not bear a predictive claim"
    assert _only(plots(STUDIES)).caution == ""


def test_effects_that_agree_exactly_are_pooled_without_a_fault(plots: Plots) -> None:
    plot = _only(plots([_ratio(f"s{n}-200{n}", 0.72, 0.60, 0.86) for n in range(4)]))

    assert plot.pooled is not None
    assert plot.pooled.figure.text.startswith("0.72 (")
    assert dict(plot.pooled.heterogeneity)["I\u00b2"].startswith("0%")


def test_an_effect_too_large_for_numbers_is_written_without_a_fault(
    chosen: Callable[..., tuple[Base, Selection]],
) -> None:
    base, selection = chosen(STUDIES)
    first, *rest = selection.units
    huge = replace(first, estimate=replace(first.estimate, value=-800.0))
    found = forests(base, base.claims["claim"].record, replace(selection, units=(huge, *rest)))

    assert "\u221e (\u221e to \u221e)" in [row.figure.text for row in _only(found).rows]
    assert json.dumps(asdict(found), allow_nan=False)


def test_the_order_of_studies_changes_nothing(plots: Plots) -> None:
    assert plots(STUDIES) == plots(STUDIES[::-1])


def test_a_family_is_named_by_measure_step_and_reading(plots: Plots) -> None:
    assert _only(plots(STUDIES)).title == str(Family("odds ratio", "low to high", "predictive"))
