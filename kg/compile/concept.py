"""Concept individuals: what claims, findings and queriers point to."""

from __future__ import annotations

from kg import iris
from kg.compile.group import dimension_iri
from kg.compile.triples import Triples, a, english, link
from kg.terms import Term, Terms

SCHEME = f"{iris.BASE}concept/"


def concept_triples(terms: Terms) -> Triples:
    """One individual for each concept, typed by its class."""
    yield from a(SCHEME, "skos:ConceptScheme")
    yield from english(SCHEME, "rdfs:label", "Concepts of Tiebeam")
    for name, term in terms.concepts.items():
        yield from _concept(terms, name, term)


def _concept(terms: Terms, name: str, term: Term) -> Triples:
    iri = iris.concept(name)
    yield from a(iri, name, "skos:Concept")
    yield from link(iri, "skos:inScheme", SCHEME)
    yield from english(iri, "skos:prefLabel", term.label)
    yield from english(iri, "skos:definition", term.definition)
    yield from english(iri, "skos:scopeNote", term.scope_note)
    for _, text in term.synonyms:
        yield from english(iri, "skos:altLabel", text)
    for parent in term.parents:
        if parent in terms.concepts:
            yield from link(iri, "skos:broader", iris.concept(parent))
    yield from link(iri, "levelOf", dimension_iri(terms, terms.dimension_of(name)))
