"""What a rule is: one check with its reason, its remedy and two examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kg.read.base import Base, Entry
from kg.read.document import Path, field_name
from kg.report import Problem, Severity

Reach = Literal["names", "record", "ties", "claims", "base"]
"""What a fault rests on, beside the ontology.

names: releases and the names of all files; record: the record that has the fault; ties: those
that it is tied to as well (kg/rules/ties.py), and the remedy on the names of all files; claims:
any claim, and nothing but claims; base: any record.
After an edit a rule runs again on what it can reach from there, so a wider reach than needed
costs time, and a narrower one would hide faults: a test holds each rule to its own.
"""


@dataclass(frozen=True)
class Fault:
    """Something that breaks a rule, at a path within an entry."""

    entry: Entry[Any]
    path: Path
    what: str
    mend: str


@dataclass(frozen=True)
class Change:
    """An edit of the example base: `old` becomes `new` in `file`.

    With both empty the file is taken out; file `*` means all files of evidence/.
    """

    file: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule. `check` is None where the reader itself finds the problem.

    `passes` is a decoy: it looks like a mistake and is none. `fails` breaks this rule and
    no other. Ids are never used again for something else.
    """

    id: str
    problem: str
    why: str
    mend: str
    passes: Change
    fails: Change
    check: Callable[[Base], Iterator[Fault]] | None = None
    severity: Severity = "error"
    reach: Reach = "base"

    def faults(self, base: Base) -> Iterator[Fault]:
        """What the rule finds."""
        yield from self.check(base) if self.check else ()

    def problem_of(self, fault: Fault) -> Problem:
        """A fault at its line; a warning says how else it may be settled."""
        mend = fault.mend
        if self.severity == "warning":
            mend += f"; or, if it is right, give the reason in {_exception(self, fault)}"
        place = fault.entry.document.place(fault.path)
        name = field_name(fault.path)
        return Problem(fault.entry.file, *place, self.id, name, fault.what, mend, self.severity)

    def problems(self, base: Base) -> Iterator[Problem]:
        """What the rule finds, each at its line."""
        yield from map(self.problem_of, self.faults(base))


def finding_of(fault: Fault) -> str | None:
    """Id of the finding that a fault lies in."""
    match fault.path:
        case ("findings", int(index), *_):
            return str(fault.entry.record.findings[index].id)
    return None


def _exception(rule: Rule, fault: Fault) -> str:
    finding = finding_of(fault)
    where = f", finding: {finding}" if finding else ""
    return f"exceptions: [{{rule: {rule.id}{where}, reason: ...}}]"
