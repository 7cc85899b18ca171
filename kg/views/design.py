"""The documents behind the pages of study designs and of the features that make them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg import iris
from kg.individuals import Individual
from kg.read.base import Base
from kg.views.mapping import MatchRow, match_rows
from kg.views.parts import Link, study_link


@dataclass(frozen=True)
class DesignPage:
    """Everything that the page of a design, or of a feature, shows."""

    id: str
    iri: str
    sort: str
    label: str
    word: str
    definition: str
    scope_note: str
    synonyms: tuple[tuple[str, str], ...]
    features: tuple[tuple[str, Link], ...]
    designs: tuple[Link, ...]
    matches: tuple[MatchRow, ...]
    studies: tuple[Link, ...]


def design_page(base: Base, word: str) -> DesignPage:
    """The page of the design that records call by a word."""
    one = base.designs.by_word[word]
    features = (base.designs.features[name] for name in one.all("feature"))
    facets = ((feature.one("facet"), _link(feature)) for feature in features)
    return _page(base, one, "study design", tuple(sorted(facets, key=str)), (word,), ())


def feature_page(base: Base, name: str) -> DesignPage:
    """The page of a design feature, with the designs that have it."""
    one = base.designs.features[name]
    words = base.designs.having(name)
    designs = tuple(_link(base.designs.by_word[word]) for word in words)
    return _page(base, one, f"design feature ({one.one('facet')})", (), words, designs)


def _link(one: Individual) -> Link:
    return Link(f"/concept/{one.name}", one.one("prefLabel"))


def _page(
    base: Base,
    one: Individual,
    sort: str,
    features: tuple[tuple[str, Link], ...],
    words: Iterable[str],
    designs: tuple[Link, ...],
) -> DesignPage:
    return DesignPage(
        id=one.name,
        iri=iris.concept(one.name),
        sort=sort,
        label=one.one("prefLabel"),
        word=one.one("notation"),
        definition=one.one("definition"),
        scope_note=one.one("scopeNote"),
        synonyms=one.synonyms,
        features=features,
        designs=designs,
        matches=match_rows(base, one.name),
        studies=_studies(base, frozenset(words)),
    )


def _studies(base: Base, words: frozenset[str]) -> tuple[Link, ...]:
    return tuple(
        study_link(base, name)
        for name, entry in base.studies.items()
        if entry.record.design in words
    )
