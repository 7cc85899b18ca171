"""The base as it was at a revision of git, read into memory; nothing is checked out or fetched."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.check import Files, is_input
from kg.read.document import MAX_BYTES
from kg.read.files import Unread

_SECONDS = 60
_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_FILE_MODES = {"100644", "100755"}


class NoRevision(Exception):
    """There is no git, no repository, or no such revision; the message says which."""


def forked_from(root: Path, ref: str) -> str:
    """The commit where HEAD and `ref` part, from which changes count. Raises NoRevision."""
    name = f"{ref}^{{commit}}"
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if not found:
        raise NoRevision(f"{ref!r} is no revision of this repository; try main, HEAD or a commit")
    base = _git(root, "merge-base", found.decode().strip(), "HEAD")
    if not base:
        raise NoRevision(f"{ref!r} and HEAD have no commit in common; fetch more of the history")
    return base.decode().strip()


def files_at(root: Path, commit: str, now: Files) -> dict[str, bytes]:
    """The input files of a commit; contents that are those of `now` are taken from there."""
    blobs = dict(_blobs(root, commit))
    same = {file for file, blob in blobs.items() if _is(now.get(file), blob)}
    read = _contents(root, {file: blob for file, blob in blobs.items() if file not in same})
    return dict(sorted(({file: now[file] for file in same} | read).items()))


def folder_in_repository(root: Path) -> str:
    """The root's path from that of its repository, with a slash at its end; empty without one."""
    try:
        return _git(root, "rev-parse", "--show-prefix").decode(errors="replace").strip("\n")
    except NoRevision:
        return ""


def _blobs(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", "evidence", "ontology")
    for line in listed.split(b"\0"):
        about, _, name = line.partition(b"\t")
        file = os.fsdecode(name)
        if about and about.split()[0].decode() in _FILE_MODES and is_input(file):
            yield file, about.split()[2].decode()


def _is(data: bytes | None, blob: str) -> bool:
    if data is None or isinstance(data, Unread):
        return False
    kind = "sha1" if len(blob) == hashlib.sha1(usedforsecurity=False).digest_size * 2 else "sha256"
    whole = b"blob %d\0%b" % (len(data), data)
    return hashlib.new(kind, whole, usedforsecurity=False).hexdigest() == blob


def _contents(root: Path, blobs: Mapping[str, str]) -> dict[str, bytes]:
    asked = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    told = _git(root, "cat-file", "--batch", given=asked) if blobs else b""
    found: dict[str, bytes] = {}
    start = 0
    for file in blobs:
        head = told[start : told.find(b"\n", start)]
        size = head.rpartition(b" ")[2]
        if not size.isdigit():
            raise NoRevision(f"git does not have {file} of that revision; fetch it first")
        start += len(head) + 1
        found[file] = told[start : start + int(size)]
        if file.startswith("evidence/"):
            found[file] = found[file][: MAX_BYTES + 1]  # as of a file that lies there
        start += int(size) + 1
    return found


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git says; empty where it says no."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # no shell; revisions come after --end-of-options
            command,
            input=given,
            env=os.environ | _ENVIRONMENT,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        raise NoRevision("git is not installed; leave --changed out") from None
    except subprocess.TimeoutExpired:
        raise NoRevision(f"git had not answered after {_SECONDS} seconds") from None
    if b"not a git repository" in done.stderr:
        raise NoRevision(f"{root} lies in no git repository; leave --changed out")
    return done.stdout if done.returncode == 0 else b""
