"""All rules over a base; warnings that a record explains are silent."""

from __future__ import annotations

from typing import Any

from kg.read.base import Base, Entry
from kg.report import Problem
from kg.rules import exception_fits
from kg.rules.catalogue import RULES
from kg.rules.rule import finding_of


def run(base: Base) -> tuple[list[Problem], int]:
    """Every problem that the rules find, and how many warnings the records explain."""
    settled = {entry.file: _settled(entry) for entry in base.entries}
    problems: list[Problem] = []
    used: list[tuple[str, int]] = []
    for rule in RULES:
        for fault in rule.faults(base):
            place = settled.get(fault.entry.file, {}).get((rule.id, finding_of(fault)))
            if rule.severity == "warning" and place is not None:
                used.append((fault.entry.file, place))
            else:
                problems.append(rule.problem_of(fault))
    by_id = {rule.id: rule for rule in RULES}
    stale = exception_fits.misfits(base, by_id, frozenset(used))
    problems.extend(map(exception_fits.RULE.problem_of, stale))
    return problems, len(used)


def _settled(entry: Entry[Any]) -> dict[tuple[str, str | None], int]:
    """Place of each exception by rule and finding; a second one for the same silences nothing."""
    found: dict[tuple[str, str | None], int] = {}
    for index, one in enumerate(entry.record.exceptions):
        found.setdefault((one.rule, one.finding), index)
    return found
