"""Qualifiers, populations, modifiers and contrasts of groups."""

from __future__ import annotations

from kg import iris
from kg.compile.triples import Triples, a, link, value
from kg.records.group import Group, Levels, Modifier, Qualifier
from kg.terms import Terms


def dimension_iri(terms: Terms, dimension: str | None) -> str | None:
    """The concept of a dimension, which records call by its short name."""
    return iris.concept(terms.dimensions[dimension].name) if dimension else None


def _concept(name: str | None) -> str | None:
    return iris.concept(name) if name else None


def qualifier(terms: Terms, iri: str, record: Qualifier) -> Triples:
    yield from a(iri, "Qualifier")
    yield from _level(terms, iri, record)
    yield from value(iri, "role", record.role)
    yield from value(iri, "sampleSize", record.n)


def population(terms: Terms, iri: str, record: Group) -> Triples:
    yield from a(iri, "Population")
    yield from _level(terms, iri, record)


def _level(terms: Terms, iri: str, record: Group | Levels | Modifier) -> Triples:
    yield from link(iri, "dimension", dimension_iri(terms, record.dimension))
    yield from link(iri, "level", _concept(record.level))
    yield from value(iri, "definedAs", record.defined_as)


def contrast(terms: Terms, iri: str, record: Levels) -> Triples:
    yield from a(iri, "GroupContrast")
    yield from _level(terms, iri, record)
    yield from link(iri, "reference", _concept(record.reference))


def modifier(terms: Terms, iri: str, record: Modifier, position: int) -> Triples:
    yield from a(iri, "Modifier")
    yield from value(iri, "position", position)
    yield from link(iri, "concept", _concept(record.concept))
    yield from _level(terms, iri, record)
    yield from link(iri, "reference", _concept(record.reference))
