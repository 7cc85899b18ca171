"""How credible a difference between groups is, question by question."""

from __future__ import annotations

from typing import Any

import pytest

from kg.assess.credibility import Credibility
from tests.records import CLAIM, MODIFICATION, cohorts, modifiers


def _graded(assess: Any, studies: list[dict[str, Any]]) -> Credibility | None:
    found = assess(studies, CLAIM, MODIFICATION)["modification"].credibility
    assert found is None or isinstance(found, Credibility)
    return found


def _told(assess: Any, studies: list[dict[str, Any]]) -> tuple[str, dict[str, str]]:
    found = _graded(assess, studies)
    assert found is not None
    return found.grade, {ask: say for ask, say in found.answers if say.startswith("-")}


def _p(p: Any) -> dict[str, Any]:
    return {"effect": {"measure": "b", "p": p}}


def test_a_difference_tested_within_two_studies_and_foreseen_is_highly_credible(
    assess: Any,
) -> None:
    assert _told(assess, modifiers("stronger", "stronger")) == ("high", {})


@pytest.mark.parametrize(
    ("more", "question", "grade"),
    [
        ({"tested": "not-described"}, "tested?", "moderate"),
        ({"compared": "between-studies"}, "compared within studies?", "moderate"),
        ({"effect": None}, "chance?", "moderate"),
        ({"predicted": "no"}, "said beforehand?", "moderate"),
        ({"modifiers_tested": 11}, "how many looks?", "moderate"),
        (_p(0.05), "chance?", "moderate"),
        (_p("<0.05"), "chance?", "moderate"),
        (_p(0.051), "chance?", "low"),
        (_p(">0.05"), "chance?", "low"),
    ],
)
def test_each_answer_costs_its_levels(assess: Any, more: Any, question: str, grade: str) -> None:
    found, answers = _told(assess, modifiers("stronger", "stronger", **more))

    assert (found, list(answers)) == (grade, [question])


@pytest.mark.parametrize(
    "more", [_p(0.01), _p(0.005), _p("<0.001"), {"modifiers_tested": 10}, {"predicted": None,
             "prespecified": "yes"}]
)  # fmt: skip
def test_what_is_good_enough_costs_nothing(assess: Any, more: Any) -> None:
    assert _told(assess, modifiers("stronger", "stronger", **more)) == ("high", {})


def test_one_data_set_is_not_found_again(assess: Any) -> None:
    grade, answers = _told(assess, modifiers("stronger"))

    assert (grade, list(answers)) == ("moderate", ["found again?"])


def test_a_null_does_not_find_it_again_nor_lend_its_p(assess: Any) -> None:
    studies = [
        *modifiers("stronger", **_p(0.04)),
        *(one | {"id": "z-2001"} for one in modifiers("not-detected", **_p(0.001))),
    ]

    grade, answers = _told(assess, studies)

    assert answers == {"chance?": "-likely, p = 0.04", "found again?": "-no, in one data set"}
    assert grade == "low"


def test_only_moderate_and_above_divide_a_verdict() -> None:
    assert [Credibility(grade, ()).holds for grade in ("very low", "low", "moderate", "high")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_without_a_vote_there_is_no_grade(assess: Any) -> None:
    assert _graded(assess, modifiers("stronger", tested="strata-only")) is None


def test_other_claims_have_no_grade(assess: Any) -> None:
    assert assess(cohorts("lower"))["claim"].credibility is None


def test_many_faults_end_at_very_low(assess: Any) -> None:
    more = {"compared": "between-studies", "predicted": None, "effect": None}

    assert _told(assess, modifiers("stronger", **more))[0] == "very low"
