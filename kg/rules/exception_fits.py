"""An exception stands for one warning, and gives a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.nearest import Names
from kg.read.base import Entry
from kg.records.exception import RuleException
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_WORDS = 3
Rules = Mapping[str, Rule]


def misfits(entry: Entry[Any], rules: Rules) -> Iterator[Fault]:
    """Exceptions of a record that name no warning or give no reason."""
    for index, one in enumerate(entry.record.exceptions):
        if wrong := _wrong(entry, one, rules):
            key, what, mend = wrong
            yield Fault(entry, ("exceptions", index, key), what, mend)


def stale(entry: Entry[Any], rules: Rules) -> Iterator[tuple[int, Fault]]:
    """The fault that each other exception is, by its place, if it silences nothing.

    To be told only where every file was read: an unread one may be what it is about.
    """
    for index, one in enumerate(entry.record.exceptions):
        if not _wrong(entry, one, rules):
            where = f"of {one.finding}" if one.finding else "of the record as a whole"
            mend = "take it out, or name the finding that the warning is about"
            what = f"{one.rule} does not warn {where}"
            yield index, Fault(entry, ("exceptions", index), what, mend)


def _wrong(entry: Entry[Any], one: RuleException, rules: Rules) -> tuple[str, str, str] | None:
    return _rule(rules, one) or _finding(entry, one) or _reason(one)


def _rule(rules: Rules, one: RuleException) -> tuple[str, str, str] | None:
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
