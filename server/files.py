"""Files to take away, and where the addresses of the ontology's terms lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse, RedirectResponse

from kg.snapshot import Snapshot
from server.errors import not_found
from server.problems import ProblemError
from server.sparql.negotiation import Offer, choose

_HTML = Offer("text/html", ("application/xhtml+xml",))
FILES: Mapping[str, Offer] = {
    "ontology.ttl": Offer("text/turtle", charset="utf-8"),
    "ontology.rdf": Offer("application/rdf+xml", ("application/xml",)),
    "ontology.nt": Offer("application/n-triples"),
    "ontology.jsonld": Offer("application/ld+json"),
    "codebook.csv": Offer("text/csv", charset="utf-8"),
    "tiebeam.nq": Offer("application/n-quads"),
}
"""Files of a snapshot by name, with their media type."""
_ONTOLOGY = {name: offer for name, offer in FILES.items() if name.startswith("ontology.")}


def create_files(snapshot: Snapshot) -> APIRouter:
    """Routes of files, and of the terms of the ontology."""
    router = APIRouter(tags=["files"])
    for name in FILES:
        _add(router, f"/{name}", _sender(snapshot, name), f"The file {name}")

    def term(request: Request, name: str) -> Response:
        return _term(snapshot, request, name)

    _add(router, "/ontology/{name}", term, "Leads to a term's page, or to the ontology as data")
    return router


def _add(router: APIRouter, path: str, answer: Callable[..., Response], summary: str) -> None:
    router.add_api_route(path, answer, methods=["GET"], summary=summary, name=path)
    router.add_api_route(path, answer, methods=["HEAD"], include_in_schema=False)


def _sender(snapshot: Snapshot, name: str) -> Callable[[], Response]:
    def send() -> Response:
        return send_file(snapshot, name)

    return send


def send_file(snapshot: Snapshot, name: str) -> Response:
    """A file of the snapshot. Raises ProblemError where it has none of that name."""
    path = snapshot.download(name)
    if path is None:
        raise ProblemError(not_found(f"/{name}"))
    headers = {"etag": f'"{snapshot.id}-{name}"', "cache-control": "public, max-age=60"}
    return FileResponse(path, media_type=FILES[name].content_type, headers=headers)


def ontology_file(accept: str | None) -> str | None:
    """The file that somebody wants who asks for the ontology as data; None: the page."""
    offers = {_HTML: None, **{offer: name for name, offer in _ONTOLOGY.items()}}
    chosen = choose(accept, [*offers])
    return offers[chosen] if chosen else None


def _term(snapshot: Snapshot, request: Request, name: str) -> Response:
    """Concepts have a page; all other terms a place on the page of the ontology."""
    vary = {"vary": "Accept"}
    if snapshot.page(f"/concept/{name}"):
        return RedirectResponse(f"/concept/{name}", 303, vary)
    if name not in snapshot.manifest["terms"]:
        raise ProblemError(not_found(f"/ontology/{name}", "/ontology"))
    file = ontology_file(request.headers.get("accept"))
    return RedirectResponse(f"/{file}" if file else f"/ontology#{name}", 303, vary)
