"""The kinds of value that fields hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from kg.records.countries import COUNTRIES


class Record(BaseModel):
    """Base of all records: frozen, closed, and strict about types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _decimal(value: Any) -> Any:  # noqa: ANN401  # whatever YAML held; pydantic judges it
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


ID_FORM = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TEXT_FORM = r"^\S(?:.*\S)?$"
SENTENCE_FORM = r"^\S.{18,}[.!?]$"


def _day(value: str) -> str:
    try:
        known = date.fromisoformat(value).isoformat() == value
    except ValueError:
        known = False
    if not known:
        raise PydanticCustomError("day", "write a day of the calendar, as 2026-11-24, quoted")
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise PydanticCustomError("country", "not a country code")
    return value


Id = Annotated[str, StringConstraints(pattern=ID_FORM, max_length=80)]
ConceptName = Annotated[str, StringConstraints(pattern=TEXT_FORM, max_length=80)]
"""A class of the ontology; the rules know which there are, and what a wrong one means."""
DimensionName = ConceptName
Text = Annotated[str, StringConstraints(pattern=TEXT_FORM, max_length=1000)]
Sentence = Annotated[str, StringConstraints(pattern=SENTENCE_FORM, max_length=1000)]
Day = Annotated[
    str,
    AfterValidator(_day),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
"""A day of the calendar, as 2026-11-24 (ISO 8601)."""
Country = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "enum": sorted(COUNTRIES)})
]
"""An ISO 3166-1 alpha-2 code."""
Number = Annotated[Decimal, BeforeValidator(_decimal)]
"""A decimal that keeps its printed form: 1.50 stays 1.50."""
PValue = Number | Annotated[str, StringConstraints(pattern=r"^[<>]\s?0?\.\d+$")]
"""A p-value as printed: 0.03, or the bound that the paper gives, as <0.001."""
YesNo = Literal["yes", "no"]
