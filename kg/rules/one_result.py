"""A finding has one result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.read.base import Base
from kg.records.finding import Association, Contrast, Finding
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_PART = r"(in|for|among|after|at|when|where)\b"
_TWO = re.compile(
    rf"\bbut (not|no|only|less|more)\b|\b(and|yet) not {_PART}|\bwhereas\b|\bonly {_PART}"
    rf"|\b{_PART} ((wo)?men|girls|boys|youth|adults|[a-z]+ people) (only|alone)\b"
    rf"|\b(in|for|among) (all|every|each|most)\b[^.;]*\b(but|except|save)\b",
    re.IGNORECASE,
)


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        told = _two_results(finding)
        if told:
            what = f"the summary tells of two results ({told!r})"
            mend = "make a finding of each, and a modification of the difference"
            yield Fault(entry, ("findings", index, "summary"), what, mend)


def _two_results(finding: Finding) -> str | None:
    """The words that give it away. Modifications and comparisons speak of two by nature."""
    if not isinstance(finding, Association | Contrast) or finding.contributes == "theme":
        return None
    found = _TWO.search(finding.summary)
    return found[0] if found else None


RULE = Rule(
    id="one-result",
    problem="The summary of a finding tells of two results.",
    why="Support that helps women but not men is two findings; as one, the null is lost.",
    mend="Write a finding for each, and a modification or contrast for the difference.",
    passes=Change(
        STUDY,
        "summary: Women with more support had fewer symptoms later.",
        "summary: Women who told only of support in the family had fewer symptoms later.",
    ),
    fails=Change(
        STUDY,
        "summary: Women with more support had fewer symptoms later.",
        "summary: Support went with fewer symptoms in women but not in men.",
    ),
    check=check,
    reach="record",
    severity="warning",
)
