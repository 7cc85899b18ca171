"""Problems found in files, and the report that gathers them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


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
        field = f" {self.field}" if self.field else ""
        return (
            f"{self.file}:{self.line}:{self.column}: {self.rule}{field}: {self.what}; {self.mend}"
        )


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
        return not any(problem.severity == "error" for problem in self.problems)
