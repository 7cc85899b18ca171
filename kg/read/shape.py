"""From a document to a record: pydantic's errors as problems at their line.

Each error type of pydantic becomes one of our rules, with the remedy a curator needs.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kg.read.document import Document, Path, field_name
from kg.records import claim, finding
from kg.report import Problem

_RULES = {
    "missing": "field-required",
    "literal_error": "enum-value",
    "union_tag_invalid": "enum-value",
    "union_tag_not_found": "field-required",
}

_SHOWN = 60
_FORMS = {
    "is_instance_of": "write a number",
    "decimal_type": "write a number",
    "int_type": "write a whole number, without quotes",
    "string_type": "write text; put a number in quotes",
    "tuple_type": "write a list, as [a, b]",
    "model_type": "write fields, as {concept: PerceivedSupport}",
    "dict_type": "write fields, as {concept: PerceivedSupport}",
}


def to_record(document: Document, adapter: TypeAdapter[Any]) -> tuple[Any, list[Problem]]:
    """The record that a document holds, or None and what is wrong with it."""
    try:
        return adapter.validate_python(document.value), []
    except ValidationError as error:
        found: dict[tuple[str, str], Problem] = {}
        for details in error.errors():
            if not _echo(details):
                problem = _problem(document, details)
                found.setdefault((problem.rule, problem.field), problem)
        return None, list(found.values())


def _echo(details: ErrorDetails) -> bool:
    """Whether an error only repeats that an item of a list was refused."""
    return details["type"] == "too_short" and bool(details["input"])


def _problem(document: Document, details: ErrorDetails) -> Problem:
    path = _without_tags(document, details["loc"])
    kind = details["type"]
    if kind == "extra_forbidden":
        return _extra(document, path)
    if kind == "missing" and isinstance(details["loc"][-1], int):
        return _short_list(document, path[:-1])
    rule = _RULES.get(kind, "value-type")
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        path = (*path, "kind")
    what, mend = _words(kind, document.get(path), details)
    place = document.key_place(path) if rule == "field-required" else document.place(path)
    return Problem(document.file, *place, rule, field_name(path), what, mend)


def _short_list(document: Document, path: Path) -> Problem:
    what, mend = f"{_shown(document.get(path))} is too short", "write every part, as [low, high]"
    return Problem(document.file, *document.place(path), "value-type", field_name(path), what, mend)


def _words(kind: str, value: object, details: ErrorDetails) -> tuple[str, str]:
    context = details.get("ctx", {})
    if kind in {"missing", "union_tag_not_found"}:
        return "is missing", "add it"
    if kind == "union_tag_invalid":
        return f"{context['tag']!r} is not one of the kinds", f"use {context['expected_tags']}"
    if kind == "literal_error":
        expected = str(context["expected"])
        return f"{value!r} is not a word of this field", f"use {_nearest(value, expected)}"
    if kind == "string_pattern_mismatch":
        return f"{value!r} has not the form that is asked", f"it must match {context['pattern']}"
    return f"{_shown(value)} does not fit", _FORMS.get(kind) or _lower(details["msg"])


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _nearest(value: object, expected: str) -> str:
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    close = get_close_matches(str(value), words, 1)
    return f"{close[0]} (of {expected})" if close else expected


def _without_tags(document: Document, location: tuple[int | str, ...]) -> Path:
    """Pydantic's location without the names of union members, which no file holds."""
    path: Path = ()
    for index, step in enumerate(location):
        last = index == len(location) - 1
        value = document.get(path)
        known = isinstance(value, dict) and step in value
        known = known or (isinstance(value, tuple) and isinstance(step, int))
        if known or (last and isinstance(value, dict) and not _is_tag(step)):
            path = (*path, step)
    return path


def _is_tag(step: int | str) -> bool:
    return isinstance(step, str) and ("[" in step or step in {"str", "decimal"})


def _extra(document: Document, path: Path) -> Problem:
    key = str(path[-1])
    place = document.key_place(path)
    owner = document.get(path[:-1])
    kind = owner.get("kind") if isinstance(owner, dict) else None
    kinds = _kinds_with(key, path)
    if kinds and isinstance(kind, str) and kind not in kinds:
        what = f"does not belong to kind {kind}"
        mend = f"take it out, or use kind {' or '.join(sorted(kinds))}"
        return Problem(document.file, *place, "field-forbidden", field_name(path), what, mend)
    close = get_close_matches(key, sorted(_all_fields()), 1)
    mend = f"did you mean {close[0]}?" if close else "take it out, or put it in note"
    what = f"there is no field {key!r} here"
    return Problem(document.file, *place, "unknown-key", field_name(path), what, mend)


def _kinds_with(key: str, path: Path) -> frozenset[str]:
    union = finding.Finding if "findings" in path[:1] else claim.ClaimFile
    return _fields_by_kind(union).get(key, frozenset())


@cache
def _fields_by_kind(union: Any) -> dict[str, frozenset[str]]:  # noqa: ANN401
    members: tuple[type[BaseModel], ...] = get_args(get_args(union)[0])
    found: dict[str, set[str]] = {}
    for member in members:
        (kind,) = get_args(member.model_fields["kind"].annotation)
        for name in member.model_fields:
            found.setdefault(name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


@cache
def _all_fields() -> frozenset[str]:
    from kg.records.dataset import Dataset
    from kg.records.study import Study

    seen: set[type[BaseModel]] = set()
    todo: list[Any] = [Study, Dataset, claim.ClaimFile]
    names: set[str] = set()
    while todo:
        item = todo.pop()
        todo.extend(get_args(item))
        if isinstance(item, type) and issubclass(item, BaseModel) and item not in seen:
            seen.add(item)
            names.update(field.alias or name for name, field in item.model_fields.items())
            todo.extend(field.annotation for field in item.model_fields.values())
    return frozenset(names)
