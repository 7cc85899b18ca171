"""Signs, families, and one effect for each data set and group."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assess.estimate import Estimate, NoEstimate
from kg.assess.evidence import lines_by_claim
from kg.assess.family import Family, family_of
from kg.assess.orientation import signed_effect
from kg.assess.units import Selection, averaged, select
from kg.check import check_files, input_files
from kg.read.base import Base, base_of
from kg.records.finding import FollowUp

Select = Callable[..., Selection]
CLAIM: dict[str, Any] = {
    "id": "claim",
    "kind": "association",
    "exposure": {"concept": "SocialSupport"},
    "outcome": {"concept": "PsychologicalDistress"},
    "expects": "lower",
    "reading": "predictive",
    "search": {"kind": "none"},
}
OR = {"measure": "or", "value": 0.72, "ci": [0.60, 0.86]}
STEP = {"from": "low", "to": "high"}
EXPOSURE = {"concept": "SocialSupport", "contrast": STEP}
OUTCOME = {"concept": "PsychologicalDistress"}


def _finding(name: str, **more: Any) -> dict[str, Any]:
    plain = {
        "id": name,
        "kind": "association",
        "sample": "all",
        "exposure": EXPOSURE,
        "outcome": OUTCOME,
        "result": "lower",
        "effect": OR,
        "bears_on": ["claim"],
        "locator": "abstract",
        "summary": "What was found.",
    }
    return {key: value for key, value in (plain | more).items() if value is not None}


def _study(name: str, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": "T",
        "authors": ["A"],
        "year": 2000,
        "publication": "published",
        "design": "cohort",
        "samples": [
            {"id": "all", "description": "people", "n": 5000},
            {"id": "part", "description": "some", "n": 3000, "part_of": "all"},
            {"id": "core", "description": "few", "n": 2000, "part_of": "part"},
        ],
        "read": "abstract",
        "abstract_complete": "yes",
        "curator": "editors",
        "findings": list(findings),
    } | more


@pytest.fixture(scope="module")
def real(project: Path) -> Base:
    """The real ontology, for its concepts and designs."""
    files = {name: data for name, data in input_files(project).items() if name.endswith(".ttl")}
    return check_files(files)[0]


@pytest.fixture(scope="module")
def make(real: Base) -> Callable[..., Base]:
    def read(studies: Sequence[dict[str, Any]], *claims: dict[str, Any]) -> Base:
        records = [("studies", study) for study in studies]
        records += [("claims/models", claim) for claim in claims or (CLAIM,)]
        files = [
            (f"evidence/{folder}/{record['id']}.yaml", json.dumps(record).encode())
            for folder, record in records
        ]
        base, problems = base_of(files, real.terms)
        assert not problems, problems
        return replace(base, designs=real.designs)

    return read


@pytest.fixture(scope="module")
def chosen(make: Callable[..., Base]) -> Select:
    def run(*studies: dict[str, Any], claims: Sequence[Any] = (), **more: Any) -> Selection:
        base = make(studies, *claims)
        return select(base, base.claims["claim"].record, lines_by_claim(base)["claim"], **more)

    return run


def _reasons(selection: Selection) -> dict[str, str]:
    return {one.line.finding.id: one.because for one in selection.left_out}


def _behind(selection: Selection) -> list[list[str]]:
    return [[line.finding.id for line in unit.lines] for unit in selection.units]


def _signed(make: Callable[..., Base], claim: dict[str, Any], **more: Any) -> Any:
    base = make([_study("s-2000", _finding("f", **more))], claim)
    study = base.studies["s-2000"].record
    return signed_effect(base, base.claims["claim"].record, study, study.findings[0])


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
    finding = _finding("f", **BY_SEX, result=result, effect=effect)
    if stated == "finding":
        finding["base"] = way
    claims = (MODIFICATION | {"expects": expects}, CLAIM | {"id": "base", "expects": way})
    base = make([_study("s-2000", finding)], *claims)
    study = base.studies["s-2000"].record

    found = signed_effect(base, base.claims["claim"].record, study, study.findings[0])

    assert isinstance(found, Estimate)
    assert math.copysign(1, found.value) == sign


def _family(make: Any, design: str = "cohort", **more: Any) -> Family | NoEstimate:
    base = make([_study("s-2000", _finding("f", **more), design=design)])
    study = base.studies["s-2000"].record
    return family_of(base.terms, base.designs, study, study.findings[0])


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


def test_each_data_set_has_one_effect_in_a_family(chosen: Select) -> None:
    found = chosen(
        _study("one-2000", _finding("f"), dataset="shared"),
        _study("two-2001", _finding("g"), dataset="shared"),
        _study("three-2002", _finding("h")),
    )

    assert [unit.dataset for unit in found.units] == ["shared", "three-2002"]
    assert _behind(found) == [["f", "g"], ["h"]]
    assert len(found.families()) == 1


def test_effects_of_two_families_are_kept_apart(chosen: Select) -> None:
    found = chosen(_study("s-2000", _finding("f"), _finding("g", effect=OR | {"measure": "rr"})))

    assert [family.measure for family in found.families()] == ["odds ratio", "risk ratio"]


CLOSER = {"outcome": {"concept": "DepressiveSymptoms"}}
SOURCE = {"exposure": EXPOSURE | {"concept": "PerceivedSupport"}}


@pytest.mark.parametrize(
    ("worse", "better", "reason"),
    [
        (CLOSER, {}, "closer to the claim's concepts"),
        (SOURCE, {}, "closer to the claim's concepts"),
        ({"adjusted_for": ["age"]}, {"adjusted_for": ["age", "income"]}, "adjusted further"),
        ({"adjusted_for": ["age", "sex"]}, {"baseline": "adjusted"}, "adjusted further"),
        ({"effect": OR | {"n": 3000}}, {}, "more people"),
        ({"sample": "part"}, {}, "nested in the sample all"),
    ],
)
def test_the_better_of_two_effects_stands_for_the_data_set(
    chosen: Select, worse: dict[str, Any], better: dict[str, Any], reason: str
) -> None:
    found = chosen(_study("s-2000", _finding("worse", **worse), _finding("better", **better)))

    assert _behind(found) == [["better"]]
    assert reason in _reasons(found)["worse"]


def test_a_sample_nested_two_deep_is_taken_once(chosen: Select) -> None:
    found = chosen(_study("s-2000", _finding("whole"), _finding("core", sample="core")))

    assert _behind(found) == [["whole"]]
    assert "nested in the sample all" in _reasons(found)["core"]


def test_the_follow_up_nearest_to_a_horizon_is_taken_and_without_one_all_are(
    chosen: Select,
) -> None:
    times = [_finding(f"m{n}", follow_up={"value": n, "unit": "months"}) for n in (6, 12, 24)]
    horizon = FollowUp.model_validate({"value": 1, "unit": "years"})

    assert _behind(chosen(_study("s-2000", *times), horizon=horizon)) == [["m12"]]
    assert _behind(chosen(_study("s-2000", *times))) == [["m12", "m24", "m6"]]


def test_a_model_that_holds_a_mediator_constant_gives_way(chosen: Select) -> None:
    mediation = {
        "id": "through",
        "kind": "mediation",
        "exposure": {"concept": "SocialSupport"},
        "mediator": {"concept": "SelfEsteem"},
        "outcome": {"concept": "PsychologicalDistress"},
        "expects": "part",
        "reading": "predictive",
        "search": {"kind": "none"},
    }
    study = _study(
        "s-2000",
        _finding("plain", adjusted_for=["age"]),
        _finding("over", adjusted_for=["age", "income", "self-esteem at start"]),
    )

    assert _behind(chosen(study, claims=[CLAIM, mediation])) == [["plain"]]
    assert _behind(chosen(study)) == [["over"]]


def test_what_differs_in_exposure_level_or_phase_is_split_and_never_averaged(
    chosen: Select,
) -> None:
    for field, values in (
        ("exposure", [EXPOSURE | {"level": "area"}, EXPOSURE | {"level": "individual"}]),
        ("exposure", [EXPOSURE | {"concept": c} for c in ("PerceivedSupport", "ReceivedSupport")]),
        ("outcome", [OUTCOME | {"phase": "onset"}, OUTCOME | {"phase": "course"}]),
    ):
        pair = (_finding(f"f{n}", **{field: value}) for n, value in enumerate(values))
        found = chosen(_study("s-2000", *pair))

        assert found.units == ()
        assert set(_reasons(found)) == {"f0", "f1"}
        assert "split within the data set" in _reasons(found)["f0"]


def _group(level: str, role: str = "stratum", n: int = 2500) -> list[dict[str, Any]]:
    return [{"dimension": "sex", "level": level, "role": role, "n": n}]


def test_parts_that_make_up_the_whole_are_joined_and_one_alone_is_not(chosen: Select) -> None:
    women, men = (_finding(level.lower(), group=_group(level)) for level in ("Women", "Men"))
    whole = _finding("whole")

    both, alone, all_three = (
        chosen(_study("s-2000", *some)) for some in ((women, men), (women,), (women, men, whole))
    )

    (unit,) = both.units
    assert [line.finding.id for line in unit.lines] == ["men", "women"]
    assert unit.estimate.variance == pytest.approx(alone_variance(chosen, whole) / 2)
    assert "do not make up the whole" in _reasons(alone)["women"]
    assert _behind(all_three) == [["whole"]]
    assert "taken whole" in _reasons(all_three)["men"]


def alone_variance(chosen: Select, finding: dict[str, Any]) -> float:
    """The variance of a study's only effect."""
    (unit,) = chosen(_study("s-2000", finding)).units
    return unit.estimate.variance


