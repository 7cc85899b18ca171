"""The shapes as read: what each says, and whether an engine would heed all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.compile.triples import PREFIXES
from kg.iris import BASE
from kg.report import Problem, Severity

SHAPE = f"{BASE}shapes#"
_SH = "http://www.w3.org/ns/shacl#"
_RDF = PREFIXES["rdf"]
KNOWN = frozenset({
    "alternativePath", "class", "closed", "datatype", "disjoint", "equals", "hasValue",
    "ignoredProperties", "in", "inversePath", "languageIn", "lessThanOrEquals", "maxCount",
    "maxInclusive", "message", "minCount", "minInclusive", "nodeKind", "not", "or", "path",
    "pattern", "prefixes", "property", "qualifiedMaxCount", "qualifiedMinCount",
    "qualifiedValueShape", "select", "severity", "sparql", "targetClass", "targetSubjectsOf",
})  # fmt: skip
"""Words of SHACL on which the two engines were seen to agree. Custom constraint components,
which the fast one passes in silence, are not among them."""
_CLASSES = {f"{_SH}{name}": name for name in ("NodeShape", "PropertyShape", "SPARQLConstraint")}
_TARGETS = frozenset({"targetClass", "targetSubjectsOf"})
_NEEDS = {
    "NodeShape": (),
    "PropertyShape": ("path", "message", "severity"),
    "SPARQLConstraint": ("select", "prefixes"),
}
_LINKS = {
    "property": ("PropertyShape",),
    "sparql": ("SPARQLConstraint",),
    "not": ("NodeShape", "PropertyShape"),
    "qualifiedValueShape": ("NodeShape", "PropertyShape"),
}
_Fault = tuple[str, str, str]
"""A shape, what is wrong with it, and how to mend it."""
_Said = Mapping[str, list["_Node"]]
_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Shape:
    """What a shape tells whoever broke it."""

    what: str
    mend: str
    severity: Severity
    properties: tuple[str, ...]
    """The properties on its path, where it has one."""


@dataclass(frozen=True)
class Schema:
    """The file of shapes: its text for the engines, and its shapes by IRI."""

    file: str
    text: str
    shapes: Mapping[str, Shape]


def read_schema(file: str, data: bytes) -> tuple[Schema, list[Problem]]:
    """The shapes of one Turtle file, and what an engine would pass over in silence."""
    try:
        graph = _Graph(data)
    except SyntaxError as error:
        place = (error.lineno or 1, error.offset or 1)
        problem = Problem(file, *place, "shapes", "", str(error.msg), "mend the Turtle")
        return Schema(file, "", {}), [problem]
    text = data.decode()
    shapes = {iri: graph.shape(iri) for iri in graph.declared}
    problems = [
        Problem(file, _line(text, iri), 1, "shapes", iri.removeprefix(SHAPE), what, mend)
        for iri, what, mend in graph.faults()
    ]
    if not shapes:
        problems.append(Problem(file, 1, 1, "shapes", "", "holds no shape", "put the shapes back"))
    return Schema(file, text, shapes), sorted(set(problems))


def _line(text: str, iri: str) -> int:
    """Line of a shape's declaration, else the first."""
    name = iri.removeprefix(SHAPE)
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.startswith(f"shape:{name} a ")), 1)


class _Graph:
    """The triples of a file of shapes, by subject and predicate."""

    def __init__(self, data: bytes) -> None:
        found: dict[str, dict[str, list[_Node]]] = defaultdict(lambda: defaultdict(list))
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            found[_key(quad.subject)][quad.predicate.value].append(quad.object)
        self._found = found
        self.declared = {
            key: _CLASSES[kind]
            for key, said in found.items()
            for kind in map(_key, said.get(f"{_RDF}type", ()))
            if kind in _CLASSES
        }

    def shape(self, iri: str) -> Shape:
        what, _, mend = self._one(iri, "message").partition("; ")
        violation = self._one(iri, "severity") == f"{_SH}Violation"
        properties = tuple(
            name for path in self._all(iri, "path") for name in self._properties(path)
        )
        return Shape(what, mend, "error" if violation else "warning", properties)

    def faults(self) -> Iterator[_Fault]:
        """Each shape that an engine would not heed as it is meant."""
        for key, said in self._found.items():
            if any(name.startswith(_SH) and name != f"{_SH}declare" for name in said):
                yield from self._undeclared(key, said)
                yield from self._unknown(key, said)
        for key, kind in self.declared.items():
            needs = (*_NEEDS[kind], *(("message", "severity") if self._says(key) else ()))
            for need in dict.fromkeys(needs):
                if len(self._all(key, need)) != 1:
                    yield key, f"has not one sh:{need}", "write one"
            yield from self._links(key)
            if self._all(key, "message") and not self.shape(key).mend:
                yield key, "has a message without remedy", "write what is so; then how to mend it"

    def _says(self, key: str) -> bool:
        """Whether a shape with targets says something of them itself."""
        words = {name.removeprefix(_SH) for name in self._found[key]}
        return bool(words & _TARGETS and words & KNOWN - _TARGETS - {"property"})

    def _undeclared(self, key: str, said: _Said) -> Iterator[_Fault]:
        paths = {f"{_SH}alternativePath", f"{_SH}inversePath", f"{_SH}prefix", f"{_SH}namespace"}
        if key not in self.declared and not set(said) <= paths:
            yield key, "has no class of SHACL", "name it, and make it a sh:NodeShape or another"

    def _unknown(self, key: str, said: _Said) -> Iterator[_Fault]:
        known = {f"{_SH}{name}" for name in KNOWN | {"prefix", "namespace"}} | {f"{_RDF}type"}
        for name in sorted(set(said) - known):
            mend = "use a word that both engines were seen to heed, or probe it and add it"
            yield key, f"{name} is not among the words of SHACL in use here", mend

    def _links(self, key: str) -> Iterator[_Fault]:
        for word, kinds in _LINKS.items():
            for target in map(_key, self._all(key, word)):
                if self.declared.get(target) not in kinds:
                    yield key, f"sh:{word} names {target}, which is no {kinds[0]}", "declare it"
        for first in self._all(key, "or"):
            for target in self._list(first):
                if target not in self.declared:
                    yield key, f"sh:or names {target}, which is no shape", "declare it"

    def _all(self, key: str, word: str) -> list[_Node]:
        return self._found.get(key, {}).get(_SH + word, [])

    def _one(self, key: str, word: str) -> str:
        return next(map(_key, self._all(key, word)), "")

    def _properties(self, path: _Node) -> list[str]:
        if isinstance(path, ox.NamedNode):
            return [path.value]
        parts = self._all(_key(path), "alternativePath")
        return [name for first in parts for name in self._list(first)]

    def _list(self, node: _Node) -> list[str]:
        """The items of a list; one that runs into itself, or has no end, stops there."""
        items, seen, key = [], set[str](), _key(node)
        while key not in seen and (first := self._found.get(key, {}).get(f"{_RDF}first")):
            seen.add(key)
            items.append(_key(first[0]))
            key = next(map(_key, self._found[key].get(f"{_RDF}rest", [])), "")
        return items


def _key(node: _Node) -> str:
    return str(node) if isinstance(node, ox.BlankNode | ox.Triple) else node.value
