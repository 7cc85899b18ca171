"""What a finding estimates, as a key: two findings with the same key say the same thing twice."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

from kg.records.finding import Finding
from kg.records.role import Measured

_NOT_PART = frozenset(
    {"id", "kind", "sample", "group", "effect", "tally", "result", "tested", "bears_on", "unlinked"}
    | {"locator", "summary", "note"}
)
Key = tuple[Hashable, ...]


def estimand(finding: Finding, *, by_wording: bool) -> Key:
    """Kind, concepts, groups, step, model, time and phase of a finding, apart from its sample.

    Two papers name one measure in different words; within one paper other words are another
    measure, and `by_wording` tells them apart.
    """
    return frozenset(finding.group), *question(finding, by_wording=by_wording)


def question(finding: Finding, *, by_wording: bool) -> Key:
    """The same, apart from its groups as well."""
    kind = type(finding)
    parts = (_part(getattr(finding, name), by_wording=by_wording) for name in _fields(kind))
    return kind, *parts


@cache
def _fields(kind: type[Finding]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if name not in _NOT_PART)


def _part(value: Any, *, by_wording: bool) -> Hashable:  # noqa: ANN401  # any field of a finding
    if isinstance(value, Measured) and not by_wording:
        return tuple(inner for name, inner in value if name != "measured_as")
    return frozenset(value) if isinstance(value, tuple) else value
