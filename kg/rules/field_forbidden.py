"""Fields belong to kinds."""

from __future__ import annotations

from kg.rules.example import STUDY
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="field-forbidden",
    problem="A field belongs to another kind of finding or claim.",
    why="Kinds decide what a figure means: a main effect cannot be filed as buffering.",
    mend="Take the field out, or use the kind that has it.",
    passes=Change(STUDY, "    result: lower", "    baseline: adjusted\n    result: lower"),
    fails=Change(STUDY, "    result: lower", "    tested: interaction\n    result: lower"),
)
