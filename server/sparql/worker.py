"""One worker: evaluates queries one after another until its connection closes.

Runs only in a process forked by the zygote, never in the web process.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from server.sparql import frames, sandbox
from server.sparql.source import merged, open_directory

if TYPE_CHECKING:
    import socket

    from server.sparql.source import Loaded

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """One query to evaluate; graphs are None where the request names no dataset."""

    query: str
    media_type: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    from_clauses: int = 0
    result_bytes: int = 1 << 30
    seconds: float = 10.0

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_json(text: bytes) -> Job:
        return Job(**json.loads(text))


class ResultTooLargeError(Exception):
    """The result passed the limit of its job."""


class MergeError(Exception):
    """FROM would merge graphs that share a triple, which the engine would count twice."""


class _Output:
    """A file for pyoxigraph to write to; it sends chunks of 64 kB as data frames."""

    def __init__(self, connection: socket.socket, limit: int) -> None:
        self._connection = connection
        self._left = limit
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise ResultTooLargeError
        self._buffer += data
        if len(self._buffer) >= _CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._buffer:
            frames.send(self._connection, frames.DATA, bytes(self._buffer))
            self._buffer.clear()


@dataclass(frozen=True, slots=True)
class Data:
    """What a worker answers from."""

    store: Store
    disjoint: bool
    prefixes: dict[str, str]
    most_mapped: int  # with more than this left mapped after a query, the worker is worn


def run(
    connection: socket.socket,
    loaded: Loaded,
    directory: str,
    prefixes: dict[str, str],
    parent: int,
    memory: int,
) -> None:
    """Guard this process, say which guards hold, answer until the connection closes."""
    guards = sandbox.enter(parent, memory)
    store = loaded.store if loaded.store is not None else open_directory(directory)
    worn = sandbox.mapped_bytes() + memory // 4
    data = Data(store, loaded.disjoint, prefixes, worn)
    frames.send(connection, frames.HELLO, json.dumps(asdict(guards)).encode())
    while (frame := frames.receive(connection)) is not None:
        answer(connection, data, Job.from_json(frame[1]))


def answer(connection: socket.socket, data: Data, job: Job) -> None:
    """Send the result and its end, or an error frame."""
    sandbox.limit_processor_time(job.seconds + 1)
    try:
        _evaluate(data, job, _Output(connection, job.result_bytes))
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:  # noqa: BLE001 - whatever the engine raises must become a frame
        report = {"kind": _kind(error), "message": _message(error)}
        frames.send(connection, frames.ERROR, json.dumps(report).encode())
    else:
        worn = sandbox.mapped_bytes() > data.most_mapped
        frames.send(connection, frames.END, b"worn" if worn else b"")


def _evaluate(data: Data, job: Job, output: _Output) -> None:
    default, named = _nodes(job.default_graphs), _nodes(job.named_graphs)
    store = data.store
    if not data.disjoint and default is not None and len(default) > 1:
        store, default = merged(store, default, named or []), None
    elif not data.disjoint and default is None and job.from_clauses > 1:
        raise MergeError
    results = store.query(job.query, default_graph=default, named_graphs=named)
    target = cast("BinaryIO", output)
    if isinstance(results, QueryTriples):
        rdf_format = RdfFormat.from_media_type(job.media_type)
        serialize(results, target, format=rdf_format, prefixes=data.prefixes)
    else:
        _serialize_results(results, target, job.media_type)
    output.flush()


def _serialize_results(
    results: QuerySolutions | QueryBoolean, target: BinaryIO, media_type: str
) -> None:
    results_format = QueryResultsFormat.from_media_type(media_type)
    if results_format is None:
        raise ValueError(f"{media_type} is no format for the result of this form of query")
    results.serialize(target, format=results_format)


def _nodes(iris: tuple[str, ...] | None) -> list[Any] | None:
    # Any: the engine declares wider, invariant lists
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _kind(error: Exception) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (SyntaxError, "syntax"),
        (ResultTooLargeError, "too-large"),
        (MergeError, "merge"),
        (MemoryError, "memory"),
        (PermissionError, "federation"),
        (OSError, "store"),
    )
    return next((kind for cls, kind in kinds if isinstance(error, cls)), "evaluation")


def _message(error: Exception) -> str:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return message[:2000]
