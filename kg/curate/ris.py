"""RIS, as reference managers and publishers write it; rispy reads the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.curate.reference import Hint, Raw, Unusable, clean, doi_of, pmcid_of, pmid_of

MAX_LINES = 10_000
MAX_CHARACTERS = 200_000
"""Of one reference: rispy joins the lines of a value one by one."""
_START = re.compile(r"TY  - ?")
_END = re.compile(r"ER  -")
_JOURNALS = ("alternate_title3", "secondary_title", "journal_name", "alternate_title2")
"""JF, T2, JO, JA: full names first."""
_PUBMED = re.compile(
    r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})/?"
)


def read(text: str) -> Iterator[Raw | Unusable]:
    """Each reference of the text, or why it cannot be used."""
    for line, lines in _chunks(text):
        try:
            yield _raw(line, lines)
        except Unusable as reason:
            yield reason


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each reference, from TY to ER or to the next TY, and where it begins."""
    begin, lines = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if _START.match(line):
            if lines:
                yield begin, lines
            begin, lines = number, [line]
        elif lines and line.strip():
            lines.append(line)
            if _END.match(line):
                yield begin, lines
                lines = []
    if lines:
        yield begin, lines


def _raw(line: int, lines: list[str]) -> Raw:
    found = _fields(line, lines)
    names = found.get("authors") or found.get("first_authors") or []
    return Raw(
        line=line,
        title=_first(found, "title", "primary_title"),
        authors=[name.split(",")[0] for name in names],
        date=_first(found, "year", "publication_year", "date"),
        journal=_first(found, *_JOURNALS),
        volume=_first(found, "volume"),
        issue=_first(found, "number"),
        pages=_pages(found),
        doi=_first(found, "doi") or _url_doi(found),
        pmid=_pmid(found),
        pmcid=_pmcid(found),
        hints=[*_without_comma(names)],
    )


def _fields(line: int, lines: list[str]) -> dict[str, Any]:
    import rispy

    if len(lines) > MAX_LINES or sum(map(len, lines)) > MAX_CHARACTERS:
        what = f"the reference is longer than {MAX_LINES} lines or {MAX_CHARACTERS} characters"
        raise Unusable(line, what, "shorten its authors and abstract")
    if not _END.match(lines[-1]):
        what = "the reference has no end (ER  -)"
        raise Unusable(line, what, "export it anew; the file may be cut off")
    try:
        (found,) = rispy.loads("\n".join(lines), skip_unknown_tags=True)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise Unusable(line, "the reference is no RIS", "export it anew") from None
    return dict(found)


def _first(found: dict[str, Any], *names: str) -> str:
    return next((str(found[name]) for name in names if found.get(name)), "")


def _pages(found: dict[str, Any]) -> str:
    start, end = _first(found, "start_page"), _first(found, "end_page")
    return f"{start}-{end}" if start and end and start != end and "-" not in start else start


def _url_doi(found: dict[str, Any]) -> str:
    addresses = [url for url in found.get("urls", []) if "doi.org/" in url.lower()]
    return next((doi for doi in map(doi_of, addresses) if doi), "")


def _pmid(found: dict[str, Any]) -> str:
    """AN is an accession number of whichever database DB names; only PubMed's is a PMID."""
    if _first(found, "name_of_database").lower() in {"pubmed", "medline"}:
        return pmid_of(_first(found, "accession_number"))
    matches = (_PUBMED.fullmatch(url) for url in found.get("urls", []))
    return next((match[1] for match in matches if match), "")


def _pmcid(found: dict[str, Any]) -> str:
    text = _first(found, "custom2")
    return pmcid_of(text) if text.upper().startswith("PMC") else ""


def _without_comma(names: list[str]) -> Iterator[Hint]:
    for name in names[:3]:
        if " " in clean(name) and "," not in name:
            what = f"{clean(name)[:60]!r} has no comma"
            yield Hint("authors", f"{what}: of a person keep the family name, a group stays whole")
