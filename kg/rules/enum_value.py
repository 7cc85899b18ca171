"""Words of closed lists."""

from __future__ import annotations

from kg.rules.example import STUDY
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="enum-value",
    problem="A word is not one of those that the field knows.",
    why="The same word must mean the same in every record.",
    mend="Use one of the words in the message.",
    passes=Change(STUDY, "    result: lower", "    result: not-detected"),
    fails=Change(STUDY, "    result: lower", "    result: lowered"),
)
