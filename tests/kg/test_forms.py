"""What a check prints: plain text, one JSON document, or annotations of a forge."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.forms import VERSION, as_annotations, as_json
from kg.report import Checked, Problem, Report, printable
from kg.rules.example import STUDY

NASTY = "a, b: 100%\r\n\x1b[31m::error ::x\u202e"


def _problem(**given: object) -> Problem:
    fields = {"file": "a.yaml", "line": 3, "column": 7, "rule": "value-type", "field": "year"}
    words = {"what": "'soon' does not fit", "mend": "write a number"}
    return Problem(**(fields | words | given))  # type: ignore[arg-type]  # as the test says


def test_the_json_form_has_all_fields_in_one_order() -> None:
    warning = _problem(severity="warning", rule="other")
    text = as_json(Report((_problem(), warning), Checked(files=2)), ["syntax"], ["shapes"])
    document = json.loads(text)

    assert list(document) == ["version", "good", "checked", "errors", "warnings", "explained",
                              "stages", "skipped", "problems"]  # fmt: skip
    assert list(document["problems"][0]) == ["file", "line", "column", "rule", "field", "what",
                                             "mend", "severity"]  # fmt: skip
    assert (document["version"], document["good"]) == (VERSION, False)
    assert (document["errors"], document["warnings"]) == (1, 1)
    assert document["problems"][0]["line"] == 3


def test_an_annotation_is_one_line_with_its_signs_escaped() -> None:
    nasty = _problem(file="b,c:d%.yaml", what=NASTY, field="x:y")
    (line,) = as_annotations([nasty], "base/")

    assert line == (
        "::error file=base/b%2Cc%3Ad%25.yaml,line=3,col=7,title=value-type::"
        "x:y: a, b: 100%25%0D%0A\\x1b[31m::error ::x\\u202e; write a number"
    )


def test_a_warning_is_annotated_as_one() -> None:
    (line,) = as_annotations([_problem(severity="warning")])

    assert line.startswith("::warning file=a.yaml,")


def test_warnings_are_counted_apart_from_errors() -> None:
    warning = _problem(severity="warning")

    assert str(Report((_problem(), warning), Checked())).endswith("; 1 error, 1 warning")
    assert str(Report((), Checked())).endswith("; 0 errors")
    assert Report((warning,), Checked()).good


@given(st.text(), st.text(), st.text())
def test_no_text_of_a_file_reaches_a_terminal_as_more_than_text(a: str, b: str, c: str) -> None:
    printed = str(_problem(file=a, what=b, field=c, mend=NASTY))
    (line,) = as_annotations([_problem(file=a, what=b, field=c)])

    for text in (printed, line):
        assert "\n" not in text.replace("\n    ", "")
        assert not [sign for sign in text if ord(sign) < 32 and sign != "\n"]
        assert not set(text) & {"\x7f", "\x9b", "\u202e", "\u2066", "\u2028"}
    line.encode()


def test_a_break_before_an_indent_stays_so_that_axioms_stand_in_lines() -> None:
    assert printable("these:\n    a\n    b") == "these:\n    a\n    b"
    assert printable("a\nforged") == "a\\nforged"


def _check(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", "check", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_check_gives_one_json_document_and_nothing_else(example_root: Path) -> None:
    file = example_root / STUDY
    file.write_text(file.read_text().replace("year: 2020", "year: soon"))

    run = _check(example_root, "--format", "json")

    (problem,) = json.loads(run.stdout)["problems"]
    assert (run.returncode, run.stderr) == (1, "")
    assert (problem["file"], problem["rule"]) == (STUDY, "value-type")


def test_check_of_named_files_runs_their_shapes_and_says_what_it_left_out(
    example_root: Path,
) -> None:
    named, all_files = _check(example_root, STUDY), _check(example_root)

    assert "consistency, layout, shapes; not run: reasoning\n" in named.stdout
    assert "consistency; not run: layout, shapes, reasoning\n" in all_files.stdout
    assert "consistency, layout; not run: " in _check(example_root, STUDY, "--no-shapes").stdout
