"""Pages of a snapshot: claims, studies, concepts and the lists, each in several forms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from http import HTTPStatus
from itertools import islice

from fastapi import APIRouter, Request, Response

from kg.snapshot import Snapshot
from kg.views.pages import Page
from server.downloads import FORMS, HTML, JSON, WRITERS, Form
from server.errors import not_found
from server.files import ontology_file, send_file
from server.problems import Problem, ProblemError
from server.render import Templates
from server.sparql.negotiation import choose

KINDS = ("claim", "thesis", "study", "dataset", "concept", "mapping", "release", "rule")
_CACHED = 1024
_LONGEST = 200
_CANDIDATES = 500
_CACHE_CONTROL = "public, max-age=60"


class Site:
    """One snapshot as pages. Rendering is a pure function of path and form, and is kept."""

    def __init__(self, snapshot: Snapshot, templates: Templates) -> None:
        self.snapshot = snapshot
        self._templates = templates
        self.body = lru_cache(_CACHED)(self._body)

    def answer(self, request: Request, path: str) -> Response:
        """The page at a path, by the ending of the path or else by the Accept header."""
        path, asked = _split(path)
        page = self.snapshot.page(path)
        if page is None:
            raise ProblemError(not_found(path, self._near(path)))
        form = asked or _chosen(page, request.headers.get("accept"))
        if form not in _forms(page):
            raise ProblemError(not_found(path + form.suffix, path))
        headers = self._headers(page, form)
        if headers["etag"] in _tags(request.headers.get("if-none-match", "")):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(self.body(path, form), 200, headers, form.offer.content_type)

    def _body(self, path: str, form: Form) -> bytes:
        page = self.snapshot.page(path)
        if page is None:
            raise ProblemError(not_found(path))
        document = json.loads(page.document)
        if form is HTML:
            return self._templates.page(page.kind, document)
        if form is JSON:
            return json.dumps(document, ensure_ascii=False, indent=2).encode()
        return WRITERS[form](page.triples)

    def _headers(self, page: Page, form: Form) -> dict[str, str]:
        tag = hashlib.sha256(f"{self.snapshot.id} {page.path} {form.suffix}".encode()).hexdigest()
        links = [
            f'<{page.path}{other.suffix}>; rel="alternate"; type="{other.offer.media_type}"'
            for other in _forms(page)
            if other.suffix and page.path != "/"
        ]
        licence = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
        return {
            "etag": f'"{tag[:32]}"',
            "vary": "Accept",
            "cache-control": _CACHE_CONTROL,
            "link": ", ".join([*links, licence]),
        }

    def _near(self, path: str) -> str:
        kind, _, name = path[:_LONGEST].removeprefix("/").partition("/")
        start = f"/{kind}/{name[:1]}"
        alike = (known for known in self.snapshot.paths if known.startswith(start))
        close = get_close_matches(path[:_LONGEST], islice(alike, _CANDIDATES), 1, 0.7)
        return close[0] if close else ""


def _forms(page: Page) -> tuple[Form, ...]:
    """Lists are about no single thing, so they have no RDF."""
    return FORMS if page.triples else (HTML, JSON)


def _split(path: str) -> tuple[str, Form | None]:
    for form in FORMS:
        if form.suffix and path.endswith(form.suffix):
            return path.removesuffix(form.suffix), form
    return path, None


def _chosen(page: Page, accept: str | None) -> Form:
    forms = _forms(page)
    chosen = choose(accept, [form.offer for form in forms])
    if chosen is None:
        raise ProblemError(_not_acceptable(forms))
    return next(form for form in forms if form.offer is chosen)


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _not_acceptable(forms: tuple[Form, ...]) -> Problem:
    types = ", ".join(form.offer.media_type for form in forms)
    return Problem(
        HTTPStatus.NOT_ACCEPTABLE,
        "not-acceptable",
        "Not acceptable",
        "The Accept header names no form in which this page can be had.",
        f"Ask for one of: {types}.",
    )


def create_pages(site: Site) -> APIRouter:
    """Routes of all pages."""
    router = APIRouter(tags=["pages"])

    def home(request: Request) -> Response:
        return site.answer(request, "/")

    def listed(request: Request) -> Response:
        return site.answer(request, request.url.path)

    _add(router, "/", home, "What Tiebeam holds")
    _add(router, "/claims", listed, "All claims")
    _add(router, "/claims.json", listed, "All claims as data")
    _add(router, "/map", listed, "How much is curated on each exposure and outcome")
    _add(router, "/map.json", listed, "The map as data")
    _add(router, "/about", listed, "What the base holds, how it was read, and its limits")
    _add(router, "/about.json", listed, "The same as data")
    _add(router, "/assessment", listed, "How verdicts are made: rules and constants")
    for form in FORMS:
        if form.suffix:
            _add(router, f"/assessment{form.suffix}", listed, f"The same as {form.label}")
    _add(router, "/rules", listed, "All rules that records, ontology and graph are held to")
    _add(router, "/rules.json", listed, "All rules as data")

    def ontology(request: Request) -> Response:
        file = ontology_file(request.headers.get("accept"))
        return send_file(site.snapshot, file) if file else site.answer(request, "/ontology")

    _add(router, "/ontology", ontology, "The ontology: a page, or a file by the Accept header")
    for kind in KINDS:
        data = ".json" if kind == "rule" else ".ttl, .jsonld or .json"
        summary = f"One {kind}; add {data} for data"
        name = "{name:path}" if kind == "mapping" else "{name}"  # mapping/source/mesh
        _add(router, f"/{kind}/{name}", _thing(site, kind), summary)
    return router


def _thing(site: Site, kind: str) -> Callable[..., Response]:
    def thing(request: Request, name: str) -> Response:
        return site.answer(request, f"/{kind}/{name}")

    return thing


def _add(router: APIRouter, path: str, page: Callable[..., Response], summary: str) -> None:
    router.add_api_route(path, page, methods=["GET"], summary=summary, name=path)
    router.add_api_route(path, page, methods=["HEAD"], include_in_schema=False)
