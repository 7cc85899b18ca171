"""A result on its way: the worker's side writes at its pace, each client reads at its own."""

from __future__ import annotations

import asyncio
import tempfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.problems import Problem

_READ = 256 * 1024


class BrokenResultError(Exception):
    """The result failed after its beginning was sent: the connection must be broken."""


class Spool:
    """Keeps the first `hold` bytes in memory and a longer result in a temporary file."""

    def __init__(self, hold: int) -> None:
        self._hold = hold
        self._held = bytearray()
        self._file: IO[bytes] | None = None
        self._changed = asyncio.Event()
        self.size = 0
        self.finished = False
        self.problem: Problem | None = None

    @property
    def spilled(self) -> bool:
        return self._file is not None

    def write(self, data: bytes) -> None:
        self.size += len(data)
        if self._file is None and self.size > self._hold:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
            self._file.write(self._held)
            self._held.clear()
        if self._file is None:
            self._held += data
        else:
            self._file.seek(0, 2)
            self._file.write(data)
        self._wake()

    def finish(self, problem: Problem | None = None) -> None:
        self.finished = True
        self.problem = problem
        self._wake()

    async def settled(self) -> None:
        """Until the result is finished or longer than the part held back."""
        while not self.finished and not self.spilled:
            await self._changed.wait()

    def whole(self) -> bytes | None:
        """The complete result if it is known to be complete and was short enough to hold."""
        ready = self.finished and self.problem is None and not self.spilled
        return bytes(self._held) if ready else None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The result from its beginning; raises BrokenResultError if it does not become whole."""
        offset = 0
        while True:
            changed = self._changed
            data = self._read(offset)
            if data:
                offset += len(data)
                yield data
            elif not self.finished:
                await changed.wait()
            elif self.problem is not None:
                raise BrokenResultError(self.problem.detail)
            else:
                return

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _read(self, offset: int) -> bytes:
        if self._file is None:
            return bytes(self._held[offset : offset + _READ])
        self._file.seek(offset)
        return self._file.read(_READ)

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
