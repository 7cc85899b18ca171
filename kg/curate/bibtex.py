"""BibTeX and BibLaTeX; bibtexparser splits the entries and reads LaTeX as plain text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from kg.curate.reference import MAX_AUTHORS, MAX_RAW, Hint, Raw, Unusable

MAX_BLOCKS = 5_000
"""Entries, abbreviations and comments of one file."""
MAX_LATEX = 200_000
"""Commands, groups and formulas of one file; each takes the reader some 30 microseconds."""
_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_TEXTS = (
    "title", "subtitle", "date", "year", "journal", "journaltitle", "booktitle", "volume",
    "number", "issue", "pages", "eid", "doi", "pmid", "pmcid", "eprint", "eprinttype",
)  # fmt: skip


def read(text: str) -> Iterator[Raw | Unusable]:
    """Each entry of the text, or why it cannot be used."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    if sum(1 for _ in islice(_BLOCK.finditer(text), MAX_BLOCKS + 1)) > MAX_BLOCKS:
        yield Unusable(1, f"it holds more than {MAX_BLOCKS} entries", "split the file")
        return
    if sum(map(text.count, "\\{$")) > MAX_LATEX:
        yield Unusable(1, "it holds more LaTeX than references need", "split the file")
        return
    _silence()
    for block in parse_string(text).blocks:
        line = (block.start_line or 0) + 1
        try:
            if isinstance(block, Entry):
                yield _raw(line, block)
            elif isinstance(block, DuplicateBlockKeyBlock):
                # Two entries may have one key; an @string that stands twice is no reference.
                if isinstance(block.ignore_error_block, Entry):
                    yield _raw(line, block.ignore_error_block)
            elif isinstance(block, ParsingFailedBlock):
                yield _failed(line, block.error)
        except Unusable as reason:
            yield reason


def _silence() -> None:
    """What the libraries log is told as a problem at its line, once, and by us."""
    for name in ("bibtexparser", "pylatexenc"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _failed(line: int, error: Exception) -> Unusable:
    reason = str(getattr(error, "abort_reason", error)).strip().rstrip(".")
    return Unusable(line, f"the entry is no BibTeX ({reason[:200]})", "mend the braces and commas")


def _raw(line: int, entry: Any) -> Raw:  # noqa: ANN401  # bibtexparser's Entry
    given = {one.key.lower(): one for one in entry.fields}
    macros = {key for key, one in given.items() if _unresolved(one)}
    texts = {key: str(given[key].value) for key in _TEXTS if key in given and key not in macros}
    authors = _families(line, str(given["author"].value)) if "author" in given else []
    plain = _decoded(line, texts, authors)
    names = [plain[f"author{number}"] for number in range(len(authors))]
    return Raw(
        line=line,
        title=": ".join(filter(None, (plain.get("title"), plain.get("subtitle")))),
        authors=[name for name in names if name != "others"],
        date=_first(plain, "date", "year"),
        journal=_first(plain, "journal", "journaltitle", "booktitle"),
        volume=_first(plain, "volume"),
        issue=_first(plain, "number", "issue"),
        pages=_first(plain, "pages", "eid"),
        doi=_first(plain, "doi"),
        pmid=_first(plain, "pmid") or (plain["eprint"] if _is_pubmed(plain) else ""),
        pmcid=_first(plain, "pmcid"),
        hints=[*_macro_hints(given, macros), *_others(names)],
    )


def _unresolved(one: Any) -> bool:  # noqa: ANN401  # bibtexparser's Field
    """A bare word that no @string explains, or a value put together with `#`."""
    return bool(one.enclosing == "no-enclosing")


def _macro_hints(given: Mapping[str, Any], macros: set[str]) -> Iterator[Hint]:
    for key in sorted(macros & {"title", "journal", "year", "volume"}):
        text = str(given[key].value)[:60]
        yield Hint(
            key, f"the reference has {text!r}, an abbreviation that its file does not explain"
        )


def _others(names: list[str]) -> Iterator[Hint]:
    if "others" in names:
        yield Hint("authors", "the reference leaves authors out (and others)")


def _is_pubmed(plain: Mapping[str, str]) -> bool:
    return plain.get("eprinttype", "").lower() == "pubmed" and "eprint" in plain


def _first(found: Mapping[str, str], *names: str) -> str:
    return next((found[name] for name in names if found.get(name)), "")


def _families(line: int, text: str) -> list[str]:
    """Family names with their particles, still in LaTeX."""
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    names = split_multiple_persons_names(text)
    if len(names) > MAX_AUTHORS:
        what = f"it has {len(names)} authors, the limit is {MAX_AUTHORS}"
        raise Unusable(line, what, "shorten the list of authors")
    parts = (parse_single_name_into_parts(name, strict=False) for name in names)
    return [" ".join([*one.von, *one.last]) for one in parts]


def _decoded(line: int, texts: Mapping[str, str], authors: list[str]) -> dict[str, str]:
    """Plain text for LaTeX. Nothing that LaTeX would read from disk is read."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import Entry, Field

    named = dict(texts) | {f"author{number}": name for number, name in enumerate(authors)}
    if sum(map(len, named.values())) > MAX_RAW * 12:
        raise Unusable(line, "the entry is too long", "shorten its title and authors")
    entry: Entry = Entry("article", "key", [Field(key, text) for key, text in named.items()])
    found = LatexDecodingMiddleware(keep_math_mode=False).transform_entry(entry, Library())
    if not isinstance(found, Entry):
        what = "its LaTeX cannot be read"
        raise Unusable(line, what, "write title and authors without commands, or mend the braces")
    return {one.key: str(one.value) for one in found.fields}
