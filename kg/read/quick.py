"""Files without fault in half the time: their values, and no places.

What is odd in any way is left to kg/read/document.py, which tells of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from kg.read.document import MAX_DEPTH, MAX_VALUES, UNPRINTABLE, Unreadable, decode, scalar

_Next = Callable[[], yaml.Event | None]


class _Odd(Exception):
    """Something that this reader does not judge."""


def quick_value(file: str, data: bytes) -> Any:  # noqa: ANN401  # whatever YAML held
    """The plain value of a file, as `parse` finds it; None where there may be a problem."""
    try:
        text = decode(file, data)
        # A key or value takes a sign at least, so this counts them well enough.
        return None if len(text) > MAX_VALUES else _document(yaml.CSafeLoader(text).get_event)
    except (Unreadable, _Odd, yaml.YAMLError):
        return None


def _document(following: _Next) -> Any:  # noqa: ANN401
    following()
    start = following()
    if not isinstance(start, yaml.DocumentStartEvent) or start.version or start.tags:
        raise _Odd
    value = _value(following(), following, 0)
    following()
    if not isinstance(following(), yaml.StreamEndEvent):
        raise _Odd
    return value


def _value(event: Any, following: _Next, depth: int) -> Any:  # noqa: ANN401
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return _scalar(event)
    if depth >= MAX_DEPTH or event.anchor or event.tag:
        raise _Odd
    if kind is yaml.MappingStartEvent:
        return _mapping(following, depth + 1)
    return _sequence(following, depth + 1)


def _scalar(event: Any) -> Any:  # noqa: ANN401
    if event.anchor or event.tag or (event.style == '"' and UNPRINTABLE.search(event.value)):
        raise _Odd
    if not event.implicit[0]:
        return event.value
    value = scalar(event.value)
    if value is None:
        raise _Odd
    return value


def _mapping(following: _Next, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while type(event := following()) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent or event.anchor or event.tag or event.value in found:
            raise _Odd
        found[event.value] = _value(following(), following, depth)
    return found


def _sequence(following: _Next, depth: int) -> tuple[Any, ...]:
    found: list[Any] = []
    while type(event := following()) is not yaml.SequenceEndEvent:
        found.append(_value(event, following, depth))
    return tuple(found)
