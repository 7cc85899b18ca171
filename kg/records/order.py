"""The order in which a record's fields are written, and the model of each part of it."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from kg.records.claim import ClaimFile
from kg.records.dataset import Dataset
from kg.records.study import Study

Model = type[BaseModel]
ROOTS: dict[str, Any] = {"study": Study, "claim": ClaimFile, "dataset": Dataset}
"""What a file of each kind holds."""


@cache
def fields(model: Model) -> dict[str, Any]:
    """Annotations by the name that files use, in canonical order.

    Where a model names its leading fields, those of its own stand after them and before what
    it inherits: the exposure of a finding before its figures, which all kinds share.
    """
    names = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
    leading: tuple[str, ...] = getattr(model, "leading", ())
    shared = {name for base in model.__mro__[1:] for name in getattr(base, "model_fields", ())}
    own = [name for name in names if leading and name not in shared]
    order = dict.fromkeys((*leading, *own, *names))
    return {name: names[name] for name in order}


def model_of(annotation: Any, kind: object) -> Model | None:  # noqa: ANN401
    """The model of a value; among several the one of a kind. None for plain values."""
    found = models_of(annotation)
    if len(found) > 1:
        found = [model for model in found if kind in _kinds(model)]
    return found[0] if found else None


def models_of(annotation: Any) -> list[Model]:  # noqa: ANN401
    """Every model that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_of(part)]


def _kinds(model: Model) -> tuple[object, ...]:
    field = model.model_fields.get("kind")
    return get_args(field.annotation) if field else ()
