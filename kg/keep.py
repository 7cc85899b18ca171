"""Keeps what a check came to know in `.cache/` below the root: nothing is lost when it is lost.

`known` holds the whole state of the last check, replaced in one step; `values.sqlite` the plain
values of files by the digest of their bytes. Both are JSON and carry digests, so what is
damaged, or of another code or folder, is left aside and written anew.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kg.known import Known, State, digest_of
from kg.report import Problem
from kg.sources import code_digest

FOLDER = ".cache"
SCHEMAS = f"{FOLDER}/schema"
"""Beside what is kept here, what editors read (kg/curate/schema.py)."""
_KNOWN, _VALUES = "known", "values.sqlite"
_MAX_BYTES = 1_000_000_000
"""A larger file was not written here."""
_WAIT = 2.0
"""Seconds to wait for another process; then this one does without."""
_SCHEMA = "CREATE TABLE value (key TEXT PRIMARY KEY, json TEXT, digest TEXT) STRICT"
_STATE = tuple[str, tuple[Problem, ...], dict[str, Known]]
_ROWS = 500
"""Rows asked for at once."""


class Keep:
    """The cache of one root; never an error, whatever is found there."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def read(self) -> State:
        """What the last check came to know; nothing where it was not kept, or not well."""
        with suppress(OSError, ValueError):
            head, _, body = _bytes(self._folder / _KNOWN).partition(b"\n")
            if head.decode() == self._head(body):
                ontology, lint, files = _adapter().validate_json(body)
                return State(files, ontology, lint, values=self.values)
        return State(values=self.values)

    def write(self, state: State, before: State) -> None:
        """Keep a state in place of the one before; one that is the same is not written again."""
        if (state.files, state.ontology) == (before.files, before.ontology):
            return
        with suppress(OSError, ValueError, sqlite3.Error):
            said = (state.ontology, state.lint, dict(state.files))
            body = _adapter().dump_json(said, exclude_defaults=True)
            self._folder.mkdir(exist_ok=True)
            head = self._head(body)
            self._write_values(state, before)
            _replace(self._folder / _KNOWN, f"{head}\n".encode() + body)

    def _head(self, body: bytes) -> str:
        """What the state is good for: this code, this very folder, and nothing but itself."""
        self._refuse_link()
        place = self._folder.stat()
        return f"{self._code} {place.st_dev}-{place.st_ino} {digest_of(body)}"

    @cached_property
    def _code(self) -> str:
        return code_digest()

    def _refuse_link(self) -> None:
        if self._folder.is_symlink():
            raise ValueError("the folder of the cache is a link")

    def values(self, digests: Iterable[str]) -> dict[str, str]:
        """Plain values as JSON, by the digests of their files, so far as they were kept."""
        keys = [self._key(digest) for digest in digests]
        found: dict[str, str] = {}
        with suppress(OSError, ValueError, sqlite3.Error), closing(self._open()) as connection:
            for start in range(0, len(keys), _ROWS):
                some = keys[start : start + _ROWS]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, json, digest FROM value WHERE key IN ({marks})"  # noqa: S608
                for key, text, digest in connection.execute(query, some):
                    if digest_of(f"{key}{text}".encode()) == digest:
                        found[key.partition(" ")[0]] = text
        return found

    def _key(self, digest: str) -> str:
        return f"{digest} {self._code[:16]}"

    def _open(self, mode: str = "ro") -> sqlite3.Connection:
        self._refuse_link()
        path = self._folder / _VALUES
        if path.is_symlink() or (path.exists() and path.stat().st_size > _MAX_BYTES):
            path.unlink()
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
        schema = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        known = [sql for (sql,) in schema]
        if known == [_SCHEMA] or (not known and mode != "ro"):
            return connection
        connection.close()
        raise ValueError("the cache has another form")

    def _write_values(self, state: State, before: State) -> None:
        new = {f: one.digest for f, one in state.files.items() if before.files.get(f) != one}
        rows = [self._row(new[file], text) for file, text in state.parsed(new).items()]
        try:
            connection = self._open("rwc")
        except (ValueError, sqlite3.DatabaseError):
            (self._folder / _VALUES).unlink(missing_ok=True)
            connection = self._open("rwc")
        with closing(connection):
            connection.execute("PRAGMA auto_vacuum = FULL")
            connection.execute(_SCHEMA.replace("TABLE", "TABLE IF NOT EXISTS"))
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO value VALUES (?, ?, ?)", rows)
            self._forget(connection, state.files)
            connection.execute("COMMIT")

    def _row(self, digest: str, text: str) -> tuple[str, str, str]:
        key = self._key(digest)
        return key, text, digest_of(f"{key}{text}".encode())

    def _forget(self, connection: sqlite3.Connection, files: Mapping[str, Known]) -> None:
        """Take out what no file holds any more, once it is more than what files hold."""
        ((count,),) = connection.execute("SELECT COUNT(*) FROM value")
        if count > 2 * len(files):
            held = {self._key(one.digest) for one in files.values()}
            keys = [key for (key,) in connection.execute("SELECT key FROM value")]
            gone = [(key,) for key in keys if key not in held]
            connection.executemany("DELETE FROM value WHERE key = ?", gone)


def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(_STATE)


def _bytes(path: Path) -> bytes:
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(file, "rb") as opened:
        return opened.read(_MAX_BYTES)


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    file, name = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
