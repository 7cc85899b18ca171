"""Rules over a base; warnings that a record explains are silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.read.base import Base, Entry
from kg.report import Problem
from kg.rules import exception_fits
from kg.rules.catalogue import RULES
from kg.rules.rule import Rule, finding_of


@dataclass(frozen=True)
class Found:
    """What rules found in one file."""

    problems: tuple[Problem, ...] = ()
    explained: tuple[int, ...] = ()
    """For each warning that is silent the place of the exception that explains it."""


NOTHING = Found()


def run(base: Base, rules: Iterable[Rule] = RULES) -> dict[str, Found]:
    """What the rules find, by file."""
    settled = {entry.file: _settled(entry) for entry in base.entries if entry.record.exceptions}
    problems: dict[str, set[Problem]] = defaultdict(set)
    explained: dict[str, list[int]] = defaultdict(list)
    for rule in rules:
        for fault in rule.faults(base):
            file = fault.entry.file
            place = settled.get(file, {}).get((rule.id, finding_of(fault)))
            if rule.severity == "warning" and place is not None:
                explained[file].append(place)
            else:
                problems[file].add(rule.problem_of(fault))
    return {
        file: Found(tuple(sorted(problems[file])), tuple(sorted(explained[file])))
        for file in {*problems, *explained}
    }


def misfits(entry: Entry[Any]) -> tuple[Problem, ...]:
    """What is wrong with the exceptions of a record, whatever its rules find."""
    by_id = {rule.id: rule for rule in RULES}
    return tuple(map(exception_fits.RULE.problem_of, exception_fits.misfits(entry, by_id)))


def stale(entry: Entry[Any]) -> tuple[tuple[int, Problem], ...]:
    """What is to be told of each exception that fits, by its place, if it explains nothing."""
    by_id = {rule.id: rule for rule in RULES}
    found = exception_fits.stale(entry, by_id)
    return tuple((place, exception_fits.RULE.problem_of(fault)) for place, fault in found)


def _settled(entry: Entry[Any]) -> dict[tuple[str, str | None], int]:
    """Place of each exception by rule and finding; a second one for the same silences nothing."""
    found: dict[tuple[str, str | None], int] = {}
    for index, one in enumerate(entry.record.exceptions):
        found.setdefault((one.rule, one.finding), index)
    return found
