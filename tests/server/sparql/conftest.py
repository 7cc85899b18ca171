"""A small data set, pools over it, and live servers."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from server.sparql.limits import Limits
from server.sparql.pool import WorkerPool
from server.sparql.protocol import SparqlEndpoint
from server.sparql.service_description import Service
from server.sparql.source import rdf_source

PREFIXES = {"ex": "http://example.org/"}
FAST = Limits(timeout=10, workers=2)

PoolMaker = Callable[..., AbstractAsyncContextManager[WorkerPool]]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3000 triples in the default graph and four in each of two named graphs, all different."""
    lines = [
        f'<http://example.org/s{i // 4}> <http://example.org/p{i % 4}> "value {i}" .'
        for i in range(3000)
    ]
    lines += [
        f'<http://example.org/{g}{i}> <http://example.org/in> "{g}" <http://example.org/{g}> .'
        for g in ("g1", "g2")
        for i in range(4)
    ]
    path = tmp_path_factory.mktemp("data") / "data.nq"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def make_pool(data: Path) -> PoolMaker:
    """A started pool; `files` replaces the data."""

    @asynccontextmanager
    async def make(
        limits: Limits = FAST, files: list[Path] | None = None
    ) -> AsyncIterator[WorkerPool]:
        pool = WorkerPool(rdf_source(files or [data]), "one", limits, PREFIXES)
        await pool.start()
        try:
            yield pool
        finally:
            processes = pool.processes
            await pool.aclose()
            assert not [pid for pid in processes if alive(pid)]

    return make


def alive(pid: int) -> bool:
    """Whether a process of that id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Live:
    """A server on a free port; `pool` is for looking at, from this thread only."""

    port: int
    pool: WorkerPool

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def ask(
        self,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        **parameters: str | list[str],
    ) -> Reply:
        """One request; the parameters go into the query string."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            text = urlencode(parameters, doseq=True)
            connection.request(method, f"/sparql?{text}", body, headers or {})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, names, response.read())
        finally:
            connection.close()


@contextmanager
def _serving(limits: Limits, files: list[Path]) -> Iterator[Live]:
    pool = WorkerPool(rdf_source(files), "one", limits, PREFIXES)
    service = Service(named_graphs=("http://example.org/g1", "http://example.org/g2"))
    endpoint = SparqlEndpoint(pool, limits, service)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await pool.start()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await pool.aclose()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await endpoint(scope, receive, send)

    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive())
        yield Live(listener.getsockname()[1], pool)
    finally:
        processes = pool.processes
        server.should_exit = True
        thread.join(30)
        listener.close()
        assert not [pid for pid in processes if pid and alive(pid)]


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Fail unless the condition comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "did not come to hold"
        time.sleep(0.005)


@pytest.fixture
def eventually() -> Callable[..., None]:
    return wait_until


@pytest.fixture(scope="session")
def live(data: Path) -> Iterator[Live]:
    """A server with the usual limits."""
    with _serving(FAST, [data]) as server:
        yield server


ServerMaker = Callable[..., Live]


@pytest.fixture
def serve(data: Path) -> Iterator[ServerMaker]:
    """Starts a server with other limits or files; it is stopped after the test."""
    with ExitStack() as stack:

        def start(limits: Limits, files: list[Path] | None = None) -> Live:
            return stack.enter_context(_serving(limits, files or [data]))

        yield start
