"""tiebeam explain: every rule that a problem can name is explained, with examples that are run."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.compile.graphs import SHAPES
from kg.explain import Explanation, Line, excerpt, explanations
from kg.rules.catalogue import RULES

PROJECT = Path(__file__).parents[2]
KNOWN = explanations({SHAPES: (PROJECT / SHAPES).read_bytes()})
BY_ID = {one.id: one for one in KNOWN}
SHOWN = [one for one in KNOWN if one.sort in {"Records", "Ontology"}]


def _tiebeam(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def _ids_in_source() -> Iterator[str]:
    """Rule ids that stand as words in the code: what follows the place of a Problem.

    Files of references and tables of effects are no records: what is told of them is no rule.
    """
    others = {"curate", "assess"}
    paths = (path for path in (PROJECT / "kg").rglob("*.py") if path.parent.name not in others)
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                starred = [n for n, arg in enumerate(node.args) if isinstance(arg, ast.Starred)]
                at = starred[0] + 1 if starred else 3
                yield from (
                    str(a.value) for a in node.args[at : at + 1] if isinstance(a, ast.Constant)
                )


def test_every_rule_that_the_code_names_is_explained_once() -> None:
    named = {*_ids_in_source(), *(rule.id for rule in RULES)}

    assert {"nothing-checked", "duplicate-key", "consistent", "one-graph", "shapes"} <= named
    assert named - BY_ID.keys() == set()
    assert len(BY_ID) == len(KNOWN)


@pytest.mark.parametrize("one", SHOWN, ids=lambda one: one.id)
def test_the_failing_example_is_told_what_is_wrong_and_differs_from_the_passing(
    one: Explanation,
) -> None:
    passes, fails = one.examples()

    assert passes.says == ()
    assert fails.says
    assert all(f": {one.id}" in message for message in fails.says)
    assert passes.lines
    assert passes.lines != fails.lines


def test_the_line_that_a_message_names_is_shown() -> None:
    _, fails = BY_ID["interval-brackets-value"].examples()

    (message,) = fails.says
    number = int(message.split(":")[1])
    (line,) = (line for line in fails.lines if line.number == number)
    assert line == Line(">", 24, line.text)
    assert "ci: [0.78, 0.86]" in line.text


@pytest.mark.parametrize("one", KNOWN, ids=lambda one: one.id)
def test_a_rule_says_what_why_and_how_in_sentences(one: Explanation) -> None:
    for text in (one.problem, one.why, one.mend):
        assert re.match(r"[A-Z`<0-9].*\.$", text), text


def test_an_excerpt_marks_what_is_new_and_what_is_gone() -> None:
    before = "\n".join("abcdefghij")

    assert excerpt(before, before.replace("e\n", "")) == (
        Line(" ", 2, "b"), Line(" ", 3, "c"), Line(" ", 4, "d"),
        Line("-", 5, "e"),
        Line(" ", 5, "f"), Line(" ", 6, "g"), Line(" ", 7, "h"),
    )  # fmt: skip
    assert excerpt("a", "a\nb") == (Line(" ", 1, "a"), Line(">", 2, "b"))


def test_the_command_shows_both_examples_and_the_message() -> None:
    run = _tiebeam(PROJECT, "explain", "sign-agrees")

    assert run.returncode == 0
    assert run.stdout.startswith("sign-agrees (error)\n")
    assert "\nWhy: " in run.stdout
    assert "\nMend: " in run.stdout
    passes, _, fails = run.stdout.partition("This fails, ")
    assert "This passes, evidence/studies/example-2020.yaml:" in passes
    assert "  >   23      result: higher\n" in fails
    assert "  evidence/studies/example-2020.yaml:24:" in fails
    assert ": sign-agrees findings[0].effect.value: " in fails


def test_without_a_rule_it_lists_one_a_line_by_what_they_look_at() -> None:
    lines = _tiebeam(PROJECT, "explain").stdout.splitlines()

    assert [line for line in lines if not line.startswith("  ")] == [
        "Records:", "Ontology:", "Build:", "Graph:",
    ]  # fmt: skip
    assert len(lines) == len(KNOWN) + 4
    assert any(line.startswith("  not-formatted (warning): ") for line in lines)


@pytest.mark.parametrize(
    ("given", "words"),
    [("sign-agree", "did you mean sign-agrees?"), ("zzz", "tiebeam explain lists all rules")],
)
def test_an_unknown_rule_is_wrong_use_and_offers_the_nearest(given: str, words: str) -> None:
    run = _tiebeam(PROJECT, "explain", given)

    assert run.returncode == 2
    assert words in run.stderr
    assert run.stdout == ""


def test_it_works_where_there_is_no_base(tmp_path: Path) -> None:
    run = _tiebeam(tmp_path, "explain", "yaml")

    assert run.returncode == 0
    assert "name: Example: Cohort" in run.stdout


def test_check_points_to_it_once_where_there_are_problems(example_root: Path) -> None:
    file = example_root / "evidence" / "studies" / "example-2020.yaml"
    file.write_text(file.read_text().replace("year: 2020\n", ""))

    found, good = _tiebeam(example_root, "check"), _tiebeam(PROJECT, "check")

    assert found.stdout.count("tiebeam explain RULE") == 1
    assert "tiebeam explain" not in good.stdout
