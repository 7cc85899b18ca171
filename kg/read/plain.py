"""The plain values of a file as JSON and back, without loss: to keep them is to parse them once."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

_DECIMAL = ""
"""The key of a decimal, which keeps its digits as text. No field of a record is without name."""


def to_json(value: Any) -> str:  # noqa: ANN401  # whatever a valid record held
    """A value of dict, tuple, str, int, Decimal and bool."""
    return json.dumps(value, default=_decimal, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:  # noqa: ANN401
    """The value that was written. Raises ValueError where it was not written by `to_json`."""
    try:
        return _plain(json.loads(text, parse_float=_refuse, parse_constant=_refuse))
    except (ArithmeticError, RecursionError, TypeError) as error:
        raise ValueError(str(error)) from None


def _decimal(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    raise TypeError(f"{type(value).__name__} is no plain value")


def _refuse(text: str) -> Any:  # noqa: ANN401
    raise ValueError(f"{text} is no plain value")


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        if _DECIMAL in value:
            return Decimal(value[_DECIMAL])
        return {key: _plain(item) for key, item in value.items()}
    return value
