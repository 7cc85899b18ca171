"""What a check keeps helps the next one, and nothing that is found in its place does harm."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.check import check_folder, report_of
from kg.keep import FOLDER, Keep
from kg.recheck import Recheck
from kg.rules.example import CLAIM, EXAMPLE, STUDY

Damage = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The example base on disk, checked once."""
    for name, text in EXAMPLE.items():
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    check_folder(tmp_path / "root")
    return tmp_path / "root"


def _broken(root: Path) -> None:
    text = EXAMPLE[STUDY].replace("concept: Perceived", "concept: Percieved")
    (root / STUDY).write_text(text)


def _each(root: Path, change: Callable[[bytes], bytes]) -> None:
    for file in (root / FOLDER).iterdir():
        file.write_bytes(change(file.read_bytes()))


def _links(root: Path) -> None:
    for file in (root / FOLDER).iterdir():
        file.unlink()
        file.symlink_to(root / "precious")


def _folders(root: Path) -> None:
    for file in (root / FOLDER).iterdir():
        file.unlink()
        file.mkdir()


def _views(root: Path) -> None:
    file = root / FOLDER / "values.sqlite"
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute(
        "CREATE VIEW value AS WITH RECURSIVE n(key) AS (SELECT 1 UNION ALL SELECT key FROM n)"
        " SELECT key, key AS json, key AS digest FROM n"
    )
    connection.close()


DAMAGES: dict[str, Damage] = {
    "nothing": lambda _: None,
    "gone": lambda root: shutil.rmtree(root / FOLDER),
    "empty": lambda root: _each(root, lambda _: b""),
    "cut off": lambda root: _each(root, lambda data: data[: len(data) // 2]),
    "one byte": lambda root: _each(root, lambda data: data.replace(b"lower", b"lowes", 1)),
    "noise": lambda root: _each(root, lambda _: os.urandom(5000)),
    "deep": lambda root: _each(root, lambda data: data.split(b"\n")[0] + b"\n" + b"[" * 10**6),
    "a link elsewhere": _links,
    "another table": _views,
    "folders": _folders,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_whatever_is_in_its_place_the_answer_is_the_same_and_the_next_is_kept(
    root: Path, damage: Damage
) -> None:
    (root / "precious").write_text("not ours")
    damage(root)
    _broken(root)

    found = report_of(check_folder(root))

    assert found == report_of(check_folder(root, kept=False))
    assert "concept-exists" in {problem.rule for problem in found.problems}
    assert report_of(check_folder(root)) == found
    assert (root / "precious").read_text() == "not ours"


def test_values_that_were_damaged_are_parsed_again(root: Path) -> None:
    with sqlite3.connect(root / FOLDER / "values.sqlite") as connection:
        connection.execute("UPDATE value SET json = replace(json, 'lower', 'higher')")
    connection.close()

    assert Keep(root).values(["x"]) == {}
    assert check_folder(root).base == check_folder(root, kept=False).base


def test_an_unchanged_base_is_not_parsed_and_not_written_again(root: Path) -> None:
    kept = {file: file.stat().st_mtime_ns for file in (root / FOLDER).iterdir()}

    done = check_folder(root)

    assert done.used == ()
    assert kept == {file: file.stat().st_mtime_ns for file in (root / FOLDER).iterdir()}
    assert done.base == check_folder(root, kept=False).base


def test_a_folder_that_cannot_be_written_costs_only_time(root: Path) -> None:
    shutil.rmtree(root / FOLDER)
    (root / FOLDER).write_text("a file")

    assert report_of(check_folder(root)).problems == ()
    assert (root / FOLDER).read_text() == "a file"


def test_a_link_in_place_of_the_folder_is_left_alone(root: Path, tmp_path: Path) -> None:
    shutil.rmtree(root / FOLDER)
    (tmp_path / "elsewhere").mkdir()
    (root / FOLDER).symlink_to(tmp_path / "elsewhere")

    assert report_of(check_folder(root)).problems == ()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_was_kept_in_another_folder_is_not_believed(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)

    assert len(Keep(root).read().files) == 6
    assert Keep(copy).read().files == {}


def test_old_values_are_dropped(root: Path) -> None:
    for number in range(20):
        (root / STUDY).write_text(f"{EXAMPLE[STUDY]}note: Read {number} times.\n")
        check_folder(root)

    with sqlite3.connect(root / FOLDER / "values.sqlite") as connection:
        ((rows,),) = connection.execute("SELECT COUNT(*) FROM value")
    connection.close()
    assert rows <= 2 * 6


def test_many_processes_at_once_all_answer_right(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.check import *;"
        "root = Path(sys.argv[1]);"
        "[print(report_of(check_folder(root)).problems) for _ in range(5)]"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=-1, stderr=-1, text=True)
        for _ in range(4)
    ]
    for number in range(20):
        (root / "new").write_text(f"{EXAMPLE[CLAIM]}note: Read {number} times.\n")
        (root / "new").replace(root / CLAIM)
        check_folder(root)
    for run in runs:
        out, err = run.communicate(timeout=60)
        assert (out, err) == ("()\n" * 5, "")

    assert check_folder(root).base == check_folder(root, kept=False).base


def test_a_kept_state_is_that_of_the_check(root: Path) -> None:
    files = {name: text.encode() for name, text in EXAMPLE.items()}
    kept = Keep(root).read()

    assert kept.files == Recheck(files, kept).state.files
    assert set(kept.files) == {name for name in EXAMPLE if name.endswith(".yaml")}
