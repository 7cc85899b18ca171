"""Findings that set two links, or the same difference in two groups, side by side."""

from __future__ import annotations

import pytest

from kg.check import check_files
from kg.meaning import hue
from kg.read.base import Base
from kg.rules.example import CLAIM, EXAMPLE, STUDY
from kg.views.finding import finding_view

UNLINKED = "unlinked: no claim on this yet"
LAST = """\
  - id: last
    kind: {kind}
    sample: adults
    outcome: {{concept: DepressiveSymptoms}}
    {fields}
    unlinked: no claim on this yet
    locator: abstract
    summary: One was not like the other.
"""
GAP = "between: {dimension: sex, level: Women, reference: Men}"
OTHER = "against_outcome: {concept: Loneliness}"
SUPPORT = "exposure: {concept: PerceivedSupport}"
MODIFIED = ("result: stronger", "tested: interaction", "modifiers: [{concept: Loneliness}]")


def _checked(kind: str, *fields: str, link: str = UNLINKED) -> tuple[Base, list[str]]:
    last = LAST.format(kind=kind, fields="\n    ".join(fields)).replace(UNLINKED, link)
    files = dict(EXAMPLE) | {STUDY: EXAMPLE[STUDY] + last}
    base, report = check_files({name: text.encode() for name, text in files.items()})
    return base, [f"{one.rule}: {one.what}; {one.mend}" for one in report.problems]


def test_one_exposure_is_compared_for_two_outcomes() -> None:
    base, problems = _checked("comparison", SUPPORT, OTHER, "result: stronger")
    study = base.studies["example-2020"].record
    view = finding_view(base, study, study.findings[-1])

    assert problems == []
    assert [(role.role, role.concept.label) for role in view.roles] == [
        ("exposure", "perceived support"),
        ("outcome", "depressive symptoms"),
        ("against outcome", "loneliness"),
    ]


def test_a_path_is_compared_with_the_way_back() -> None:
    against = "against: {concept: DepressiveSymptoms}"
    back = "against_outcome: {concept: PerceivedSupport}"

    assert _checked("comparison", SUPPORT, against, back, "result: weaker")[1] == []


def test_a_comparison_with_nothing_is_told() -> None:
    assert _checked("comparison", SUPPORT, "result: stronger")[1] == [
        "contribution-fits: a comparison sets one link against another; "
        "give against, against_outcome or both"
    ]


def test_a_difference_between_groups_may_change_and_says_nothing_of_good_or_ill() -> None:
    base, problems = _checked("modification", GAP, "base: higher", *MODIFIED)
    study = base.studies["example-2020"].record

    assert problems == []
    assert hue(base.terms, study.findings[-1]) == "unclear"
    assert [one.label for one in finding_view(base, study, study.findings[-1]).between] == [
        "women",
        "men",
    ]


@pytest.mark.parametrize("start", [(), (GAP, SUPPORT)])
def test_a_modification_of_nothing_or_of_two_things_is_told(start: tuple[str, ...]) -> None:
    assert _checked("modification", *start, *MODIFIED)[1] == [
        "contribution-fits: a modification is of one link or one difference between groups; "
        "give exposure or between, not both"
    ]


def test_a_change_of_a_difference_does_not_bear_on_the_change_of_a_link() -> None:
    link = "bears_on: [sex-modifies-support]"

    assert (
        "link-fits: it has no exposure, sex-modifies-support has PerceivedSupport; "
        "link a claim about the same parts"
    ) in _checked("modification", GAP, *MODIFIED, link=link)[1]


def test_a_comparison_of_outcomes_does_not_bear_on_one_of_exposures() -> None:
    claim = EXAMPLE[CLAIM].replace("kind: association", "kind: comparison")
    claim = claim.replace("expects: lower", "expects: stronger\nagainst: {concept: Loneliness}")
    fields = f"{SUPPORT}\n    {OTHER}\n    result: stronger"
    last = LAST.format(kind="comparison", fields=fields)
    last = last.replace(UNLINKED, "bears_on: [support-lowers-symptoms]")
    files = dict(EXAMPLE) | {CLAIM: claim, STUDY: EXAMPLE[STUDY] + last}
    problems = check_files({name: text.encode() for name, text in files.items()})[1].problems
    told = [one.what for one in problems if one.rule == "link-fits" and "findings[2]" in one.field]

    assert told == [
        "it has against_outcome, support-lowers-symptoms has none",
        "it has no against, support-lowers-symptoms has Loneliness",
    ]
