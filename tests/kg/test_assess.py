"""Directions, and counting by independent data set."""

from __future__ import annotations

import pytest

from kg.assess.assessment import Assessment, assess_all
from kg.assess.direction import Direction, direction
from kg.rules.example import CLAIM, EXAMPLE
from tests.conftest import BaseWith

NAME = "support-lowers-symptoms"
FINDING = """\
  - id: {id}
    kind: association
    sample: {sample}
    exposure: {{concept: PerceivedSupport}}
    outcome: {{concept: DepressiveSymptoms}}
    result: {result}
    bears_on: [support-lowers-symptoms]
    locator: abstract
    summary: What was found.
"""


def _study(name: str, results: list[str], extra: str = "", sample: str = "all") -> str:
    head = f"id: {name}\ntitle: T\nauthors: [A]\nyear: 2000\npublication: published\n"
    if "design:" not in extra:
        head += "design: cohort\n"
    head += f"{extra}samples:\n  - {{id: all, description: people, n: 10}}\n"
    head += "  - {id: part, description: some, n: 5, part_of: all}\n"
    head += "read: abstract\nabstract_complete: yes\ncurator: editors\nfindings:\n"
    rows = enumerate(results)
    return head + "".join(FINDING.format(id=f"f{n}", sample=sample, result=r) for n, r in rows)


def _assess(base_with: BaseWith, studies: dict[str, str]) -> Assessment:
    files = {f"evidence/studies/{name}.yaml": text for name, text in studies.items()}
    return assess_all(base_with(files))[NAME]


def _datasets(assessment: Assessment) -> dict[Direction, int]:
    return {name: n for name, n in assessment.overall.datasets.items() if n}


@pytest.mark.parametrize(
    ("result", "expects", "expected"),
    [
        ("lower", "lower", "supports"),
        ("higher", "lower", "contradicts"),
        ("not-detected", "lower", "no-effect"),
        ("equivalent", "lower", "no-effect"),
        ("unclear", "lower", "inconclusive"),
        ("reversed", "weaker", "supports"),
        ("reversed", "stronger", "contradicts"),
        ("weaker", "reversed", "inconclusive"),
        ("none", "part", "no-effect"),
        ("all", "part", "supports"),
        ("some", "part", "supports"),
        ("some", "suppresses", "contradicts"),
        ("suppresses", "part", "contradicts"),
        ("part", "suppresses", "contradicts"),
        ("less", "more", "contradicts"),
    ],
)
def test_direction_follows_from_result_and_claim(
    result: str, expects: str, expected: Direction
) -> None:
    assert direction(result, expects) == expected


def test_the_retracted_study_of_the_example_is_shown_and_counts_for_nothing(
    base_with: BaseWith,
) -> None:
    assessment = _assess(base_with, {})

    silent = [line for line in assessment.lines if not line.votes]
    assert _datasets(assessment) == {"supports": 1}
    assert [(line.study.id, line.silent_because) for line in silent] == [
        ("taken-back-2019", "the source is retracted")
    ]


def test_two_papers_on_one_data_set_count_once(base_with: BaseWith) -> None:
    second = _study("second-2001", ["lower"], "dataset: example-cohort\n")

    assert _datasets(_assess(base_with, {"second-2001": second})) == {"supports": 1}


def test_a_data_set_votes_by_the_majority_of_its_findings(base_with: BaseWith) -> None:
    study = _study("many-2001", ["higher", "not-detected", "higher"])

    found = _datasets(_assess(base_with, {"many-2001": study}))

    assert found == {"supports": 1, "contradicts": 1}


def test_the_largest_part_is_no_majority(base_with: BaseWith) -> None:
    results = ["higher", "higher", "lower", "not-detected"]

    assessment = _assess(base_with, {"part-2001": _study("part-2001", results)})

    assert _datasets(assessment) == {"supports": 1}
    assert assessment.overall.split == 1


def test_an_even_split_is_no_vote_and_is_shown(base_with: BaseWith) -> None:
    assessment = _assess(base_with, {"split-2001": _study("split-2001", ["higher", "lower"])})

    assert _datasets(assessment) == {"supports": 1}
    assert assessment.overall.split == 1
    assert assessment.overall.total == 2


def test_a_review_is_counted_apart_from_primary_studies(base_with: BaseWith) -> None:
    review = _study("review-2001", ["higher"], "design: meta-analysis\n")

    assessment = _assess(base_with, {"review-2001": review})

    assert _datasets(assessment) == {"supports": 1}
    assert assessment.overall.reviews["contradicts"] == 1


def test_a_nested_sample_does_not_vote_beside_the_whole(base_with: BaseWith) -> None:
    whole = _study("nested-2001", ["higher"])
    text = whole + FINDING.format(id="part", sample="part", result="lower")

    assessment = _assess(base_with, {"nested-2001": text})

    assert _datasets(assessment) == {"supports": 1, "contradicts": 1}
    assert "nested in the sample all, which votes" in {
        line.silent_because for line in assessment.lines
    }


def test_themes_and_arguments_never_vote(base_with: BaseWith) -> None:
    text = _study("theme-2001", ["higher"]).replace(
        "    result: higher", "    contributes: theme\n    result: higher"
    )

    assert _datasets(_assess(base_with, {"theme-2001": text})) == {"supports": 1}


def test_a_null_finding_stays_in_the_count(base_with: BaseWith) -> None:
    assessment = _assess(base_with, {"null-2001": _study("null-2001", ["not-detected"])})

    assert _datasets(assessment) == {"supports": 1, "no-effect": 1}


def test_groups_are_counted_apart_and_a_stratum_is_not_a_sample(base_with: BaseWith) -> None:
    (women,) = _assess(base_with, {}).groups

    assert (women.dimension, women.level, women.only_sample) == ("sex", "Women", False)
    assert women.counts.datasets["supports"] == 1


def test_flipping_the_claim_flips_the_directions_and_nothing_else(base_with: BaseWith) -> None:
    text = EXAMPLE[CLAIM].replace("expects: lower", "expects: higher")

    assert _datasets(assess_all(base_with({CLAIM: text}))[NAME]) == {"contradicts": 1}


def test_the_order_of_files_changes_nothing(base_with: BaseWith) -> None:
    studies = {f"s{n}-2001": _study(f"s{n}-2001", ["lower"]) for n in range(5)}

    forwards = _assess(base_with, studies)
    backwards = _assess(base_with, dict(reversed(list(studies.items()))))

    assert [line.study.id for line in forwards.lines] == [line.study.id for line in backwards.lines]
    assert forwards.overall == backwards.overall
