"""What follows from the asserted graphs, kept apart from them.

The rules are made from the ontology's axioms (kg/axioms.py) and run as CONSTRUCT queries until
nothing new comes. After the first round one pattern of a rule must match a triple of the last
round, so that nothing is found twice and ten times the data cost ten times the time. No rule
makes an address, so there is always an end.

Of a withdrawn record nothing is said, although a reasoner would: that a claim names a retracted
study as its source makes that study a study again, and it would be counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.axioms import Atom, Rule, rules_of
from kg.compile.graphs import WITHDRAWN, Graphs, ordered
from kg.compile.triples import TYPE

_FRESH = ox.NamedNode("urn:fresh")
"""The graph of what the last round found."""


def entail(graphs: Graphs) -> tuple[ox.Triple, ...]:
    """Triples that follow and are not asserted."""
    rules = rules_of(graphs["ontology"])
    store = ox.Store()
    counted = (triples for name, triples in graphs.items() if name != WITHDRAWN)
    store.bulk_extend(_quad(triple) for triples in counted for triple in triples)
    fresh = _found(store, (_query(rule) for rule in rules))
    found = set(fresh)
    while fresh:
        store.clear_graph(_FRESH)
        store.extend(ox.Quad(t.subject, t.predicate, t.object, _FRESH) for t in fresh)
        fresh = _found(store, _touched(rules, fresh))
        found |= fresh
    withdrawn = {triple.subject for triple in graphs.get(WITHDRAWN, ())}
    return ordered(triple for triple in found if triple.subject not in withdrawn)


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _found(store: ox.Store, queries: Iterable[str]) -> set[ox.Triple]:
    """What the queries add to the store, one after the other."""
    found: set[ox.Triple] = set()
    for query in queries:
        new = set(store.query(query))  # type: ignore[arg-type]  # CONSTRUCT gives triples
        store.extend(_quad(triple) for triple in new)
        found |= new
    return found


def _touched(rules: Iterable[Rule], fresh: set[ox.Triple]) -> Iterator[str]:
    """The queries that the last round's triples can matter to, once for each such pattern."""
    keys = {_key((str(t.subject), str(t.predicate), str(t.object))) for t in fresh}
    for rule in rules:
        for number, atom in enumerate(rule.body):
            if _key(atom) in keys:
                yield _query(rule, number)


def _key(atom: Atom) -> str:
    """What a pattern and a triple must share: the class, or else the property."""
    return atom[2] if atom[1] == str(TYPE) else atom[1]


def _query(rule: Rule, fresh: int | None = None) -> str:
    """The rule in SPARQL: only what is not known yet. Pattern `fresh` must match what is new."""
    patterns = [" ".join(atom) for atom in rule.body]
    head = " ".join(rule.head)
    if fresh is not None:
        patterns[fresh] = f"GRAPH {_FRESH} {{ {patterns[fresh]} }}"
    body = " . ".join(patterns)
    return f"CONSTRUCT {{ {head} }} WHERE {{ {body} FILTER NOT EXISTS {{ {head} }} }}"
