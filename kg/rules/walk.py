"""Walks over the parsed value of a file, for rules that look at a key wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kg.read.document import Path


def mappings(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:  # noqa: ANN401
    """Each mapping within a value, outermost first."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            if isinstance(inner, dict | tuple):
                yield from mappings(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            if isinstance(inner, dict | tuple):
                yield from mappings(inner, (*path, index))


def numbers(value: Any) -> Iterator[tuple[Path, int | Decimal]]:  # noqa: ANN401
    """Each number that a key of a mapping holds."""
    for path, mapping in mappings(value):
        for key, inner in mapping.items():
            if isinstance(inner, int | Decimal) and not isinstance(inner, bool):
                yield (*path, key), inner
