"""One effect for each data set, group and claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assess.estimate import Estimate
from kg.assess.evidence import lines_by_claim
from kg.assess.figures import Figures
from kg.assess.units import Selection, averaged, select
from kg.check import check_files, input_files
from kg.read.base import Base
from kg.records.finding import FollowUp
from tests.records import CLAIM, EXPOSURE, OR, OUTCOME, finding, study

Select = Callable[..., Selection]


@pytest.fixture(scope="module")
def chosen(make: Callable[..., Base]) -> Select:
    def run(*studies: dict[str, Any], claims: Sequence[Any] = (), **more: Any) -> Selection:
        base = make(studies, *claims)
        figures = Figures(base, base.claims["claim"].record)
        return select(figures, lines_by_claim(base)["claim"], **more)

    return run


def _reasons(selection: Selection) -> dict[str, str]:
    return {one.line.finding.id: one.because for one in selection.left_out}


def _behind(selection: Selection) -> list[list[str]]:
    return [[line.finding.id for line in unit.lines] for unit in selection.units]


def test_each_data_set_has_one_effect_in_a_family(chosen: Select) -> None:
    found = chosen(
        study("one-2000", finding("f"), dataset="shared"),
        study("two-2001", finding("g"), dataset="shared"),
        study("three-2002", finding("h")),
    )

    assert [unit.dataset for unit in found.units] == ["shared", "three-2002"]
    assert _behind(found) == [["f", "g"], ["h"]]
    assert len(found.families()) == 1


def test_effects_of_two_families_are_kept_apart(chosen: Select) -> None:
    found = chosen(study("s-2000", finding("f"), finding("g", effect=OR | {"measure": "rr"})))

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
    found = chosen(study("s-2000", finding("worse", **worse), finding("better", **better)))

    assert _behind(found) == [["better"]]
    assert reason in _reasons(found)["worse"]


def test_a_sample_nested_two_deep_is_taken_once(chosen: Select) -> None:
    found = chosen(study("s-2000", finding("whole"), finding("core", sample="core")))

    assert _behind(found) == [["whole"]]
    assert "nested in the sample all" in _reasons(found)["core"]


def test_the_follow_up_nearest_to_a_horizon_is_taken_and_without_one_all_are(
    chosen: Select,
) -> None:
    times = [finding(f"m{n}", follow_up={"value": n, "unit": "months"}) for n in (6, 12, 24)]
    horizon = FollowUp.model_validate({"value": 1, "unit": "years"})

    assert _behind(chosen(study("s-2000", *times), horizon=horizon)) == [["m12"]]
    assert _behind(chosen(study("s-2000", *times))) == [["m12", "m24", "m6"]]


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
    models = study(
        "s-2000",
        finding("plain", adjusted_for=["age"]),
        finding("over", adjusted_for=["age", "income", "self-esteem at start"]),
    )

    assert _behind(chosen(models, claims=[CLAIM, mediation])) == [["plain"]]
    assert _behind(chosen(models)) == [["over"]]


def test_what_differs_in_exposure_level_or_phase_is_split_and_never_averaged(
    chosen: Select,
) -> None:
    for field, values in (
        ("exposure", [EXPOSURE | {"level": "area"}, EXPOSURE | {"level": "individual"}]),
        ("exposure", [EXPOSURE | {"concept": c} for c in ("PerceivedSupport", "ReceivedSupport")]),
        ("outcome", [OUTCOME | {"phase": "onset"}, OUTCOME | {"phase": "course"}]),
    ):
        pair = (finding(f"f{n}", **{field: value}) for n, value in enumerate(values))
        found = chosen(study("s-2000", *pair))

        assert found.units == ()
        assert set(_reasons(found)) == {"f0", "f1"}
        assert "split within the data set" in _reasons(found)["f0"]


def _group(level: str, role: str = "stratum", n: int = 2500) -> list[dict[str, Any]]:
    return [{"dimension": "sex", "level": level, "role": role, "n": n}]


def test_parts_that_make_up_the_whole_are_joined_and_one_alone_is_not(chosen: Select) -> None:
    women, men = (finding(level.lower(), group=_group(level)) for level in ("Women", "Men"))
    whole = finding("whole")

    both, alone, all_three = (
        chosen(study("s-2000", *some)) for some in ((women, men), (women,), (women, men, whole))
    )

    (unit,) = both.units
    assert [line.finding.id for line in unit.lines] == ["men", "women"]
    assert unit.estimate.variance == pytest.approx(alone_variance(chosen, whole) / 2)
    assert "do not make up the whole" in _reasons(alone)["women"]
    assert _behind(all_three) == [["whole"]]
    assert "taken whole" in _reasons(all_three)["men"]


def alone_variance(chosen: Select, finding: dict[str, Any]) -> float:
    """The variance of a study's only effect."""
    (unit,) = chosen(study("s-2000", finding)).units
    return unit.estimate.variance


def test_a_group_has_its_own_effects(chosen: Select) -> None:
    women, men = (finding(level.lower(), group=_group(level)) for level in ("Women", "Men"))
    only = study("only-2001", finding("sample", group=_group("Women", "sample")))

    found = chosen(study("s-2000", women, men), only, group=("sex", "Women"))

    assert _behind(found) == [["sample"], ["women"]]
    assert found.left_out == ()


def test_a_part_is_the_whole_where_the_claim_is_about_it(chosen: Select) -> None:
    claim = CLAIM | {"group": [{"dimension": "sex", "level": "Women"}]}

    found = chosen(study("s-2000", finding("women", group=_group("Women"))), claims=[claim])

    assert _behind(found) == [["women"]]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (study("r-2000", finding("f"), design="meta-analysis"), "a review is not pooled"),
        (
            study("r-2000", finding("f"), publication="retracted", notice="Taken back."),
            "the source is retracted",
        ),
        (study("r-2000", finding("f", contributes="theme")), "a theme does not vote"),
        (
            study("r-2000", finding("f", effect=OR | {"n": 30})),
            "figures are in doubt: a standard error of 0.092 is less than 30 people allow",
        ),
        (study("r-2000", finding("f", effect=None)), "no figure is printed"),
    ],
)
def test_what_is_not_pooled_is_told_with_its_reason(
    chosen: Select, source: dict[str, Any], reason: str
) -> None:
    found = chosen(source)

    assert found.units == ()
    assert reason in _reasons(found)["f"]


def test_few_people_measured_many_times_are_not_doubted(chosen: Select) -> None:
    few = finding("f", effect=OR | {"n": 30})

    assert _behind(chosen(study("p-2000", few, design="panel"))) == [["f"]]


def test_every_line_is_either_behind_a_unit_or_left_out_with_a_reason(project: Path) -> None:
    base, _ = check_files(input_files(project))
    lines = lines_by_claim(base)

    for name, entry in base.claims.items():
        found = select(Figures(base, entry.record), lines[name])
        told = [line for unit in found.units for line in unit.lines]
        told += [one.line for one in found.left_out]
        assert sorted(map(repr, told)) == sorted(map(repr, lines[name]))
        assert all(one.because for one in found.left_out)


def test_the_order_of_studies_changes_nothing(chosen: Select) -> None:
    studies = [study(f"s{n}-2000", finding("f"), finding("g")) for n in range(4)]

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
