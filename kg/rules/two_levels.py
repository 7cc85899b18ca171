"""A contrast sets two levels of one dimension against each other."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry in base.entries:
        for path, mapping in entry.document.mappings:
            level = mapping.get("level")
            if level is not None and level == mapping.get("reference"):
                what = f"{level} is compared with itself"
                yield Fault(entry, (*path, "reference"), what, "name the other group")


RULE = Rule(
    id="two-levels",
    problem="A contrast compares a group with itself.",
    why="A difference needs two groups of one dimension.",
    mend="Name the group that is compared with.",
    passes=Change(
        STUDY,
        "{dimension: sex, level: Women, reference: Men}",
        "{dimension: sex, level: Men, reference: Women}",
    ),
    fails=Change(
        STUDY,
        "{dimension: sex, level: Women, reference: Men}",
        "{dimension: sex, level: Women, reference: Women}",
    ),
    check=check,
    reach="record",
)
