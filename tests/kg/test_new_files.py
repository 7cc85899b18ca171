"""Writing whole or not at all, and never over what is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.curate.files import NotWritten, create, replace


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    create(tmp_path / "a" / "b.yaml", "text\n")

    assert (tmp_path / "a" / "b.yaml").read_text() == "text\n"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.yaml"]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text("first")

    with pytest.raises(NotWritten, match="is there already"):
        create(path, "second")

    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")

    with pytest.raises(NotWritten):
        create(tmp_path / "a" / "b.yaml", "text")


def test_a_file_is_replaced_with_its_permissions_and_through_links(tmp_path: Path) -> None:
    path, link = tmp_path / "b.yaml", tmp_path / "link.yaml"
    path.write_text("first")
    path.chmod(0o640)
    link.symlink_to(path)

    replace(link, b"first", "second")

    assert path.read_text() == "second"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text("by another hand")

    with pytest.raises(NotWritten, match="changed meanwhile"):
        replace(path, b"first", "second")

    assert path.read_text() == "by another hand"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(NotWritten, match="No space left"):
        create(tmp_path / "b.yaml", "text")

    assert list(tmp_path.iterdir()) == []
