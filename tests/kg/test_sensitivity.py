"""The same rules over part of the evidence, and which parts make a row."""

from __future__ import annotations

from typing import Any

import pytest

from kg.assess.assessment import Assessment
from tests.records import cohorts, finding, review, smd, study

LOW_RISK = {"tool": "QUIPS", "overall": "low", "by": "editors"}


def _rows(assessment: Assessment) -> dict[str, tuple[int, int, str]]:
    return {row.name: (row.datasets, row.reviews, row.label) for row in assessment.sensitivity}


def test_a_part_that_is_the_whole_has_no_row(assess: Any) -> None:
    studies = [
        one | {"risk_of_bias": LOW_RISK}
        for one in cohorts(*["lower"] * 6, effect=smd(-0.3), adjusted_for=["age"])
    ]

    assert _rows(assess(studies)["claim"]) == {}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("over time only", {"design": "cross-sectional"}),
        ("low risk of bias only", {"risk_of_bias": LOW_RISK | {"overall": "some-concerns"}}),
        ("low risk of bias only", {"risk_of_bias": None}),
    ],
)
def test_a_part_is_judged_by_the_same_rules(assess: Any, name: str, other: Any) -> None:
    kept = [one | {"risk_of_bias": LOW_RISK} for one in cohorts(*["lower"] * 6)]
    odd = [kept[0] | {"id": "x-2001"} | other]
    odd = [{key: value for key, value in one.items() if value is not None} for one in odd]

    assert _rows(assess([*kept, *odd])["claim"])[name] == (6, 0, "supports")


def test_adjusted_only_and_with_figures_only(assess: Any) -> None:
    studies = [
        *cohorts("lower", "lower", "lower", effect=smd(-0.3), adjusted_for=["age"]),
        *cohorts("not-detected", start=3),
    ]
    rows = _rows(assess(studies)["claim"])

    assert rows["adjusted only"] == (3, 0, "supports")
    assert rows["with figures only"] == (3, 0, "supports")


def test_without_reviews_the_primary_studies_speak(assess: Any) -> None:
    studies = [review("r-2000", finding("f", effect=None)), *cohorts(*["higher"] * 6)]

    assert _rows(assess(studies)["claim"])["without reviews"] == (6, 0, "opposite")


def test_leaving_out_one_data_set_is_told_only_where_the_label_turns(assess: Any) -> None:
    six, seven = (assess(cohorts(*["lower"] * n))["claim"] for n in (6, 7))

    assert {name for name, row in _rows(six).items() if row[2] == "imprecise"} >= {
        f"without c{n}-2001" for n in range(6)
    }
    assert not [name for name in _rows(seven) if name.startswith("without c")]


def test_two_papers_on_one_data_set_are_left_out_together(assess: Any) -> None:
    joint = [study(f"p{n}-2001", finding("f", effect=None), dataset="cohort") for n in range(2)]
    rows = _rows(assess([*cohorts(*["lower"] * 5), *joint])["claim"])

    assert rows["without cohort"] == (5, 0, "imprecise")


def test_a_single_data_set_is_not_left_out(assess: Any) -> None:
    assert not [name for name in _rows(assess(cohorts("lower"))["claim"]) if "without c" in name]
