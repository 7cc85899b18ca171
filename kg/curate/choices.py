"""What a field may hold, with a name and a meaning for each, so that an editor can offer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.citation import short_citation
from kg.read.base import Base
from kg.statement import statement
from kg.terms import CONSTRUCT, Term


@dataclass(frozen=True)
class Choice:
    """A value as records write it."""

    value: str
    label: str
    meaning: str = ""


def concepts(base: Base) -> list[Choice]:
    """Concepts that are no groups, as `concept` names them."""
    found = base.terms.concepts.items()
    return _terms((name, term) for name, term in found if base.terms.is_a(name, CONSTRUCT))


def dimensions(base: Base) -> list[Choice]:
    """Dimensions, by the short name that records use."""
    return _terms(base.terms.dimensions.items())


def levels(base: Base, dimension: str) -> list[Choice]:
    """The groups of a dimension."""
    return _terms((name, base.terms.by_name[name]) for name in base.terms.levels(dimension))


def _terms(found: Iterable[tuple[str, Term]]) -> list[Choice]:
    """Those that are not retired."""
    return [
        Choice(name, term.label, " ".join(filter(None, (term.definition, term.scope_note))))
        for name, term in sorted(found)
        if not term.retired
    ]


def instruments(base: Base) -> list[Choice]:
    """Instruments and their parts, by the name that the ontology gives them."""
    return [
        Choice(scale.label, scale.label, one.facts.one("definition"))
        for one in base.instruments.by_name.values()
        for scale in one.scales
    ]


def claims(base: Base) -> list[Choice]:
    """Claims and theses, each with its sentence."""
    found = [
        Choice(name, f"{one.record.kind} claim", f"{statement(base, one.record)}.")
        for name, one in base.claims.items()
    ]
    found += [Choice(name, "thesis", one.record.statement) for name, one in base.theses.items()]
    return sorted(found, key=lambda choice: choice.value)


def datasets(base: Base) -> list[Choice]:
    """Data sets."""
    return [
        Choice(name, one.record.name, one.record.description)
        for name, one in sorted(base.datasets.items())
    ]


def studies(base: Base) -> list[Choice]:
    """Studies."""
    return [
        Choice(name, short_citation(one.record), one.record.title)
        for name, one in sorted(base.studies.items())
    ]
