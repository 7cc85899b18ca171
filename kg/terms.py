"""The ontology as Python sees it: labels, hierarchy, dimensions and levels, retired terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kg.report import Problem

TB = "https://w3id.org/tiebeam/ontology/"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
_OWL = "http://www.w3.org/2002/07/owl#"
_SYNONYMS = ("exactSynonym", "broadSynonym", "narrowSynonym", "relatedSynonym")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FIRST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
_REST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
_CLASSES = frozenset({f"{_OWL}Class"})
_PROPERTIES = frozenset(
    {f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty", f"{_OWL}AnnotationProperty"}
)
CONSTRUCT = "Construct"
LEVEL = "Level"
DIMENSION = "Dimension"


@dataclass(frozen=True)
class Term:
    """One class of the ontology."""

    name: str
    label: str
    definition: str = ""
    source: str = ""
    scope_note: str = ""
    parents: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    plural: bool = False
    retired: bool = False
    replaced_by: str | None = None
    notation: str | None = None
    levels_of: str | None = None
    pole: str | None = None
    """favourable or adverse: what more of it means; narrower terms inherit it."""


@dataclass(frozen=True)
class Terms:
    """All classes by name."""

    by_name: Mapping[str, Term] = field(default_factory=dict)
    properties: Mapping[str, Term] = field(default_factory=dict)
    disjoint: tuple[frozenset[str], ...] = ()
    """Sets of classes of which nothing is two at once."""

    def sort(self, name: str) -> str:
        """What sort of concept a name is: concept, dimension or group."""
        if self.is_a(name, DIMENSION):
            return "dimension"
        return "group" if self.is_a(name, LEVEL) else "concept"

    def ancestors(self, name: str) -> frozenset[str]:
        """A term's own name and the names of all broader ones."""
        return self._ancestors.get(name, frozenset())

    @cached_property
    def _ancestors(self) -> Mapping[str, frozenset[str]]:
        return {name: self._climb(name) for name in self.by_name}

    def _climb(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        todo = [name]
        while todo:
            one = todo.pop()
            if one not in found and one in self.by_name:
                found.add(one)
                todo.extend(self.by_name[one].parents)
        return frozenset(found)

    def pole(self, name: str) -> str | None:
        """What more of a concept means: its own pole, or that of the nearest broader one."""
        row = [name]
        while row:
            for one in row:
                if one in self.by_name and self.by_name[one].pole:
                    return self.by_name[one].pole
            row = [p for one in row if one in self.by_name for p in self.by_name[one].parents]
        return None

    def is_a(self, name: str, other: str) -> bool:
        """Whether `name` is `other` or narrower."""
        return other in self.ancestors(name)

    def related(self, one: str, other: str) -> bool:
        """Whether one is the other, or broader or narrower than it."""
        return self.is_a(one, other) or self.is_a(other, one)

    def exclude(self, one: str, other: str) -> bool:
        """Whether nothing is of both classes."""
        ours, theirs = self.ancestors(one), self.ancestors(other)
        return any(
            (mine := ours & group) and (yours := theirs & group) and not mine & yours
            for group in self.disjoint
        )

    @cached_property
    def concepts(self) -> Mapping[str, Term]:
        """What records may name: constructs, dimensions and levels; never the model's classes."""
        roots = {CONSTRUCT, LEVEL, DIMENSION}
        return {
            name: term
            for name, term in sorted(self.by_name.items())
            if roots & (self.ancestors(name) - {name})
        }

    @cached_property
    def dimensions(self) -> Mapping[str, Term]:
        """Dimensions by the name that records use."""
        found = (term for term in self.by_name.values() if term.notation)
        return {str(term.notation): term for term in sorted(found, key=lambda term: term.name)}

    def levels(self, dimension: str) -> tuple[str, ...]:
        """The levels of a dimension, by name."""
        return self._levels[dimension]

    @cached_property
    def _levels(self) -> Mapping[str, tuple[str, ...]]:
        return {name: tuple(self._levels_of(term.name)) for name, term in self.dimensions.items()}

    def _levels_of(self, owner: str) -> Iterator[str]:
        roots = {term.name for term in self.by_name.values() if term.levels_of == owner}
        for name in sorted(self.by_name):
            if roots & (self.ancestors(name) - {name}):
                yield name

    def dimension_of(self, level: str) -> str | None:
        """The dimension that a level belongs to."""
        return self._dimension_of.get(level)

    @cached_property
    def _dimension_of(self) -> Mapping[str, str]:
        return {level: name for name in self.dimensions for level in self.levels(name)}


def read_terms(files: Mapping[str, bytes]) -> tuple[Terms, list[Problem]]:
    """Terms of all ontology files; a file that does not parse is a problem at its line."""
    quads: list[ox.Quad] = []
    problems: list[Problem] = []
    for file, data in sorted(files.items()):
        try:
            quads.extend(ox.parse(data, format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            place = (error.lineno or 1, error.offset or 1)
            mend = "mend the Turtle"
            problems.append(Problem(file, *place, "turtle", "", str(error.msg), mend))
    found = _properties_by_name(quads)
    terms = Terms(_of_type(found, _CLASSES), _of_type(found, _PROPERTIES), _disjoint(quads))
    return terms, problems


def _disjoint(quads: Iterable[ox.Quad]) -> tuple[frozenset[str], ...]:
    """The members of each owl:AllDisjointClasses that are terms of ours."""
    nodes: dict[str, dict[object, object]] = {f"{_OWL}members": {}, _FIRST: {}, _REST: {}}
    for quad in quads:
        if quad.predicate.value in nodes:
            nodes[quad.predicate.value][quad.subject] = quad.object
    firsts, rests = nodes[_FIRST], nodes[_REST]
    found: list[frozenset[str]] = []
    for head in nodes[f"{_OWL}members"].values():
        names: set[str] = set()
        cell: object = head
        while cell in firsts:
            name = firsts.pop(cell)
            names.add(name.value.removeprefix(TB) if isinstance(name, ox.NamedNode) else "")
            cell = rests.get(cell)
        found.append(frozenset(names))
    return tuple(found)


_Values = Mapping[str, list[str]]


def _properties_by_name(quads: Iterable[ox.Quad]) -> dict[str, _Values]:
    """Values by predicate, for each term of ours."""
    properties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(TB):
            if not isinstance(quad.object, ox.NamedNode | ox.Literal):
                continue
            name = quad.subject.value.removeprefix(TB)
            properties[name][quad.predicate.value].append(quad.object.value)
    return dict(sorted(properties.items()))


def _of_type(found: Mapping[str, _Values], types: frozenset[str]) -> dict[str, Term]:
    return {name: _term(name, values) for name, values in found.items() if types & {*values[_TYPE]}}


def _term(name: str, values: _Values) -> Term:
    def first(predicate: str) -> str:
        return min(values.get(predicate, [""]))

    def local(predicate: str) -> tuple[str, ...]:
        ours = (value for value in values.get(predicate, []) if value.startswith(TB))
        return tuple(sorted(value.removeprefix(TB) for value in ours))

    return Term(
        name=name,
        label=first(f"{_SKOS}prefLabel") or first(f"{_RDFS}label") or name,
        definition=first(f"{_SKOS}definition"),
        source=first(f"{_DCTERMS}source"),
        scope_note=first(f"{_SKOS}scopeNote"),
        parents=local(f"{_RDFS}subClassOf"),
        synonyms=tuple(
            (kind.removesuffix("Synonym"), text)
            for kind in _SYNONYMS
            for text in sorted(values.get(TB + kind, []))
        ),
        plural=first(f"{TB}grammaticalNumber") == "plural",
        retired=first(f"{_OWL}deprecated") == "true",
        replaced_by=next(iter(local(f"{_DCTERMS}isReplacedBy")), None),
        notation=first(f"{_SKOS}notation") or None,
        levels_of=next(iter(local(f"{TB}levelsOf")), None),
        pole=first(f"{TB}pole") or None,
    )
