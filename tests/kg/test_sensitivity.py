"""The same rules over part of the evidence, and which parts make a row."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from kg.assess.assessment import Assessment, assess_all
from kg.assess.families import without_one
from kg.assess.triples import assessment_triples
from kg.compile.graphs import ordered
from kg.compile.triples import node
from tests.records import CLAIM, cohorts, finding, review, smd, study

TURNS, YES = node("turnsVerdict"), ox.Literal(True)
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


def test_most_adjusted_only_keeps_the_furthest_model_of_each_data_set(assess: Any) -> None:
    studies = [
        study(
            f"s{n}-2001",
            finding("crude", effect=smd(-0.4)),
            finding("less", result="not-detected", effect=smd(0.01), adjusted_for=["age"]),
            finding("most", result="not-detected", effect=smd(0.01), adjusted_for=["age", "sex"]),
        )
        for n in range(3)
    ]
    studies += cohorts("lower", start=3)
    (row,) = (
        row for row in assess(studies)["claim"].sensitivity if row.name == "most adjusted only"
    )

    assert row.datasets == 4
    assert row.pooled is not None
    assert row.pooled.estimate == pytest.approx(-0.01)


def test_a_model_that_holds_a_mediator_constant_is_not_the_most_adjusted(assess: Any) -> None:
    path = {
        "id": "path", "kind": "mediation", "exposure": CLAIM["exposure"],
        "mediator": {"concept": "SelfEsteem"}, "outcome": CLAIM["outcome"], "expects": "part",
        "reading": "causal", "search": {"kind": "none"},
    }  # fmt: skip
    models = study(
        "s-2001",
        finding("total", adjusted_for=["age"]),
        finding("direct", result="not-detected", effect=None, adjusted_for=["age", "self-esteem"]),
    )
    (row,) = (
        row
        for row in assess([models], CLAIM, path)["claim"].sensitivity
        if row.name == "most adjusted only"
    )

    assert row.because == "of 1 data set 1 supports it"


def test_nulls_without_figures_are_set_to_zero_by_their_people(assess: Any) -> None:
    name = "nulls without figures set to zero"
    few, many = (
        cohorts("not-detected", start=9)[0]
        | {"samples": [{"id": "all", "description": "people", "n": n}]}
        for n in (50, 500000)
    )
    sized = cohorts(*["lower"] * 4, effect=smd(-0.3))
    rows = [
        {row.name: row for row in assess([*sized, null])["claim"].sensitivity}
        for null in (few, many)
    ]

    (light, heavy) = (row[name].pooled for row in rows)
    assert rows[0][name].datasets == 5
    assert 0.29 < light.estimate < 0.31
    assert heavy.estimate < 0.25
    assert heavy.low < light.low


def test_without_unsized_nulls_there_is_no_such_row(assess: Any) -> None:
    found = assess(cohorts(*["lower"] * 4, effect=smd(-0.3)))["claim"]

    assert not [row for row in found.sensitivity if row.name.startswith("nulls")]


def test_a_pooled_family_has_the_range_of_leaving_one_out(assess: Any) -> None:
    studies = [
        one
        for n, value in enumerate([-0.2, -0.4, -0.6])
        for one in cohorts("lower", start=n, effect=smd(value))
    ]
    family = assess(studies)["claim"].case.family

    assert without_one(family.units) == pytest.approx((0.3, 0.5))


def test_rows_give_the_pooled_effect_that_decides(assess: Any) -> None:
    sized = cohorts(*["lower"] * 4, effect=smd(-0.3))
    review_ = review("r-2000", finding("f", effect=None))
    rows = {row.name: row for row in assess([*sized, review_])["claim"].sensitivity}

    assert rows["without reviews"].pooled.estimate == pytest.approx(0.3)
    assert rows["low risk of bias only"].pooled is None


def test_the_graph_tells_each_part_and_what_it_leaves_out(make: Any) -> None:
    joint = study("p-2001", finding("f", effect=None), dataset="cohort")
    base = make([*cohorts(*["lower"] * 5), joint])
    found = assess_all(base)["claim"]
    graph = ordered(assessment_triples(base, [found]))
    told = {str(one.subject) for one in graph if one.predicate == TURNS and one.object == YES}

    assert {iri.rpartition("/")[2].rstrip(">") for iri in told} == {
        row.name.replace(" ", "-") for row in found.sensitivity if row.turns(found.verdict.label)
    }
    assert {row.left_out for row in found.sensitivity if row.left_out} == {
        "cohort", *(f"c{n}-2001" for n in range(5))
    }  # fmt: skip


def test_the_graph_tells_what_was_pooled_and_what_leaving_one_out_does(make: Any) -> None:
    base = make(cohorts("lower", "lower", "lower", effect=smd(-0.3)))
    found = assess_all(base)["claim"]
    (family,) = found.case.families
    told: dict[str, set[str]] = {}
    for one in assessment_triples(base, [found]):
        assert not isinstance(one.object, ox.Triple)
        if "#assessment/pooled/" in str(one.subject):
            name = one.predicate.value.rpartition("/")[2]
            text = one.object.value.rpartition("/study/")[2]
            told.setdefault(name, set()).add(text)

    assert told["pools"] == {f"c{n}-2001#finding/f" for n in range(3)}
    assert told["datasetCount"] == {"3"}
    assert told["pooledSays"] == {"supports"}
    numbers = {name: float(*told[name]) for name in ("pooledValue", "pooledLow", "pooledHigh")}
    wanted = (family.estimate, family.ci_low, family.ci_high)
    assert tuple(numbers.values()) == pytest.approx(wanted, rel=1e-5)
    assert told["leaveOneOutLow"] == told["leaveOneOutHigh"] == {"0.3"}
