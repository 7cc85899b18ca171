"""Concepts, dimensions and levels are terms of the ontology."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule
from kg.rules.walk import mappings
from kg.terms import CONSTRUCT, Terms

_FEW = 12


def check(base: Base) -> Iterator[Fault]:
    constructs = {
        n: t.label for n, t in base.terms.concepts.items() if base.terms.is_a(n, CONSTRUCT)
    }
    for entry in base.entries:
        for path, mapping in mappings(entry.document.value):
            name = mapping.get("concept")
            if isinstance(name, str) and name not in constructs:
                yield Fault(entry, (*path, "concept"), *_words("concept", name, constructs))
            for key, what, mend in _group(base.terms, mapping):
                yield Fault(entry, (*path, key), what, mend)


def _group(terms: Terms, mapping: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    dimension = mapping.get("dimension")
    if not isinstance(dimension, str):
        return
    if dimension not in terms.dimensions:
        known = {name: term.label for name, term in terms.dimensions.items()}
        yield ("dimension", *_words("dimension", dimension, known))
        return
    levels = {name: terms.by_name[name].label for name in terms.levels(dimension)}
    for key in ("level", "reference"):
        name = mapping.get(key)
        if isinstance(name, str) and name not in levels:
            yield (key, *_words(f"level of {dimension}", name, levels))


def _words(kind: str, name: str, known: Mapping[str, str]) -> tuple[str, str]:
    labels = {label: term for term, label in known.items()}
    close = get_close_matches(name, known, 1) or [
        labels[label] for label in get_close_matches(name.lower(), labels, 1)
    ]
    few = ", ".join(sorted(known))
    if len(known) > _FEW:
        few = "those on the page /ontology (files ontology/domain*.ttl)"
    return f"{name} is no {kind}", f"did you mean {close[0]}?" if close else f"use one of: {few}"


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
)
