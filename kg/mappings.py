"""Matches with terms of other vocabularies, each with its reason and where the term was seen."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cached_property

from kg.individuals import Individual, Individuals, of_class

_CLASS = "https://w3id.org/sssom/Mapping"
_SOURCES = "mapping/source/"


@dataclass(frozen=True)
class Seen:
    """A file of another vocabulary in which its terms and labels were seen."""

    name: str
    """Below /mapping/source/."""
    title: str
    file: str
    edition: str


@dataclass(frozen=True)
class Mapping:
    """One match, read from our term: broadMatch says that the other one is broader."""

    name: str
    """Below /mapping/."""
    subject: str
    """Local name of a concept, or of a class or property of the evidence model."""
    match: str
    """exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch."""
    target: str
    """Address of the other term."""
    target_label: str
    seen: str
    """Name of the source."""
    reason: str
    date: str


@dataclass(frozen=True)
class Mappings:
    """All matches and the files behind them, by name."""

    by_name: Dictionary[str, Mapping] = field(default_factory=dict)
    sources: Dictionary[str, Seen] = field(default_factory=dict)

    @cached_property
    def _by_subject(self) -> Dictionary[str, tuple[Mapping, ...]]:
        found: dict[str, list[Mapping]] = {}
        for mapping in self.by_name.values():
            found.setdefault(mapping.subject, []).append(mapping)
        return {name: tuple(mappings) for name, mappings in found.items()}

    def of(self, name: str) -> tuple[Mapping, ...]:
        """The matches of one of our terms, in order of name."""
        return self._by_subject.get(name, ())

    def seen_in(self, source: str) -> tuple[Mapping, ...]:
        """The matches whose other term was seen in a source."""
        return tuple(one for one in self.by_name.values() if one.seen == source)


def mappings_of(individuals: Individuals) -> Mappings:
    """The matches among what the ontology describes."""
    found = [_mapping(one) for one in of_class(individuals, _CLASS)]
    sources = [_seen(one) for name, one in individuals.items() if name.startswith(_SOURCES)]
    return Mappings({one.name: one for one in found}, {one.name: one for one in sources})


def _mapping(one: Individual) -> Mapping:
    return Mapping(
        name=one.name.removeprefix("mapping/"),
        subject=one.one("subject_id"),
        match=one.one("predicate_id").rpartition("#")[2],
        target=one.one("object_id"),
        target_label=one.one("object_label"),
        seen=one.one("object_source").removeprefix(_SOURCES),
        reason=one.one("comment"),
        date=one.one("mapping_date"),
    )


def _seen(one: Individual) -> Seen:
    name = one.name.removeprefix(_SOURCES)
    return Seen(name, one.one("title"), one.one("source"), one.one("object_source_version"))
