"""Each guard, tried in a process of its own; and what happens when the parent is killed."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(
    platform.system() != "Linux", reason="the guards are Linux's (2026-11-24)"
)

_ENTER = """
import ctypes, json, os, resource, socket, sys
from server.sparql import sandbox
made_before = socket.socket()
guards = sandbox.enter(os.getppid(), 200_000_000)
def fails(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return ""
"""
_TRIES = """
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "failed")
print(json.dumps({
    "missing": guards.missing,
    "inet": fails(lambda: socket.socket(socket.AF_INET)),
    "inet6": fails(lambda: socket.socket(socket.AF_INET6)),
    "unix": fails(lambda: socket.socket(socket.AF_UNIX)),
    "packet": fails(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "connect": fails(lambda: made_before.connect(("127.0.0.1", 1))),
    "listen": fails(lambda: made_before.listen()),
    "execute": fails(lambda: os.execv(sys.executable, [sys.executable, "-V"])),
    "ring": fails(lambda: call(425, 1, 0)),
    "memory": fails(lambda: bytearray(300_000_000)),
    "pair": fails(socket.socketpair),
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    "nice": os.nice(0),
}))
"""


def _run(script: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_a_guarded_process_can_reach_nothing_and_run_nothing() -> None:
    found = _run(_ENTER + _TRIES)
    nice = found.pop("nice")

    assert nice >= min(os.nice(0) + 5, 19)
    assert found == {
        "missing": [],
        "inet": "PermissionError",
        "inet6": "PermissionError",
        "unix": "PermissionError",
        "packet": "PermissionError",
        "connect": "PermissionError",
        "listen": "PermissionError",
        "execute": "PermissionError",
        "ring": "PermissionError",
        "memory": "MemoryError",
        "pair": "",
        "core": 0,
    }


def test_the_other_numbering_of_system_calls_is_closed_too() -> None:
    if platform.machine() != "x86_64":
        pytest.skip("x32 exists on x86-64 only (2026-11-24)")
    script = "print(json.dumps([fails(lambda: call(0x40000000 + 41, 2, 1, 0))]))"
    define = _TRIES[: _TRIES.index("print(")]

    assert _run(_ENTER + define + script) == ["PermissionError"]


def test_a_guard_that_cannot_be_had_is_reported_with_the_reason() -> None:
    script = """
import json, os, platform
from server.sparql import sandbox
platform.machine = lambda: "mips"
guards = sandbox.enter(os.getppid(), 10**9)
print(json.dumps([guards.held, guards.missing]))
"""
    held, missing = _run(script)

    assert "no core dumps" in held
    assert [name for name, _ in missing] == ["no network, no programs"]
    assert "mips" in missing[0][1]


def test_nothing_outlives_a_web_process_that_is_killed(
    data: Path, eventually: Callable[..., None]
) -> None:
    script = f"""
import asyncio, json
from pathlib import Path
from server.sparql.limits import Limits
from server.sparql.pool import WorkerPool
from server.sparql.source import rdf_source
async def main():
    pool = WorkerPool(rdf_source([Path({str(data)!r})]), "one", Limits(workers=2))
    await pool.start()
    print(json.dumps(pool.processes), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pids = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGKILL)

    assert len(pids) == 3
    eventually(lambda: not any(_runs(pid) for pid in pids), 10)


def _runs(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
