"""Retired concepts are not used."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.rules.example import CLAIM, STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    retired = {name: term for name, term in base.terms.concepts.items() if term.retired}
    for entry in base.entries:
        for path, mapping in entry.document.mappings:
            for key in ("concept", "level", "reference"):
                name = mapping.get(key)
                if isinstance(name, str) and name in retired:
                    instead = retired[name].replaced_by
                    mend = f"use {instead}" if instead else "use a broader concept"
                    yield Fault(entry, (*path, key), f"{name} is retired", mend)


RULE = Rule(
    id="concept-retired",
    problem="A record names a concept that was retired.",
    why="Evidence filed under a retired term would drop out of the answers about its successor.",
    mend="Use the successor that the message names.",
    passes=Change(CLAIM, "expects: lower", "expects: lower\nnote: Once filed under OldSupport."),
    fails=Change(STUDY, "quantity: {concept: PerceivedSupport}", "quantity: {concept: OldSupport}"),
    check=check,
    reach="record",
)
