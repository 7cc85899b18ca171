"""The axioms of the ontology as rules, each a body of triple patterns and a head.

Rules give what follows for things that have an address: their classes, and links between them.
Axioms that only forbid (disjoint, functional, asymmetric, ranges of numbers) give none; neither
does one that promises something without an address (some, at least, one of several). Words of
OWL that are in neither list have no rule yet, and a test finds them (`unruled`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, product

import pyoxigraph as ox

from kg.compile.triples import PREFIXES, TYPE

Atom = tuple[str, str, str]
"""Subject, predicate and object of a pattern, as SPARQL writes them."""
Body = tuple[Atom, ...]
_OWL, _RDF, _RDFS = (PREFIXES[name] for name in ("owl", "rdf", "rdfs"))
_A = str(TYPE)

RULED = frozenset({
    "Class", "DatatypeProperty", "ObjectProperty", "Restriction", "SymmetricProperty", "Thing",
    "TransitiveProperty", "allValuesFrom", "disjointUnionOf", "equivalentClass",
    "equivalentProperty", "hasValue", "intersectionOf", "inverseOf", "onProperty",
    "propertyChainAxiom", "someValuesFrom", "unionOf",
})  # fmt: skip
SILENT = frozenset({
    "AllDisjointClasses", "AnnotationProperty", "AsymmetricProperty", "Axiom", "FunctionalProperty",
    "InverseFunctionalProperty", "IrreflexiveProperty", "NamedIndividual", "Nothing", "Ontology",
    "annotatedProperty", "annotatedSource", "annotatedTarget", "complementOf", "deprecated",
    "disjointWith", "maxCardinality", "members", "onDatatype", "propertyDisjointWith",
    "versionIRI", "versionInfo", "withRestrictions",
})  # fmt: skip


@dataclass(frozen=True, order=True)
class Rule:
    """Where all patterns of the body hold, the head holds."""

    body: Body
    head: Atom


def rules_of(ontology: Iterable[ox.Triple]) -> tuple[Rule, ...]:
    """The rules of an ontology's axioms, each once, in order."""
    rules = set(_Axioms(ontology).rules())
    return tuple(sorted(rule for rule in rules if rule.head not in rule.body))


def unruled(ontology: Iterable[ox.Triple]) -> tuple[str, ...]:
    """Words of OWL in use of which it is not known what follows from them."""
    nodes = (node for triple in ontology for node in (triple.predicate, triple.object))
    used = {node.value for node in nodes if isinstance(node, ox.NamedNode)}
    words = {iri.removeprefix(_OWL) for iri in used if iri.startswith(_OWL)}
    return tuple(sorted(words - RULED - SILENT))


