"""Messages between the web process and a worker: a type byte, a length, a payload."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

HEADER = struct.Struct("!cI")

HELLO = b"H"  # JSON: which guards hold; the first frame of a worker
QUERY = b"Q"  # JSON: one request
DATA = b"D"  # bytes of a result
END = b"E"  # the result is whole; any payload asks for the worker to be replaced
ERROR = b"X"  # JSON: kind and message; the result is void


def send(connection: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    connection.sendall(HEADER.pack(kind, len(payload)) + payload)


def receive(connection: socket.socket) -> tuple[bytes, bytes] | None:
    """The next frame, or None when the other side has closed."""
    header = _receive_exactly(connection, HEADER.size)
    if header is None:
        return None
    kind, length = HEADER.unpack(header)
    payload = _receive_exactly(connection, length)
    return None if payload is None else (kind, payload)


def _receive_exactly(connection: socket.socket, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = connection.recv(min(length, 1 << 16))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
