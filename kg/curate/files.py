"""Writing: whole or not at all, and never over what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class NotWritten(Exception):
    """Why a file was not written; the folder is as it was."""


def create(path: Path, text: str) -> None:
    """Write a new file. Raises NotWritten, also where there is one of that name."""
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path, text) as temporary:
            # A link fails where the name is taken; a rename would write over it.
            os.link(temporary, path)


def replace(path: Path, before: bytes, text: str) -> None:
    """Put a new text in place of the one that was read. Raises NotWritten."""
    with _told(path):
        path = path.resolve(strict=True)
        with _beside(path, text) as temporary:
            shutil.copymode(path, temporary)
            if path.read_bytes() != before:
                raise NotWritten(f"{path.name} was changed meanwhile; run the command again")
            temporary.replace(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise NotWritten(f"{path} is there already; nothing was written") from None
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror or error}") from None


@contextmanager
def _beside(path: Path, text: str) -> Iterator[Path]:
    """The text in a file of its own in the same folder, gone afterwards."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        yield temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
