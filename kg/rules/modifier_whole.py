"""A modifier is a concept, or a level of a dimension."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.read.base import Base, Entry
from kg.read.document import Path
from kg.records.group import Modifier
from kg.rules.example import MODIFICATION
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry, path, modifier in _modifiers(base):
        if (modifier.concept is None) == (modifier.dimension is None):
            what = "a modifier is one concept or one dimension"
            yield Fault(entry, path, what, "give concept, or dimension and level")
        elif (modifier.dimension is None) != (modifier.level is None):
            what = "dimension and level go together"
            yield Fault(entry, path, what, "give both; level is the group the result speaks of")


def _modifiers(base: Base) -> Iterator[tuple[Entry[Any], Path, Modifier]]:
    for study, index, finding in base.findings():
        if finding.kind == "modification":
            for number, modifier in enumerate(finding.modifiers):
                yield study, ("findings", index, "modifiers", number), modifier
    for claim in base.claims.values():
        if claim.record.kind == "modification":
            yield claim, ("modifier",), claim.record.modifier


RULE = Rule(
    id="modifier-whole",
    problem="A modifier is neither one concept nor one level of a dimension.",
    why="`stronger` needs to say in whom, or with more of what.",
    mend="Give concept, or dimension with level and reference.",
    passes=Change(
        MODIFICATION,
        "modifier: {dimension: sex, level: Women, reference: Men}",
        "modifier: {concept: Loneliness}",
    ),
    fails=Change(
        MODIFICATION,
        "modifier: {dimension: sex, level: Women, reference: Men}",
        "modifier: {dimension: sex}",
    ),
    check=check,
    reach="record",
)
