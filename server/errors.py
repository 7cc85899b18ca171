"""Every error in one shape: problem+json, or a page for a browser."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from server.downloads import HTML
from server.problems import MEDIA_TYPE, Problem, ProblemError, internal_error, render_json
from server.render import Templates
from server.security import HEADERS
from server.sparql.negotiation import Offer, choose
from server.sparql.spool import BrokenResultError

_LOG = logging.getLogger("tiebeam")
_JSON = Offer(MEDIA_TYPE, ("application/json",))


Renderer = Callable[[Problem, str | None], tuple[str, bytes]]
"""Problem and Accept header to content type and body."""


def renderer(templates: Templates) -> Renderer:
    """Problems as a page for who prefers HTML, as problem+json for all others."""

    def render(problem: Problem, accept: str | None) -> tuple[str, bytes]:
        if choose(accept, (_JSON, HTML.offer)) is HTML.offer:
            return HTML.offer.content_type, templates.error(problem)
        return MEDIA_TYPE, render_json(problem)

    return render


def add_handlers(app: FastAPI, templates: Templates) -> None:
    """Answer each exception with a problem."""
    render = renderer(templates)

    def answer(request: Request, problem: Problem) -> Response:
        content_type, body = render(problem, request.headers.get("accept"))
        if request.method == "HEAD":
            body = b""
        headers = {**dict(problem.headers), "vary": "Accept", "cache-control": "no-store"}
        return Response(body, problem.status, headers, content_type)

    @app.exception_handler(ProblemError)
    def on_problem(request: Request, error: ProblemError) -> Response:
        return answer(request, error.problem)

    @app.exception_handler(HTTPException)
    def on_http(request: Request, error: HTTPException) -> Response:
        return answer(request, _http_problem(request, error))

    @app.exception_handler(Exception)
    def on_fault(request: Request, error: Exception) -> Response:
        if isinstance(error, BrokenResultError):  # the client sees the broken connection
            _LOG.warning("a result was broken off: %s", error)
        else:
            _LOG.error("fault at %s", request.url.path, exc_info=error)
        response = answer(request, internal_error())
        for name, value in HEADERS:  # this handler stands outside the middleware
            response.headers[name.decode()] = value.decode()
        return response


def _http_problem(request: Request, error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    headers = tuple((error.headers or {}).items())
    if status == HTTPStatus.NOT_FOUND:
        return not_found(request.url.path)
    kind = status.phrase.lower().replace(" ", "-")
    return Problem(status, kind, status.phrase, str(error.detail), "", headers)


def not_found(path: str, near: str = "") -> Problem:
    """There is no page at a path; `near` is the path of one that is called alike."""
    shown = path if len(path) < 200 else f"{path[:200]}..."  # noqa: PLR2004  # any length will do
    remedy = f"Did you mean {near}?" if near else "Look for it among the claims."
    detail = f"There is nothing at {shown}."
    return Problem(HTTPStatus.NOT_FOUND, "not-found", "Not found", detail, remedy)
