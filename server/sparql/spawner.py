"""The web process's side of the zygote: start it, have workers forked, have them ended."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.sparql import frames
from server.sparql.sandbox import Guards
from server.sparql.source import SourceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from server.sparql.limits import Limits
    from server.sparql.source import Source
    from server.sparql.worker import Job

_LEAVE_SECONDS = 5.0


class ZygoteLostError(Exception):
    """The zygote has died; start another."""


class EvaluationError(Exception):
    """A worker's error frame: the query failed, the worker is well."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(eq=False, slots=True)
class Worker:
    """A connection to one worker process; `fit` says whether it may take another query."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    guards: Guards
    fit: bool = True
    answered: int = 0

    @property
    def connected(self) -> bool:
        return not self.reader.at_eof() and not self.writer.is_closing()

    async def results(self, job: Job) -> AsyncGenerator[bytes, None]:
        """Chunks of the whole result; raises EvaluationError, or EOFError/OSError if it dies."""
        payload = job.to_json()
        self.fit = False  # until the last frame has come
        self.writer.write(frames.HEADER.pack(frames.QUERY, len(payload)) + payload)
        await self.writer.drain()
        while True:
            kind, data = await _frame(self.reader)
            if kind == frames.DATA:
                yield data
                continue
            self.answered += 1
            if kind == frames.ERROR:
                report = json.loads(data)
                self.fit = report["kind"] != "memory"
                raise EvaluationError(report["kind"], report["message"])
            self.fit = not data
            return

    async def close(self) -> None:
        await _abort(self.writer)


async def _frame(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    kind, length = frames.HEADER.unpack(await reader.readexactly(frames.HEADER.size))
    return kind, await reader.readexactly(length)


async def _abort(writer: asyncio.StreamWriter) -> None:
    """Close at once. (`wait_closed` would be broken for others by the cancellation of one.)"""
    writer.transport.abort()
    await asyncio.sleep(0)


class Spawner:
    """One zygote with the data of one source. Use from one event loop, in the thread that runs it.

    (The kernel ends the zygote when the *thread* that started it ends.)
    """

    def __init__(self, source: Source, limits: Limits, prefixes: Mapping[str, str]) -> None:
        self._source = source
        self._limits = limits
        self._prefixes = dict(prefixes)
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.quads: int | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the zygote and wait until it has loaded the data; raises SourceError."""
        async with self._turn:  # whoever asks meanwhile must not read the first answer
            self._control, connection = self._launch()
            self._reader, self._writer = await asyncio.open_connection(sock=connection)
            try:
                async with asyncio.timeout(self._limits.start_timeout):
                    ready = await self._answer()
            except TimeoutError:
                limit = self._limits.start_timeout
                ready = {"error": f"the data took longer than {limit:g} s to load"}
            except ZygoteLostError as error:
                ready = {"error": f"the data could not be loaded ({error})"}
        if "error" in ready:
            await self.close()
            raise SourceError(ready["error"])
        self.quads = ready["quads"]

    def _launch(self) -> tuple[socket.socket, socket.socket]:
        """Two handles of the new zygote's control socket: to send by, and to read by."""
        ours, theirs = socket.socketpair()
        settings = {
            "source": self._source.to_json(),
            "prefixes": self._prefixes,
            "memory": self._limits.memory,
        }
        command = [sys.executable, "-m", "server.sparql.zygote", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [*command, json.dumps(settings)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        return ours.dup(), ours

    async def spawn(self) -> Worker:
        """A new worker that has put up its guards; raises ZygoteLostError or SourceError."""
        ours, theirs = socket.socketpair()
        try:
            pid = (await self._ask({"do": "spawn"}, theirs))["pid"]
        except BaseException:
            ours.close()
            raise
        reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 18)
        try:
            async with asyncio.timeout(self._limits.start_timeout):
                _, hello = await _frame(reader)
        except (TimeoutError, EOFError, OSError) as error:
            await _abort(writer)
            await self.end(pid)
            raise SourceError("a worker died while it started") from error
        except BaseException:
            writer.transport.abort()
            raise
        fields = json.loads(hello)
        missing = tuple((name, reason) for name, reason in fields["missing"])
        return Worker(pid, reader, writer, Guards(tuple(fields["held"]), missing))

    async def end(self, pid: int) -> int:
        """Kill and reap a worker; the signal that ended it (0: it left by itself)."""
        try:
            answer = await self._ask({"do": "end", "pid": pid})
        except ZygoteLostError:
            return 9  # workers are killed with their zygote
        return int(answer["signal"])

    async def close(self) -> None:
        """End the zygote, and with it every worker left."""
        if self._control is not None and self._writer is not None:
            self._control.close()
            await _abort(self._writer)
        process = self._process
        if process is None:
            return
        try:
            await asyncio.to_thread(process.wait, _LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def _ask(
        self, request: dict[str, Any], connection: socket.socket | None = None
    ) -> dict[str, Any]:
        # shielded: an answer left unread would be taken for the next one's
        return await asyncio.shield(self._exchange(request, connection))

    async def _exchange(
        self, request: dict[str, Any], connection: socket.socket | None
    ) -> dict[str, Any]:
        """One request and its answer; the connection is handed over and closed here."""
        with connection or nullcontext():
            async with self._turn:
                if self._control is None:
                    raise ZygoteLostError("not started")
                line = json.dumps(request).encode() + b"\n"
                descriptors = [connection.fileno()] if connection else []
                try:
                    socket.send_fds(self._control, [line], descriptors)
                except OSError as error:
                    raise ZygoteLostError(str(error)) from error
                return await self._answer()

    async def _answer(self) -> dict[str, Any]:
        line = b""
        with suppress(OSError):
            line = await self._reader.readline() if self._reader else b""
        if not line:
            raise ZygoteLostError("the process has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer
