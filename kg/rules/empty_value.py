"""A key has a value."""

from __future__ import annotations

from kg.rules.example import STUDY
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="empty-value",
    problem="A key holds nothing.",
    why="An empty field looks filled in; what is unknown stays absent.",
    mend="Write a value; where the field is optional and it is unknown, take the line out.",
    passes=Change(STUDY, "design: cohort", "design: cohort\nnote: nothing is missing here"),
    fails=Change(STUDY, "design: cohort", "design: cohort\nnote:"),
)