def test_a_group_has_its_own_effects(chosen: Select) -> None:
    women, men = (_finding(level.lower(), group=_group(level)) for level in ("Women", "Men"))
    only = _study("only-2001", _finding("sample", group=_group("Women", "sample")))

    found = chosen(_study("s-2000", women, men), only, group=("sex", "Women"))

    assert _behind(found) == [["sample"], ["women"]]
    assert found.left_out == ()


def test_a_part_is_the_whole_where_the_claim_is_about_it(chosen: Select) -> None:
    claim = CLAIM | {"group": [{"dimension": "sex", "level": "Women"}]}

    found = chosen(_study("s-2000", _finding("women", group=_group("Women"))), claims=[claim])

    assert _behind(found) == [["women"]]


@pytest.mark.parametrize(
    ("study", "reason"),
    [
        (_study("r-2000", _finding("f"), design="meta-analysis"), "a review is not pooled"),
        (
            _study("r-2000", _finding("f"), publication="retracted", notice="Taken back."),
            "the source is retracted",
        ),
        (_study("r-2000", _finding("f", contributes="theme")), "a theme does not vote"),
        (
            _study("r-2000", _finding("f", effect=OR | {"n": 30})),
            "figures are in doubt: a standard error of 0.092 is less than 30 people allow",
        ),
        (_study("r-2000", _finding("f", effect=None)), "no figure is printed"),
    ],
)
def test_what_is_not_pooled_is_told_with_its_reason(
    chosen: Select, study: dict[str, Any], reason: str
) -> None:
    found = chosen(study)

    assert found.units == ()
    assert reason in _reasons(found)["f"]


