"""The commands, as a person uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.rules.example import CLAIM, STUDY

Run = subprocess.CompletedProcess[str]


def _tiebeam(root: Path, *arguments: str, stdin: str = "") -> Run:
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(
        command, cwd=root, input=stdin, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import write_example

    root = write_example(tmp_path_factory.mktemp("cli") / "root")
    run = _tiebeam(root, "build")
    assert run.returncode == 0, run.stdout
    assert run.stdout.startswith("checked ")
    assert run.stderr == ""
    return root


def test_check_says_what_it_checked_and_exits_with_0(built: Path) -> None:
    run = _tiebeam(built, "check")

    assert run.returncode == 0
    assert "files, 2 studies, 2 claims, 1 datasets, 3 findings" in run.stdout
    assert run.stdout.endswith("0 errors\n")


def test_check_of_one_path_reports_only_there_and_reads_all(example_root: Path) -> None:
    for file in (STUDY, CLAIM):
        path = example_root / file
        path.write_text(path.read_text().replace("id: ", "id: x-", 1))

    run = _tiebeam(example_root, "check", STUDY)

    assert run.returncode == 1
    told = [line for line in run.stdout.splitlines() if line.startswith("evidence")]
    assert {line.split(":")[0] for line in told} == {STUDY}


@pytest.mark.parametrize("path", ["evidence/studies/none.yaml", "evidence/nowhere", "README.md"])
def test_checking_nothing_is_a_failure(built: Path, path: str) -> None:
    run = _tiebeam(built, "check", path)

    assert run.returncode == 1
    assert "nothing-checked" in run.stdout


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    run = _tiebeam(tmp_path, "check")

    assert run.returncode == 1
    assert "nothing-checked" in run.stdout


def test_a_path_outside_the_base_is_wrong_use(built: Path) -> None:
    assert _tiebeam(built, "check", "/etc").returncode == 2


def test_an_ontology_that_does_not_parse_is_told_at_its_line(example_root: Path) -> None:
    file = example_root / "ontology" / "domain.ttl"
    file.write_text(file.read_text() + "\ntb:Broken a owl:Class ; .. \n")

    run = _tiebeam(example_root, "check")

    assert run.returncode == 1
    assert run.stdout.startswith("ontology/domain.ttl:")
    assert ": turtle: " in run.stdout
    assert run.stderr == ""


def test_an_inconsistent_claim_stops_the_build_with_the_axioms(example_root: Path) -> None:
    file = example_root / "ontology" / "domain.ttl"
    clash = "\ntb:PerceivedSupport rdfs:subClassOf tb:DepressiveSymptoms .\n"
    file.write_text(file.read_text() + clash)

    run = _tiebeam(example_root, "build")

    assert run.returncode == 1
    assert "consistent: " in run.stdout
    assert "PerceivedSupport" in run.stdout
    assert not (example_root / "snapshots" / "current").exists()


def test_query_runs_a_named_query_with_a_parameter(built: Path) -> None:
    run = _tiebeam(built, "query", "claims-about", "--set", "concept=concept/Loneliness")

    assert run.returncode == 0
    assert len(run.stdout.splitlines()) == 1


def test_query_reads_a_file_and_standard_input(built: Path, tmp_path: Path) -> None:
    text = "ASK { ?study a tb:Study }"
    file = tmp_path / "ask.rq"
    file.write_text(text)

    for run in (
        _tiebeam(built, "query", str(file), "--format", "json"),
        _tiebeam(built, "query", "-", "--format", "json", stdin=text),
    ):
        assert json.loads(run.stdout)["boolean"] is True


def test_query_gives_a_graph_as_turtle(built: Path) -> None:
    run = _tiebeam(
        built, "query", "-", stdin="CONSTRUCT { ?s a ?c } WHERE { ?s a tb:Study ; a ?c }"
    )

    assert run.stdout.startswith("@prefix")
    assert "study/example-2020" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["no-such-query"], "", "claims-about"),
        (["-"], "SELECT * {", "error at 1:11"),
        (["claims-about", "--set", "concpt=x"], "", "it has: concept"),
        (["claims-about", "--set", "concept=a b"], "", "a b"),
        (["-", "--set", "concept=x"], "ASK {}", "--set goes with a named query"),
        (["-"], "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "other servers"),
    ],
)
def test_a_query_that_cannot_run_is_told_without_a_traceback(
    built: Path, arguments: list[str], stdin: str, words: str
) -> None:
    run = _tiebeam(built, "query", *arguments, stdin=stdin)

    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_query_without_a_snapshot_says_what_to_do(tmp_path: Path) -> None:
    run = _tiebeam(tmp_path, "query", "claims-about")

    assert run.returncode == 1
    assert "tiebeam build" in run.stderr


def test_query_without_arguments_lists_the_named_ones(built: Path) -> None:
    run = _tiebeam(built, "query")

    assert "null-findings: " in run.stdout
