"""What follows from the asserted graphs, kept apart from them.

Each rule is a CONSTRUCT over the default graph, run until nothing new comes. The ontology's
own axioms are in that graph, so the rules need no copy of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.compile.graphs import WITHDRAWN, Graphs, ordered
from kg.compile.triples import PREFIXES
from kg.iris import BASE

RULES: dict[str, str] = {
    "subclass": """CONSTRUCT { ?x a ?super } WHERE {
        ?x a ?class . ?class rdfs:subClassOf ?super . FILTER(isIRI(?super)) }""",
    "subproperty": """CONSTRUCT { ?x ?super ?y } WHERE {
        ?property rdfs:subPropertyOf ?super . ?super a owl:ObjectProperty . ?x ?property ?y }""",
    "inverse": """CONSTRUCT { ?y ?inverse ?x } WHERE {
        { ?property owl:inverseOf ?inverse } UNION { ?inverse owl:inverseOf ?property }
        ?x ?property ?y . FILTER(isIRI(?y)) }""",
    "symmetric": """CONSTRUCT { ?y ?property ?x } WHERE {
        ?property a owl:SymmetricProperty . ?x ?property ?y . FILTER(isIRI(?y)) }""",
    "transitive": """CONSTRUCT { ?x ?property ?z } WHERE {
        ?property a owl:TransitiveProperty . ?x ?property ?y . ?y ?property ?z }""",
    "chain": """CONSTRUCT { ?x ?property ?z } WHERE {
        ?property owl:propertyChainAxiom ?list .
        ?list rdf:first ?one ; rdf:rest ?tail . ?tail rdf:first ?two ; rdf:rest rdf:nil .
        ?x ?one ?y . ?y ?two ?z }""",
}
MAX_ROUNDS = 20


class NoFixpoint(Exception):
    """The rules go on for ever: a fault of the ontology."""


def entail(graphs: Graphs) -> tuple[ox.Triple, ...]:
    """Triples that follow and are not asserted. Raises NoFixpoint."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for name, triples in graphs.items()
        if name != WITHDRAWN
        for triple in triples
    )
    found: set[ox.Triple] = set()
    for _ in range(MAX_ROUNDS):
        fresh = _round(store)
        if not fresh:
            return ordered(_about_data(found))
        found |= fresh
    raise NoFixpoint(f"no fixpoint after {MAX_ROUNDS} rounds")


def _about_data(found: set[ox.Triple]) -> Iterable[ox.Triple]:
    """What follows about our things; axioms about other vocabularies are no news."""
    return (
        triple
        for triple in found
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(BASE)
    )


def _round(store: ox.Store) -> set[ox.Triple]:
    fresh: set[ox.Triple] = set()
    for rule in RULES.values():
        result = store.query(rule, prefixes=dict(PREFIXES))
        fresh |= _unknown(store, result)  # type: ignore[arg-type]  # CONSTRUCT gives triples
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in fresh)
    return fresh


def _unknown(store: ox.Store, triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    return {
        triple
        for triple in triples
        if ox.Quad(triple.subject, triple.predicate, triple.object) not in store
    }
