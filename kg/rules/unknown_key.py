"""Keys are known."""

from __future__ import annotations

from kg.rules.example import DATASET
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="unknown-key",
    problem="A key is not a field of the record.",
    why="A mistyped key would be a lost fact.",
    mend="Use the field that the message names, or put the fact in note.",
    passes=Change(DATASET, "kind: cohort", "kind: cohort\nstart: 1990"),
    fails=Change(DATASET, "kind: cohort", "kind: cohort\nstrat: 1990"),
)
