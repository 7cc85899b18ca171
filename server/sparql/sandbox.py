"""What a worker does to itself before it reads a stranger's query.

Each guard is put up and then tested; `Guards` says which hold. On systems without prctl or
seccomp (anything but Linux on x86-64 and AArch64) some cannot be had and are reported missing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# <linux/prctl.h>
_SET_PDEATHSIG, _GET_PDEATHSIG = 1, 2
_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_SET_NO_NEW_PRIVS, _GET_NO_NEW_PRIVS = 38, 39

# <linux/filter.h>, <linux/seccomp.h>
_LOAD_WORD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_OFFSET_NUMBER, _OFFSET_ARCH = 0, 4
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_X32_BIT = 0x40000000

# socket, connect, bind, listen, execve, execveat, ptrace, process_vm_readv, process_vm_writev,
# pidfd_getfd, io_uring_setup (a ring can open sockets past this filter)
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 59, 322, 101, 310, 311, 438, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 221, 281, 117, 270, 271, 438, 425)),
}

STACK_BYTES = 64 << 20
_FILES = 1024


@dataclass(frozen=True, slots=True)
class Guards:
    """The guards that hold, and those that do not with the reason."""

    held: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]


def enter(parent: int, memory: int) -> Guards:
    """Put up every guard; `memory` bytes may be taken beyond what is mapped now.

    Exits at once if the parent has died already.
    """
    guards: dict[str, Callable[[], None]] = {
        "dies with its parent": lambda: _die_with(parent),
        "no core dumps": lambda: _set_limit(resource.RLIMIT_CORE, 0),
        "few open files": lambda: _set_limit(resource.RLIMIT_NOFILE, _FILES),
        "deep stack": _deepen_stack,
        "lower priority": _lower_priority,
        "first to end when the machine runs out of memory": _volunteer,
        "memory limit": lambda: _limit_memory(memory),
        "no new privileges": _no_new_privileges,
        "no network, no programs": _filter_system_calls,
    }
    held: list[str] = []
    missing: list[tuple[str, str]] = []
    for name, put_up in guards.items():
        try:
            put_up()
        except (OSError, ValueError, AttributeError) as error:
            missing.append((name, str(error) or type(error).__name__))
        else:
            held.append(name)
    return Guards(tuple(held), tuple(missing))


def limit_processor_time(seconds: float) -> None:
    """Backstop for one query: SIGXCPU when this process has used that much more time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies (Linux)."""
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)


def _die_with(parent: int) -> None:
    die_with_parent()
    if os.getppid() != parent:
        os._exit(0)
    value = ctypes.c_int()
    _prctl(_GET_PDEATHSIG, ctypes.addressof(value))
    _expect(value.value == signal.SIGKILL)


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))
    _expect(resource.getrlimit(kind)[0] <= value)


def _deepen_stack() -> None:
    """The parser recurses; more stack turns a crash into an answer for what the guard lets pass."""
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    soft = STACK_BYTES if hard == resource.RLIM_INFINITY else min(STACK_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (soft, hard))


def _lower_priority() -> None:
    before = os.nice(0)
    _expect(os.nice(5) > before or before > 14)  # noqa: PLR2004 - 19 is the lowest there is


def _volunteer() -> None:
    path = Path("/proc/self/oom_score_adj")
    path.write_text("1000", encoding="ascii")
    _expect(path.read_text(encoding="ascii").strip() == "1000")


def mapped_bytes() -> int:
    """Size of this process's address space; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except FileNotFoundError:
        return 0
    return pages * resource.getpagesize()


def _limit_memory(budget: int) -> None:
    mapped = mapped_bytes()
    if not mapped:
        raise OSError(errno.ENOSYS, "this system does not tell how much is mapped")
    _set_limit(resource.RLIMIT_AS, mapped + budget)


def _no_new_privileges() -> None:
    _prctl(_SET_NO_NEW_PRIVS, 1)
    _expect(_prctl(_GET_NO_NEW_PRIVS) == 1)


def _filter_system_calls() -> None:
    machine = platform.machine()
    pointer = struct.calcsize("P")  # a 32-bit program on a 64-bit kernel has other numbers
    if platform.system() != "Linux" or machine not in _SYSTEM_CALLS or pointer != 8:  # noqa: PLR2004
        raise OSError(errno.ENOSYS, f"no filter for {platform.system()} on {machine}")
    arch, denied = _SYSTEM_CALLS[machine]
    program = _program(arch, denied)
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: unsigned short len, then a pointer
    header = ctypes.create_string_buffer(
        struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    )
    _prctl(_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        _expect(_socket_is_denied(family))


def _program(arch: int, denied: tuple[int, ...]) -> bytes:
    """Another architecture dies; the calls denied (and all of x32) fail with EPERM; others pass."""
    count = len(denied)
    refuse = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
    lines = [
        (_LOAD_WORD, 0, 0, _OFFSET_ARCH),
        (_JUMP_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD_WORD, 0, 0, _OFFSET_NUMBER),
        (_JUMP_GREATER_EQUAL, count + 1, 0, _X32_BIT),
        *((_JUMP_EQUAL, count - i, 0, number) for i, number in enumerate(denied)),
        (_RETURN, 0, 0, _ALLOW),
        refuse,
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _socket_is_denied(family: socket.AddressFamily) -> bool:
    try:
        socket.socket(family, socket.SOCK_STREAM).close()
    except PermissionError:
        return True
    except OSError:
        return family == socket.AF_INET6  # a machine without IPv6 has nothing to deny
    return False


def _prctl(option: int, *arguments: int) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    values = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    result: int = library.prctl(ctypes.c_int(option), *values)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _expect(holds: bool) -> None:  # noqa: FBT001 - one predicate, read at the call
    if not holds:
        raise OSError(errno.EPERM, "was set but does not hold")
