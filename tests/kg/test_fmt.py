"""tiebeam fmt, as a person uses it."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.app import create_cli
from kg.curate.storing import replace_file
from kg.rules.example import STUDY


def _tiebeam(root: Path, *arguments: str, command: str = "fmt") -> subprocess.CompletedProcess[str]:
    command_line = [sys.executable, "-m", "server", command, *arguments]
    return subprocess.run(command_line, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def untidy(example_root: Path) -> Path:
    """The example base, formatted but for one study; a file that no one can read beside it."""
    assert _tiebeam(example_root).returncode == 0
    file = example_root / STUDY
    lines = file.read_text().split("\n")
    file.write_text("\n".join([lines[1], lines[0], *lines[2:]]))
    return example_root


def test_the_command_writes_what_differs_and_then_finds_nothing(untidy: Path) -> None:
    first, second = _tiebeam(untidy), _tiebeam(untidy, "--check")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.startswith(f"{STUDY}: laid out anew\n")
    assert second.stdout == "looked at 6 records; 0 would be laid out anew\n"


@pytest.mark.parametrize("options", [["--check"], ["--diff"], ["--check", "--diff"]])
def test_asked_to_check_or_to_show_it_writes_nothing_and_exits_with_1(
    untidy: Path, options: list[str]
) -> None:
    before = (untidy / STUDY).read_bytes()

    run = _tiebeam(untidy, *options, str(untidy / "evidence" / "studies"))

    assert run.returncode == 1
    assert (untidy / STUDY).read_bytes() == before
    assert ("--diff" in options) == ("+id: example-2020" in run.stdout)
    assert ("--check" in options) == (f"{STUDY}:1:1: not-formatted" in run.stdout)


def test_a_broken_file_is_left_alone_and_told_and_others_are_laid_out(untidy: Path) -> None:
    broken = untidy / "evidence" / "studies" / "broken-2020.yaml"
    broken.write_text("id: [\n")

    run = _tiebeam(untidy)

    assert run.returncode == 1
    assert "evidence/studies/broken-2020.yaml:2:1: yaml: " in run.stdout
    assert broken.read_text() == "id: [\n"
    assert f"{STUDY}: laid out anew" in run.stdout
    assert run.stderr == ""


def test_check_of_a_named_file_warns_where_fmt_was_not_run(untidy: Path) -> None:
    named, whole = (_tiebeam(untidy, *paths, command="check") for paths in ([STUDY], []))

    assert (named.returncode, whole.returncode) == (1, 0)
    assert f"{STUDY}:1:1: not-formatted: " in named.stdout
    assert "not-formatted" not in whole.stdout
    assert "not run: layout, " in whole.stdout


def test_check_says_that_it_left_the_layout_of_very_many_records(
    untidy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cli.check.MOST", 0)

    run = CliRunner().invoke(create_cli(), ["check", "--root", str(untidy), str(untidy / STUDY)])

    assert run.exit_code == 0
    assert "not run: layout, " in run.stdout


@pytest.mark.parametrize("path", ["nowhere", "ontology", "/etc"])
def test_a_path_without_records_is_wrong_use(untidy: Path, path: str) -> None:
    run = _tiebeam(untidy, path)

    assert run.returncode == 2
    assert "no record is there" in run.stderr


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    assert _tiebeam(tmp_path).returncode == 1


def test_a_file_is_replaced_whole_with_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old")
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)

    replace_file(link, b"new")

    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [file, link]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old")

    def broken(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="no space"):
        replace_file(file, b"new")

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_the_help_of_a_template_goes_and_a_curators_comments_stay(untidy: Path) -> None:
    file = untidy / STUDY
    text = file.read_text().replace("year: 2020", "#: year: when printed.\nyear: 2020  #: mine")
    file.write_text(text.replace("design: cohort", "#:so\n# as printed\ndesign: cohort"))

    first, second = _tiebeam(untidy), _tiebeam(untidy, "--check")

    kept = file.read_text()
    assert (first.returncode, second.returncode) == (0, 0)
    assert "when printed" not in kept
    assert "year: 2020  #: mine\n" in kept
    assert "\n#:so\n# as printed\ndesign: cohort\n" in kept


def test_help_is_kept_until_the_record_is_valid(untidy: Path) -> None:
    file = untidy / STUDY
    text = file.read_text().replace("design: cohort", "#: Its design.\ndesign:")
    file.write_text(text)

    assert _tiebeam(untidy).returncode == 1
    assert file.read_text() == text
