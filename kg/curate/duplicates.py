"""Whether the base has a study already: by DOI, PMID, PMCID, or title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from kg.curate.reference import Reference, doi_of, pmcid_of, pmid_of
from kg.read.document import Unreadable, parse

_SHARED_WORDS = 0.6
_ALIKE = 0.92
_MAIN_TITLE = 6
"""Words that a title must have to be known without its subtitle."""


@dataclass(frozen=True)
class Duplicate:
    """The file that has a publication already, and what tells so."""

    file: str
    why: str
    certain: bool
    """Whether the title alone, or an identifier, tells; a title may belong to two papers."""


@dataclass
class Catalogue:
    """Identifiers and titles of the studies of a base."""

    files: dict[tuple[str, str], str] = field(default_factory=dict)
    titles: list[tuple[str, frozenset[str], str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Files of which neither title nor identifiers could be read."""

    def add(self, file: str, title: str, identifiers: Iterable[tuple[str, str]]) -> None:
        for kind, value in identifiers:
            if value:
                self.files.setdefault((kind, value), file)
        plain = plain_title(title)
        if plain:
            self.titles.append((plain, frozenset(plain.split()), file))

    def find(self, reference: Reference) -> Duplicate | None:
        """The study that the reference is about, if the base has it."""
        for kind, value in identifiers_of(reference):
            if file := self.files.get((kind, value)):
                return Duplicate(file, f"{kind} {value}", certain=True)
        plain = plain_title(reference.title)
        words = frozenset(plain.split())
        for other, theirs, file in self.titles:
            if other == plain:
                return Duplicate(file, "the same title", certain=False)
            if _alike(plain, words, other, theirs):
                return Duplicate(file, "nearly the same title", certain=False)
        return None


def identifiers_of(reference: Reference) -> tuple[tuple[str, str], ...]:
    return ("DOI", reference.doi), ("PMID", reference.pmid), ("PMCID", reference.pmcid)


def plain_title(title: str) -> str:
    """Letters and digits of a title, without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", title.casefold())
    text = "".join(one for one in text if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", text))


def _alike(plain: str, words: frozenset[str], other: str, theirs: frozenset[str]) -> bool:
    short, long = sorted((plain, other), key=len)
    if short.count(" ") + 1 >= _MAIN_TITLE and long.startswith(f"{short} "):
        return True
    if len(words & theirs) < _SHARED_WORDS * len(words | theirs):
        return False
    return SequenceMatcher(None, plain, other, autojunk=False).ratio() >= _ALIKE


def catalogue_of(root: Path) -> Catalogue:
    """What the studies below a root are, unfinished ones too."""
    catalogue = Catalogue()
    for path in sorted(root.glob("evidence/studies/**/*.yaml")):
        file = path.relative_to(root).as_posix()
        found = _bibliography(file, path.read_bytes())
        if found is None:
            catalogue.unread.append(file)
            continue
        texts = {key: str(value) for key, value in found.items()}
        identifiers = (
            ("DOI", doi_of(texts.get("doi", ""))),
            ("PMID", pmid_of(texts.get("pmid", ""))),
            ("PMCID", pmcid_of(texts.get("pmcid", ""))),
        )
        catalogue.add(file, texts.get("title", ""), identifiers)
    return catalogue


def _bibliography(file: str, data: bytes) -> dict[str, object] | None:
    """The fields of a study. Those above the findings will do: a sixth of the work."""
    for part in (data.split(b"\nfindings:")[0], data):
        try:
            value = parse(file, part)[0].value
        except Unreadable:
            continue
        if isinstance(value, dict) and "title" in value:
            return value
    return None
