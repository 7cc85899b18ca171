"""Study designs as Python sees them: the word in records, and the features that make it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.individuals import Individual, Individuals, of_class


@dataclass(frozen=True)
class Designs:
    """All designs by the word that records use, and all design features by name."""

    by_word: Mapping[str, Individual] = field(default_factory=dict)
    features: Mapping[str, Individual] = field(default_factory=dict)

    def label(self, word: str) -> str:
        """What people call the design that records call by a word."""
        return self.by_word[word].one("prefLabel") if word in self.by_word else word

    def having(self, feature: str) -> tuple[str, ...]:
        """The words of the designs that have a feature."""
        return tuple(word for word, one in self.by_word.items() if feature in one.all("feature"))


def designs_of(individuals: Individuals) -> Designs:
    """The designs among what the ontology describes."""
    designs = of_class(individuals, "StudyDesign")
    return Designs(
        {one.one("notation"): one for one in designs},
        {one.name: one for one in of_class(individuals, "DesignFeature")},
    )
