"""Rules over what records say: what they warn of, and what looks alike and is sound."""

from __future__ import annotations

import pytest

from kg.check import check_files
from kg.rules.example import EXAMPLE, RETRACTED, STUDY

SUMMARY = "Women with more support had fewer symptoms later."
WOMEN = EXAMPLE[STUDY][EXAMPLE[STUDY].index("  - id: women\n") :].partition("  - id: women-and")[0]
OTHER = "evidence/studies/other-2021.yaml"


def _rules(files: dict[str, str]) -> list[str]:
    known = {name: text.encode() for name, text in (dict(EXAMPLE) | files).items()}
    return sorted({problem.rule for problem in check_files(known)[1].problems})


def _study(*changes: tuple[str, str]) -> dict[str, str]:
    text = EXAMPLE[STUDY]
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {STUDY: text}


def _second_paper(*changes: tuple[str, str]) -> dict[str, str]:
    """Another paper on the same data set."""
    (text,) = _study(*changes).values()
    text = text.replace("id: example-2020", "id: other-2021").replace("example.2020", "other.2021")
    text = text.replace('pmid: "12345678"\n', "").replace(
        "title: Support and later", "title: Other"
    )
    return {OTHER: text.partition("  - id: women-and-men")[0]}


@pytest.mark.parametrize(
    "summary",
    [
        "Support helped women but not men.",
        "Women gained, whereas men lost.",
        "It held for women and not for men.",
        "Support helped only in women.",
        "Support helped in women only.",
        "In all countries except Spain support helped.",
        "Support helped at first but no longer after a year.",
    ],
)
def test_a_summary_of_two_results_is_told(summary: str) -> None:
    assert _rules(_study((SUMMARY, summary))) == ["one-result"]


@pytest.mark.parametrize(
    "summary",
    [
        "Women who lived alone had more symptoms, but support spared them.",
        "The only child had fewer symptoms.",
        "Support from friends, not from kin, was measured; it spared women symptoms.",
        "Both women with a partner and women without had fewer symptoms.",
        "Women had fewer symptoms while they were supported.",
    ],
)
def test_a_summary_of_one_result_passes(summary: str) -> None:
    assert _rules(_study((SUMMARY, summary))) == []


@pytest.mark.parametrize(
    ("tested", "words", "rules"),
    [
        ("difference", "Women reported more support than men.", []),
        ("not-described", "Women reported more support than men.", []),
        ("side-by-side", "Women reported more support than men.", []),
        ("side-by-side", "The interaction was not tested.", []),
        ("side-by-side", "Sex and age interacted.", ["test-stated"]),
        ("difference", "The difference was not tested.", ["test-stated"]),
        ("difference", "More, without a test.", ["test-stated"]),
    ],
)
def test_what_a_contrast_says_of_its_test(tested: str, words: str, rules: list[str]) -> None:
    changes = ("tested: difference", f"tested: {tested}"), (
        "Women reported more support than men.", words,
    )  # fmt: skip

    assert _rules(_study(*changes)) == rules


def test_rows_that_were_only_shown_have_no_p() -> None:
    shown = "tested: side-by-side\n    effect: {measure: md, p: 0.03}"

    assert _rules(_study(("tested: difference", shown))) == ["test-stated"]


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("Support and later symptoms in a made-up town", ["title-once"]),
        ("SUPPORT AND LATER SYMPTOMS IN A MADE-UP TOWN.", ["title-once"]),
        ("Support and later symptoms in made-up town", ["title-once"]),
        ("Support and later symptom in a made-up town", ["title-once"]),
        ("Support and later symptoms in a made-up village", []),
        ("Support and earlier symptoms in a made-up town", []),
        ("Support and later symptoms in a made-up town 2", []),
        ("Support", []),
    ],
)
def test_a_title_that_stands_twice_or_nearly(title: str, rules: list[str]) -> None:
    text = EXAMPLE[RETRACTED].replace("Support and symptoms, taken back", title)

    assert _rules({RETRACTED: text}) == rules


def test_papers_that_are_related_may_share_a_title() -> None:
    text = EXAMPLE[RETRACTED].replace(
        "title: Support and symptoms, taken back",
        "title: Support and later symptoms in a made-up town\n"
        "relations: [{kind: reanalyses, study: example-2020}]",
    )

    assert _rules({RETRACTED: text}) == []


def test_two_papers_that_ask_one_data_set_the_same_are_told() -> None:
    assert _rules(_second_paper()) == ["estimand-once"]


@pytest.mark.parametrize(
    "change",
    [
        ("{concept: DepressiveSymptoms}", "{concept: DepressiveSymptoms, phase: onset}"),
        ("    result: lower", "    follow_up: {value: 2, unit: years}\n    result: lower"),
        ("    result: lower", "    adjusted_for: [income]\n    result: lower"),
        ("    result: lower", "    baseline: adjusted\n    result: lower"),
        ("level: Women, role", "level: Men, role"),
        ("dataset: example-cohort\n", ""),
        ("exposure: {concept: PerceivedSupport}\n    out",
         "exposure: {concept: SocialSupport}\n    out"),
        ("exposure: {concept: PerceivedSupport}\n    out",
         "exposure: {concept: PerceivedSupport, contrast: {from: x, to: y, unit: 1 day}}\n    out"),
    ],
)  # fmt: skip
def test_two_papers_that_ask_a_data_set_different_things_pass(change: tuple[str, str]) -> None:
    assert _rules(_second_paper(change)) == []


def test_two_names_of_a_measure_are_two_questions_in_one_paper_and_one_in_two() -> None:
    named = "outcome: {concept: DepressiveSymptoms, measured_as: low mood}"
    plain = "outcome: {concept: DepressiveSymptoms}"
    again = WOMEN.replace("id: women", "id: women-mood").replace(plain, named)

    assert _rules(_second_paper((plain, named))) == ["estimand-once"]
    assert _rules(_study(("  - id: women-and-men", f"{again}  - id: women-and-men"))) == []


NESTED = (
    ("town, n: 1000}", "town, n: 1000}\n  - {id: part, description: x, part_of: adults}\n"
     "  - {id: core, description: x, part_of: part}"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sample", "rules"),
    [("part", []), ("core", ["nested-once"])],
    ids=["one step, of which the assessment knows", "two steps"],
)
def test_a_sample_within_a_sample_that_votes_too(sample: str, rules: list[str]) -> None:
    inner = WOMEN.replace("id: women", "id: inner").replace("sample: adults", f"sample: {sample}")

    changes = (*NESTED, ("  - id: women-and-men", f"{inner}  - id: women-and-men"))

    assert _rules(_study(*changes)) == rules


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ("year: 1850", []),
        ("year: 1849", ["year-in-reason"]),
        ("year: 2027", []),
        ("year: 2028", ["year-in-reason"]),
        ("year: 2020\nincludes: [taken-back-2019]", []),
        ("year: 2018\nincludes: [taken-back-2019]", ["year-in-reason"]),
    ],
)
def test_years(change: str, rules: list[str]) -> None:
    assert _rules(_study(("year: 2020", change))) == rules


def test_a_paper_is_not_older_than_its_data() -> None:
    name = "evidence/datasets/example-cohort.yaml"
    dataset = EXAMPLE[name].replace("kind: cohort", "kind: cohort\nstart: 2021")

    assert _rules({name: dataset}) == ["year-in-reason"]
