"""The kinds of value that fields hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Record(BaseModel):
    """Base of all records: frozen, closed, and strict about types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _decimal(value: Any) -> Any:  # noqa: ANN401  # whatever YAML held; pydantic judges it
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
ConceptName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$", max_length=80)]
DimensionName = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(pattern=r"^\S(?:.*\S)?$", max_length=1000)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
"""A decimal that keeps its printed form: 1.50 stays 1.50."""
PValue = Number | Annotated[str, StringConstraints(pattern=r"^[<>]\s?0?\.\d+$")]
"""A p-value as printed: 0.03, or the bound that the paper gives, as <0.001."""
YesNo = Literal["yes", "no"]
