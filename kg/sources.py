"""The code of kg as data: what other code computed is computed anew."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pydantic
import pyoxigraph
import yaml


def sources() -> list[tuple[str, bytes]]:
    """Every file of kg that decides on a result, by path from the root, in order."""
    here = Path(__file__).parent
    return [
        (path.relative_to(here.parent).as_posix(), path.read_bytes())
        for path in sorted(here.rglob("*"))
        if path.suffix in {".py", ".rq", ".ttl"}
    ]


def code_digest() -> str:
    """Digest of the code of kg and of what checking a record uses beside it."""
    total = hashlib.sha256()
    versions = (sys.version, pydantic.VERSION, pyoxigraph.__version__, yaml.__version__)
    parts = [("versions", " ".join(versions).encode()), *sources()]
    for name, data in parts:
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
