"""A release is read as it was written."""

from __future__ import annotations

from kg.rules.example import RELEASE, RELEASED
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="release",
    problem="The file of a release is not as it was written.",
    why="A release says what was known on a day; changed afterwards, it says what was not so.",
    mend="Take the file back from git.",
    passes=Change(RELEASE, new=RELEASED),
    fails=Change(RELEASE, new=RELEASED.replace(",1,", ",one,")),
)
