"""Things that the ontology describes one by one and not as classes: instruments, designs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import TB

_CONCEPT = "https://w3id.org/tiebeam/concept/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SHORT = {
    "http://www.w3.org/2000/01/rdf-schema#": "",
    "http://www.w3.org/2004/02/skos/core#": "",
    "http://purl.org/dc/terms/": "",
    _TYPE: "a",
    _CONCEPT: "",
    TB: "",
}
_SYNONYMS = ("exactSynonym", "broadSynonym", "narrowSynonym", "relatedSynonym")


@dataclass(frozen=True)
class Individual:
    """One thing by its name below /concept/, with what is said of it by property."""

    name: str
    said: Mapping[str, tuple[str, ...]]
    """Sorted values; our own things, and properties, by local name."""

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
    """All things below /concept/ that ontology files describe; unreadable files are left out."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for data in files.values():
        try:
            quads = list(ox.parse(data, format=ox.RdfFormat.TURTLE))
        except SyntaxError:
            continue  # kg/terms.py tells of it
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_CONCEPT):
                said[_short(quad.subject)][_short(quad.predicate)].add(_short(quad.object))
    return {
        name: Individual(name, {key: tuple(sorted(values)) for key, values in found.items()})
        for name, found in sorted(said.items())
    }


def of_class(individuals: Individuals, name: str) -> tuple[Individual, ...]:
    """The individuals of one class, in order of name."""
    return tuple(one for one in individuals.values() if name in one.all("a"))


def _short(node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        return node.value if isinstance(node, ox.Literal) else ""
    for start, instead in _SHORT.items():
        if node.value.startswith(start):
            return instead + node.value.removeprefix(start)
    return node.value
