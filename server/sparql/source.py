"""Where the data come from, and how a process gets them into a store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Above these a snapshot is served from its RocksDB directory instead of memory: at 400 bytes a
# quad, two million quads are 800 MB and load in about ten seconds.
MEMORY_QUADS = 2_000_000
MEMORY_FILE_BYTES = 300_000_000


class SourceError(Exception):
    """The data cannot be served; the message names the file, the place in it and a remedy."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files to load into memory, or a RocksDB directory to open read-only (exactly one of them).

    `disjoint` states that no triple stands in two named graphs, so merging graphs counts right;
    when it is not stated, loading finds out.
    """

    files: tuple[str, ...] = ()
    directory: str = ""
    disjoint: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> Source:
        values = json.loads(text)
        return Source(tuple(values["files"]), values["directory"], values["disjoint"])


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading found; a store on disk is opened by each worker, so it is not counted here."""

    store: Store | None
    quads: int | None
    disjoint: bool


def snapshot_source(dump: Path, directory: Path, quads: int | None = None) -> Source:
    """The N-Quads dump in memory if it is small, else the store directory beside it.

    The dump's default graph must hold the merge of its named graphs, which must be disjoint.
    """
    small = dump.is_file() and dump.stat().st_size <= MEMORY_FILE_BYTES
    if small and (quads is None or quads <= MEMORY_QUADS):
        return Source(files=(str(dump),), disjoint=True)
    return Source(directory=str(directory), disjoint=True)


def rdf_source(paths: Iterable[Path]) -> Source:
    """RDF files in any format pyoxigraph knows by its extension, graphs as in the files."""
    return Source(files=tuple(str(path) for path in paths))


def load(source: Source) -> Loaded:
    """Read the files into memory; raises SourceError. Blank nodes of two files stay apart."""
    if source.directory:
        open_directory(source.directory)
        return Loaded(None, None, source.disjoint)
    store = Store()
    for name in source.files:
        _load_file(store, name)
    return Loaded(store, len(store), source.disjoint or _is_disjoint(store))


def open_directory(directory: str) -> Store:
    """A read-only handle; takes no lock, so any number of processes may hold one."""
    try:
        return Store.read_only(directory)
    except (OSError, RuntimeError) as error:
        raise SourceError(
            f"{directory}: cannot be opened as a store ({error}). Build the snapshot again."
        ) from error


def _load_file(store: Store, name: str) -> None:
    path = Path(name)
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise SourceError(
            f"{name}: no RDF format has the extension {path.suffix or '(none)'}. "
            "Use .ttl, .nt, .nq, .trig, .rdf or .jsonld."
        )
    try:
        store.bulk_load(path=name, format=rdf_format, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        raise SourceError(f"{name}:{error.lineno or 1}:{error.offset or 1}: {error.msg}") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise SourceError(f"{name}: cannot be read ({error}).") from error


def _is_disjoint(store: Store) -> bool:
    graphs = list(store.named_graphs())
    if len(graphs) < 2:  # noqa: PLR2004 - an overlap needs two
        return True
    shared = "ASK { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(?a != ?b) }"
    return not store.query(shared)


def merged(store: Store, default: Sequence[NamedNode], named: Sequence[NamedNode]) -> Store:
    """A store in memory whose default graph is the set union of `default`, with `named` beside it.

    pyoxigraph 0.5 counts a triple once for each graph of a merge that has it (its issue 1919,
    mended for 0.6), where RDF has it once.
    """
    copy = Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, graph)
        copy.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    for graph in named:
        copy.add_graph(graph)
        copy.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return copy
