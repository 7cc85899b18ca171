"""Loads the data once and forks workers that share it: `python -m server.sparql.zygote`.

A process of its own, with one thread and no event loop, because forking is safe only from
such. Its control socket carries one JSON request and one JSON answer a line; with `spawn`
comes the file descriptor of the new worker's connection.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from server.sparql import sandbox, worker
from server.sparql.source import Loaded, Source, SourceError, load

_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Zygote:
    control: socket.socket
    source: Source
    loaded: Loaded
    prefixes: dict[str, str]
    memory: int

    def serve(self) -> None:
        """Answer requests until the web process closes the control socket."""
        while True:
            line, descriptors, _, _ = socket.recv_fds(self.control, _LINE, 1)
            if not line:
                return
            request = json.loads(line)
            if request["do"] == "spawn":
                answer: dict[str, Any] = {"pid": self._spawn(descriptors[0])}
            else:
                answer = _end(request["pid"])
            _send(self.control, answer)

    def _spawn(self, descriptor: int) -> int:
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            self._become_worker(descriptor, parent)
        os.close(descriptor)
        return child

    def _become_worker(self, descriptor: int, parent: int) -> None:
        code = 1
        try:
            self.control.close()
            connection = socket.socket(fileno=descriptor)
            _silence()
            worker.run(
                connection,
                self.loaded,
                self.source.directory,
                self.prefixes,
                parent,
                self.memory,
            )
            code = 0
        finally:
            os._exit(code)


def _silence() -> None:
    """What a crash prints names nothing a reader of the log can use; the pool reports the cause."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _end(pid: int) -> dict[str, Any]:
    """Kill and reap a worker; the answer tells how it died, which may be of its own doing."""
    try:
        done, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # a worker of the zygote before this one, which died with it
        return {"signal": signal.SIGKILL}
    if not done:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    control.sendall(json.dumps(message).encode() + b"\n")


def main(arguments: list[str]) -> int:
    """Arguments: the control socket's descriptor, and a JSON object with the settings."""
    with suppress(OSError, AttributeError):
        sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the web process, which ends us
    control = socket.socket(fileno=int(arguments[0]))
    settings = json.loads(arguments[1])
    source = Source.from_json(settings["source"])
    try:
        loaded = load(source)
    except SourceError as error:
        _send(control, {"error": str(error)})
        return 1
    gc.freeze()  # keeps the collector from writing to pages the workers share
    _send(control, {"quads": loaded.quads, "disjoint": loaded.disjoint})
    with suppress(BrokenPipeError, ConnectionResetError):  # the web process has gone
        Zygote(control, source, loaded, settings["prefixes"], settings["memory"]).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
