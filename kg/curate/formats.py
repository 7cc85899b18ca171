"""References out of a file in any of four formats, told by what the file holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from kg.curate import bibtex, csl, nbib, ris
from kg.curate.reference import Raw, Reference, Unusable, cleaned
from kg.report import Problem

MAX_BYTES = 5_000_000
MAX_REFERENCES = 1_000
_Reader = Callable[[str], Iterator[Raw | Unusable]]
_MARKS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"^TY  - ?", re.MULTILINE), ris.read),
    (re.compile(r"^PMID- ?\d", re.MULTILINE), nbib.read),
    (re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE), bibtex.read),
    (re.compile(r"\s*[\[{]"), csl.read),
)


def read_references(file: str, data: bytes) -> tuple[list[Reference], list[Problem]]:
    """Every reference of a file, and what is wrong with those that cannot be used.

    One bad reference keeps no other out. Takes RIS, BibTeX, PubMed's nbib and CSL-JSON.
    """
    try:
        text = _decode(data)
        reader = _reader(text)
        found = _few(reader(text))
    except Unusable as reason:
        return [], [_problem(file, reason)]
    references: list[Reference] = []
    problems: list[Problem] = []
    for one in found:
        try:
            references.append(_usable(one))
        except Unusable as reason:
            problems.append(_problem(file, reason))
    if not found:
        problems.append(_problem(file, Unusable(1, "it holds no reference", "export it anew")))
    return references, problems


def _few(found: Iterator[Raw | Unusable]) -> list[Raw | Unusable]:
    few = list(islice(found, MAX_REFERENCES + 1))
    if len(few) > MAX_REFERENCES:
        raise Unusable(1, f"it holds more than {MAX_REFERENCES} references", "split the file")
    return few


def _usable(one: Raw | Unusable) -> Reference:
    if isinstance(one, Unusable):
        raise one
    return cleaned(one)


def _problem(file: str, reason: Unusable) -> Problem:
    return Problem(file, reason.line, 1, "reference", "", reason.what, reason.mend)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Unusable(1, f"it has {len(data)} bytes, the limit is {MAX_BYTES}", "split the file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {data[error.start]:#04x} is not UTF-8"
        raise Unusable(line, what, "save or export the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _reader(text: str) -> _Reader:
    """The reader of the format whose mark comes first; an abstract may hold another's."""
    found = [(match.start(), reader) for mark, reader in _MARKS if (match := _match(mark, text))]
    if not found:
        what = "its format is not known"
        raise Unusable(1, what, "give RIS, BibTeX, PubMed (nbib) or CSL-JSON")
    return min(found, key=lambda pair: pair[0])[1]


def _match(mark: re.Pattern[str], text: str) -> re.Match[str] | None:
    return mark.search(text) if mark.flags & re.MULTILINE else mark.match(text)
