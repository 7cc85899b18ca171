"""The endpoint's responses as ASGI messages, each with CORS headers: anyone may read the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.sparql.request import header

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from starlette.types import Scope, Send

Headers = list[tuple[bytes, bytes]]

_EVERY: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After, Content-Length, Allow"),
    (b"vary", b"Accept"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True)
class Whole:
    """A complete response; its headers lack only the length."""

    headers: Headers
    body: bytes


def result_headers(content_type: str, etag: str) -> Headers:
    """For a result; without an ETag it must not be stored."""
    headers = [*_EVERY, (b"content-type", content_type.encode())]
    return headers + (_validators(etag) if etag else [(b"cache-control", b"no-store")])


def problem_headers(content_type: str, more: Iterable[tuple[str, str]]) -> Headers:
    own = [(name.lower().encode(), value.encode("latin-1")) for name, value in more]
    return [
        *_EVERY,
        (b"content-type", content_type.encode()),
        (b"cache-control", b"no-store"),
        *own,
    ]


def has_already(scope: Scope, etag: str) -> bool:
    """Whether If-None-Match names the tag, weakly compared (RFC 9110 §13.1.2)."""
    if_none_match = header(scope, b"if-none-match")
    if if_none_match is None or scope["method"] == "POST":
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags


async def send_whole(send: Send, response: Whole, method: str, status: int = 200) -> None:
    length = (b"content-length", str(len(response.body)).encode())
    await _start(send, status, [*response.headers, length])
    await _body(send, b"" if method == "HEAD" else response.body)


async def send_stream(
    send: Send, headers: Headers, chunks: AsyncIterator[bytes], method: str
) -> None:
    """An exception of `chunks` passes through, so the last chunk is never sent after it."""
    await _start(send, 200, headers)
    if method != "HEAD":
        async for chunk in chunks:
            await _body(send, chunk, more=True)
    await _body(send, b"")


async def send_not_modified(send: Send, etag: str) -> None:
    await _start(send, 304, [*_EVERY, *_validators(etag)])
    await _body(send, b"")


async def send_options(send: Send, methods: Sequence[str]) -> None:
    """The answer to OPTIONS, a browser's preflight among them."""
    allowed = ", ".join(methods).encode()
    headers = [
        *_EVERY,
        (b"allow", allowed),
        (b"access-control-allow-methods", allowed),
        (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
        (b"access-control-max-age", b"86400"),
    ]
    await _start(send, 204, headers)
    await _body(send, b"")


def _validators(etag: str) -> Headers:
    # no-cache: may be stored, must be revalidated, since the next snapshot may answer otherwise
    return [(b"etag", etag.encode()), (b"cache-control", b"public, no-cache")]


async def _start(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _body(send: Send, body: bytes, *, more: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})
