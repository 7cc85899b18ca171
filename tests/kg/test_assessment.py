"""What holds of every assessment, whatever the records: symmetry, order, names, independence."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assess.assessment import Assessment
from kg.assess.verdict import rule_texts
from tests.records import (
    CLAIM,
    MODIFICATION,
    cohorts,
    finding,
    modifiers,
    review,
    smd,
    study,
)

Records = list[dict[str, Any]]
TURNED = {"lower": "higher", "higher": "lower"}
LABELS = {
    "supports": {"opposite"},
    "supports-trivial": {"no-important-effect"},
    "no-important-effect": {"no-important-effect", "supports-trivial"},
    "opposite": {"supports"},
}
"""What a label becomes where all the evidence points the other way; others stay."""


@st.composite
def _found(draw: st.DrawFn, name: str) -> dict[str, Any]:
    result = draw(st.sampled_from(["lower", "lower", "higher", "not-detected", "unclear"]))
    size = draw(st.sampled_from([0.5, 0.3, 0.04]))
    value = {"lower": -size, "higher": size}.get(result, draw(st.sampled_from([-0.04, 0.04])))
    se = draw(st.sampled_from([0.01, 0.1, 0.3]))
    return finding(
        name,
        result=result,
        effect=smd(value, se) if draw(st.booleans()) else None,
        adjusted_for=draw(st.sampled_from([[], ["age"], ["age", "sex"]])),
        sample=draw(st.sampled_from(["all", "all", "part"])),
    )


@st.composite
def _bodies(draw: st.DrawFn) -> Records:
    """Some cohorts, panels and reviews, a few of them on the same people."""
    studies = []
    for n in range(draw(st.integers(0, 7))):
        found = [draw(_found(f"f{m}")) for m in range(draw(st.integers(1, 2)))]
        make = draw(st.sampled_from([study, study, study, review]))
        year = {"year": draw(st.sampled_from([1999, 2000, 2001]))}
        own = {} if make is review else {"dataset": draw(st.sampled_from(["one", f"own-{n}"]))}
        if make is review:
            found = [one | {"sample": "all"} for one in found]
        studies.append(make(f"s{n}-2000", *found, **year, **own))
    return studies


def _turned(studies: Records) -> Records:
    """The same studies with every result and figure the other way round."""
    return [one | {"findings": [_turn(found) for found in one["findings"]]} for one in studies]


def _turn(found: dict[str, Any]) -> dict[str, Any]:
    effect = found.get("effect")
    turned = {"effect": effect | {"value": -effect["value"]}} if effect else {}
    return found | {"result": TURNED.get(found["result"], found["result"])} | turned


def _certainty(one: Assessment) -> Any:
    judged = one.certainty
    limits = [(limit.domain, limit.levels, limit.of) for limit in judged.limits] if judged else []
    return judged and (judged.start, judged.research, judged.final, limits)


@settings(max_examples=60)
@given(_bodies())
def test_a_claim_of_the_opposite_gets_the_opposite_label_as_surely(
    assess: Any, studies: Records
) -> None:
    lower = assess(studies)["claim"]
    higher = assess(studies, CLAIM | {"expects": "higher"})["claim"]

    label = lower.verdict.label
    assert higher.verdict.label in LABELS.get(label, {label})
    assert _certainty(higher) == _certainty(lower)


@settings(max_examples=60)
@given(_bodies())
def test_findings_and_claim_turned_together_change_nothing(assess: Any, studies: Records) -> None:
    one = assess(studies)["claim"]
    other = assess(_turned(studies), CLAIM | {"expects": "higher"})["claim"]

    assert (other.verdict, _certainty(other)) == (one.verdict, _certainty(one))
    assert other.overall == one.overall


@settings(max_examples=60)
@given(_bodies(), st.randoms(use_true_random=False))
def test_neither_order_nor_names_of_records_matter(
    assess: Any, studies: Records, chance: random.Random
) -> None:
    names = [f"n{n}-2000" for n in range(len(studies))]
    chance.shuffle(names)
    renamed = [one | {"id": name} for one, name in zip(studies, names, strict=True)]
    renamed = [one | {"findings": chance.sample(one["findings"], len(one["findings"]))} for one in
               renamed]  # fmt: skip
    chance.shuffle(renamed)

    one, other = assess(studies)["claim"], assess(renamed)["claim"]

    assert other.verdict.label == one.verdict.label
    assert other.verdict.rule == one.verdict.rule
    assert _certainty(other) == _certainty(one)
    assert other.overall == one.overall
    assert sorted(row.label for row in other.sensitivity) == sorted(
        row.label for row in one.sensitivity
    )


@settings(max_examples=60)
@given(_bodies())
def test_every_verdict_names_a_rule_and_says_why(assess: Any, studies: Records) -> None:
    one = assess(studies)["claim"]

    assert one.verdict.rule in rule_texts()
    assert one.verdict.because
    assert all(row.because for row in one.sensitivity)
    assert (one.certainty is None) == (one.verdict.label == "not-studied")


def test_one_more_record_changes_only_its_claims_and_those_that_they_modify(assess: Any) -> None:
    claims = (
        CLAIM,
        MODIFICATION,
        CLAIM | {"id": "apart", "expects": "higher"},
        MODIFICATION | {"id": "other", "of": "apart"},
    )
    studies = [*cohorts(*["lower"] * 6), *cohorts("lower", start=6, bears_on=["apart"])]
    studies += modifiers(*["stronger"] * 5)
    more = [one | {"id": "m9-2001"} for one in modifiers("stronger")]

    before, after = assess(studies, *claims), assess([*studies, *more], *claims)

    assert {name for name in before if after[name] != before[name]} == {"claim", "modification"}
    assert after["claim"].verdict.label == "depends"


ODD: dict[str, Any] = {
    "one": [smd(-0.3)],
    "two": [smd(-0.3), smd(-0.2)],
    "two alike": [smd(-0.3), smd(-0.3)],
    "three alike": [smd(-0.3)] * 3,
    "no variance": [smd(-0.3, 0)] * 3,
    "one without variance": [smd(-0.3, 0), smd(-0.3), smd(-0.3), smd(-0.3)],
    "no interval": [{"measure": "or", "value": 0.7}] * 3,
    "exchanged": [{"measure": "or", "value": 0.7, "ci": [0.9, 0.5]}] * 3,
    "flat": [{"measure": "or", "value": 0.7, "ci": [0.7, 0.7]}] * 3,
    "below nothing": [{"measure": "or", "value": 0.7, "ci": [-0.1, 1.4]}] * 3,
    "a correlation of 1": [{"measure": "r", "value": -1, "ci": [-1, -0.9]}] * 3,
    "huge": [smd(-1e15, 1e14), smd(-1, 0.0001), smd(-0.001, 1e15)],
    "p alone": [{"measure": "or", "p": 0.04}] * 3,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_figures_give_a_verdict_with_a_reason_and_no_crash(assess: Any, name: str) -> None:
    studies = [
        one
        for n, effect in enumerate(ODD[name])
        for one in cohorts("lower", start=n, effect=effect)
    ]
    found = assess(studies)["claim"]

    assert found.verdict.because
    assert (found.verdict.rule == "pooled") == (name in {"three alike", "one without variance"})
    assert found.overall.datasets["supports"] == len(studies)


def test_no_study_at_all_is_not_studied(assess: Any) -> None:
    found = assess([])["claim"]

    assert found.verdict.label == "not-studied"
    assert (found.certainty, found.sensitivity, found.groups) == (None, (), ())


def test_a_scale_turned_round_with_its_pole_says_the_same(assess: Any) -> None:
    reversed_ = smd(0.3) | {"oriented": "reversed"}
    printed = assess(cohorts(*["lower"] * 3, effect=smd(-0.3)))["claim"]
    turned = assess(cohorts(*["lower"] * 3, effect=reversed_))["claim"]

    assert turned.verdict.label == printed.verdict.label == "supports"
    assert _certainty(turned) == _certainty(printed)
