"""The ontology is Turtle."""

from __future__ import annotations

from kg.rules.example import ONTOLOGY
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="turtle",
    problem="An ontology file does not parse.",
    why="Nothing can be checked against terms that cannot be read.",
    mend="Mend the Turtle at the line given.",
    passes=Change(ONTOLOGY, "tb:Men a owl:Class ;", "tb:Men a owl:Class ; # a tb:Man\n"),
    fails=Change(ONTOLOGY, "tb:Men a owl:Class ;", "tb:Men a owl:Class"),
)
