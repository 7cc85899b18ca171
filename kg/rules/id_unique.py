"""An id names one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.read.base import Base, Entry
from kg.records.study import Study
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    yield from _records(base)
    for entry in base.studies.values():
        yield from _within(entry)


def _records(base: Base) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Entry[Any]] = {}
    for entry in base.entries:
        folder = entry.file.split("/")[1]
        first = seen.setdefault((folder, entry.record.id), entry)
        if first is not entry:
            what = f"{entry.record.id} is the id of {first.file} too"
            yield Fault(entry, ("id",), what, "give one of the two another id")


def _within(entry: Entry[Study]) -> Iterator[Fault]:
    for name in ("findings", "samples", "arms"):
        counts: Counter[str] = Counter()
        for index, item in enumerate(getattr(entry.record, name)):
            counts[item.id] += 1
            if counts[item.id] == 2:  # noqa: PLR2004  # the second is the one to mend
                what = f"{item.id} stands twice among {name}"
                yield Fault(entry, (name, index, "id"), what, "give one of the two another id")


RULE = Rule(
    id="id-unique",
    problem="Two records, or two findings or samples of a study, share an id.",
    why="An id is an address; two things behind one address are one lost thing.",
    mend="Rename one of the two.",
    passes=Change(
        STUDY, "{id: adults,", "{id: women, description: x, part_of: adults}\n  - {id: adults,"
    ),
    fails=Change(STUDY, "  - id: women-and-men", "  - id: women"),
    check=check,
    reach="ties",
)
