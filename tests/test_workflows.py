"""The files of forge, hook and editor: they are valid, and name commands and options that exist."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml

from kg.cli.app import create_cli
from kg.curate.schema import FOLDER
from tests.conftest import write_example

PROJECT = Path(__file__).parent.parent
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
HOOK = PROJECT / ".githooks" / "pre-commit"
SOURCES = [
    PROJECT / "Makefile",
    PROJECT / ".github" / "workflows" / "ci.yml",
    PROJECT / ".github" / "workflows" / "records.yml",
    HOOK,
]


def _options() -> dict[str, set[str]]:
    """Options of each command of kg."""
    group = typer.main.get_command(create_cli())
    found = getattr(group, "commands", {})
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in found.items()
    }


def _commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of tiebeam in a script, with its options."""
    called = re.compile(r"""(?:/tiebeam|"\$tiebeam") ([a-z]+)((?: [^\s|;&]+)*)""")
    for match in called.finditer(text):
        yield match[1], re.findall(r"--[a-z-]+", match[2])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid_and_may_only_read(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        assert job["steps"]
        assert all(("run" in step) != ("uses" in step) for step in job["steps"])


@pytest.mark.parametrize("path", SOURCES)
def test_commands_and_options_that_a_script_names_exist(path: Path) -> None:
    known = _options()
    named = list(_commands(path.read_text(encoding="utf-8")))

    assert named or path.name == "ci.yml"
    for command, options in named:
        if command != "serve":
            assert set(options) <= known[command], command


def test_scripts_that_workflows_run_are_there() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)

    assert [
        name for name in re.findall(r"bash (\S+)", text) if not (PROJECT / name).is_file()
    ] == []
    for target in re.findall(r"make (\w+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_settings_of_the_editor_name_the_schemas_and_match_every_record() -> None:
    settings = json.loads((PROJECT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    found = settings["yaml.schemas"]

    assert {Path(name).parent.as_posix() for name in found} == {FOLDER}
    covered = [path for pattern in found.values() for path in PROJECT.glob(pattern)]
    assert sorted(covered) == sorted((PROJECT / "evidence").glob("*/**/*.yaml"))


def test_other_editors_are_given_the_same_table() -> None:
    settings = json.loads((PROJECT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    guide = (PROJECT / "evidence" / "README.md").read_text(encoding="utf-8")
    helix = tomllib.loads((PROJECT / ".helix" / "languages.toml").read_text(encoding="utf-8"))
    neovim = re.findall(r"\['(.+?)'\] = '(.+?)'", guide)

    server = helix["language-server"]["yaml-language-server"]["config"]["yaml"]
    assert server["schemas"] == dict(neovim) == settings["yaml.schemas"]
    assert server["schemaStore"] == {"enable": False}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The example base under git, with the hook in use and a stand-in for tiebeam."""
    root = write_example(tmp_path / "root")
    shutil.copytree(PROJECT / ".githooks", root / ".githooks")
    program = root / ".venv" / "bin" / "tiebeam"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@" >> calls\n[ ! -e refuse ]\n')
    program.chmod(0o755)
    (root / ".gitignore").write_text("/.venv/\n/calls\n/refuse\n")
    for command in (["init", "-q"], ["config", "user.name", "x"], ["config", "user.email", "x@x"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True)
    subprocess.run(["git", "commit", "-qm", "begin"], cwd=root, check=True)
    subprocess.run(["git", "config", "core.hooksPath", ".githooks"], cwd=root, check=True)
    return root


def _commit(root: Path, *paths: str) -> int:
    for path in paths:
        (root / path).parent.mkdir(exist_ok=True)
        with (root / path).open("a") as file:
            file.write("# more\n")
    subprocess.run(["git", "add", *paths], cwd=root, check=True)
    run = subprocess.run(["git", "commit", "-qm", "x"], cwd=root, check=False, capture_output=True)
    return run.returncode


STUDY = "evidence/studies/example-2020.yaml"


def test_the_hook_looks_at_staged_records_and_at_what_they_change(checkout: Path) -> None:
    assert _commit(checkout, STUDY, "evidence/studies/a name-2020.yaml", "notes.txt") == 0

    assert (checkout / "calls").read_text().splitlines() == [
        f"fmt --check evidence/studies/a name-2020.yaml {STUDY}",
        "check --changed HEAD",
    ]


def test_the_hook_stops_a_commit_with_a_problem(checkout: Path) -> None:
    (checkout / "refuse").touch()

    assert _commit(checkout, STUDY) != 0
    assert _commit(checkout, "ontology/domain.ttl") != 0


def test_the_hook_has_nothing_to_say_of_other_files(checkout: Path) -> None:
    (checkout / "refuse").touch()

    assert subprocess.run(["git", "stash", "-q"], cwd=checkout, check=True).returncode == 0
    assert _commit(checkout, "notes.txt") == 0
    assert not (checkout / "calls").exists()


def test_the_hook_says_what_is_missing(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")

    assert _commit(checkout, STUDY) != 0
