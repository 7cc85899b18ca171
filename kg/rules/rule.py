"""What a rule is: one check with its reason, its remedy and two examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.read.base import Base, Entry
from kg.read.document import Path, field_name
from kg.report import Problem, Severity


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

    def problems(self, base: Base) -> Iterator[Problem]:
        """What the rule finds, each at its line."""
        for fault in self.check(base) if self.check else ():
            document = fault.entry.document
            line, column = document.place(fault.path)
            yield Problem(
                fault.entry.file,
                line,
                column,
                self.id,
                field_name(fault.path),
                fault.what,
                fault.mend,
                self.severity,
            )
