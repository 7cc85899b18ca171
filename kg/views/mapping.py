"""Matches with other vocabularies: on the pages of our terms, and on pages of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.iris import page
from kg.mappings import Mapping as Match
from kg.mappings import Seen
from kg.read.base import Base
from kg.views.parts import Link, concept_link

_WORDS: Mapping[str, str] = {
    "exactMatch": "the same as",
    "closeMatch": "nearly the same as",
    "broadMatch": "narrower than",
    "narrowMatch": "broader than",
    "relatedMatch": "related to",
}
"""What our term is to the other one, the closest first."""


@dataclass(frozen=True)
class MatchRow:
    """One match in a list."""

    ours: Link
    words: str
    target: str
    target_label: str
    vocabulary: str
    reason: str
    path: str


@dataclass(frozen=True)
class MappingPage:
    """Everything that the page of a match shows."""

    id: str
    iri: str
    row: MatchRow
    match: str
    source: Link
    date: str


@dataclass(frozen=True)
class SourcePage:
    """A file of another vocabulary, with the matches of its terms."""

    id: str
    iri: str
    title: str
    file: str
    edition: str
    matches: tuple[MatchRow, ...]


def match_rows(base: Base, name: str) -> tuple[MatchRow, ...]:
    """The matches of one of our terms, the closest first."""
    return _rows(base, base.mappings.of(name))


def mapping_pages(base: Base) -> Iterator[tuple[str, str, Any]]:
    """Path, kind and document of the page of each match and each source."""
    for match in base.mappings.by_name.values():
        path = f"/mapping/{match.name}"
        source = base.mappings.sources[match.seen]
        row, link = _row(base, match), Link(_source_path(source), source.title)
        yield (
            path,
            "mapping",
            MappingPage(match.name, page(path), row, match.match, link, match.date),
        )
    for source in base.mappings.sources.values():
        path = _source_path(source)
        rows = _rows(base, base.mappings.seen_in(source.name))
        yield (
            path,
            "mapping-source",
            SourcePage(
                f"source/{source.name}", page(path), source.title, source.file, source.edition, rows
            ),
        )


def _source_path(source: Seen) -> str:
    return f"/mapping/source/{source.name}"


def _rows(base: Base, matches: Iterable[Match]) -> tuple[MatchRow, ...]:
    closest = list(_WORDS)
    ordered = sorted(matches, key=lambda one: (closest.index(one.match), one.name))
    return tuple(_row(base, one) for one in ordered)


def _row(base: Base, match: Match) -> MatchRow:
    return MatchRow(
        ours=_ours(base, match.subject),
        words=_WORDS[match.match],
        target=match.target,
        target_label=match.target_label,
        vocabulary=base.mappings.sources[match.seen].title,
        reason=match.reason,
        path=f"/mapping/{match.name}",
    )


def _ours(base: Base, name: str) -> Link:
    """What records name has a page of its own; a term of the evidence model a place on one."""
    if name in base.terms.concepts:
        return concept_link(base, name)
    term = base.terms.by_name.get(name) or base.terms.properties.get(name)
    if term:
        return Link(f"/ontology#{name}", term.label)
    designs = {one.name: one for one in base.designs.by_word.values()} | dict(base.designs.features)
    label = designs[name].one("prefLabel") if name in designs else name
    return Link(f"/concept/{name}", label)
