"""check --changed REF: files that differ from a revision, and faults that they cause elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.check import input_files
from kg.revision import NoRevision, files_at, folder_in_repository, forked_from
from kg.rules.example import CLAIM, EXAMPLE, MODIFICATION, RETRACTED, STUDY, THESIS


def _git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", *identity, "-c", "init.defaultBranch=main", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The example base in a folder of a repository, committed on main."""
    base = tmp_path / "repository" / "the base"
    for name, text in EXAMPLE.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text)
    _git(base.parent, "init", "--quiet")
    _commit(base)
    return base


def _commit(root: Path) -> None:
    _git(root, "add", "--all", ":!*.cache*")
    _git(root, "commit", "--quiet", "--message", "x")


def _check(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", "check", "--no-shapes", *arguments]
    env = os.environ | environment
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def _told(run: subprocess.CompletedProcess[str]) -> set[tuple[str, str]]:
    lines = [line.split(":") for line in run.stdout.splitlines() if line.startswith("evidence/")]
    return {(line[0], line[3].split()[0]) for line in lines}


def _edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    path.write_text(path.read_text().replace(old, new))


def test_a_link_in_place_of_an_empty_file_is_told_as_changed(root: Path) -> None:
    empty = root / "evidence/studies/empty-2000.yaml"
    empty.write_text("")
    _commit(root)
    empty.unlink()
    empty.symlink_to(root / STUDY)

    assert _told(_check(root, "--changed", "HEAD")) == {
        (empty.relative_to(root).as_posix(), "file-name")
    }


def test_a_file_too_long_to_be_read_whole_is_the_same_as_it_was(root: Path) -> None:
    (root / "evidence/studies/long-2000.yaml").write_text("#" * 300_000)
    _commit(root)

    assert _told(_check(root, "--changed", "HEAD")) == set()


def test_what_another_check_kept_changes_nothing_of_what_is_told(root: Path) -> None:
    _edit(root, STUDY, "    result: lower", "    result: higher")
    first = _check(root, "--changed", "HEAD", "--no-cache")

    for _ in range(2):
        assert _check(root, "--changed", "HEAD").stdout == first.stdout
    assert (root / ".cache").is_dir()


def test_problems_that_were_there_before_are_not_told(root: Path) -> None:
    _edit(root, THESIS, "id: two-models", "id: other-models")
    _commit(root)

    assert _told(_check(root)) == {(THESIS, "id-is-file-name")}
    run = _check(root, "--changed", "HEAD")
    assert (run.returncode, _told(run)) == (0, set())


def test_committed_uncommitted_and_untracked_changes_are_told(root: Path) -> None:
    _git(root, "switch", "--quiet", "--create", "work")
    _edit(root, STUDY, "concept: PerceivedSupport", "concept: PercievedSupport")
    _commit(root)
    _edit(root, CLAIM, "expects: lower", "expects: less")
    (root / "evidence/studies/new-2021.yaml").write_text("id: [\n")

    assert {file for file, _ in _told(_check(root, "--changed", "main"))} == {
        STUDY, CLAIM, "evidence/studies/new-2021.yaml",
    }  # fmt: skip
    assert STUDY not in {file for file, _ in _told(_check(root, "--changed", "HEAD"))}


def test_what_others_did_on_main_since_is_not_a_change(root: Path) -> None:
    _git(root, "switch", "--quiet", "--create", "work")
    _git(root, "switch", "--quiet", "main")
    (root / "evidence/studies/new-2021.yaml").write_text("id: [\n")
    _commit(root)
    _git(root, "switch", "--quiet", "work")

    assert files_at(root, forked_from(root, "main"), {}) == input_files(root)


def test_a_fault_that_a_change_causes_in_another_file_is_told(root: Path) -> None:
    (root / MODIFICATION).unlink()
    _edit(root, THESIS, "gathers: [", "gathers: [sex-modifies-support, ")
    _edit(root, RETRACTED, "10.5555/example.2019", "10.5555/example.2020")
    (root / CLAIM).unlink()

    told = _told(_check(root, "--changed", "HEAD"))

    assert (STUDY, "reference-resolves") in told
    assert (RETRACTED, "identifier-form") in told


def test_a_path_narrows_it_further(root: Path) -> None:
    (root / CLAIM).unlink()

    run = _check(root, "evidence/claims", "--changed", "HEAD")

    assert {file for file, _ in _told(run)} == {MODIFICATION, THESIS}


@pytest.mark.parametrize("ref", ["none", "--help", "-x", "HEAD:evidence", "main..HEAD", ""])
def test_what_is_no_revision_is_wrong_use(root: Path, ref: str) -> None:
    run = _check(root, f"--changed={ref}")

    assert run.returncode == 2
    assert "is no revision" in run.stderr
    assert "Traceback" not in run.stderr


def test_no_repository_no_commit_and_no_git_are_wrong_use(root: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    (alone / "evidence").mkdir(parents=True)
    assert "no git repository" in _check(alone, "--changed", "HEAD").stderr
    _git(alone, "init", "--quiet")
    assert "is no revision" in _check(alone, "--changed", "HEAD").stderr

    run = _check(root, "--changed", "HEAD", PATH="")

    assert run.returncode == 2
    assert "git is not installed" in run.stderr


def test_histories_without_a_common_commit_are_told(root: Path) -> None:
    _git(root, "switch", "--quiet", "--orphan", "apart")
    _git(root, "commit", "--quiet", "--allow-empty", "--message", "x")

    with pytest.raises(NoRevision, match="no commit in common"):
        forked_from(root, "main")


def test_annotations_name_files_from_the_root_of_the_repository(root: Path) -> None:
    _edit(root, CLAIM, "expects: lower", "expects: less")

    run = _check(root, "--format", "github")

    assert folder_in_repository(root) == "the base/"
    assert run.stdout.startswith(f"::error file=the base/{CLAIM},line=5,col=10,title=enum-value::")


def test_a_link_and_a_submodule_are_no_input_files(root: Path) -> None:
    (root / "evidence/studies/link.yaml").symlink_to("/etc/hostname")
    _commit(root)

    assert "evidence/studies/link.yaml" not in files_at(root, forked_from(root, "HEAD"), {})
