"""Broader and modified claims form no ring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.read.base import Base, Entry
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
    problem="A claim is broader than itself, over some steps.",
    why="A ring has no top; pages and counts that climb it would never end.",
    mend="Take out the link that is not meant.",
    passes=Change(THESIS, "kind: thesis", "kind: thesis\nnote: The widest thesis."),
    fails=Change(THESIS, "kind: thesis", "kind: thesis\nbroader: [two-models]"),
    check=check,
)
