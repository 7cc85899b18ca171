"""Things that the ontology describes one by one: instruments, designs, matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import TB

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_THINGS = {
    "https://w3id.org/tiebeam/concept/": "",
    "https://w3id.org/tiebeam/mapping/": "mapping/",
}
_OURS = {**_THINGS, TB: ""}
_PROPERTIES = {
    "http://www.w3.org/2000/01/rdf-schema#": "",
    "http://www.w3.org/2004/02/skos/core#": "",
    "http://purl.org/dc/terms/": "",
    "https://w3id.org/sssom/": "",
    _TYPE: "a",
    TB: "",
}
_SYNONYMS = ("exactSynonym", "broadSynonym", "narrowSynonym", "relatedSynonym")


@dataclass(frozen=True)
class Individual:
    """One thing by its name, with what is said of it by property."""

    name: str
    """Below /concept/; a match is called `mapping/...`."""
    said: Mapping[str, tuple[str, ...]]
    """Sorted values; our own things, and properties, by local name, others by address."""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a property."""
        return self.said.get(name, ())

    def one(self, name: str) -> str:
        """The value of a property that has one, or nothing."""
        return next(iter(self.all(name)), "")

    @property
    def synonyms(self) -> tuple[tuple[str, str], ...]:
        """Other names, each with its type."""
        return tuple(
            (kind.removesuffix("Synonym"), text) for kind in _SYNONYMS for text in self.all(kind)
        )


Individuals = Mapping[str, Individual]


def read_individuals(files: Mapping[str, bytes]) -> Individuals:
    """All such things that ontology files describe; unreadable files are left out."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    starts = tuple(_THINGS)
    for data in files.values():
        try:
            quads = list(ox.parse(data, format=ox.RdfFormat.TURTLE))
        except SyntaxError:
            continue  # kg/terms.py tells of it
        for quad in quads:
            subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            if subject.startswith(starts):
                name, property_ = _short(subject, _OURS), _short(quad.predicate.value, _PROPERTIES)
                said[name][property_].add(_value(quad.object))
    return {
        name: Individual(name, {key: tuple(sorted(values)) for key, values in found.items()})
        for name, found in sorted(said.items())
    }


def of_class(individuals: Individuals, name: str) -> tuple[Individual, ...]:
    """The individuals of one class, in order of name."""
    return tuple(one for one in individuals.values() if name in one.all("a"))


def _value(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return _short(node.value, _OURS)
    return node.value if isinstance(node, ox.Literal) else ""


def _short(iri: str, spaces: Mapping[str, str]) -> str:
    for start, instead in spaces.items():
        if iri.startswith(start):
            return instead + iri.removeprefix(start)
    return iri