def test_few_people_measured_many_times_are_not_doubted(chosen: Select) -> None:
    few = _finding("f", effect=OR | {"n": 30})

    assert _behind(chosen(_study("p-2000", few, design="panel"))) == [["f"]]


def test_every_line_is_either_behind_a_unit_or_left_out_with_a_reason(project: Path) -> None:
    base, _ = check_files(input_files(project))
    lines = lines_by_claim(base)

    for name, entry in base.claims.items():
        found = select(base, entry.record, lines[name])
        told = [line for unit in found.units for line in unit.lines]
        told += [one.line for one in found.left_out]
        assert sorted(map(repr, told)) == sorted(map(repr, lines[name]))
        assert all(one.because for one in found.left_out)


def test_the_order_of_studies_changes_nothing(chosen: Select) -> None:
    studies = [_study(f"s{n}-2000", _finding("f"), _finding("g")) for n in range(4)]

    forwards, backwards = chosen(*studies), chosen(*reversed(studies))

    assert repr(forwards) == repr(backwards)


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.01, 1)), min_size=1, max_size=6))
def test_an_average_lies_among_its_effects_and_is_no_surer_than_their_correlation_allows(
    rows: list[tuple[float, float]],
) -> None:
    effects = [Estimate(value, se * se, "smd", "smd") for value, se in rows]

    dependent, same, independent = (averaged(effects, rho) for rho in (0.6, 1.0, 0.0))

    assert min(v for v, _ in rows) - 1e-9 <= dependent.value <= max(v for v, _ in rows) + 1e-9
    assert independent.variance <= dependent.variance + 1e-12 <= same.variance + 1e-9
    assert same.se == pytest.approx(sum(se for _, se in rows) / len(rows))
