"""Measuring instruments as Python sees them: names, parts, ranges, and what each measures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property

from kg.individuals import Individual, Individuals, of_class

_LONG = 12
"""Shorter names are abbreviations, in which one letter more is another instrument."""
_ALIKE = 0.93


@dataclass(frozen=True)
class Scoring:
    """A way of scoring, with the lowest and highest value."""

    label: str
    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        """0 to 60, sum."""
        return f"{self.low.normalize():f} to {self.high.normalize():f}, {self.label}"


@dataclass(frozen=True)
class Scale:
    """What has a score: a whole instrument, or a part of one."""

    name: str
    """Its name below /concept/; a part's is a fragment of its instrument's."""
    label: str
    also: tuple[str, ...] = ()
    """Exact synonyms."""
    measures: tuple[str, ...] = ()
    mixes: tuple[str, ...] = ()
    items: str = ""
    pole: str = ""
    scorings: tuple[Scoring, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Instrument:
    """One instrument: the whole, its parts, and everything else that is said of it."""

    whole: Scale
    parts: tuple[Scale, ...]
    facts: Individual

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The whole, then its parts."""
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Instruments:
    """All instruments, by name below /concept/."""

    by_name: Mapping[str, Instrument] = field(default_factory=dict)

    def named(self, text: str) -> Scale | None:
        """The instrument, or part of one, that a record means by a name; None if unknown."""
        return self._named.get(text)

    @cached_property
    def _named(self) -> Mapping[str, Scale]:
        return {
            text: scale
            for instrument in self.by_name.values()
            for scale in instrument.scales
            for text in (scale.label, *scale.also)
        }

    @cached_property
    def ambiguous(self) -> Mapping[str, tuple[str, ...]]:
        """Short names that several instruments bear, with the labels to write instead."""
        found: dict[str, list[str]] = defaultdict(list)
        for instrument in self.by_name.values():
            for text in instrument.facts.all("ambiguousName"):
                found[text].append(instrument.whole.label)
        return {text: tuple(sorted(labels)) for text, labels in sorted(found.items())}

    def misspelt(self, text: str) -> str | None:
        """The known name that an unknown one is likely to mean; None where it may be another."""
        if text in self._known or text in self.ambiguous:
            return None
        bare = re.sub(r"\s*\([^()]*\)$", "", text)
        spelling = self._spellings.get(_letters(text)) or self._spellings.get(_letters(bare))
        return spelling or self._typo(bare)

    @cached_property
    def _known(self) -> frozenset[str]:
        """Names that may stand in a record, those of whole families too."""
        families = (
            text for instrument in self.by_name.values() for _, text in instrument.facts.synonyms
        )
        return frozenset((*self._named, *families))

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {_letters(text): text for text in sorted(self._known, reverse=True)}

    def _typo(self, text: str) -> str | None:
        if len(text) < _LONG:
            return None
        close = get_close_matches(text, sorted(self._known), 3, _ALIKE)
        return next((one for one in close if _frame(one) == _frame(text)), None)


def _letters(text: str) -> str:
    """CES-D, CESD and Ces D are one spelling."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _frame(text: str) -> tuple[int, list[str]]:
    """Forms and editions of one scale differ in a number or in a word more; no typo does."""
    return len(re.findall(r"\w+", text)), re.findall(r"\d+", text)


def instruments_of(individuals: Individuals) -> Instruments:
    """The instruments among what the ontology describes."""
    parts: dict[str, list[Individual]] = defaultdict(list)
    for part in of_class(individuals, "Subscale"):
        parts[part.one("subscaleOf")].append(part)
    return Instruments(
        {
            one.name: Instrument(
                _scale(one, individuals),
                tuple(_scale(part, individuals) for part in parts[one.name]),
                one,
            )
            for one in of_class(individuals, "Instrument")
        }
    )


def _scale(one: Individual, individuals: Individuals) -> Scale:
    scorings = (individuals[name] for name in one.all("scoring") if name in individuals)
    return Scale(
        name=one.name,
        label=one.one("prefLabel") or one.name,
        also=one.all("exactSynonym"),
        measures=one.all("measures"),
        mixes=one.all("mixes"),
        items=one.one("itemCount"),
        pole=one.one("scorePole"),
        scorings=_scorings(scorings),
        note=one.one("note"),
    )


def _scorings(found: Iterable[Individual]) -> tuple[Scoring, ...]:
    return tuple(
        Scoring(one.one("label"), Decimal(one.one("scoreMin")), Decimal(one.one("scoreMax")))
        for one in found
    )
