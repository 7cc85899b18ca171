"""A SPARQL 1.1 Protocol request, read from ASGI: the query, the dataset, nothing else.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from pyoxigraph import NamedNode

from server.problems import Problem, ProblemError
from server.sparql import refusals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Receive, Scope

    from server.sparql.limits import Limits

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_UTF_8 = ("", "utf-8", "utf8")


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs named by a request; None for both where it names none."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; `query` is None for a request that asks about the service itself."""

    query: str | None
    dataset: Dataset


def header(scope: Scope, name: bytes) -> str | None:
    """The value of a header, several lines of it joined (RFC 9110 §5.3)."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None


def url(scope: Scope) -> str:
    """The address asked, without its query; by the socket's own name if the Host header is odd."""
    path = quote(scope.get("root_path", "") + scope["path"])
    host, port = scope.get("server") or ("localhost", None)
    for authority in (header(scope, b"host"), f"{host}:{port}" if port else host):
        try:
            return NamedNode(f"{scope.get('scheme', 'http')}://{authority}{path}").value
        except ValueError:
            continue
    return "http://localhost" + path


async def read(scope: Scope, receive: Receive, limits: Limits) -> Request:
    """Raise ProblemError for a request that is not a query by GET, HEAD or POST."""
    given: bytes = scope.get("query_string", b"")
    if len(given) > limits.body_bytes:
        raise ProblemError(refusals.body_too_long(limits.body_bytes))
    parameters = _parameters(given, limits)
    method = scope["method"]
    if method == "POST":
        parameters += await _body_parameters(scope, receive, limits)
    elif method not in METHODS:
        raise ProblemError(refusals.method_not_allowed(method, ", ".join(METHODS)))
    return _request(parameters, limits, posted=method == "POST")


async def _body_parameters(scope: Scope, receive: Receive, limits: Limits) -> list[tuple[str, str]]:
    given = header(scope, b"content-type") or ""
    media_type, _, parameters = given.partition(";")
    media_type = media_type.strip().lower()
    if media_type == _UPDATE:
        raise ProblemError(refusals.read_only())
    if media_type not in (_FORM, _QUERY) or _charset(parameters) not in _UTF_8:
        raise ProblemError(refusals.unsupported_media_type(given))
    body = await _body(scope, receive, limits.body_bytes)
    if media_type == _FORM:
        return _parameters(body, limits)
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError:
        raise ProblemError(_not_utf_8()) from None


def _charset(parameters: str) -> str:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


async def _body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The request's body, of which no more than the limit (and one message) is ever held."""
    length = header(scope, b"content-length") or "0"
    if length.isdecimal() and int(length[:18]) > limit:
        raise ProblemError(refusals.body_too_long(limit))
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the client left while it sent its request")
        body += message.get("body", b"")
        if len(body) > limit:
            raise ProblemError(refusals.body_too_long(limit))
        if not message.get("more_body", False):
            return bytes(body)


def _parameters(text: bytes, limits: Limits) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=limits.dataset_graphs + 100,
        )
    except UnicodeDecodeError:
        raise ProblemError(_not_utf_8()) from None
    except ValueError as error:
        detail = f"The parameters cannot be read ({error})."
        raise ProblemError(refusals.bad_request(detail, "Send fewer parameters.")) from None


def _request(parameters: list[tuple[str, str]], limits: Limits, *, posted: bool) -> Request:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise ProblemError(refusals.read_only())
    queries = values.get("query", [])
    if len(queries) > 1:
        detail = f"There are {len(queries)} parameters named query."
        raise ProblemError(refusals.bad_request(detail, "Send exactly one query."))
    if posted and not queries:
        detail = "The form has no parameter named query."
        raise ProblemError(refusals.bad_request(detail, "Send query=…, percent-encoded UTF-8."))
    dataset = _dataset(values, limits)
    return Request(queries[0] if queries else None, dataset)


def _dataset(values: dict[str, list[str]], limits: Limits) -> Dataset:
    """Parameters win over FROM; naming one kind of graph empties the other (Protocol §2.1.4)."""
    default = _graphs(values.get("default-graph-uri", ()), "default-graph-uri")
    named = _graphs(values.get("named-graph-uri", ()), "named-graph-uri")
    if len(default) + len(named) > limits.dataset_graphs:
        detail = f"More than {limits.dataset_graphs} graphs are named."
        raise ProblemError(refusals.bad_request(detail, "Name fewer graphs."))
    return Dataset(default, named) if default or named else Dataset()


def _graphs(iris: Sequence[str], parameter: str) -> tuple[str, ...]:
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError as error:
            detail = f"{parameter} is not an absolute IRI: {iri[:200]!r} ({error})."
            raise ProblemError(refusals.bad_request(detail, "Write the IRI in full.")) from None
    return tuple(dict.fromkeys(iris))


def _not_utf_8() -> Problem:
    return refusals.bad_request("The text is not valid UTF-8.", "Encode it as UTF-8.")
