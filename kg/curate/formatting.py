"""Records in their canonical form, and whether they have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kg.curate.comments import hang, kept
from kg.curate.layout import lay_out
from kg.curate.tree import tree_of
from kg.read.base import FOLDERS, read_record
from kg.read.document import Document
from kg.records.order import ROOTS
from kg.report import Problem

RULE = "not-formatted"


class Unformatted(Exception):
    """A file that cannot be laid out; carries the problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def is_record(file: str) -> bool:
    """Whether a path from the root is that of a record."""
    parts = file.split("/")
    return len(parts) > 2 and parts[0] == "evidence" and parts[1] in FOLDERS  # noqa: PLR2004


def formatted(file: str, data: bytes) -> bytes:
    """The canonical form of one record, without the help of its template.

    Raises Unformatted where it is no valid record.
    """
    kind = FOLDERS[file.split("/")[1]]
    record, document, problems = read_record(file, data, kind)
    if record is None:
        raise Unformatted(problems)
    text = data.decode()
    root = tree_of(document, text)
    header = hang(root, text)
    result = lay_out(root, header, ROOTS[kind])
    if result == text:
        return data
    _, again, _ = read_record(file, result.encode(), kind)
    if not _same(document, again) or _comments(text) != _comments(result):
        what, mend = "no layout was found that keeps all it says", "tell the editors of Tiebeam"
        raise Unformatted([Problem(file, 1, 1, RULE, "", what, mend)])
    return result.encode()


def unformatted(files: Mapping[str, bytes]) -> list[Problem]:
    """Records that are valid and not in their canonical form, each at the first other line."""
    found: list[Problem] = []
    for file, data in files.items():
        try:
            wanted = formatted(file, data)
        except Unformatted:
            continue  # check tells what is wrong with it
        if wanted != data:
            found.append(not_formatted(file, data, wanted))
    return found


def not_formatted(file: str, data: bytes, wanted: bytes) -> Problem:
    """The problem of a record whose canonical form is another."""
    pairs = zip(data.split(b"\n"), wanted.split(b"\n"), strict=False)
    line = next((n for n, (one, other) in enumerate(pairs, 1) if one != other), 1)
    what, mend = "order or layout differs from the canonical one", f"run tiebeam fmt {file}"
    return Problem(file, line, 1, RULE, "", what, mend, "warning")


def _comments(text: str) -> Counter[str]:
    return Counter(comment.text for comment in kept(text))


def _same(one: Document, other: Document) -> bool:
    return bool(_printed(one.value) == _printed(other.value))


def _printed(value: Any) -> Any:  # noqa: ANN401
    """A value with its numbers as printed: 1.50 is not 1.5."""
    if isinstance(value, dict):
        return {key: _printed(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_printed, value))
    return repr(value) if isinstance(value, Decimal | int) else value
