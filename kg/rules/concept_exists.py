"""Concepts, dimensions and levels are terms of the ontology."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.nearest import Names
from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule
from kg.terms import CONSTRUCT, Term, Terms


def check(base: Base) -> Iterator[Fault]:
    terms = base.terms
    concepts = {name: term for name, term in terms.concepts.items() if terms.is_a(name, CONSTRUCT)}
    known = _names(concepts)
    for entry in base.entries:
        for path, mapping in entry.document.mappings:
            name = mapping.get("concept")
            if isinstance(name, str) and name not in concepts:
                what, mend = _concept(terms, name, known)
                yield Fault(entry, (*path, "concept"), what, mend)
            for key, what, mend in _group(terms, mapping):
                yield Fault(entry, (*path, key), what, mend)


def _names(terms: Mapping[str, Term]) -> Names:
    return Names({name: _also(term) for name, term in terms.items()})


def _also(term: Term) -> tuple[str, ...]:
    return (term.label, *(text for _, text in term.synonyms))


def _concept(terms: Terms, name: str, known: Names) -> tuple[str, str]:
    if dimension := terms.dimension_of(name):
        what = f"{name} is a group of people, no concept"
        return what, f"say in group, between or modifiers: dimension: {dimension}, level: {name}"
    few = "those on the page /ontology (files ontology/domain*.ttl)"
    return f"{name} is no concept", _mend(terms, known.nearest(name), few)


def _group(terms: Terms, mapping: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    dimension = mapping.get("dimension")
    if not isinstance(dimension, str):
        return
    if dimension not in terms.dimensions:
        known = Names({name: _also(term) for name, term in terms.dimensions.items()})
        mend = _mend(terms, known.nearest(dimension), ", ".join(terms.dimensions))
        yield "dimension", f"{dimension} is no dimension", mend
        return
    levels = terms.levels(dimension)
    for key in ("level", "reference"):
        name = mapping.get(key)
        if isinstance(name, str) and name not in levels:
            yield (key, *_level(terms, dimension, name))


def _level(terms: Terms, dimension: str, name: str) -> tuple[str, str]:
    what = f"{name} is no level of {dimension}"
    if other := terms.dimension_of(name):
        return what, f"it is one of {other}: write dimension: {other}"
    levels = {level: terms.by_name[level] for level in terms.levels(dimension)}
    return what, _mend(terms, _names(levels).nearest(name), ", ".join(levels))


def _mend(terms: Terms, meant: str | None, few: str) -> str:
    """The name that is meant, or its successor where it was retired."""
    term = terms.by_name.get(meant or "")
    meant = term.replaced_by if term and term.retired else meant
    return f"did you mean {meant}?" if meant else f"use one of: {few}"


RULE = Rule(
    id="concept-exists",
    problem="A record names a concept, dimension or level that the ontology does not have.",
    why="What is not a term of the ontology cannot be found by anyone who asks for it.",
    mend="Use the term that the message offers, or add it to ontology/domain*.ttl first.",
    passes=Change(
        STUDY, "exposure: {concept: PerceivedSupport}", "exposure: {concept: SocialSupport}"
    ),
    fails=Change(
        STUDY, "exposure: {concept: PerceivedSupport}", "exposure: {concept: PercievedSupport}"
    ),
    check=check,
    reach="record",
)
