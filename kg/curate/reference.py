"""A bibliographic reference: what a file prints of it, and what a study record takes from it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

MAX_AUTHORS = 5_000
MAX_RAW = 5_000
"""Characters of one field as it stands in the file, markup and all."""
MAX_TEXT = 1_000
"""Characters of one field of a record (see kg/records/values.py)."""

_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|span|sc|scp|jats:[a-z-]+)(?:\s[^<>]{0,200})?/?>")
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_DOI_WORD = re.compile(r"doi:?\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\sA-Z]+")
_PMID = re.compile(r"(?:pmid:?\s*)?([1-9]\d{0,8})", re.IGNORECASE)
_PMCID = re.compile(r"(?:pmcid:?\s*)?(?:PMC)?([1-9]\d{0,8})", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"(?:RETRACTED|WITHDRAWN)(?: (?:ARTICLE|PAPER))?\s*:\s*(?=\S)")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACED = frozenset({"Cc", "Zl", "Zp"})


@dataclass(frozen=True)
class Hint:
    """What the reference says of a field and a person must judge; written as a comment."""

    field: str
    text: str


@dataclass
class Raw:
    """One reference as its file prints it. `line` is where it begins, from 1."""

    line: int
    title: str = ""
    authors: list[str] = field(default_factory=list)
    """Family names with their particles, or the names of groups."""
    date: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    publication: str = ""
    """The word of the record's field, where the file says so beyond doubt."""
    hints: list[Hint] = field(default_factory=list)


class Unusable(Exception):
    """Why no record can be begun from a reference, where it stands, and how to mend it."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.line, self.what, self.mend = line, what, mend


@dataclass(frozen=True)
class Reference:
    """One reference, cleaned: every value has the form that a record asks; "" is not given."""

    line: int
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    publication: str = ""
    hints: tuple[Hint, ...] = ()


def cleaned(raw: Raw) -> Reference:
    """The reference that a record is begun from. Raises Unusable."""
    _refuse_oversize(raw)
    title = clean(raw.title)
    shorn = _TAKEN_BACK.sub("", title, count=1) if _TAKEN_BACK.match(title) else title
    if not shorn:
        raise Unusable(raw.line, "it has no title", "add the title to the reference")
    identifiers, misfits = _identifiers(raw)
    reference = Reference(
        line=raw.line,
        title=shorn,
        authors=tuple(name for name in map(clean, raw.authors) if name),
        year=_year(raw.date),
        journal=clean(raw.journal),
        volume=clean(raw.volume),
        issue=clean(raw.issue),
        pages=re.sub(r"\s*[\u2010-\u2015-]+\s*", "-", clean(raw.pages)),
        publication=raw.publication or ("retracted" if shorn != title else ""),
        hints=(*raw.hints, *misfits, *_date_hint(raw.date)),
        **identifiers,
    )
    _refuse_overlong(reference)
    return reference


def clean(text: str) -> str:
    """One line of plain text: no markup, entities, control characters or double space."""
    # Some exporters write an entity of an entity.
    text = _TAG.sub("", html.unescape(html.unescape(text)))
    text = unicodedata.normalize("NFC", text)
    kept = (
        " " if kind in _SPACED else "" if kind in _DROPPED else one
        for one, kind in ((one, unicodedata.category(one)) for one in text)
    )
    return _SPACE.sub(" ", "".join(kept)).strip()


def doi_of(text: str) -> str:
    """A DOI as records write it, or "" where the text is none."""
    text = clean(text)
    if address := _DOI_ADDRESS.match(text):
        text = unquote(text[address.end() :])
    text = _DOI_WORD.sub("", text, count=1) if _DOI_WORD.match(text) else text
    text = text.lower().rstrip(".,;")
    return text if _DOI.fullmatch(text) else ""


def pmid_of(text: str) -> str:
    """A PubMed number, or "" where the text is none."""
    match = _PMID.fullmatch(clean(text))
    return match[1] if match else ""


def pmcid_of(text: str) -> str:
    """A PubMed Central number with its PMC, or "" where the text is none."""
    match = _PMCID.fullmatch(clean(text))
    return f"PMC{match[1]}" if match else ""


def _identifiers(raw: Raw) -> tuple[dict[str, str], list[Hint]]:
    found = {"doi": doi_of(raw.doi), "pmid": pmid_of(raw.pmid), "pmcid": pmcid_of(raw.pmcid)}
    given = {name: clean(getattr(raw, name)) for name in found}
    misfits = [
        Hint(name, f"the reference has {given[name][:60]!r}, which is no {name.upper()}")
        for name, value in found.items()
        if given[name] and not value
    ]
    return found, misfits


def _year(date: str) -> int | None:
    match = _YEAR.search(date[:MAX_TEXT])
    return int(match[0]) if match else None


def _date_hint(date: str) -> Iterator[Hint]:
    if len(set(_YEAR.findall(date[:MAX_TEXT]))) > 1:
        yield Hint("year", f"the reference is dated {clean(date)[:60]}")


def _texts(raw: Raw) -> Iterable[tuple[str, str]]:
    names = ("title", "date", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid")
    yield from ((name, getattr(raw, name)) for name in names)
    yield from (("author", name) for name in raw.authors)


def _refuse_oversize(raw: Raw) -> None:
    if len(raw.authors) > MAX_AUTHORS:
        what = f"it has {len(raw.authors)} authors, the limit is {MAX_AUTHORS}"
        raise Unusable(raw.line, what, "shorten the list of authors")
    for name, text in _texts(raw):
        if len(text) > MAX_RAW:
            _too_long(raw.line, name, len(text))


def _refuse_overlong(reference: Reference) -> None:
    names = ("title", "journal", "volume", "issue", "pages", "doi")
    texts = [(name, getattr(reference, name)) for name in names]
    texts += [("author", name) for name in reference.authors]
    for name, text in texts:
        if len(text) > MAX_TEXT:
            _too_long(reference.line, name, len(text))


def _too_long(line: int, name: str, length: int) -> None:
    what = f"its {name} has {length} characters, the limit is {MAX_TEXT}"
    raise Unusable(line, what, f"shorten the {name}")
