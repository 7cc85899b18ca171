"""A key stands once."""

from __future__ import annotations

from kg.rules.example import CLAIM
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="duplicate-key",
    problem="A key stands twice in one mapping.",
    why="Most readers silently keep the last; merges in git make such files.",
    mend="Keep one of the two.",
    passes=Change(CLAIM, "expects: lower", "expects: lower\nnote: expects lower"),
    fails=Change(CLAIM, "expects: lower", "expects: lower\nexpects: lower"),
)