class _Axioms:
    """The ontology's triples by predicate and subject, and the rules that they make."""

    def __init__(self, ontology: Iterable[ox.Triple]) -> None:
        self._triples: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in ontology:
            self._triples[triple.predicate.value][str(triple.subject)].append(str(triple.object))
        self._objects = self._members("ObjectProperty")
        self._properties = self._objects | self._members("DatatypeProperty")
        self._told = list(self._subclasses())
        self._variables = (f"?v{number}" for number in count())

    def rules(self) -> Iterator[Rule]:
        yield from self._class_rules()
        yield from self._property_rules()
        for one in sorted(self._members("SymmetricProperty")):
            yield Rule((("?x", one, "?y"),), ("?y", one, "?x"))
        for one in sorted(self._members("TransitiveProperty")):
            yield Rule((("?x", one, "?y"), ("?y", one, "?z")), ("?x", one, "?z"))

    def _class_rules(self) -> Iterator[Rule]:
        for narrow, wide in self._told:
            for body in self._bodies(narrow, "?x"):
                yield from self._typed("?x", body, wide)
        for one, domain in self._pairs(_RDFS + "domain", self._properties):
            yield from self._typed("?x", (("?x", one, "?y"),), domain)
        for one, value_range in self._pairs(_RDFS + "range", self._objects):
            yield from self._typed("?y", (("?x", one, "?y"),), value_range)

    def _subclasses(self) -> Iterator[tuple[str, str]]:
        """Each class expression with one that is told to be wider."""
        yield from self._pairs(_RDFS + "subClassOf")
        for one, other in self._pairs(_OWL + "equivalentClass"):
            yield from ((one, other), (other, one))
        for whole, parts in self._pairs(_OWL + "disjointUnionOf"):
            yield from ((part, whole) for part in self._list(parts))

    def _property_rules(self) -> Iterator[Rule]:
        narrower = list(self._pairs(_RDFS + "subPropertyOf", self._properties))
        for one, other in self._pairs(_OWL + "equivalentProperty"):
            narrower += [(one, other), (other, one)]
        for narrow, wide in narrower:
            yield Rule((self._link("?x", narrow, "?y"),), self._link("?x", wide, "?y"))
        for one, other in self._pairs(_OWL + "inverseOf", self._objects):
            yield Rule((("?x", one, "?y"),), ("?y", other, "?x"))
            yield Rule((("?y", other, "?x"),), ("?x", one, "?y"))
        for whole, steps in self._pairs(_OWL + "propertyChainAxiom"):
            names = self._list(steps)
            body = tuple(self._link(f"?c{n}", name, f"?c{n + 1}") for n, name in enumerate(names))
            yield Rule(body, ("?c0", whole, f"?c{len(names)}"))

    def _typed(self, at: str, body: Body, expression: str) -> Iterator[Rule]:
        for more, head in self._heads(expression, at):
            yield Rule((*body, *more), head)

    def _bodies(self, expression: str, at: str) -> list[Body]:
        """Each body that makes a thing a member of a class expression."""
        if expression.startswith("<"):
            return [()] if expression == f"<{_OWL}Thing>" else [((at, _A, expression),)]
        parts = [self._bodies(part, at) for part in self._parts(expression, "intersectionOf")]
        if parts:
            return [tuple(atom for body in one for atom in body) for one in product(*parts)]
        if either := self._parts(expression, "unionOf"):
            return [body for part in either for body in self._bodies(part, at)]
        for value in self._get(expression, "hasValue"):
            return [(self._along(expression, at, value),)]
        for filler in self._get(expression, "someValuesFrom"):
            there = next(self._variables)
            link = self._along(expression, at, there)
            return [(link, *body) for body in self._bodies(filler, there)]
        return []

    def _heads(self, expression: str, at: str) -> list[tuple[Body, Atom]]:
        """What follows for a member of a class expression, given more patterns."""
        if expression.startswith("<"):
            return [] if expression == f"<{_OWL}Thing>" else [((), (at, _A, expression))]
        if parts := self._parts(expression, "intersectionOf"):
            return [head for part in parts for head in self._heads(part, at)]
        if self._parts(expression, "unionOf"):
            return [((), (at, _A, name)) for name in sorted(self._supers(expression))]
        for value in self._get(expression, "hasValue"):
            return [((), self._along(expression, at, value))]
        for filler in self._get(expression, "allValuesFrom"):
            there = next(self._variables)
            link = self._along(expression, at, there)
            if link[1] in self._objects:
                return [((link, *body), head) for body, head in self._heads(filler, there)]
        return []

    def _supers(self, expression: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """Named classes that are told to hold every member of a class expression."""
        if either := self._parts(expression, "unionOf"):
            return frozenset.intersection(*(self._supers(part, seen) for part in either))
        found = {expression} if expression.startswith("<") else set()
        wider = [*self._parts(expression, "intersectionOf")]
        wider += [wide for narrow, wide in self._told if narrow == expression]
        for one in wider:
            if one not in seen:
                found |= self._supers(one, seen | {expression})
        return frozenset(found)

    def _along(self, restriction: str, at: str, there: str) -> Atom:
        return self._link(at, self._get(restriction, "onProperty")[0], there)

    def _link(self, at: str, name: str, there: str) -> Atom:
        """A pattern for a property, or for the inverse of one."""
        turned = [] if name.startswith("<") else self._get(name, "inverseOf")
        return (there, turned[0], at) if turned else (at, name, there)

    def _get(self, subject: str, word: str) -> list[str]:
        return self._triples[_OWL + word].get(subject, [])

    def _parts(self, expression: str, word: str) -> list[str]:
        return [part for first in self._get(expression, word) for part in self._list(first)]

    def _list(self, node: str) -> list[str]:
        found = []
        while node in self._triples[_RDF + "first"]:
            found.append(self._triples[_RDF + "first"][node][0])
            node = self._triples[_RDF + "rest"][node][0]
        return found

    def _members(self, word: str) -> set[str]:
        kinds = self._triples[_RDF + "type"].items()
        return {one for one, found in kinds if f"<{_OWL}{word}>" in found and one.startswith("<")}

    def _pairs(self, predicate: str, subjects: set[str] | None = None) -> Iterator[tuple[str, str]]:
        for subject, objects in sorted(self._triples[predicate].items()):
            if subjects is None or subject in subjects:
                yield from ((subject, one) for one in sorted(objects))
