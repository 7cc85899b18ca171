"""Instruments are called by the names that the ontology gives them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.instruments import Instruments
from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry in base.entries:
        for path, mapping in entry.document.mappings:
            name = mapping.get("instrument")
            words = _words(base.instruments, name) if isinstance(name, str) else None
            if words:
                yield Fault(entry, (*path, "instrument"), *words)


def _words(instruments: Instruments, name: str) -> tuple[str, str] | None:
    """What is wrong with a name, and the remedy; an unknown instrument is no fault."""
    if instruments.named(name):
        return None
    if name in instruments.ambiguous:
        labels = " or ".join(instruments.ambiguous[name])
        return f"{name} is the name of several instruments", f"write {labels}"
    meant = instruments.misspelt(name)
    return (f"{name} is no instrument", f"did you mean {meant}?") if meant else None


RULE = Rule(
    id="instrument-known",
    problem="An instrument is misspelt, or called by a short name that several instruments bear.",
    why="What is filed under another name is lost to the rest, or mistaken for another.",
    mend="Use the name that the message offers; an instrument that is not known may stay.",
    passes=Change(
        STUDY,
        "outcome: {concept: DepressiveSymptoms}",
        "outcome: {concept: DepressiveSymptoms, instrument: Depression Scale of the Town}",
    ),
    fails=Change(
        STUDY,
        "outcome: {concept: DepressiveSymptoms}",
        "outcome: {concept: DepressiveSymptoms, instrument: CESD}",
    ),
    check=check,
    reach="record",
)
