"""Releases are tables (CSV), written by `tiebeam release` and never by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import PurePosixPath

from pydantic import ValidationError

from kg.read.base import Entry
from kg.read.document import MAX_BYTES, Document, Path, Place
from kg.read.files import Unread
from kg.records.release import Release, ReleasedClaim
from kg.report import Problem

FOLDER = "evidence/releases/"
COLUMNS = tuple(ReleasedClaim.model_fields)
_BEFORE_VERDICTS = COLUMNS[:3]
_MEND = "take the file back from git; releases are written by tiebeam release"
Releases = Mapping[str, Entry[Release]]


def is_release(file: str) -> bool:
    """Whether a path is that of a release."""
    return (
        file.startswith(FOLDER) and file.endswith(".csv") and file.count("/") == FOLDER.count("/")
    )


def read_releases(files: Mapping[str, bytes]) -> tuple[Releases, list[Problem]]:
    """All releases by day, and what is wrong with their files."""
    found: dict[str, Entry[Release]] = {}
    problems: list[Problem] = []
    for file, data in sorted(files.items()):
        try:
            found[PurePosixPath(file).stem] = _entry(file, data)
        except (UnicodeDecodeError, csv.Error, ValueError) as error:
            problems.append(_problem(file, error))
    return found, problems


def release_text(release: Release) -> bytes:
    """The file of a release."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(claim.model_dump() for claim in release.claims)
    return text.getvalue().encode()


def _entry(file: str, data: bytes) -> Entry[Release]:
    if isinstance(data, Unread):
        raise ValueError(data.why)  # noqa: TRY004  # a file that cannot be read, no type of ours
    if len(data) > MAX_BYTES:
        raise ValueError(f"{len(data)} bytes, the limit is {MAX_BYTES}")
    rows = csv.DictReader(
        io.StringIO(data.decode("utf-8"), newline=""), strict=True, restkey="more", restval=""
    )
    if tuple(rows.fieldnames or ()) not in {COLUMNS, _BEFORE_VERDICTS}:
        raise ValueError(f"the columns are not {','.join(COLUMNS)}")
    claims = []
    for row in rows:
        if not str(row["findings"]).isdecimal():
            raise ValueError(f"line {rows.line_num}: findings is not a number")
        claims.append({**row, "findings": int(row["findings"])})
    release = Release.model_validate({"id": PurePosixPath(file).stem, "claims": tuple(claims)})
    places: dict[Path, Place] = {("claims", index): (index + 2, 1) for index in range(len(claims))}
    return Entry(file, Document(file, None, places), release)


def _problem(file: str, error: Exception) -> Problem:
    if isinstance(error, ValidationError):
        first, *_ = error.errors()
        _, index, *field = (*first["loc"], 0, "")[:3]
        line = int(index) + 2 if first["loc"][:1] == ("claims",) else 1
        return Problem(file, line, 1, "release", str(field[0]), str(first["msg"]), _MEND)
    return Problem(file, 1, 1, "release", "", str(error), _MEND)
