"""What a finding estimates, as a key: two findings with the same key say the same thing twice."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from kg.records.finding import Finding
from kg.records.role import Measured

_NOT_PART = frozenset(
    {"id", "sample", "effect", "tally", "result", "tested", "bears_on", "unlinked"}
    | {"locator", "summary", "note"}
)
Key = tuple[Hashable, ...]


def estimand(finding: Finding, *, by_wording: bool) -> Key:
    """Kind, concepts, groups, step, model, time and phase of a finding, apart from its sample.

    Two papers name one measure in different words; within one paper other words are another
    measure, and `by_wording` tells them apart.
    """
    fields = [name for name in type(finding).model_fields if name not in _NOT_PART]
    return tuple(_part(getattr(finding, name), by_wording=by_wording) for name in fields)


def _part(value: Any, *, by_wording: bool) -> Hashable:  # noqa: ANN401  # any field of a finding
    if isinstance(value, Measured) and not by_wording:
        value = value.model_copy(update={"measured_as": None})
    return frozenset(value) if isinstance(value, tuple) else value
