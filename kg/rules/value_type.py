"""Values have their form."""

from __future__ import annotations

from kg.rules.example import STUDY
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="value-type",
    problem="A value is of another type or form than the field takes.",
    why="A number in quotes or an id with capitals would not be found again.",
    mend="Write the form that the message names.",
    passes=Change(STUDY, "year: 2020", "year: 1920"),
    fails=Change(STUDY, "year: 2020", 'year: "2020"'),
)
