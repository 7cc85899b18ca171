"""What a damaged record is: a good one, what is done to it, and what must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.rules.example import CLAIM, DATASET, EXAMPLE, MODIFICATION, STUDY, THESIS

PLACE = "§"
"""Stands in a damaged text where the problem must be told; it is taken out."""
FILES = {
    "study": STUDY,
    "claim": CLAIM,
    "modification": MODIFICATION,
    "thesis": THESIS,
    "dataset": DATASET,
}


@dataclass(frozen=True)
class Case:
    """One damaged record."""

    name: str
    file: str
    data: bytes
    rule: str
    place: tuple[int, int]
    mend: str
    """A word of the remedy."""


def edit(name: str, record: str, old: str, new: str, rule: str, mend: str) -> Case:
    """`old` of a good record becomes `new`, in which PLACE marks where the problem lies."""
    text = EXAMPLE[FILES[record]]
    assert text.count(old) == 1, f"{name}: {old!r} stands {text.count(old)} times"
    return whole(name, record, text.replace(old, new), rule, mend)


def whole(name: str, record: str, text: str, rule: str, mend: str) -> Case:
    """The whole text of a record is another."""
    assert text.count(PLACE) == 1, name
    before, after = text.split(PLACE)
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Case(name, FILES[record], (before + after).encode(), rule, place, mend)


def raw(
    name: str,
    damage: Callable[[bytes], bytes],
    place: tuple[int, int],
    mend: str,
    rule: str = "yaml",
) -> Case:
    """The bytes of the study are damaged."""
    return Case(name, STUDY, damage(EXAMPLE[STUDY].encode()), rule, place, mend)
