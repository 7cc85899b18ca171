"""Where certainty starts, what takes levels away, and whose limit each one is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assess.certainty import LEVELS, Judged
from tests.records import (
    CLAIM,
    EXPOSURE,
    MODIFICATION,
    OUTCOME,
    cohorts,
    finding,
    modifiers,
    review,
    smd,
    study,
)

SEARCHED = CLAIM | {"search": {"kind": "systematic"}}
APPRAISED = {"tool": "QUIPS", "overall": "low", "by": "editors"}
TRIAL = {"exposure": {"concept": "Befriending", "received": "offered"}}
WOMEN_AND_MEN = {"dimension": "sex", "level": "Women", "reference": "Men"}
CONTRAST = {
    "id": "claim", "kind": "contrast", "quantity": {"concept": "SocialSupport"},
    "between": WOMEN_AND_MEN, "expects": "more", "reading": "descriptive",
    "search": {"kind": "systematic"},
}  # fmt: skip
MEDIATION = {
    "id": "claim", "kind": "mediation", "exposure": {"concept": "SocialSupport"},
    "mediator": {"concept": "SelfEsteem"}, "outcome": OUTCOME, "expects": "part",
    "reading": "causal", "search": {"kind": "systematic"},
}  # fmt: skip
COMPARISON = {
    "id": "claim", "kind": "comparison", "exposure": {"concept": "SocialSupport"},
    "against": {"concept": "NegativeTie"}, "outcome": OUTCOME, "expects": "stronger",
    "reading": "predictive", "search": {"kind": "systematic"},
}  # fmt: skip


def _appraised(studies: list[dict[str, Any]], **more: Any) -> list[dict[str, Any]]:
    return [one | {"risk_of_bias": APPRAISED | more} for one in studies]


def _sized(*values: float, **more: Any) -> list[dict[str, Any]]:
    return [
        one
        for n, value in enumerate(values)
        for one in cohorts("lower", start=n, effect=smd(value), **more)
    ]


def _limits(judged: Judged) -> dict[str, tuple[int, str]]:
    return {limit.domain: (limit.levels, limit.of) for limit in judged.limits}


def _of(assess: Any, studies: Any, claim: Any = SEARCHED, *others: Any) -> Judged:
    judged = assess(studies, claim, *others)[claim["id"]].certainty
    assert isinstance(judged, Judged)
    return judged


def test_nothing_studied_has_no_certainty(assess: Any) -> None:
    assert assess([])["claim"].certainty is None


def test_predictive_evidence_without_any_limit_is_high(assess: Any) -> None:
    judged = _of(assess, _appraised(_sized(*[-0.3] * 5)))

    assert (judged.start, judged.limits, judged.final) == ("high", (), "high")


PATH = {"kind": "mediation", "mediator": {"concept": "SelfEsteem"}, "result": "part"}
MORE = {"kind": "contrast", "quantity": {"concept": "SocialSupport"}, "between": WOMEN_AND_MEN}


def _one_time(studies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one | {"design": "cross-sectional"} for one in studies]


STARTS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], str]] = {
    "followed over time, predictive": (CLAIM, cohorts("lower"), "high"),
    "followed over time, causal": (CLAIM | {"reading": "causal"}, cohorts("lower"), "low"),
    "at one time, predictive": (CLAIM, _one_time(cohorts("lower")), "low"),
    "at one time, descriptive": (
        CLAIM | {"reading": "descriptive"}, _one_time(cohorts("lower")), "moderate"),
    "half of them at one time": (
        CLAIM, [*_one_time(cohorts("lower")), *cohorts("lower", start=1)], "low"),
    "trials, causal": (
        CLAIM | {"reading": "causal", "exposure": {"concept": "Befriending"}},
        [study("t-2001", finding("f", effect=None, **TRIAL), design="randomised-trial")], "high"),
    "a review, causal, of ties as they are": (
        CLAIM | {"reading": "causal"}, [review("r-2000", finding("f"))], "low"),
    "a review, causal, of programmes": (
        CLAIM | {"reading": "causal", "exposure": {"concept": "Befriending"}},
        [review("r-2000", finding("f", **TRIAL))], "high"),
    "a contrast": (
        CONTRAST, [study("s-2001", finding("f", **MORE, exposure=None, outcome=None,
                                           result="more", effect=None),
                         design="cross-sectional")], "high"),
    "a comparison": (
        COMPARISON, [study("s-2001", finding("f", kind="comparison", result="stronger",
                                             against={"concept": "NegativeTie"}, effect=None))],
        "moderate"),
    "a path over time": (MEDIATION, [study("s-2001", finding("f", **PATH, effect=None))], "low"),
    "a path at one time": (
        MEDIATION, _one_time([study("s-2001", finding("f", **PATH, effect=None))]), "very low"),
}  # fmt: skip


@pytest.mark.parametrize("name", STARTS)
def test_it_starts_by_kind_reading_and_design(assess: Any, name: str) -> None:
    claim, studies, start = STARTS[name]

    assert _of(assess, studies, claim).start == start


@pytest.mark.parametrize(
    ("compared", "start"), [("within-study", "moderate"), ("between-studies", "low")]
)
def test_a_modification_starts_lower_and_lower_still_between_studies(
    assess: Any, compared: str, start: str
) -> None:
    studies = modifiers("stronger", "stronger", compared=compared)

    assert _of(assess, studies, MODIFICATION, CLAIM).start == start


def _two_each() -> list[dict[str, Any]]:
    return cohorts("lower", "lower", "not-detected", "not-detected", "lower")


LOSSES: dict[str, tuple[list[dict[str, Any]], dict[str, tuple[int, str]]]] = {
    "a conflict": (
        _appraised(_two_each()),
        {"inconsistency": (2, "research")}),
    "no direction of most": (
        _appraised(cohorts("lower", "lower", "lower", "not-detected", "unclear")),
        {"inconsistency": (1, "research"), "direction only": (1, "research")}),
    "a new one may differ": (
        _appraised(_sized(-0.9, -0.2, -0.8, -0.3, -0.5, -0.05)),
        {"inconsistency": (1, "research")}),
    "one data set": (
        _appraised(cohorts("lower")),
        {"imprecision": (2, "research")}),
    "four data sets": (_appraised(_sized(*[-0.3] * 4)), {"imprecision": (1, "research")}),
    "few people": (
        [one | {"samples": [{"id": "all", "description": "few", "n": 157}]}
         for one in _appraised(_sized(*[-0.3] * 5))], {"imprecision": (1, "research")}),
    "directions alone": (
        _appraised(cohorts(*["lower"] * 6)), {"direction only": (2, "research")}),
    "open to bias": (
        _appraised(_sized(*[-0.3] * 5), overall="some-concerns"),
        {"risk of bias": (1, "research")}),
    "not appraised": (_sized(*[-0.3] * 5), {"not appraised": (1, "reading")}),
    "wider than the claim": (
        _appraised(_sized(*[-0.3] * 5, outcome={"concept": "MentalHealth"})),
        {"indirectness": (2, "research")}),
}  # fmt: skip


@pytest.mark.parametrize("name", LOSSES)
def test_each_limit_takes_its_levels(assess: Any, name: str) -> None:
    studies, limits = LOSSES[name]

    assert _limits(_of(assess, studies)) == limits


def test_people_enough_are_enough(assess: Any) -> None:
    some = [{"id": "all", "description": "some", "n": 158}]
    studies = [one | {"samples": some} for one in _appraised(_sized(*[-0.3] * 5))]

    assert _of(assess, studies).limits == ()


def test_without_a_systematic_search_it_is_low_at_most_by_our_reading(assess: Any) -> None:
    judged = _of(assess, _appraised(_sized(*[-0.3] * 5)), CLAIM)

    assert _limits(judged) == {"search": (2, "reading")}
    assert (judged.research, judged.final) == ("high", "low")


def test_a_review_of_341_studies_alone_is_neither_imprecise_nor_sparse(assess: Any) -> None:
    effect = {"measure": "r", "value": 0.26, "ci": [0.24, 0.28], "oriented": "magnitude"}
    found = assess([review("r-2000", finding("f", effect=effect))])["claim"]

    assert found.verdict.label == "supports"
    assert "imprecision" not in _limits(found.certainty)


@pytest.mark.parametrize(("studies", "lost"), [(9, 2), (10, 0)])
def test_a_leading_review_is_sparse_below_ten_studies(assess: Any, studies: int, lost: int) -> None:
    samples = [{"id": "all", "description": "studies", "studies": studies}]
    judged = _of(assess, [review("r-2000", finding("f"), samples=samples)])

    assert _limits(judged).get("imprecision", (0, ""))[0] == lost


def test_the_people_of_a_data_set_are_its_largest_sample_in_any_order(assess: Any) -> None:
    small, large = (
        study(f"{name}-2001", finding("f", effect=None), dataset="cohort",
              samples=[{"id": "all", "description": "people", "n": n}])
        for name, n in (("a", 10), ("b", 800))
    )  # fmt: skip
    others = [one | {"samples": [{"id": "all", "description": "?"}]} for one in
              cohorts(*["lower"] * 4)]  # fmt: skip

    for first, second in ((small, large), (large, small)):
        renamed = [first | {"id": "a-2001"}, second | {"id": "b-2001"}]
        assert "imprecision" not in _limits(_of(assess, [*others, *renamed]))


@given(
    st.lists(st.sampled_from(["lower", "higher", "not-detected", "unclear"]), min_size=1),
    st.sampled_from([CLAIM, SEARCHED]),
    st.sampled_from([{}, {"risk_of_bias": APPRAISED}]),
)
def test_the_levels_add_up_and_our_reading_never_raises(
    assess: Any, results: list[str], claim: dict[str, Any], appraised: dict[str, Any]
) -> None:
    judged = _of(assess, [one | appraised for one in cohorts(*results)], claim)
    lost = sum(limit.levels for limit in judged.limits)

    assert LEVELS.index(judged.final) == max(0, LEVELS.index(judged.start) - lost)
    assert LEVELS.index(judged.final) <= LEVELS.index(judged.research)
    assert all(limit.reason for limit in judged.limits)


def test_exposures_that_are_narrower_are_direct(assess: Any) -> None:
    narrower = EXPOSURE | {"concept": "PerceivedSupport"}

    assert _of(assess, _appraised(_sized(*[-0.3] * 5, exposure=narrower))).limits == ()


def _funnel(k: int, lean: float) -> list[dict[str, Any]]:
    """Data sets of falling size; by `lean` the small ones show more."""
    rows = []
    for n in range(k):
        se = 0.05 + 0.03 * n
        value = round(-0.3 - lean * se - 0.01 * (-1) ** n, 4)
        samples = [{"id": "all", "description": "people", "n": round(4 / se**2)}]
        (one,) = cohorts("lower", start=n, effect=smd(value, se))
        rows.append(one | {"samples": samples, "risk_of_bias": APPRAISED})
    return rows


@pytest.mark.parametrize(
    ("k", "lean", "lost", "note"),
    [
        (10, 2.0, 1, None),
        (10, 0.0, 0, "publication bias: small data sets show no other effects, Egger p = "),
        (9, 2.0, 0, "publication bias: not assessable: 9 effects, and 10 are needed"),
    ],
)
def test_asymmetry_costs_a_level_from_ten_data_sets_on(
    assess: Any, k: int, lean: float, lost: int, note: str | None
) -> None:
    judged = _of(assess, _funnel(k, lean))

    assert _limits(judged).get("publication bias", (0, ""))[0] == lost
    assert len(judged.notes) == (note is not None)
    assert all(one.startswith(note or "") for one in judged.notes)


def test_asymmetry_is_looked_for_by_people_and_not_by_the_printed_error(assess: Any) -> None:
    alike = [
        one | {"samples": [{"id": "all", "description": "people", "n": 4000}]}
        for one in _funnel(10, 2.0)
    ]

    assert _of(assess, alike).notes == (
        "publication bias: not assessable: all standard errors are alike",
    )


@pytest.mark.parametrize("studies", [[review("r-2000", finding("f"))], cohorts("lower")])
def test_where_nothing_is_pooled_a_note_says_that_asymmetry_cannot_be_seen(
    assess: Any, studies: Any
) -> None:
    (note,) = _of(assess, studies).notes

    assert note.startswith("publication bias: not assessable")
