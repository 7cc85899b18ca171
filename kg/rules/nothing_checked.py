"""Checking nothing is a failure."""

from __future__ import annotations

from kg.rules.example import DATASET
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="nothing-checked",
    problem="No record was found where one was looked for.",
    why="A mistyped path that passes looks like a good base.",
    mend="Check the path; records lie under evidence/studies, claims and datasets.",
    passes=Change(DATASET, "kind: cohort", "kind: survey"),
    fails=Change("*"),
)
