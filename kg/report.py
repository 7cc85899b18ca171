"""Problems found in files, and the report that gathers them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


# All that moves the cursor, changes colours or turns the direction of writing; a line break stays
# before an indent, where a message lists axioms.
_UNSAFE = re.compile(
    "(?!\n    )[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Text from a stranger's file with whatever a terminal would obey written out."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong at one place. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    rule: str
    field: str
    what: str
    mend: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{self.column}: {self.rule}{self.message}"

    @property
    def message(self) -> str:
        """Field, fault and remedy, safe for a terminal."""
        field = f" {printable(self.field)}" if self.field else ""
        return f"{field}: {printable(self.what)}; {printable(self.mend)}"


@dataclass(frozen=True)
class Checked:
    """How much was looked at. Nothing checked is never good."""

    files: int = 0
    studies: int = 0
    claims: int = 0
    datasets: int = 0
    findings: int = 0
    concepts: int = 0
    rules: int = 0

    def __str__(self) -> str:
        parts = [f"{count} {name}" for name, count in asdict(self).items()]
        return "checked " + ", ".join(parts)


@dataclass(frozen=True)
class Report:
    """All problems of all files, in order of place, and what was checked."""

    problems: tuple[Problem, ...]
    checked: Checked
    explained: int = 0
    """Warnings that are silent because the record gives a reason."""

    @property
    def good(self) -> bool:
        """Whether a build may go on."""
        return not self.count("error")

    def count(self, severity: Severity) -> int:
        """How many problems are of a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def __str__(self) -> str:
        """What was checked and how it came out; warnings are counted apart."""
        told = [_counted(self.count("error"), "error")]
        if warnings := self.count("warning"):
            told.append(_counted(warnings, "warning"))
        if self.explained:
            told.append(f"{_counted(self.explained, 'warning')} explained")
        return f"{self.checked}; {', '.join(told)}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
