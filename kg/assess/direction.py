"""What a result means for a claim: derived here, typed nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Direction = Literal["supports", "contradicts", "no-effect", "inconclusive"]
DIRECTIONS: tuple[Direction, ...] = ("supports", "contradicts", "no-effect", "inconclusive")

_SUPPORTS: Mapping[str, frozenset[str]] = {
    "lower": frozenset({"lower"}),
    "higher": frozenset({"higher"}),
    "more": frozenset({"more"}),
    "less": frozenset({"less"}),
    "stronger": frozenset({"stronger"}),
    "weaker": frozenset({"weaker", "reversed"}),
    "reversed": frozenset({"reversed"}),
    "part": frozenset({"part", "all", "some"}),
    "suppresses": frozenset({"suppresses"}),
}
_CONTRADICTS: Mapping[str, frozenset[str]] = {
    "lower": frozenset({"higher"}),
    "higher": frozenset({"lower"}),
    "more": frozenset({"less"}),
    "less": frozenset({"more"}),
    "stronger": frozenset({"weaker", "reversed"}),
    "weaker": frozenset({"stronger"}),
    "reversed": frozenset({"stronger"}),
    "part": frozenset({"suppresses"}),
    "suppresses": frozenset({"part", "all", "some"}),
}
_NOTHING_FOUND = frozenset({"not-detected", "equivalent", "none"})


def direction(result: str, expects: str) -> Direction:
    """Result of a finding and expectation of a claim of the same kind."""
    if result in _SUPPORTS[expects]:
        return "supports"
    if result in _CONTRADICTS[expects]:
        return "contradicts"
    return "no-effect" if result in _NOTHING_FOUND else "inconclusive"
