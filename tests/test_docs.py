"""What the documentation says is so."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.build import build
from kg.check import check_files
from kg.cli.app import create_cli
from kg.dataset import named_queries
from kg.forms import as_json
from kg.report import Checked, Problem, Report
from kg.rules.catalogue import RULES
from kg.rules.example import STUDY, changed
from kg.rules.rule import Change
from server.serve import serve
from server.settings import Settings

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
ONTOLOGY_GUIDE = (PROJECT / "ontology" / "README.md").read_text(encoding="utf-8")
GUIDE = (PROJECT / "evidence" / "README.md").read_text(encoding="utf-8")
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("tiebeam query")
]


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs")
    assert build(PROJECT, out).snapshot is not None
    return out


def _cli() -> tuple[CliRunner, object]:
    app = create_cli()
    app.command()(serve)
    return CliRunner(), app


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "explain",
        "fmt",
        "schema",
        "new",
        "build",
        "query",
        "suggest",
        "release",
        "pool",
        "serve",
    ],
)
def test_each_command_is_documented_and_helps_with_an_example(command: str) -> None:
    runner, app = _cli()
    result = runner.invoke(app, [command, "--help"])  # type: ignore[arg-type]

    assert f"`tiebeam {command}" in README
    assert result.exit_code == 0
    assert f"Example: tiebeam {command}" in result.output


@pytest.mark.parametrize("line", LINES)
def test_a_query_line_of_the_readme_runs(
    line: str, snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIEBEAM_OUT", str(snapshots))
    monkeypatch.setenv("TIEBEAM_ROOT", str(PROJECT))
    runner, app = _cli()

    result = runner.invoke(app, shlex.split(line)[1:])  # type: ignore[arg-type]

    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 0


def test_the_sparql_line_of_the_readme_gives_the_number_of_studies_that_count(
    snapshots: Path,
) -> None:
    from kg.dataset import ask
    from kg.snapshot import Snapshot

    (query,) = re.findall(r"'query=(.*?)'", README)
    base, _ = check_files({p.relative_to(PROJECT).as_posix(): p.read_bytes() for p in _inputs()})
    standing = sum(entry.record.stands for entry in base.studies.values())

    answer = ask(Snapshot.open(snapshots / "current"), query, "csv")

    assert answer == f"n\r\n{standing}\r\n".encode()


def _inputs() -> list[Path]:
    return [*PROJECT.glob("ontology/*.ttl"), *PROJECT.glob("evidence/*/**/*.yaml")]


def test_every_setting_is_in_the_table_with_its_default_and_meaning() -> None:
    rows = dict(re.findall(r"^\| `TIEBEAM_([A-Z_]+)` \| (.*) \|$", README, re.MULTILINE))

    assert {name.upper() for name in Settings.model_fields} == rows.keys()
    for name, field in Settings.model_fields.items():
        _, default, meaning = (cell.strip() for cell in rows[name.upper()].split("|"))
        assert str(field.description).startswith(meaning.removesuffix("."))
        if field.default not in (None, ()):
            assert f"`{str(field.default).removesuffix('.0')}`" == default


def test_every_rule_stands_in_the_guide_with_what_it_finds() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", GUIDE, re.MULTILINE)

    assert rows == [(rule.id, rule.problem) for rule in RULES]


def test_every_named_query_is_in_the_readme_with_a_title_of_its_own() -> None:
    queries = named_queries()

    assert len({query.title for query in queries.values()}) == len(queries)
    assert [name for name in queries if f"`{name}`" not in README] == []


def test_the_example_of_a_claim_is_in_its_file() -> None:
    file, snippet = re.findall(r"`(evidence/\S+\.yaml)`.*?```yaml\n(.*?)```", README, re.DOTALL)[0]
    text = (PROJECT / file).read_text(encoding="utf-8")

    assert [line for line in snippet.splitlines() if line not in text] == []


def test_the_example_of_a_problem_is_what_check_prints() -> None:
    (line,) = re.findall(r"^ +(evidence/\S+:\d+:\d+: .*)$", README, re.MULTILINE)
    _, report = check_files(changed(Change(STUDY, "ci: [0.60, 0.86]", "ci: [0.86, 0.60]")))

    assert line in [str(problem) for problem in report.problems]


@pytest.mark.parametrize(
    "text",
    [README, GUIDE, ONTOLOGY_GUIDE],
    ids=["README.md", "evidence/README.md", "ontology/README.md"],
)
def test_folders_files_and_records_that_are_named_exist(text: str) -> None:
    named = re.findall(
        r"`((?:kg|server|tests|evidence|ontology|\.github|\.vscode)/[\w./-]*)`", text
    )
    records = re.findall(r"`([a-z]+(?:-[a-z]+)*-\d{4})`", text)

    assert [name for name in named if not (PROJECT / name).exists()] == []
    assert [r for r in records if not (PROJECT / f"evidence/studies/{r}.yaml").exists()] == []


def test_every_file_of_the_ontology_has_one_row_that_says_what_it_holds() -> None:
    files = sorted(path.name for path in PROJECT.glob("ontology/*.ttl"))
    rows = re.findall(r"^\| `([\w-]+\.ttl)` \| (.*) \|$", ONTOLOGY_GUIDE, re.MULTILINE)

    assert sorted(file for file, _ in rows) == files
    assert all(holds.strip() for _, holds in rows)


def test_continuous_integration_checks_reasons_and_tests() -> None:
    steps = (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    recipes = dict(re.findall(r"^(\w+):.*\n((?:\t.*\n)+)", makefile, re.MULTILINE))

    assert [step for step in steps if step.startswith("make ")] == [
        "make lint",
        "make check",
        "make test",
    ]
    check = "\t$(BIN)/tiebeam check --reason\n\t$(BIN)/tiebeam fmt --check\n"
    assert recipes["check"] == check
    assert "`make check`" in README


def test_the_json_form_of_a_report_is_documented() -> None:
    problem = Problem("a.yaml", 1, 1, "value-type", "year", "'soon' does not fit", "a number")
    document = json.loads(as_json(Report((problem,), Checked()), (), ()))
    (paragraph,) = re.findall(r"^The JSON document has .*$", README, re.MULTILINE)

    named = re.findall(r"`([a-z]+)`", paragraph)
    assert [*document, *document["problems"][0]] == [name for name in named if name != "error"][:-1]
    assert f"`version` ({document['version']};" in paragraph


def test_make_has_the_targets_that_the_readme_names() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")

    for target in set(re.findall(r"^make (\w+)$", README, re.MULTILINE)) | {"lint", "bench"}:
        assert re.search(rf"^{target}:.*##", makefile, re.MULTILINE), target
