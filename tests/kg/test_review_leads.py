"""Which review leads a verdict, and what counts as having come after it."""

from __future__ import annotations

from typing import Any

import pytest

from kg.assess.assessment import Assessment
from kg.assess.review import Lead
from tests.records import CLAIM, cohorts, finding, review, study

PERCEIVED = {"exposure": {"concept": "PerceivedSupport"}}


def _review(name: str, result: str = "lower", found: Any = None, **more: Any) -> dict[str, Any]:
    return review(
        name, finding("f", **({"result": result, "effect": None} | (found or {}))), **more
    )


def _samples(studies: int | None = None, n: int | None = None) -> list[dict[str, Any]]:
    sample = {"id": "all", "description": "studies", "studies": studies, "n": n}
    return [{key: value for key, value in sample.items() if value is not None}]


def _lead(assessment: Assessment) -> Lead:
    assert assessment.case.lead is not None
    return assessment.case.lead


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (_review("b-1990", design="systematic-review", year=1990),
         _review("a-2010", found={"exposure": {"concept": "NegativeTie"}})),
        (_review("b-1990", year=1990), _review("a-2010", design="umbrella-review", year=2010)),
        (_review("b-1990", year=1990, design="umbrella-review"),
         _review("a-2010", design="systematic-review", year=2010)),
        (_review("b-1990", year=1990, samples=_samples(80)),
         _review("a-2010", year=2010, samples=_samples(79))),
        (_review("b-2010", year=2010), _review("a-1990", year=1990)),
        (_review("b-2000", samples=_samples(9, 900)), _review("c-2000", samples=_samples(9))),
    ],
    ids=["scope", "meta-analysis", "umbrella", "size", "year", "people"],
)  # fmt: skip
def test_scope_then_design_size_and_year_choose(assess: Any, better: Any, worse: Any) -> None:
    lead = _lead(assess([worse, better])["claim"])

    assert lead.study.id == better["id"]
    assert "chosen among 2 reviews by scope, design, size and year" in lead.why


def test_a_narrower_exposure_is_in_scope(assess: Any) -> None:
    lead = _lead(assess([_review("a-2000", found=PERCEIVED)])["claim"])

    assert lead.study.id == "a-2000"
    assert "chosen among" not in lead.why


def test_among_equals_what_most_reviews_found_leads_whatever_they_are_called(assess: Any) -> None:
    for odd in ("a-2000", "z-2000"):
        studies = [_review(f"r{n}-2000") for n in range(4)]
        found = assess([*studies, _review(odd, "not-detected")])["claim"]
        assert found.verdict.label == "supports"


def test_a_narrative_review_leads_nothing(assess: Any) -> None:
    assert assess([_review("a-2000", design="narrative-review")])["claim"].case.lead is None


@pytest.mark.parametrize(
    "standing", [{"publication": "retracted"}, {"withdrawn": {"reason": "Wrong paper."}}]
)
def test_a_review_that_does_not_stand_leads_nothing(assess: Any, standing: Any) -> None:
    assert assess([_review("a-2000", **standing)])["claim"].case.lead is None


def test_a_study_of_the_year_of_the_review_counts_as_held_in_it(assess: Any) -> None:
    found = assess([_review("a-2001", year=2001), *cohorts("higher", "higher", "higher")])["claim"]

    assert _lead(found).later.total == 0
    assert found.verdict.label == "supports"


def test_a_later_study_that_the_review_lists_is_not_later(assess: Any) -> None:
    listed = _review("a-2000", includes=["c0-2001"])

    assert _lead(assess([listed, *cohorts("lower", "lower")])["claim"]).later.total == 1


def test_a_later_paper_on_people_studied_before_the_review_is_not_later(assess: Any) -> None:
    old, new = (
        study(f"{name}-{year}", finding("f", effect=None), dataset="cohort", year=year)
        for name, year in (("old", 1990), ("new", 2010))
    )

    lead = _lead(assess([_review("a-2000"), old, new, *cohorts("lower")])["claim"])

    assert lead.later.total == 1


def test_an_update_of_a_review_is_the_same_review_counted_once(assess: Any) -> None:
    update = _review(
        "b-2010", "not-detected", year=2010, relations=[{"kind": "updates", "study": "a-2000"}]
    )
    found = assess([_review("a-2000"), update])["claim"]

    assert _lead(found).study.id == "b-2010"
    assert sum(found.overall.reviews.values()) == 0
    assert found.verdict.label == "imprecise"


def test_a_review_on_other_concepts_leads_and_costs_certainty_for_it(assess: Any) -> None:
    indirect = CLAIM | {"exposure": {"concept": "EmotionalSupport"}}
    found = assess([_review("a-2000")], indirect)["claim"]

    assert found.case.lead is not None
    assert "indirectness" in {limit.domain for limit in found.certainty.limits}


def test_what_the_lead_says_of_its_size_and_of_later_data_sets_is_told(assess: Any) -> None:
    found = assess([_review("a-2000"), *cohorts("lower", "not-detected")])["claim"]

    assert found.verdict.because == (
        "A 2000 (meta-analysis of 341 studies, 2000) leads; of 2 later data sets 1 say the same"
    )


def test_where_the_best_review_leaves_it_open_the_data_sets_speak(assess: Any) -> None:
    studies = cohorts("lower", "lower", "higher")
    found = assess([_review("a-2000", "unclear"), *studies])["claim"]

    assert found.case.lead is None
    assert found.verdict.label == "conflicting"
    assert found.verdict.rule == "votes-conflict"


def test_an_open_review_alone_is_told(assess: Any) -> None:
    found = assess([_review("a-2000", "unclear")])["claim"]

    assert found.verdict.label == "imprecise"
    assert "a review leaves it open" in found.verdict.because
