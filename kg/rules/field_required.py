"""What a kind needs is there."""

from __future__ import annotations

from kg.rules.example import STUDY
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="field-required",
    problem="A field that the kind needs is missing.",
    why="Without it the record does not say what was found.",
    mend="Add the field.",
    passes=Change(STUDY, "dataset: example-cohort\n", ""),
    fails=Change(STUDY, "year: 2020\n", ""),
)
