"""Broader and modified claims form no ring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.read.base import Base, Entry
from kg.records.study import Study
from kg.rules.example import THESIS
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    entries: dict[str, Entry[Any]] = {**base.theses, **base.claims}
    up = {name: _upwards(entry.record) for name, entry in entries.items()}
    for name, entry in entries.items():
        if name in _reachable(up, up[name]):
            what = f"{name} stands above itself"
            key = "broader" if entry.record.broader else "of"
            yield Fault(entry, (key,), what, "take one link of the ring out")
    for study in base.studies.values():
        yield from _samples(study)


def _samples(entry: Entry[Study]) -> Iterator[Fault]:
    """One fault a ring; a sample that is part of itself outright is no reference at all."""
    parents = {sample.id: sample.part_of for sample in entry.record.samples}
    seen: set[str] = set()
    for index, sample in enumerate(entry.record.samples):
        walked: set[str] = set()
        above: str | None = sample.id
        while above and above in parents and above not in seen:
            seen.add(above)
            walked.add(above)
            above = parents[above]
        if above in walked and above != parents[above]:
            what = f"{above} is part of itself, over some steps"
            yield Fault(entry, ("samples", index, "part_of"), what, "take one part_of out")


def _upwards(record: Any) -> tuple[str, ...]:  # noqa: ANN401
    of = getattr(record, "of", None)
    return (*record.broader, of) if of else tuple(record.broader)


def _reachable(up: Mapping[str, tuple[str, ...]], start: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(up.get(name, ()))
    return found


RULE = Rule(
    id="no-cycle",
    problem="A claim is broader than itself, or a sample part of itself, over some steps.",
    why="A ring has no top; pages and counts that climb it would never end.",
    mend="Take out the link that is not meant.",
    passes=Change(THESIS, "kind: thesis", "kind: thesis\nnote: The widest thesis."),
    fails=Change(THESIS, "kind: thesis", "kind: thesis\nbroader: [two-models]"),
    check=check,
    reach="ties",
)
