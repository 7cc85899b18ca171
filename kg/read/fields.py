"""Which fields a record may have, and where: for the words of error messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kg.read.document import Document, Path
from kg.records.claim import ClaimFile
from kg.records.dataset import Dataset
from kg.records.order import model_of
from kg.records.study import Study

ROOTS: Mapping[str, Any] = {"studies": Study, "claims": ClaimFile, "datasets": Dataset}
"""The record that a file of each folder holds."""


def root_of(file: str) -> Any:  # noqa: ANN401  # a model, or a union of models
    """The record that a file holds, by the folder that it lies in."""
    _, folder, *_ = (*file.split("/"), "", "")
    return ROOTS.get(folder, Study)


def fields_at(root: Any, path: Path) -> frozenset[str]:  # noqa: ANN401
    """The fields that the mapping at a path may have, whatever its kind."""
    models = tuple(_models(root))
    for step in path:
        if isinstance(step, str):
            fields = (_fields(model).get(step) for model in models)
            models = tuple(m for field in fields if field for m in _models(field.annotation))
    return frozenset(name for model in models for name in _fields(model))


@cache
def places_of(root: Any) -> Mapping[str, frozenset[str]]:  # noqa: ANN401
    """For each field the fields under which it may stand; at the top it stands under none."""
    found: dict[str, set[str]] = {}
    todo, seen = [("", model) for model in _models(root)], set()
    while todo:
        above, model = todo.pop()
        if (above, model) in seen:
            continue
        seen.add((above, model))
        for name, field in _fields(model).items():
            found.setdefault(name, set()).add(above)
            todo.extend((name, inner) for inner in _models(field.annotation))
    return {name: frozenset(places) for name, places in found.items()}


def is_required(document: Document, path: Path) -> bool:
    """Whether what holds a field cannot do without it."""
    annotation, required = root_of(document.file), False
    for depth, step in enumerate(path):
        required = False
        if isinstance(step, str):
            model = model_of(annotation, document.get((*path[:depth], "kind")))
            field = _fields(model).get(step) if model else None
            if field is None:
                return False
            annotation, required = field.annotation, field.is_required()
    return required


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    """The models that an annotation holds, through unions, tuples and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _fields(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}
