"""Concepts for words: the one that a text names, or those nearest to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.curate.names import label_of
from kg.terms import CONSTRUCT, Term, Terms

_OFFERED = 5
_FAR = 0.45
_MISSPELT = 0.9
_MAX_TEXT = 200


@dataclass(frozen=True)
class Named:
    """What a text says: a concept's name, or names of near ones with their labels."""

    name: str | None
    near: tuple[str, ...] = ()


def constructs(terms: Terms) -> dict[str, Term]:
    """What may stand as exposure, outcome, mediator or quantity."""
    return {
        name: term
        for name, term in terms.concepts.items()
        if terms.is_a(name, CONSTRUCT) and not term.retired
    }


def levels(terms: Terms) -> dict[str, Term]:
    """Groups of people and places, by name."""
    names = (name for dimension in terms.dimensions for name in terms.levels(dimension))
    return {name: terms.by_name[name] for name in names if not terms.by_name[name].retired}


def named(text: str, among: Mapping[str, Term]) -> Named:
    """The concept with this name, label or exact synonym; else the nearest ones."""
    text = text[:_MAX_TEXT]
    if text in among:
        return Named(text)
    wanted = _plain(text)
    exact = [name for name, term in among.items() if wanted in map(_plain, _exact(name, term))]
    if len(exact) == 1:
        return Named(exact[0])
    near = nearest(text, among)
    return Named(None, tuple(f"{name} ({among[name].label})" for name in near))


def nearest(text: str, among: Mapping[str, Term]) -> list[str]:
    """Names of the concepts whose label or synonym is nearest to a text, best first."""
    wanted = _plain(text[:_MAX_TEXT])
    scored = [(_score(wanted, name, term), name) for name, term in among.items()]
    best = sorted((-score, name) for score, name in scored if score >= _FAR)
    return [name for _, name in best[:_OFFERED]]


def near_names(name: str, among: Mapping[str, Term]) -> list[str]:
    """Concepts whose label or synonym differs from a name by a letter or two, or in word order."""
    wanted = _plain(label_of(name))
    found = (
        other
        for other, term in among.items()
        for text in map(_plain, (*_exact(other, term), *_also(term)))
        if sorted(text.split()) == sorted(wanted.split()) or _ratio(wanted, text) >= _MISSPELT
    )
    return sorted(set(found))[:_OFFERED]


def _score(wanted: str, name: str, term: Term) -> float:
    return max(_likeness(wanted, _plain(other)) for other in (*_exact(name, term), *_also(term)))


def _likeness(one: str, other: str) -> float:
    """Between 0 and 1: half for letters in order, half for words in common."""
    words, others = set(one.split()), set(other.split())
    if not words or not others:
        return 0.0
    shared = len(words & others) / len(words | others)
    return (_ratio(one, other) + shared) / 2


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _exact(name: str, term: Term) -> Iterator[str]:
    yield from (name, label_of(name), term.label)
    yield from (text for kind, text in term.synonyms if kind == "exact")


def _also(term: Term) -> Iterator[str]:
    yield from (text for kind, text in term.synonyms if kind != "exact")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
