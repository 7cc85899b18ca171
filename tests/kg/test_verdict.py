"""Each rule of the verdict fires on the case made for it, at its boundary, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assess.assessment import Assessment
from kg.assess.constants import AGREE, SIGN_P
from kg.assess.families import reached
from kg.assess.verdict import rule_texts, sign_p
from tests.records import (
    CLAIM,
    EXPOSURE,
    MODIFICATION,
    OR,
    cohorts,
    finding,
    modified,
    modifiers,
    review,
    smd,
    study,
)

LOWER, HIGHER, NULL = "lower", "higher", "not-detected"
PER_POINT = EXPOSURE | {"contrast": {"from": "0", "to": "1", "unit": "1 point"}}
TINY = {"measure": "or", "value": 1.01, "ci": [0.91, 1.12]}
WIDE = {"measure": "or", "value": 0.90, "ci": [0.50, 1.62]}
SMALL_R = {"measure": "r", "value": -0.01, "ci": [-0.03, 0.01]}
BUFFERING = MODIFICATION | {
    "id": "buffering",
    "modifier": {"concept": "PerceivedSupport"},
    "expects": "weaker",
}


def _said(assessment: Assessment) -> tuple[str, str]:
    return assessment.verdict.label, assessment.verdict.rule


def _spread(*values: float, se: float = 0.1) -> list[dict[str, Any]]:
    """A cohort for each standardised difference, its result by its sign."""
    return [
        row
        for n, value in enumerate(values)
        for row in cohorts(LOWER if value < 0 else HIGHER, start=n, effect=smd(value, se))
    ]


def _reviews(*results: str) -> list[dict[str, Any]]:
    return [
        review(f"r{n}-2000", finding("f", result=result, effect=None))
        for n, result in enumerate(results)
    ]


CASES: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "nothing": ([], "not-studied", "not-studied"),
    "only a theme": (cohorts(LOWER, contributes="theme"), "not-studied", "not-studied"),
    "five of five": (cohorts(*[LOWER] * 5), "imprecise", "too-few"),
    "six of six": (cohorts(*[LOWER] * 6), "supports", "sign-test"),
    "six of six against": (cohorts(*[HIGHER] * 6), "opposite", "sign-test"),
    "six nulls": (cohorts(*[NULL] * 6), "imprecise", "too-few"),
    "eight of ten": (cohorts(*[LOWER] * 8, *[NULL] * 2), "imprecise", "too-few"),
    "nine of ten": (cohorts(*[LOWER] * 9, NULL), "supports", "sign-test"),
    "an open one counts": (cohorts(*[LOWER] * 5, "unclear"), "imprecise", "too-few"),
    "one each way": (cohorts(LOWER, HIGHER), "conflicting", "votes-conflict"),
    "one in five against": (cohorts(*[LOWER] * 4, HIGHER), "imprecise", "too-few"),
    "one in four against": (cohorts(*[LOWER] * 3, HIGHER), "conflicting", "votes-conflict"),
    "found and not found": (cohorts(LOWER, LOWER, NULL, NULL), "conflicting", "votes-conflict"),
    "turned and not found": (cohorts(HIGHER, HIGHER, NULL, NULL), "conflicting", "votes-conflict"),
    "not found once": (cohorts(LOWER, LOWER, NULL), "imprecise", "too-few"),
    "two figures": (_spread(-0.3, -0.3), "imprecise", "too-few"),
    "three figures": (_spread(-0.3, -0.3, -0.3), "supports", "pooled"),
    "three against": (_spread(0.3, 0.3, 0.3), "opposite", "pooled"),
    "three small": (_spread(-0.05, -0.05, -0.05, se=0.01), "supports-trivial", "pooled"),
    "three small against": (_spread(0.05, 0.05, 0.05, se=0.01), "no-important-effect", "pooled"),
    "three of nothing": (
        cohorts(NULL, NULL, NULL, effect=smd(0.001, 0.01)), "no-important-effect", "pooled"),
    "three wide": (cohorts(LOWER, LOWER, LOWER, effect=WIDE), "imprecise", "pooled"),
    "one family of two": (
        [*cohorts(*[LOWER] * 4, effect=WIDE),
         *cohorts(LOWER, LOWER, LOWER, start=4, effect=smd(-0.3))], "supports", "pooled"),
    "families apart": (
        [*cohorts(*[LOWER] * 12, effect=OR),
         *cohorts(HIGHER, HIGHER, HIGHER, start=12, effect=smd(0.3))],
        "conflicting", "families-disagree"),
    "nulls veto": (
        [*_spread(-0.5, -0.2, -0.16, -0.18), *cohorts(NULL, start=4)], "imprecise", "nulls-veto"),
    "nulls veto the opposite": (
        [*_spread(0.5, 0.2, 0.16, 0.18), *cohorts(NULL, start=4)], "imprecise", "nulls-veto"),
    "a point of a scale": (
        cohorts(*[NULL] * 5, effect=TINY, exposure=PER_POINT), "imprecise", "pooled"),
    "low to high": (cohorts(*[NULL] * 5, effect=TINY), "no-important-effect", "pooled"),
    "a large review": (
        [review("r-2000", finding("f", effect={"measure": "r", "value": 0.26,
                                                "ci": [0.24, 0.28], "oriented": "magnitude"}))],
        "supports", "review-leads"),
    "a review of nothing": (_reviews(NULL), "imprecise", "review-leads"),
    "a review against": (_reviews(HIGHER), "opposite", "review-leads"),
    "a review, small": (
        [review("r-2000", finding("f", effect=SMALL_R))], "supports-trivial", "review-leads"),
    "a review, none of weight": (
        [review("r-2000", finding("f", result=NULL, effect=SMALL_R))],
        "no-important-effect", "review-leads"),
    "a review that differs": (
        [review("r-2000", finding("f"), finding("g", result=NULL))],
        "conflicting", "review-leads"),
    "two reviews": (_reviews(LOWER, NULL), "conflicting", "reviews-disagree"),
    "two reviews, turned": (_reviews(HIGHER, NULL), "conflicting", "reviews-disagree"),
    "four reviews of five": (_reviews(*[LOWER] * 4, NULL), "supports", "review-leads"),
    "two later": ([*_reviews(LOWER), *cohorts(NULL, NULL)], "supports", "review-leads"),
    "three later": (
        [*_reviews(LOWER), *cohorts(LOWER, NULL, NULL)], "conflicting", "review-against-later"),
    "half of later": (
        [*_reviews(LOWER), *cohorts(LOWER, LOWER, NULL, NULL)], "supports", "review-leads"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_first_rule_that_fits_gives_the_label(assess: Any, name: str) -> None:
    studies, label, rule = CASES[name]

    assert _said(assess(studies)["claim"]) == (label, rule)


def test_every_rule_has_a_case() -> None:
    elsewhere = {"depends", "override"}

    assert {rule for _, _, rule in CASES.values()} | elsewhere == rule_texts().keys()


def test_a_credible_difference_makes_a_claim_depend_on_it(assess: Any) -> None:
    found = assess([*cohorts(*[LOWER] * 6), *modifiers(*["stronger"] * 6)], CLAIM, MODIFICATION)

    assert _said(found["modification"]) == ("supports", "sign-test")
    assert _said(found["claim"]) == ("depends", "depends")
    assert "modification" in found["claim"].verdict.because


def test_a_credible_difference_the_other_way_round_is_a_difference(assess: Any) -> None:
    found = assess([*cohorts(*[LOWER] * 6), *modifiers(*["weaker"] * 6)], CLAIM, MODIFICATION)

    assert found["modification"].verdict.label == "opposite"
    assert found["claim"].verdict.label == "depends"


@pytest.mark.parametrize(
    "studies",
    [
        modifiers(*["stronger"] * 6, effect=None, predicted=None),
        modifiers(*["not-detected"] * 6),
        modifiers(*["stronger"] * 5),
    ],
    ids=["not credible", "not found", "too few"],
)
def test_without_a_credible_difference_a_claim_keeps_its_label(assess: Any, studies: Any) -> None:
    found = assess([*cohorts(*[LOWER] * 6), *studies], CLAIM, MODIFICATION)

    assert found["claim"].verdict.label == "supports"


def test_studies_of_women_alone_are_no_difference(assess: Any) -> None:
    women = [{"dimension": "sex", "level": "Women", "role": "sample"}]
    found = assess(cohorts(*[LOWER] * 6, group=women))["claim"]

    (group,) = found.groups
    assert found.verdict.label == "supports"
    assert group.only_sample


def test_buffering_found_and_not_found_is_conflicting(assess: Any) -> None:
    tie = {"modifiers": [{"concept": "PerceivedSupport"}], "bears_on": ["buffering"]}
    results = ("weaker", "weaker", "not-detected", "not-detected")
    found = assess(modifiers(*results, **tie), CLAIM, BUFFERING)

    assert found["buffering"].verdict.label == "conflicting"


def test_a_modification_of_a_modification_divides_only_that(assess: Any) -> None:
    second = MODIFICATION | {"id": "second", "of": "buffering"}
    by_two = {
        "modifiers": [{"concept": "PerceivedSupport"}, MODIFICATION["modifier"]],
        "bears_on": ["second"],
    }
    buffers = modified(
        "f",
        modifiers=[{"concept": "PerceivedSupport"}],
        result="weaker",
        bears_on=["buffering"],
        effect=None,
    )
    studies = [study("s-2001", buffers), *modifiers(*["stronger"] * 6, **by_two)]
    found = assess(studies, second, BUFFERING, CLAIM)

    assert found["second"].verdict.label == "supports"
    assert found["buffering"].verdict.label == "depends"
    assert found["claim"].verdict.label == "not-studied"


def test_claims_that_modify_each_other_end(assess: Any) -> None:
    ring = [MODIFICATION | {"id": one, "of": other} for one, other in ("ab", "bc", "ca")]

    assert [one.verdict.label for one in assess([], *ring).values()] == ["not-studied"] * 3


SILENT: dict[str, dict[str, Any]] = {
    "retracted": study("z-2001", finding("f", result=HIGHER), publication="retracted"),
    "withdrawn": study("z-2001", finding("f", result=HIGHER), withdrawn={"reason": "Wrong."}),
    "a theme": study("z-2001", finding("f", result=HIGHER, contributes="theme")),
    "an argument": study("z-2001", finding("f", result=HIGHER, contributes="argument")),
    "second paper on a data set": study(
        "z-2009", finding("f", effect=None), dataset="cohort", year=2009
    ),
    "second paper on a trial": study(
        "z-2009",
        finding("f", effect=None),
        relations=[{"kind": "same-trial", "study": "c0-2001"}],
        year=2009,
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_a_source_that_may_not_count_moves_nothing(assess: Any, name: str) -> None:
    studies = cohorts(*[LOWER] * 6)
    studies[1]["dataset"] = "cohort"

    before, after = assess(studies)["claim"], assess([*studies, SILENT[name]])["claim"]

    assert after.verdict == before.verdict
    assert after.certainty == before.certainty
    assert after.overall.datasets == before.overall.datasets


def test_papers_joined_by_relations_are_one_data_set_however_the_chain_goes(assess: Any) -> None:
    studies = cohorts(LOWER, LOWER, LOWER)
    studies[0]["relations"] = [{"kind": "reanalyses", "study": "c1-2001"}]
    studies[2]["relations"] = [{"kind": "updates", "study": "c1-2001"}]
    studies[1]["dataset"] = "cohort"

    assert {line.unit for line in assess(studies)["claim"].lines} == {"cohort"}


def test_a_sample_within_a_sample_within_one_that_votes_does_not_vote(assess: Any) -> None:
    both = study("s-2001", finding("whole"), finding("core", sample="core", result=HIGHER))
    found = assess([both])["claim"]

    assert found.overall.datasets["supports"] == 1
    assert [line.silent_because for line in found.lines if not line.votes] == [
        "nested in the sample all, which votes"
    ]


def test_a_difference_of_strata_alone_does_not_vote(assess: Any) -> None:
    shown = study("s-2001", modified("f", tested="strata-only", effect=None))

    assert assess([shown], CLAIM, MODIFICATION)["modification"].verdict.label == "not-studied"


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_needs_six_and_the_share_that_must_agree(votes: int, others: int) -> None:
    total = votes + others
    passes = sign_p(votes, total) < SIGN_P.value and votes >= AGREE.value * total

    assert 0 < sign_p(votes, total) <= 1
    assert not passes or total >= 6
    assert not passes or votes >= 4 * others


@pytest.mark.parametrize(("votes", "p"), [(5, 0.0625), (6, 0.03125)])
def test_the_sign_test_gives_the_binomial_p(votes: int, p: float) -> None:
    assert sign_p(votes, votes) == p
    assert sign_p(9, 10) == pytest.approx(0.0215, abs=1e-4)
    assert sign_p(12, 13) == pytest.approx(0.0034, abs=1e-4)


TURNED = {
    "supports": {"opposite"},
    "supports-trivial": {"no-important-effect"},
    "no-important-effect": {"no-important-effect", "supports-trivial"},
    "opposite": {"supports"},
    "imprecise": {"imprecise"},
}
BOUND = st.floats(-1, 1, allow_nan=False)


@given(BOUND, BOUND, st.none() | st.floats(0.01, 0.5))
def test_an_interval_turned_round_says_the_opposite(
    one: float, other: float, trivial: float | None
) -> None:
    low, high = sorted((one, other))

    assert reached(-high, -low, trivial) in TURNED[reached(low, high, trivial)]
