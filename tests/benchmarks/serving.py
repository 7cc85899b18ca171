"""Requests over one connection, against the same query asked in the process itself."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.snapshot import Snapshot, current
from tests.benchmarks.clock import best

REQUESTS = 200
QUERY = (
    "SELECT ?p ?o WHERE {{ <https://w3id.org/tiebeam/claim/support-lowers-depression> ?p ?o }} # {}"
)


@contextmanager
def _server(out: str) -> Iterator[int]:
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--out", out]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = (re.search(r"^serving .*:(\d+)$", line.rstrip()) for line in process.stdout)
        found = next(filter(None, said))
        try:
            yield int(found[1])
        finally:
            process.terminate()
            process.stdout.close()


def _getting(connection: http.client.HTTPConnection, path: Callable[[], str]) -> Callable[[], None]:
    def run() -> None:
        for _ in range(REQUESTS):
            connection.request("GET", path(), headers={"Accept": "*/*"})
            response = connection.getresponse()
            response.read()
            assert response.status == 200, path()

    return run


def _in_process(snapshot: Snapshot) -> Callable[[], None]:
    store = ox.Store()
    store.bulk_load(path=str(snapshot.dump), format=ox.RdfFormat.N_QUADS)
    numbers = count()

    def run() -> None:
        for _ in range(REQUESTS):
            result = store.query(QUERY.format(next(numbers)))
            assert isinstance(result, ox.QuerySolutions)
            result.serialize(format=ox.QueryResultsFormat.JSON)

    return run


def report() -> list[str]:
    """Lines to print."""
    numbers = count()
    paths: dict[str, Callable[[], str]] = {
        "claim page": lambda: "/claim/support-lowers-depression",
        "claim as Turtle": lambda: "/claim/support-lowers-depression.ttl",
        "query, cached": lambda: f"/sparql?query={quote(QUERY.format('same'))}",
        "query, evaluated": lambda: f"/sparql?query={quote(QUERY.format(next(numbers)))}",
    }
    with tempfile.TemporaryDirectory() as out, _server(out) as port:
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            times = {name: best(_getting(connection, path)) for name, path in paths.items()}
        snapshot = current(Path(out))
        assert snapshot is not None
        floor = best(_in_process(snapshot))
    lines = [f"query in the process itself: {1000 * floor / REQUESTS:.2f} ms"]
    return lines + [
        f"{name}: {1000 * seconds / REQUESTS:.2f} ms, {seconds / floor:.1f} times that"
        for name, seconds in times.items()
    ]
