"""Mistakes planted in records: the right rule at the right line, exit 1, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.check import check_files
from kg.rules.example import CLAIM, DATASET, EXAMPLE, MODIFICATION, RETRACTED, STUDY, THESIS

# file, what is written, what stands there instead; rule, field, line and column told
MISTAKES = [
    (STUDY, "title: Support", "titel: Support", "unknown-key", "titel", (2, 1)),
    (
        STUDY,
        "    locator: abstract\n    summary: Women with",
        "    summary: Women with",
        "field-required",
        "findings[0].locator",
        (16, 5),
    ),
    (STUDY, "id: example-2020", "id: Example-2020", "value-type", "id", (1, 5)),
    (STUDY, "id: example-2020", "id: example-2021", "id-is-file-name", "id", (1, 5)),
    (STUDY, "year: 2020", "year: two thousand", "value-type", "year", (4, 7)),
    (STUDY, "year: 2020", "year:", "empty-value", "year", (4, 1)),
    (STUDY, "design: cohort", "design: kohort", "enum-value", "design", (8, 9)),
    (STUDY, "design: cohort", "design: cohort\ndesign: panel", "duplicate-key", "design", (9, 1)),
    (
        STUDY,
        "dataset: example-cohort",
        "dataset: exampel-cohort",
        "reference-resolves",
        "dataset",
        (9, 10),
    ),
    (
        STUDY,
        "    sample: adults\n    group",
        "    sample: adult\n    group",
        "reference-resolves",
        "findings[0].sample",
        (18, 13),
    ),
    (
        STUDY,
        "level: Women, role",
        "level: Woman, role",
        "concept-exists",
        "findings[0].group[0].level",
        (20, 33),
    ),
    (
        STUDY,
        "dimension: sex, level: Women, role",
        "dimension: age, level: Women, role",
        "concept-exists",
        "findings[0].group[0].level",
        (20, 33),
    ),
    (
        STUDY,
        "dimension: sex, level: Women, role",
        "dimension: gender, level: Women, role",
        "concept-exists",
        "findings[0].group[0].dimension",
        (20, 21),
    ),
    (
        STUDY,
        "quantity: {concept: PerceivedSupport}",
        "quantity: {concept: OldSupport}",
        "concept-retired",
        "findings[1].quantity.concept",
        (31, 25),
    ),
    (
        STUDY,
        "ci: [0.60, 0.86]",
        "ci: [0.86, 0.60]",
        "interval-brackets-value",
        "findings[0].effect.ci",
        (24, 44),
    ),
    (STUDY, "ci: [0.60, 0.86]", "ci: [0.60]", "value-type", "findings[0].effect.ci", (24, 44)),
    (
        STUDY,
        "value: 0.72, ci: [0.60, 0.86]",
        "value: -0.72",
        "number-in-range",
        "findings[0].effect.value",
        (24, 34),
    ),
    (
        STUDY,
        "measure: or, value: 0.72",
        "measure: odds, value: 0.72",
        "enum-value",
        "findings[0].effect.measure",
        (24, 23),
    ),
    (STUDY, "p: 0.001", "p: 5", "number-in-range", "findings[0].effect.p", (24, 61)),
    (STUDY, "p: 0.001", 'p: "0.001"', "value-type", "findings[0].effect.p", (24, 61)),
    (STUDY, "n: 600", "n: 60000", "group-within-sample", "findings[0].group[0].n", (20, 58)),
    (STUDY, "result: lower", "result: higher", "sign-agrees", "findings[0].effect.value", (24, 34)),
    (
        STUDY,
        "reference: Men",
        "reference: Women",
        "two-levels",
        "findings[1].between.reference",
        (32, 56),
    ),
    (
        STUDY,
        "    result: more\n",
        "    result: lower\n",
        "enum-value",
        "findings[1].result",
        (33, 13),
    ),
    (
        STUDY,
        "doi: 10.5555/example.2020",
        "doi: https://doi.org/10.5555/example.2020",
        "identifier-form",
        "doi",
        (5, 6),
    ),
    (STUDY, 'pmid: "12345678"', "pmid: 12345678", "value-type", "pmid", (6, 7)),
    (
        RETRACTED,
        "notice: Taken back for a coding error (10.5555/example.notice).\n",
        "",
        "retracted-source",
        "publication",
        (6, 14),
    ),
    (CLAIM, "expects: lower", "expects: less", "enum-value", "expects", (5, 10)),
    (CLAIM, "kind: association", "kind: associaton", "enum-value", "kind", (2, 7)),
    (
        CLAIM,
        "reading: predictive",
        "reading: predictive\nmodifier: {concept: Loneliness}",
        "field-forbidden",
        "modifier",
        (7, 1),
    ),
    (MODIFICATION, "of: support-lowers-symptoms", "of: two-models", "link-fits", "of", (3, 5)),
    (
        MODIFICATION,
        "gaps:\n  - {question: Does the difference hold for received support?, "
        "kind: not-studied}\n",
        "",
        "finding-linked",
        "",
        (1, 1),
    ),
    (THESIS, "gathers: [support-lowers-symptoms]", "gathers: []", "value-type", "gathers", (4, 10)),
    (DATASET, "kind: cohort", "kind: cohort\n\tstart: 1990", "yaml", "", (4, 1)),
]


def _planted(file: str, old: str, new: str) -> dict[str, bytes]:
    assert EXAMPLE[file].count(old) == 1, f"{old!r} must stand once in {file}"
    files = dict(EXAMPLE) | {file: EXAMPLE[file].replace(old, new)}
    return {name: text.encode() for name, text in files.items()}


@pytest.mark.parametrize(("file", "old", "new", "rule", "field", "place"), MISTAKES)
def test_a_planted_mistake_is_told_by_its_rule_at_its_place(
    file: str, old: str, new: str, rule: str, field: str, place: tuple[int, int]
) -> None:
    _, report = check_files(_planted(file, old, new))

    told = [(p.file, p.rule, p.field, (p.line, p.column)) for p in report.problems]
    assert told.count((file, rule, field, place)) == 1
    assert not report.good


def test_of_thousands_of_mistakes_in_a_file_the_first_are_told_and_how_many_more() -> None:
    mistakes = "".join(f"wrong-{number}: x\n" for number in range(3000))

    _, report = check_files(_planted(STUDY, "design: cohort\n", f"design: cohort\n{mistakes}"))

    assert len(report.problems) == 101
    assert report.problems[0].what == "2900 more problems are not told"
    assert {problem.rule for problem in report.problems[1:]} == {"unknown-key"}


def test_the_command_prints_all_problems_of_all_files_and_exits_with_1(example_root: Path) -> None:
    for file, old, new in (
        (STUDY, "year: 2020", "year: x"),
        (STUDY, "design: cohort", "design: kohort"),
        (CLAIM, "expects: lower", "expects: less"),
    ):
        path = example_root / file
        path.write_text(path.read_text().replace(old, new))

    run = subprocess.run(
        [sys.executable, "-m", "server", "check"],
        cwd=example_root, capture_output=True, text=True, check=False,
    )  # fmt: skip

    lines = run.stdout.splitlines()
    assert run.returncode == 1
    assert run.stderr == ""
    assert lines[0].startswith(f"{CLAIM}:5:10: enum-value expects: 'less'")
    assert lines[1].startswith(f"{STUDY}:4:7: value-type year: 'x'")
    assert lines[2].startswith(f"{STUDY}:8:9: enum-value design: 'kohort'")
    assert "; 3 errors" in lines[-1]
