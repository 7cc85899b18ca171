"""The files below a root: what is read, and what lies there and is no record."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self
from unicodedata import normalize

from kg.nearest import Names
from kg.read.base import FOLDERS
from kg.read.document import MAX_BYTES
from kg.report import Problem

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml")
GUIDES = frozenset({"evidence/README.md", "evidence/LEFT_OUT.md"})
_DEEP = 10
"""Folders within folders that are looked into."""


class Unread(bytes):
    """What stands for a file that lies there and cannot be read; it says why."""

    why: str
    mend: str

    def __new__(cls, why: str, mend: str) -> Self:
        one = super().__new__(cls)
        one.why, one.mend = why, mend
        return one


def evidence_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Everything below evidence/ but hidden files and guides, in order of name.

    No link is followed and no device opened; of a file that is too long, enough is read to tell.
    """
    yield from _below(root, "evidence", 0)


def _below(root: Path, folder: str, depth: int) -> Iterator[tuple[str, bytes]]:
    try:
        found = sorted(os.scandir(root / folder), key=lambda one: one.name)
    except OSError as error:
        if depth:
            yield folder, Unread(f"cannot be opened ({error.strerror})", "mend its permissions")
        return
    for one in found:
        path = f"{folder}/{one.name}"
        if one.name.startswith(".") or path in GUIDES:
            continue
        if one.is_dir(follow_symlinks=False) and not one.name.endswith(".yaml"):
            if depth < _DEEP:
                yield from _below(root, path, depth + 1)
            else:
                yield path, Unread("lies too deep", "put the files into fewer folders")
        else:
            yield path, _read(one)


def _read(entry: os.DirEntry[str]) -> bytes:
    try:
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            return Unread("is a link", "put the file itself there")
        if not stat.S_ISREG(found.st_mode):
            return Unread("is no file", "put a file there, or take it away")
        return _bytes(entry.path, min(found.st_size, MAX_BYTES) + 1)
    except OSError as error:
        return Unread(f"cannot be read ({error.strerror})", "mend the permissions of the file")


def _bytes(path: str, most: int) -> bytes:
    """What a file holds; a buffered file object would take twice the time of so short a read."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        return os.read(file, most)
    finally:
        os.close(file)


def sort_out(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:
    """The records among the files of evidence/, and a problem for each file that is none."""
    records: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file, data in files.items():
        wrong = (data.why, data.mend) if isinstance(data, Unread) else _misplaced(file)
        if wrong:
            problems.append(Problem(_shown(file), 1, 1, "file-name", "", *wrong))
        else:
            records[file] = data
    return records, problems


def _misplaced(file: str) -> tuple[str, str] | None:
    _, folder, *rest = (*file.split("/"), "")
    if not rest[:-1] or folder not in FOLDERS:
        meant = Names({name: (kind,) for name, kind in FOLDERS.items()}).nearest(folder)
        where = f"did you mean evidence/{meant}?" if meant else f"use one of: {', '.join(FOLDERS)}"
        return "lies in no folder of records", where
    name = rest[-2]
    if _NAME.fullmatch(name):
        return None
    stem, dot, ending = name.partition(".")
    if not dot or ending != "yaml":
        return "does not end in .yaml and would be passed over", "rename it, or take it away"
    plain = normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    better = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    mend = "name it in small letters, digits and hyphens"
    return "is no name for a record", f"{mend}, as {better}.yaml" if better else mend


def _shown(file: str) -> str:
    """A path on one line, whatever its bytes are."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in file)
