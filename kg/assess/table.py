"""Anyone's table of effects, read from CSV: every bad cell is told at its place."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from kg.report import Problem

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
MAX_LISTED = 1000
"""Rows of a table for which each row or year is a pool of its own."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")
_SWAP = str.maketrans(".,", ",.")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})


class NoColumn(Exception):
    """The table has not the column that was asked for, or has it twice."""


@dataclass(frozen=True)
class Columns:
    """Names of columns. Exactly one of `variance` and `se` is given."""

    effect: str
    variance: str | None = None
    se: str | None = None
    group: str | None = None
    label: str | None = None
    year: str | None = None

    def named(self) -> tuple[str, ...]:
        """Every column that is asked for."""
        return tuple(name for name in vars(self).values() if name)


@dataclass
class Table:
    """The columns that were asked for, row by row; lists that were not asked for are empty."""

    effects: list[float] = field(default_factory=list)
    variances: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_table(name: str, data: bytes, columns: Columns) -> Table:
    """Read a CSV file with a header; `name` is what problems call it.

    Comma, semicolon or tab between cells, whichever the header has most of; quotes as usual; a
    byte order mark is dropped. Numbers have a decimal point, or throughout a decimal comma. A
    table with problems is not to be computed with. Raises NoColumn.
    """
    if len(data) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        return Table(problems=[_problem(name, 1, 1, "", what, "give only the columns needed")])
    try:
        # Not splitlines: it also breaks at characters that may stand in a cell.
        lines = list(io.StringIO(data.decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {data[error.start]:#04x} is not UTF-8"
        return Table(problems=[_problem(name, line, 1, "", what, "save the file as UTF-8")])
    return _Reader(name, columns).read(lines)


class _Reader:
    """Reads one table, gathering what is wrong."""

    def __init__(self, name: str, columns: Columns) -> None:
        self.name, self.columns = name, columns
        self.places: Mapping[str, int] = {}
        self.table = Table()
        self.mark: str | None = None
        """The decimal mark that the file uses, once a number has shown it."""

    def read(self, lines: Sequence[str]) -> Table:
        width, listed = 0, self.columns.label or self.columns.year
        limit = MAX_LISTED if listed else MAX_ROWS
        for line, row in self._rows(lines):
            if not any(cell.strip() for cell in row):
                continue
            if not self.places:
                header = [cell.strip() for cell in row]
                self.places, width = _places(header, self.columns), len(header)
            elif len(row) != width:
                what = f"{len(row)} cells where the header has {width}"
                self._tell(line, len(row), "", what, "quote cells that hold the separator")
            else:
                self._take(line, row)
            if len(self.table.effects) > limit:
                self._tell(line, 1, "", f"more than {limit} rows", "pool fewer at a time")
                break
        if not self.table.effects and not self.table.problems:
            self._tell(1, 1, "", "there is no row below a header", "give a table with rows")
        return self.table

    def _rows(self, lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line on which it starts."""
        head = next((line for line in lines if line.strip()), "")
        reader = csv.reader(lines, delimiter=max(",;\t", key=head.count), strict=True)
        line = 1
        try:
            for row in reader:
                yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            self._tell(line, 1, "", str(error), "close each quote, and double quotes inside one")

    def _take(self, line: int, row: Sequence[str]) -> None:
        table, columns = self.table, self.columns
        effect = self._number(line, row, columns.effect)
        spread = columns.variance or columns.se or ""
        value = self._number(line, row, spread)
        variance = value if columns.variance else value * value
        if not math.isnan(value) and not (value > 0 and 0 < variance < math.inf):
            cell = row[self.places[spread]].strip()
            mend = "a variance is above 0 and finite; leave out rows that have none"
            self._tell(line, self.places[spread] + 1, spread, f"it is {cell}", mend)
        table.effects.append(effect)
        table.variances.append(variance)
        if columns.group:
            table.groups.append(self._text(line, row, columns.group))
        if columns.label:
            table.labels.append(row[self.places[columns.label]].strip())
        if columns.year:
            table.years.append(self._year(line, row, columns.year))

    def _number(self, line: int, row: Sequence[str], column: str) -> float:
        """The number of a cell; NaN where there is none, which is told."""
        place = self.places[column]
        text = row[place].strip().translate(_MINUS)
        marks = {mark for mark in ".," if mark in text}
        if len(marks) == 1:
            self.mark = self.mark or marks.pop()
        if self.mark == ",":
            text = text.translate(_SWAP)
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if math.isfinite(value):
            return value
        what = f"{row[place].strip()[:40]!r} is no number" if text else "the cell is empty"
        mend = "write a number such as -0.25 with one decimal mark throughout, or leave the row out"
        self._tell(line, place + 1, column, what, mend)
        return math.nan

    def _text(self, line: int, row: Sequence[str], column: str) -> str:
        text = row[self.places[column]].strip()
        if not text:
            mend = "name the group, or leave the row out"
            self._tell(line, self.places[column] + 1, column, "the cell is empty", mend)
        return text

    def _year(self, line: int, row: Sequence[str], column: str) -> int:
        text = row[self.places[column]].strip()
        if _WHOLE.fullmatch(text):
            return int(text)
        what = f"{text[:40]!r} is no year"
        self._tell(line, self.places[column] + 1, column, what, "write a whole number such as 2016")
        return 0

    def _tell(self, line: int, column: int, about: str, what: str, mend: str) -> None:
        self.table.problems.append(_problem(self.name, line, column, about, what, mend))


def _problem(name: str, line: int, column: int, about: str, what: str, mend: str) -> Problem:
    return Problem(name, line, column, "table", about, what, mend)


def _places(header: Sequence[str], columns: Columns) -> dict[str, int]:
    """Where each column stands. Raises NoColumn, naming every one that is amiss."""
    wrong = []
    for name in dict.fromkeys(columns.named()):
        if header.count(name) > 1:
            wrong.append(f"the header has {name} more than once; rename one of them")
        elif name not in header:
            close = get_close_matches(name.lower(), [one.lower() for one in header], 1)
            meant = [one for one in header if close and one.lower() == close[0]]
            shown = ", ".join(one[:40] for one in header[:20])
            mend = f"did you mean {meant[0]}?" if meant else f"the columns are {shown}"
            wrong.append(f"there is no column {name}; {mend}")
    if wrong:
        raise NoColumn("\n".join(wrong))
    return {name: header.index(name) for name in columns.named()}
