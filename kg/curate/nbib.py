"""PubMed's MEDLINE format, as its nbib files have it.

A line is a tag padded to four columns, `- ` and a value; lines that begin with space go on with
the value before. A record begins with PMID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.curate.reference import Hint, Raw, Unusable, clean

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_BRACKETED = re.compile(r"(.*?)\s*\[(doi|pii)\]", re.IGNORECASE)
_INITIALS = re.compile(r"(.+?)\s+[A-Z]{1,4}(?:\s+(?:Jr|Sr|\d(?:st|nd|rd|th)))?")
_NOTICES = frozenset(
    {"Retraction of Publication", "Retraction Notice", "Published Erratum", "Expression of Concern"}
)
_STANDING = {"ppublish": "published", "epublish": "published", "aheadofprint": "published"}
_COMMENTS = (
    ("RIN", "retracted", "retraction in"),
    ("ECI", "expression-of-concern", "expression of concern in"),
    ("EIN", "corrected", "erratum in"),
    ("CRI", "corrected", "corrected and republished in"),
)
_DESIGNS = {
    "Meta-Analysis": "meta-analysis",
    "Network Meta-Analysis": "meta-analysis",
    "Systematic Review": "systematic-review",
    "Randomized Controlled Trial": "randomised-trial, or cluster-randomised-trial",
}


@dataclass
class _Fields:
    """Tags and values of one record, in order."""

    line: int
    pairs: list[tuple[str, list[str]]] = field(default_factory=list)
    """A value is kept as the lines that it goes over."""
    broken: int = 0
    """The first line that is neither a field nor goes on with one; 0 where there is none."""

    def values(self) -> Iterator[tuple[str, str]]:
        return ((tag, " ".join(lines)) for tag, lines in self.pairs)

    def all(self, *tags: str) -> list[str]:
        return [value for tag, value in self.values() if tag in tags]

    def first(self, *tags: str) -> str:
        return next((value for tag in tags for value in self.all(tag) if value), "")


def read(text: str) -> Iterator[Raw | Unusable]:
    """Each record of the text, or why it cannot be used."""
    for record in _records(text):
        try:
            yield _raw(record)
        except Unusable as reason:
            yield reason


def _records(text: str) -> Iterator[_Fields]:
    record: _Fields | None = None
    blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.fullmatch(line)
        if match and (record is None or blank or match[1] == "PMID"):
            if record:
                yield record
            record = _Fields(number)
        if match and record:
            record.pairs.append((match[1], [match[2].strip()]))
        elif record and line.startswith(" ") and line.strip():
            record.pairs[-1][1].append(line.strip())
        elif record and line.strip():
            record.broken = record.broken or number
        blank = not line.strip()
    if record:
        yield record


def _raw(record: _Fields) -> Raw:
    if record.broken:
        what = "the line is neither a field of a PubMed record nor goes on with one"
        raise Unusable(record.broken, what, "export the reference anew, or take the line out")
    _refuse_notice(record)
    publication, hints = _standing(record)
    return Raw(
        line=record.line,
        title=record.first("TI", "BTI", "TT").removesuffix("."),
        authors=_authors(record),
        date=record.first("DP", "DEP"),
        journal=record.first("JT", "TA"),
        volume=record.first("VI"),
        issue=record.first("IP"),
        pages=record.first("PG"),
        doi=_doi(record),
        pmid=record.first("PMID"),
        pmcid=record.first("PMC"),
        publication=publication,
        hints=[*hints, *_designs(record)],
    )


def _refuse_notice(record: _Fields) -> None:
    """A notice about a paper is no study. The paper itself is a `Retracted Publication`."""
    for kind in record.all("PT"):
        if kind in _NOTICES:
            about = clean(record.first("ROF", "EFR", "ECF"))
            what = f"it is a notice ({kind})" + (f" about {about[:120]}" if about else "")
            raise Unusable(record.line, what, "begin the record from the paper that it is about")


def _standing(record: _Fields) -> tuple[str, list[Hint]]:
    kinds = record.all("PT")
    hints = [
        Hint("publication", f"PubMed: {words} {clean(value)[:200]}")
        for tag, _, words in _COMMENTS
        for value in record.all(tag)
    ]
    if "Retracted Publication" in kinds:
        return "retracted", hints
    for tag, word, _ in _COMMENTS:
        if record.all(tag):
            return word, hints
    if "Preprint" in kinds:
        return "preprint", hints
    return _STANDING.get(record.first("PST"), ""), hints


def _designs(record: _Fields) -> Iterator[Hint]:
    for kind in record.all("PT"):
        if kind in _DESIGNS:
            yield Hint("design", f"PubMed files it under {kind}: {_DESIGNS[kind]}")


def _doi(record: _Fields) -> str:
    """LID and AID hold DOIs and other identifiers, told apart by a word in brackets."""
    for value in record.all("LID", "AID"):
        match = _BRACKETED.fullmatch(value)
        if match and match[2].lower() == "doi":
            return match[1]
    return ""


def _authors(record: _Fields) -> list[str]:
    """Family names in order. FAU has the full name and AU, after it, the same with initials."""
    names: list[str] = []
    full = False
    for tag, value in record.values():
        if tag == "FAU":
            names.append(value.split(",")[0])
        elif tag == "AU" and not full:
            match = _INITIALS.fullmatch(value)
            names.append(match[1] if match else value)
        elif tag == "CN":
            names.append(value)
        full = tag == "FAU" or (full and tag not in {"AU", "FAU", "CN"})
    return names
