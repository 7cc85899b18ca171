"""A file is plain YAML."""

from __future__ import annotations

from kg.rules.example import DATASET
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="yaml",
    problem="The file is not the plain YAML that records use.",
    why="A file from a stranger states facts and can do no more: no tags, no aliases.",
    mend="Write plain YAML in UTF-8: spaces for the indent, quotes around text that holds ': '.",
    passes=Change(DATASET, "name: Example Cohort", 'name: "Example: Cohort"'),
    fails=Change(DATASET, "name: Example Cohort", "name: Example: Cohort"),
)
