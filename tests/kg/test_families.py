"""The sign of an effect as a claim sees it, and which effects may be pooled together."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kg.assess.estimate import Estimate, NoEstimate
from kg.assess.family import Family, family_of
from kg.assess.orientation import signed_effect
from tests.records import CLAIM, EXPOSURE, OR, OUTCOME, STEP, finding, study


def _signed(make: Any, claim: dict[str, Any], **more: Any) -> Any:
    base = make([study("s-2000", finding("f", **more))], claim)
    record = base.studies["s-2000"].record
    return signed_effect(base, base.claims["claim"].record, record, record.findings[0])


@pytest.mark.parametrize(
    ("expects", "more", "sign"),
    [
        ("lower", {}, 1),
        ("higher", {}, -1),
        ("lower", {"effect": {**OR, "value": 1.39, "ci": [1.16, 1.67], "oriented": "reversed"}}, 1),
        ("lower", {"effect": {"measure": "r", "value": 0.2, "oriented": "magnitude"}}, 1),
        ("higher", {"effect": {"measure": "r", "value": 0.2, "oriented": "magnitude"}}, -1),
        ("lower", {"result": "not-detected", "effect": {**OR, "ci": [0.45, 1.15]}}, 1),
        (
            "lower",
            {"result": "equivalent", "effect": {**OR, "value": 1.02, "ci": [0.98, 1.06]}},
            -1,
        ),
    ],
)
def test_above_0_supports_the_claim(make: Any, expects: str, more: Any, sign: int) -> None:
    found = _signed(make, CLAIM | {"expects": expects}, **more)

    assert isinstance(found, Estimate)
    assert math.copysign(1, found.value) == sign
    assert "above 0 supports the claim" in found.steps[-1]


def test_flipping_the_claim_flips_the_sign_and_nothing_else(make: Any) -> None:
    one, other = (_signed(make, CLAIM | {"expects": way}) for way in ("lower", "higher"))

    assert other.value == -one.value
    assert other.variance == one.variance
    assert one.turned != other.turned


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"effect": None}, "no figure is printed"),
        ({"result": "higher"}, "opposite ways"),
        (
            {
                "result": "unclear",
                "effect": {"measure": "r", "value": 0.2, "oriented": "magnitude"},
            },
            "printed without a sign",
        ),
        ({"outcome": {"concept": "PsychologicalWellBeing"}}, "is good where more"),
    ],
)
def test_an_effect_without_a_sign_for_the_claim_says_why(
    make: Any, more: dict[str, Any], reason: str
) -> None:
    found = _signed(make, CLAIM, **more)

    assert isinstance(found, NoEstimate)
    assert reason in found.reason


MODIFICATION = {
    "id": "claim",
    "kind": "modification",
    "of": "base",
    "modifier": {"dimension": "sex", "level": "Women", "reference": "Men"},
    "reading": "predictive",
    "search": {"kind": "none"},
}
BY_SEX = {
    "kind": "modification",
    "modifiers": [{"dimension": "sex", "level": "Women", "reference": "Men"}],
    "tested": "interaction",
}


@pytest.mark.parametrize(
    ("way", "value", "expects", "result", "sign"),
    [
        ("lower", -0.2, "stronger", "stronger", 1),
        ("lower", 0.2, "stronger", "weaker", -1),
        ("lower", 0.2, "weaker", "weaker", 1),
        ("higher", -0.2, "weaker", "weaker", 1),
        ("higher", 0.2, "weaker", "stronger", -1),
        ("lower", -0.05, "stronger", "not-detected", 1),
    ],
)
@pytest.mark.parametrize("stated", ["finding", "claim"])
def test_the_sign_of_an_interaction_follows_from_what_is_modified(  # noqa: PLR0913, PLR0917
    make: Any, way: str, value: float, expects: str, result: str, sign: int, stated: str
) -> None:
    effect = {"measure": "b", "value": value, "se": 0.05}
    own = {"base": way} if stated == "finding" else {}
    found_by_sex = finding("f", **BY_SEX, **own, result=result, effect=effect)
    claims = (MODIFICATION | {"expects": expects}, CLAIM | {"id": "base", "expects": way})
    base = make([study("s-2000", found_by_sex)], *claims)
    record = base.studies["s-2000"].record

    found = signed_effect(base, base.claims["claim"].record, record, record.findings[0])

    assert isinstance(found, Estimate)
    assert math.copysign(1, found.value) == sign


def _family(make: Any, design: str = "cohort", **more: Any) -> Family | NoEstimate:
    base = make([study("s-2000", finding("f", **more), design=design)])
    record = base.studies["s-2000"].record
    return family_of(base.terms, base.designs, record, record.findings[0])


TRIAL = {"exposure": {"concept": "Befriending", "received": "offered"}}
MD = {"measure": "md", "value": -2.0, "se": 0.5}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({}, {"effect": OR | {"measure": "rr"}}, False),
        ({"effect": OR | {"measure": "pr"}}, {"effect": OR | {"measure": "rr"}}, True),
        ({"effect": OR | {"measure": "hr"}}, {"effect": OR | {"measure": "irr"}}, True),
        ({"effect": {"measure": "r"}}, {"effect": {"measure": "partial-r"}}, False),
        ({"effect": {"measure": "r"}}, {"effect": {"measure": "beta"}}, False),
        ({}, {"exposure": EXPOSURE | {"contrast": {"from": "Low", "to": "HIGH"}}}, True),
        ({}, {"exposure": EXPOSURE | {"contrast": {"from": "low", "to": "middle"}}}, False),
        ({}, {"exposure": EXPOSURE | {"contrast": STEP | {"unit": "1 SD"}}}, False),
        (
            {"exposure": EXPOSURE | {"contrast": STEP | {"unit": "1 SD"}}},
            {"exposure": EXPOSURE | {"contrast": STEP | {"unit": "1 point"}}},
            False,
        ),
        (
            {},
            {
                "exposure": EXPOSURE | {"contrast": {"from": "high", "to": "low"}},
                "effect": OR | {"oriented": "reversed"},
            },
            True,
        ),
        ({}, {"design": "cross-sectional"}, False),
        ({}, {"design": "panel"}, True),
        ({}, {"variation": "within"}, False),
        (TRIAL | {"design": "randomised-trial"}, TRIAL, False),
        ({"design": "randomised-trial"}, {}, True),
        (
            {"effect": MD, "outcome": OUTCOME | {"instrument": "K10"}},
            {"effect": MD, "outcome": OUTCOME | {"instrument": "K10"}},
            True,
        ),
        (
            {"effect": MD, "outcome": OUTCOME | {"instrument": "K10"}},
            {"effect": MD, "outcome": OUTCOME | {"instrument": "K6"}},
            False,
        ),
    ],
)
def test_only_effects_of_one_quantity_are_of_one_family(
    make: Any, one: dict[str, Any], other: dict[str, Any], *, same: bool
) -> None:
    first, second = _family(make, **one), _family(make, **other)

    assert isinstance(first, Family)
    assert isinstance(second, Family)
    assert (first == second) == same


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"exposure": {"concept": "SocialSupport"}}, "which step of the exposure"),
        ({"effect": MD}, "a scale that the record does not name"),
        ({"effect": {"measure": "proportion", "value": 0.3}}, "share mediated"),
        (
            BY_SEX | {"result": "weaker", "modifiers": [{"concept": "Stressor"}]},
            "step of the modifier",
        ),
    ],
)
def test_an_effect_that_may_not_be_pooled_says_why(
    make: Any, more: dict[str, Any], reason: str
) -> None:
    found = _family(make, **more)

    assert isinstance(found, NoEstimate)
    assert reason in found.reason


def test_a_family_says_where_it_falls_short_of_the_claims_verb(make: Any) -> None:
    claim = make([]).claims["claim"].record

    assert Family("odds ratio", "low to high", "predictive").short_of(claim) is None
    short = Family("odds ratio", "low to high", "descriptive").short_of(claim)
    assert short == "descriptive evidence does not bear a predictive claim"
