"""Files on disk that are no records: each is told, none is opened that may not be."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg.check import check_files, input_files
from kg.cli.app import create_cli
from kg.read.document import MAX_BYTES
from kg.report import Problem
from kg.rules.example import EXAMPLE

TEXT = "id: x\n"


def _root(folder: Path) -> Path:
    for name, text in EXAMPLE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def _write(name: str) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(TEXT)

    return write


def _named(name: bytes) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        with open(os.path.join(os.fsencode(root / "evidence/studies"), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(TEXT)

    return write


# what is done; the file told, what is wrong with it, a word of the remedy
CASES: list[tuple[str, Callable[[Path], None], str, str, str]] = [
    ("ending .yml", _write("evidence/studies/x-2000.yml"), "studies/x-2000.yml",
     "does not end in .yaml", "rename"),
    ("ending .YAML", _write("evidence/studies/x-2000.YAML"), "studies/x-2000.YAML",
     "does not end in .yaml", "rename"),
    ("ending .yaml.txt", _write("evidence/studies/x-2000.yaml.txt"), "studies/x-2000.yaml.txt",
     "does not end in .yaml", "rename"),
    ("ending .json", _write("evidence/claims/models/x.json"), "claims/models/x.json",
     "does not end in .yaml", "take it away"),
    ("no ending", _write("evidence/datasets/x"), "datasets/x", "does not end in .yaml", "rename"),
    ("an editor's copy", _write("evidence/studies/x-2000.yaml~"), "studies/x-2000.yaml~",
     "does not end in .yaml", "take it away"),
    ("no folder", _write("evidence/x-2000.yaml"), "evidence/x-2000.yaml", "no folder of records",
     "studies, claims, datasets"),
    ("a folder misspelt", _write("evidence/study/x-2000.yaml"), "study/x-2000.yaml",
     "no folder of records", "did you mean evidence/studies?"),
    ("another folder", _write("evidence/x/x-2000.yaml"), "x/x-2000.yaml",
     "no folder of records", "studies, claims, datasets"),
    ("capitals", _write("evidence/studies/Smith-2000.yaml"), "studies/Smith-2000.yaml",
     "no name for a record", "as smith-2000.yaml"),
    ("a space", _write("evidence/studies/smith 2000.yaml"), "studies/smith 2000.yaml",
     "no name for a record", "as smith-2000.yaml"),
    ("an accent", _write("evidence/studies/gariépy-2016.yaml"), "studies/gariépy-2016.yaml",
     "no name for a record", "as gariepy-2016.yaml"),
    ("two dots", _write("evidence/studies/smith.2000.yaml"), "studies/smith.2000.yaml",
     "does not end in .yaml", "rename"),
    ("a line end", _named(b"a\nb.yaml"), "studies/a\\nb.yaml", "no name", "as a-b.yaml"),
    ("an escape", _named(b"\x1b[31m.yaml"), "studies/\\x1b[31m.yaml", "no name", "as 31m.yaml"),
    ("no UTF-8", _named(b"caf\xe9.yaml"), "studies/caf\\udce9.yaml", "no name", "as caf.yaml"),
    ("a link", lambda root: (root / "evidence/studies/x-2000.yaml").symlink_to("/etc/passwd"),
     "studies/x-2000.yaml", "is a link", "the file itself"),
    ("a link to nothing", lambda root: (root / "evidence/studies/x-2000.yaml").symlink_to("none"),
     "studies/x-2000.yaml", "is a link", "the file itself"),
    ("a link to itself",
     lambda root: (root / "evidence/studies/x-2000.yaml").symlink_to("x-2000.yaml"),
     "studies/x-2000.yaml", "is a link", "the file itself"),
    ("a folder that leads back", lambda root: (root / "evidence/studies/again").symlink_to(".."),
     "studies/again", "is a link", "the file itself"),
    ("a folder for a file", lambda root: (root / "evidence/studies/x-2000.yaml").mkdir(),
     "studies/x-2000.yaml", "is no file", "put a file there"),
    ("a pipe", lambda root: os.mkfifo(root / "evidence/studies/x-2000.yaml"),
     "studies/x-2000.yaml", "is no file", "put a file there"),
    ("too many folders", _write(f"evidence/studies/{'a/' * 30}x-2000.yaml"),
     f"studies/{'/'.join('a' * 10)}", "too deep", "fewer folders"),
]  # fmt: skip


def _problems(root: Path) -> list[Problem]:
    return list(check_files(input_files(root))[1].problems)


@pytest.mark.parametrize(
    ("do", "file", "what", "mend"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_a_file_that_is_no_record_is_told(
    do: Callable[[Path], None], file: str, what: str, mend: str, tmp_path: Path
) -> None:
    root = _root(tmp_path)
    do(root)

    (problem,) = _problems(root)

    assert (problem.rule, problem.line, problem.column) == ("file-name", 1, 1)
    assert problem.file.endswith(file)
    assert what in problem.what
    assert mend in problem.mend
    assert str(problem).isprintable()


def test_the_command_prints_a_name_that_is_no_text(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _named(b"caf\xe9.yaml")(root)

    result = CliRunner().invoke(create_cli(), ["check", "--root", str(root)])

    assert result.exit_code == 1
    assert "caf\\udce9.yaml:1:1: file-name" in result.output


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The superuser, who runs tests in containers, may read everything; so `os.open` refuses."""
    root = _root(tmp_path)
    opened = os.open

    def refuse(path: str, *args: Any, **options: Any) -> int:
        if str(path).endswith("example-2020.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **options)

    monkeypatch.setattr("os.open", refuse)

    told = {problem.rule: problem for problem in _problems(root)}

    assert "Permission denied" in told["file-name"].what
    assert "permissions" in told["file-name"].mend


def test_of_a_file_without_end_only_so_much_is_read_as_tells_that_it_is_too_long(
    tmp_path: Path,
) -> None:
    root = _root(tmp_path)
    name = "evidence/studies/endless-2000.yaml"
    with (root / name).open("wb") as file:
        file.truncate(10**12)  # a hole, which takes no room on disk

    assert len(input_files(root)[name]) == MAX_BYTES + 1
    assert [problem.rule for problem in _problems(root)] == ["yaml"]


def test_hidden_files_and_the_guide_are_no_records_and_no_problem(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _write("evidence/README.md")(root)
    _write("evidence/studies/.x-2000.yaml.swp")(root)
    _write("evidence/.git/config")(root)

    assert _problems(root) == []


def test_a_path_of_links_that_lead_back_is_wrong_use_and_no_traceback(tmp_path: Path) -> None:
    root = _root(tmp_path)
    (root / "evidence/studies/x-2000.yaml").symlink_to("x-2000.yaml")
    path = str(root / "evidence/studies/x-2000.yaml")

    result = CliRunner().invoke(create_cli(), ["check", path, "--root", str(root)])

    assert result.exit_code == 2
    assert "does not lie below" in result.output


def test_a_root_without_evidence_is_told(tmp_path: Path) -> None:
    assert [problem.rule for problem in _problems(tmp_path)] == ["nothing-checked"]
