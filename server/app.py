"""The web application over one snapshot, or over RDF files of one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.resources import files
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg import iris
from kg.compile.triples import PREFIXES
from kg.snapshot import Snapshot
from server.errors import add_handlers, renderer
from server.files import create_files
from server.pages import Site, create_pages
from server.query_page import QueryPage
from server.render import Templates
from server.security import SecurityHeaders
from server.settings import Settings
from server.sparql.limits import Limits
from server.sparql.pool import WorkerPool
from server.sparql.protocol import SparqlEndpoint
from server.sparql.service_description import Service
from server.sparql.source import Source, SourceError, rdf_source, snapshot_source

_MB = 1_000_000


def create_app(settings: Settings, snapshot: Snapshot | None) -> FastAPI:
    """Pages and SPARQL of a snapshot; without one, SPARQL over `settings.rdf` alone."""
    # labels of blank nodes differ from load to load, so files have a new name at each start
    name = snapshot.id if snapshot else f"files-{uuid4().hex[:12]}"
    pool = WorkerPool(_source(settings, snapshot), name, limits(settings), dict(PREFIXES))
    templates = Templates(snapshot.id if snapshot else "")
    app = FastAPI(
        title="Tiebeam",
        description="Claims on social ties and mental health, and the evidence for each.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(pool, snapshot),
    )
    app.state.pool = pool
    app.state.failure = ""
    app.state.site = Site(snapshot, templates) if snapshot else None
    app.add_middleware(SecurityHeaders)
    add_handlers(app, templates)
    _add_health(app, name)
    endpoint = _endpoint(settings, snapshot, pool, templates)
    app.router.routes.append(Route("/sparql", QueryPage(endpoint, templates, settings.timeout)))
    static = str(files("server").joinpath("static"))
    app.router.routes.append(Mount("/static", StaticFiles(directory=static)))
    if snapshot:
        app.include_router(create_files(snapshot))
        app.include_router(create_pages(app.state.site))
    return app


def _endpoint(
    settings: Settings, snapshot: Snapshot | None, pool: WorkerPool, templates: Templates
) -> SparqlEndpoint:
    graphs = sorted(snapshot.manifest["graphs"]) if snapshot else []
    service = Service(
        f"{settings.url}/sparql" if settings.url else "",
        title="Tiebeam",
        comment="Each record has a graph of its own; what follows from them is in graph/entailed.",
        named_graphs=tuple(iris.graph(name) for name in graphs),
        merged=snapshot is not None,
    )
    return SparqlEndpoint(pool, limits(settings), service, render=renderer(templates))


def limits(settings: Settings) -> Limits:
    """Limits of the SPARQL endpoint, as set."""
    return replace(
        Limits(),
        timeout=settings.timeout,
        memory=settings.memory * _MB,
        query_bytes=settings.query_bytes,
        result_bytes=settings.result_bytes,
        workers=settings.workers,
        queue=settings.queue,
    )


def _source(settings: Settings, snapshot: Snapshot | None) -> Source:
    if snapshot is None:
        return rdf_source(settings.rdf)
    return snapshot_source(snapshot.dump, snapshot.store, snapshot.manifest["quads"])


def _lifespan(pool: WorkerPool, snapshot: Snapshot | None) -> Any:  # noqa: ANN401
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await pool.start()
        except SourceError as error:
            app.state.failure = str(error)
            raise
        try:
            if snapshot is None:
                yield
            else:
                with snapshot.held():
                    yield
        finally:
            await pool.aclose()

    return lifespan


def _add_health(app: FastAPI, name: str) -> None:
    @app.get("/healthz", summary="Whether the server is up, and on which snapshot")
    def health() -> dict[str, str]:
        return {"status": "ok", "snapshot": name}
