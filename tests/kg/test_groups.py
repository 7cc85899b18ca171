"""The verdict by group: its own only where the difference is credible."""

from __future__ import annotations

from typing import Any

import pytest

from kg.assess.groups import GroupVerdict
from tests.records import CLAIM, MODIFICATION, cohorts, finding, modifiers, smd, study

WOMEN, MEN = (
    {"dimension": "sex", "level": level, "role": "stratum", "n": 2500} for level in ("Women", "Men")
)
YOUTH = {"dimension": "age", "level": "Youth", "role": "sample"}


def _of_both(number: int, women: Any, men: Any) -> list[dict[str, Any]]:
    """Cohorts, each with a row for women and one for men, of Youth."""
    return [
        study(
            f"c{n}-2001",
            finding("women", group=[YOUTH, WOMEN], **women),
            finding("men", group=[YOUTH, MEN], **men),
        )
        for n in range(number)
    ]


FOUND = {"result": "lower", "effect": smd(-0.4)}
NOTHING = {"result": "not-detected", "effect": smd(0.001, 0.01)}


def _groups(assess: Any, studies: Any, *claims: Any) -> dict[str, GroupVerdict]:
    found = assess(studies, *(claims or (CLAIM, MODIFICATION)))["claim"]
    return {group.level: group for group in found.groups}


def test_where_the_difference_is_credible_each_group_has_its_own_verdict(assess: Any) -> None:
    studies = [*_of_both(4, FOUND, NOTHING), *modifiers(*["stronger"] * 6)]
    groups = _groups(assess, studies)

    assert groups["Women"].verdict.label == "supports"
    assert groups["Men"].verdict.label == "no-important-effect"
    assert groups["Women"].differs_by == groups["Men"].differs_by == ("modification",)
    assert groups["Women"].because == "differs by sex: modification"


def test_on_another_dimension_a_group_shares_the_overall_verdict(assess: Any) -> None:
    studies = [*_of_both(4, FOUND, NOTHING), *modifiers(*["stronger"] * 6)]
    youth = _groups(assess, studies)["Youth"]

    assert youth.verdict.label == "depends"
    assert not youth.differs
    assert youth.because == "not shown to differ by age: it shares the overall verdict"


@pytest.mark.parametrize(
    "more",
    [[], modifiers(*["stronger"] * 5), modifiers(*["stronger"] * 6, effect=None, predicted=None),
     modifiers(*["stronger"] * 6, tested="strata-only")],
    ids=["no test", "too few tests", "not credible", "strata alone"],
)  # fmt: skip
def test_without_a_credible_difference_groups_share_the_overall_verdict(
    assess: Any, more: Any
) -> None:
    found = assess([*_of_both(4, FOUND, NOTHING), *more], CLAIM, MODIFICATION)["claim"]

    assert {group.own.label for group in found.groups} > {found.verdict.label}
    for group in found.groups:
        assert (group.verdict, group.certainty) == (found.verdict, found.certainty)
        assert "not shown to differ" in group.because


def test_the_rows_of_one_group_are_pooled_for_it_as_a_whole(assess: Any) -> None:
    groups = _groups(assess, _of_both(3, FOUND, NOTHING))

    assert groups["Women"].own.rule == groups["Men"].own.rule == "pooled"


def test_a_group_of_one_study_is_imprecise_by_itself(assess: Any) -> None:
    women = [{"dimension": "sex", "level": "Women", "role": "sample"}]
    studies = [*cohorts(*["lower"] * 6), *cohorts("lower", start=6, group=women)]
    (group,) = _groups(assess, studies).values()

    assert (group.own.label, group.verdict.label) == ("imprecise", "supports")
    assert group.only_sample


def test_its_certainty_is_of_its_own_evidence_where_it_differs(assess: Any) -> None:
    studies = [*_of_both(4, FOUND, NOTHING), *cohorts(*["lower"] * 9, start=4)]
    studies += modifiers(*["stronger"] * 6)
    certainty = _groups(assess, studies)["Women"].certainty
    assert certainty is not None
    limits = {limit.domain: limit.reason for limit in certainty.limits}

    assert limits["imprecision"] == "4 data sets and reviews"
