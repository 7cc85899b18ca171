"""From a document to a record: pydantic's errors as problems at their line.

Each error type of pydantic becomes one of our rules, with the remedy a curator needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kg.nearest import Names
from kg.read.document import Document, Path, field_name
from kg.read.fields import fields_at, is_required, places_of, root_of
from kg.records import claim, finding
from kg.records.countries import COUNTRIES
from kg.records.values import ID_FORM, SENTENCE_FORM, TEXT_FORM
from kg.report import Problem

_RULES = {
    "missing": "field-required",
    "literal_error": "enum-value",
    "union_tag_invalid": "enum-value",
    "union_tag_not_found": "field-required",
    "country": "enum-value",
}

_NEEDED = "write one; the record needs it"
_SHOWN = 60
_TOLD = 100
_FORMS = {
    "is_instance_of": "write a number",
    "decimal_type": "write a number",
    "int_type": "write a whole number in plain digits, without quotes, as 1250",
    "string_type": "write text; put a number in quotes",
    "tuple_type": "write a list, as [a, b]",
    "model_type": "write fields, as {concept: PerceivedSupport}",
    "dict_type": "write fields, as {concept: PerceivedSupport}",
}


def to_record(document: Document, adapter: TypeAdapter[Any]) -> tuple[Any, list[Problem]]:
    """The record that a document holds, or None and what is wrong with it.

    Of very many problems the first are told, and how many there are: each costs time to explain.
    """
    try:
        return adapter.validate_python(document.value), []
    except ValidationError as error:
        found: dict[tuple[str, str], Problem] = {}
        for details in error.errors(include_url=False)[:_TOLD]:
            if not _echo(details):
                problem = _problem(document, details)
                found.setdefault((problem.rule, problem.field), problem)
        return None, [*found.values(), *_more(document, error.error_count() - _TOLD)]


def name_required(document: Document, problems: list[Problem]) -> list[Problem]:
    """Problems with a remedy that does not take out what the record needs."""
    if not any(problem.rule == "empty-value" for problem in problems):
        return problems
    paths = {field_name(path): path for path in document.places}
    return [
        replace(problem, mend=_NEEDED)
        if problem.rule == "empty-value" and is_required(document, paths.get(problem.field, ()))
        else problem
        for problem in problems
    ]


def _more(document: Document, count: int) -> Iterator[Problem]:
    if count > 0:
        what = f"{count} more problems are not told"
        yield Problem(document.file, 1, 1, "value-type", "", what, "mend the others first")


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
        kinds = str(context["expected_tags"])
        return f"{_shown(value)} is not one of the kinds", f"use {_nearest(value, kinds)}"
    if kind == "literal_error":
        words = str(context["expected"])
        return f"{_shown(value)} is not a word of this field", f"use {_nearest(value, words)}"
    if kind == "country":
        meant = Names(COUNTRIES).nearest(str(value))
        mend = f"did you mean {meant}?" if meant else "write an ISO 3166 code, as GB or NO"
        return f"{_shown(value)} is no country", mend
    if kind == "string_pattern_mismatch":
        return _pattern(value, str(context["pattern"]))
    return f"{_shown(value)} does not fit", _FORMS.get(kind) or _lower(details["msg"])


def _pattern(value: object, pattern: str) -> tuple[str, str]:
    """What a form asks, in words where a person would not read the pattern."""
    what = f"{_shown(value)} has not the form that is asked"
    if pattern == ID_FORM:
        meant = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")
        return what, f"write small letters, digits and hyphens{f', as {meant}' if meant else ''}"
    if pattern == SENTENCE_FORM:
        return what, "write a sentence of 20 characters or more, on one line, with a full stop"
    if pattern == TEXT_FORM:
        return what, "write it on one line, without space at either end"
    return what, f"it must match {pattern}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _nearest(value: object, expected: str) -> str:
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    meant = Names(words).nearest(text)
    return f"{meant} (of {expected})" if meant else expected


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
    mend = _meant_field(document.file, key, path[:-1])
    what = f"there is no field {_shown(key)} here"
    return Problem(document.file, *place, "unknown-key", field_name(path), what, mend)


def _meant_field(file: str, key: str, path: Path) -> str:
    """The field of this place that is meant, or where a field of that name has its place."""
    root = root_of(file)
    here = Names(fields_at(root, path)).nearest(key)
    if here:
        return f"did you mean {here}?"
    places = sorted(places_of(root).get(key, ()))
    if places:
        return f"it belongs under {' or '.join(place or 'the record itself' for place in places)}"
    return "take it out, or put it in note"


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
