"""Groups that hold together can hold together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_MANY = 12
"""No finding has more groups; a longer list is not compared pair by pair."""


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        numbered = list(enumerate(finding.group[:_MANY]))
        for (_, one), (place, other) in combinations(numbered, 2):
            if one.dimension != other.dimension:
                continue
            path = ("findings", index, "group", place, "level")
            if base.terms.related(one.level, other.level):
                what = f"{other.level} and {one.level} stand for the same people"
                yield Fault(entry, path, what, "keep the narrower one")
            elif base.terms.exclude(one.level, other.level):
                what = f"nobody is {one.level} and {other.level} at once"
                yield Fault(entry, path, what, "make a finding of each group")


RULE = Rule(
    id="levels-hold-together",
    problem="A finding names two levels of one dimension that are the same people, or none at all.",
    why="Groups hold together (and): women and men at once is nobody, so the finding is lost.",
    mend="Keep the narrower level, or make a finding of each group.",
    passes=Change(
        STUDY,
        "role: stratum, n: 600}",
        "role: stratum, n: 600}\n      - {dimension: age, level: Adults, role: sample}",
    ),
    fails=Change(
        STUDY,
        "role: stratum, n: 600}",
        "role: stratum, n: 600}\n      - {dimension: sex, level: Men, role: stratum}",
    ),
    check=check,
    reach="record",
)
