"""A snapshot: one immutable build in a folder of its own, published by one rename.

snapshots/<id>/graph/         RocksDB store, default graph merged
snapshots/<id>/pages.sqlite   a JSON document and the triples of each page
snapshots/<id>/dumps/         tiebeam.nq, the whole data set as served, sorted;
                                  the ontology in four formats; the codebook
snapshots/<id>/manifest.json  counts, hashes, versions
snapshots/current             link to the one that is served
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.compile.lines import Lines
from kg.views.pages import Page

KEEP = 3
"""Snapshots left in place; one that a server holds is left as well."""
_LOADED = 300_000
"""Quads that the store takes at once: half a gigabyte, where all at once take several."""
_NAMELESS = b"_:"
_CURRENT = "current"
_PREFIX = ".building-"


@dataclass(frozen=True)
class Snapshot:
    """An opened snapshot; reads pages from SQLite, never the graph."""

    path: Path
    manifest: Mapping[str, Any]

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """Open a snapshot's folder. Raises FileNotFoundError where there is none."""
        real = path.resolve()
        return cls(real, json.loads((real / "manifest.json").read_text(encoding="utf-8")))

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    @property
    def dump(self) -> Path:
        """The whole data set as N-Quads."""
        return self.path / "dumps" / "tiebeam.nq"

    def download(self, name: str) -> Path | None:
        """A file of the folder dumps, by a name that the manifest knows."""
        known = f"dumps/{name}" in self.manifest["sha256"]
        return self.path / "dumps" / name if known else None

    @property
    def store(self) -> Path:
        """Folder of the RocksDB store."""
        return self.path / "graph"

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Paths of all pages, in order."""
        with self._pages() as connection:
            return tuple(path for (path,) in connection.execute("SELECT path FROM pages"))

    @contextmanager
    def held(self) -> Iterator[None]:
        """While it is held, no build deletes it."""
        with (self.path / "manifest.json").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield

    def page(self, path: str) -> Page | None:
        """The page at a path, or None."""
        with self._pages() as connection:
            query = "SELECT path, kind, document, triples FROM pages WHERE path = ?"
            row = connection.execute(query, (path,)).fetchone()
        return Page(*row) if row else None

    def _pages(self) -> closing[sqlite3.Connection]:
        file = (self.path / "pages.sqlite").as_uri()
        return closing(sqlite3.connect(f"{file}?immutable=1", uri=True))


def current(folder: Path) -> Snapshot | None:
    """The published snapshot below a folder of snapshots, or None."""
    try:
        return Snapshot.open(folder / _CURRENT)
    except (FileNotFoundError, NotADirectoryError):
        return None


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over named contents, independent of their order."""
    total = hashlib.sha256()
    for name, data in sorted(parts):
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def write(
    folder: Path,
    name: str,
    lines: Lines,
    pages: Iterable[Page],
    exports: Mapping[str, bytes],
    facts: Mapping[str, Any],
) -> Snapshot:
    """Write a snapshot beside the others and publish it; killed before, nothing has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    work = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder))
    (work / "dumps").mkdir()
    dump = work / "dumps" / "tiebeam.nq"
    quads = _write_dump(dump, lines)
    for file, data in exports.items():
        (work / "dumps" / file).write_bytes(data)
    with ThreadPoolExecutor(1) as beside:  # the store is Rust's work, the pages are Python's
        stored = beside.submit(_fill_store, work / "graph", dump, quads)
        _write_pages(work / "pages.sqlite", pages)
        stored.result()
    _write_manifest(work, name, {**facts, "quads": quads})
    work.chmod(0o755)
    return _publish(folder, work, name)


def publish(folder: Path, name: str) -> Snapshot:
    """Make a finished snapshot the current one, by one rename."""
    link = folder / f"{_PREFIX}{os.getpid()}-link"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(folder / _CURRENT)
    return Snapshot.open(folder / name)


def _publish(folder: Path, work: Path, name: str) -> Snapshot:
    target = folder / name
    if target.exists():
        shutil.rmtree(target)
    work.rename(target)
    snapshot = publish(folder, name)
    _forget(folder, name)
    return snapshot


def _fill_store(path: Path, dump: Path, quads: int) -> None:
    """A large store is filled in a process of its own: Python's lock holds up neither, and the
    memory goes with it."""
    if quads <= _LOADED:
        _write_store(path, dump)
        return
    process = get_context("spawn").Process(target=_write_store, args=(path, dump), daemon=True)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the store was not filled: its process ended with {process.exitcode}")


def _write_store(path: Path, dump: Path) -> None:
    """A load gives nodes without a name other labels than the dump, so quads with one are added."""
    store = ox.Store(str(path))
    nameless: list[bytes] = []
    with dump.open("rb") as file:
        while some := list(islice(file, _LOADED)):
            nameless += (line for line in some if _NAMELESS in line)
            named = b"".join(line for line in some if _NAMELESS not in line)
            store.bulk_load(named, format=ox.RdfFormat.N_QUADS)
    store.bulk_extend(ox.parse(b"".join(nameless), format=ox.RdfFormat.N_QUADS))
    store.optimize()
    store.flush()


def _write_dump(path: Path, lines: Lines) -> int:
    """How many quads it holds."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines.dump():
            file.write(line)
            count += 1
    return count


def _write_pages(path: Path, pages: Iterable[Page]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        connection.execute(
            "CREATE TABLE pages (path TEXT PRIMARY KEY, kind TEXT, document TEXT, triples TEXT)"
            " WITHOUT ROWID"
        )
        rows = ((page.path, page.kind, page.document, page.triples) for page in pages)
        connection.executemany("INSERT INTO pages VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")


def _write_manifest(work: Path, name: str, facts: Mapping[str, Any]) -> None:
    files = {}
    for file in (*sorted((work / "dumps").iterdir()), work / "pages.sqlite"):
        files[file.relative_to(work).as_posix()] = _sha256(file)
    manifest = {"id": name, **facts, "sha256": files}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (work / "manifest.json").write_text(text, encoding="utf-8")


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sweep(folder: Path) -> None:
    """Clear away what builds that were killed have left."""
    for path in folder.glob(f"{_PREFIX}*"):
        pid = path.name.removeprefix(_PREFIX).split("-")[0]
        if not _alive(int(pid)):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget(folder: Path, name: str) -> None:
    """Delete all but the newest snapshots; readers keep what they have open."""
    others = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    finished = [path for path in others if not path.name.startswith(_PREFIX) and path.name != name]
    finished.sort(key=lambda path: path.stat().st_mtime)
    for path in finished[: max(0, len(finished) - (KEEP - 1))]:
        if not _is_held(path):
            shutil.rmtree(path)


def _is_held(path: Path) -> bool:
    try:
        with (path / "manifest.json").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
