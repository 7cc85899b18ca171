"""An exception stands for one warning, and gives a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.nearest import Names
from kg.read.base import Base, Entry
from kg.records.exception import RuleException
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_WORDS = 3
Used = frozenset[tuple[str, int]]
"""Exceptions that silence something, by file and place in the record's list."""


def misfits(base: Base, rules: Mapping[str, Rule], used: Used) -> Iterator[Fault]:
    """Exceptions that name no warning, give no reason, or silence nothing.

    The last is told only where every file was read: an unread one may be what it is about.
    """
    whole = sum(len(names) for names in base.names.values()) <= len(base.entries)
    for entry, index, one in exceptions(base.entries):
        path = ("exceptions", index)
        wrong = _rule(rules, one) or _finding(entry, one) or _reason(one)
        if wrong:
            key, what, mend = wrong
            yield Fault(entry, (*path, key), what, mend)
        elif whole and (entry.file, index) not in used:
            where = f"of {one.finding}" if one.finding else "of the record as a whole"
            mend = "take it out, or name the finding that the warning is about"
            yield Fault(entry, path, f"{one.rule} does not warn {where}", mend)


def exceptions(entries: Iterable[Entry[Any]]) -> Iterator[tuple[Entry[Any], int, RuleException]]:
    """All exceptions, each with its record and its place there."""
    for entry in entries:
        for index, one in enumerate(entry.record.exceptions):
            yield entry, index, one


def _rule(rules: Mapping[str, Rule], one: RuleException) -> tuple[str, str, str] | None:
    if one.rule not in rules:
        warning = sorted(name for name, rule in rules.items() if rule.severity == "warning")
        meant = Names(warning).nearest(one.rule) or Names(sorted(rules)).nearest(one.rule)
        mend = f"did you mean {meant}?" if meant else f"use one of: {', '.join(warning)}"
        return "rule", f"{one.rule} is no rule", mend
    if rules[one.rule].severity == "error":
        return "rule", f"{one.rule} is an error and has no exceptions", "mend what it finds"
    return None


def _finding(entry: Entry[Any], one: RuleException) -> tuple[str, str, str] | None:
    known = [finding.id for finding in getattr(entry.record, "findings", ())]
    if one.finding is None or one.finding in known:
        return None
    meant = Names(known).nearest(one.finding)
    mend = f"did you mean {meant}?" if meant else "name a finding of this record, or none"
    return "finding", f"there is no finding {one.finding} here", mend


def _reason(one: RuleException) -> tuple[str, str, str] | None:
    if len(one.reason.split()) >= _WORDS:
        return None
    return "reason", f"{one.reason!r} is no reason", "say in a sentence why the record is right"


RULE = Rule(
    id="exception-fits",
    problem="An exception names no warning, gives no reason, or silences nothing.",
    why="An exception that outlives its warning would hide the next mistake in the same place.",
    mend="Take it out, or name rule and finding of the warning that stands, and say why.",
    passes=Change(
        STUDY,
        "year: 2020",
        "year: 1666\nexceptions:\n"
        "  - {rule: year-in-reason, reason: The paper was printed in that year.}",
    ),
    fails=Change(
        STUDY,
        "abstract_complete: yes",
        "abstract_complete: yes\nexceptions:\n"
        "  - {rule: year-in-reason, reason: The paper was printed in that year.}",
    ),
)
