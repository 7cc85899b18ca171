"""tiebeam new finding: a finding more in a study's file, and nothing else changed."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kg.cli.new import FindingKind
from kg.curate import finding as findings
from kg.read.document import parse
from kg.rules.example import STUDY
from tests.kg.curator import problems_of, run_new, terms_of


def _without_the_block_added(after: list[str], before: list[str]) -> list[str]:
    start = next(n for n, pair in enumerate(zip(after, before, strict=False)) if len({*pair}) > 1)
    return after[:start] + after[start + len(after) - len(before) :]


@pytest.mark.parametrize("kind", get_args(FindingKind))
def test_a_finding_has_the_fields_of_its_kind_and_disturbs_nothing(
    example_root: Path, kind: str
) -> None:
    path = example_root / STUDY
    path.write_text(
        path.read_text().replace("year: 2020", "year: 2020  # as printed")
        + "# the last word on findings\n\n# about the note\nnote: kept\n"
    )
    before = path.read_text()

    assert run_new(example_root, "finding", "example-2020", "--kind", kind).exit_code == 0

    after = path.read_text()
    assert _without_the_block_added(after.splitlines(), before.splitlines()) == before.splitlines()
    assert after.endswith("\n\n# about the note\nnote: kept\n")
    document, _ = parse(STUDY, after.encode())
    found = document.get(("findings", 2))
    assert found["sample"] == "adults"
    assert set(found) <= set(findings.KINDS[kind].model_fields)
    told = [one for one in problems_of(example_root, STUDY) if "findings[2]" in one]
    assert told
    assert {one.split()[0] for one in told} == {"empty-value"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("findings:\n", "findings: # here\n\n"),
        ("\n  - id: ", "\n- id: "),
        ("\n  - id: women\n", "\n  -   id: women\n"),
        ("symptoms later.\n", "symptoms later.\n\n"),
    ],
)
def test_a_finding_finds_its_place_in_other_layouts(example_root: Path, old: str, new: str) -> None:
    path = example_root / STUDY
    text = path.read_text()
    head, tail = text.split("findings:\n")
    tail = ("findings:\n" + tail).replace(old, new)
    if new.startswith("\n- "):
        tail = tail.replace("\n    ", "\n  ")
    if new.startswith("\n  -  "):
        first, rest = tail.split("  - id: women-and-men")
        tail = first.replace("\n    ", "\n      ") + "  - id: women-and-men" + rest
    path.write_text(head + tail)

    run = run_new(example_root, "finding", "example-2020", "--kind", "contrast", "--id", "third")

    assert run.exit_code == 0, run.output
    document, _ = parse(STUDY, path.read_bytes())
    assert [one["id"] for one in document.get(("findings",))] == ["women", "women-and-men", "third"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: example-2020\nfindings: []\n", "stands in [ ]"),
        ("id: example-2020\nfindings: none yet\n", "is no list"),
        ("{id: example-2020}\n", "example-2020.yaml: the file would not be readable"),
        ("- a\n", "holds no record"),
        ("a: [\n", "not YAML"),
        ("design: {a: b}\nfindings:\n  - {a: b}\n...\n", "example-2020.yaml: "),
    ],
)
def test_a_finding_without_a_place_is_refused(example_root: Path, text: str, words: str) -> None:
    (example_root / STUDY).write_text(text)

    run = run_new(example_root, "finding", "example-2020", "--kind", "contrast")

    assert run.exit_code == 1
    assert words in run.stderr
    assert (example_root / STUDY).read_text() == text


def test_findings_go_into_every_record_of_the_base(project: Path) -> None:
    terms = terms_of(project)
    for path in sorted(project.glob("evidence/studies/*.yaml")):
        data = path.read_bytes()
        begun = findings.begin(path.name, data, "association", "one-more", {}, terms)

        before, _ = parse(path.name, data)
        after, _ = parse(path.name, begun.text.encode())
        had = before.get(("findings",)) or ()
        assert after.get(("findings",))[: len(had)] == had
        assert after.get(("findings", len(had), "id")) == "one-more"


def test_a_group_as_modifier_brings_its_dimension(example_root: Path) -> None:
    run = run_new(
        example_root, "finding", "example-2020", "--kind", "modification", "--modifier", "women"
    )

    assert run.exit_code == 0
    document, _ = parse(STUDY, (example_root / STUDY).read_bytes())
    (modifier,) = document.get(("findings", 2, "modifiers"))
    assert modifier == {"dimension": "sex", "level": "Women", "reference": ""}
