"""JSON Schemas of the three kinds of record, for editors: made from models and ontology.

They are written for yaml-language-server, which shows title and description of the `const`
that a value equals, and offers the fields of a kind only where kinds are told apart by
`if` and `then`. Where names of the ontology are wanted, a pattern of them all refuses others
with a message of ours; `const`s beside it, which refuse nothing, carry the meanings.
An editor refuses most mistakes as they are typed; `tiebeam check` finds all of them.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from kg.curate import choices
from kg.curate.choices import Choice
from kg.curate.storing import replace_file
from kg.keep import SCHEMAS
from kg.read.base import Base
from kg.records.order import ROOTS, fields

FOLDER = SCHEMAS
Schema = dict[str, Any]
_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TEXT = r"^\S(?:.*\S)?$"
_REFERENCES = {
    "dataset": "dataset",
    "study": "study",
    "includes": "study",
    "stated_by": "study",
    "bears_on": "claim",
    "of": "claim",
    "broader": "claim",
    "opposes": "claim",
    "reverse_of": "claim",
    "gathers": "claim",
    "concept": "concept",
    "dimension": "dimension",
    "instrument": "instrument",
}
"""Definitions by the fields that hold such a name, where they hold text."""


def schemas(base: Base) -> dict[str, Schema]:
    """A schema for each kind of record: study, claim, dataset."""
    return {kind: _schema(base, annotation) for kind, annotation in ROOTS.items()}


def write(base: Base, folder: Path) -> list[Path]:
    """Write the schemas that changed, each in one step; gives their paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, schema in schemas(base).items():
        path = folder / f"{kind}.json"
        data = (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
        if not path.is_file() or path.read_bytes() != data:
            replace_file(path, data)
            written.append(path)
    return written


def refresh(base: Base, root: Path) -> None:
    """Bring schemas up to date where an editor uses them; a folder that is closed is left."""
    if (root / FOLDER).is_dir():
        try:
            write(base, root / FOLDER)
        except OSError:
            return


class _ForEditors(GenerateJsonSchema):
    """Fields as files hold them: no null, no default, numbers as numbers, kinds told apart."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002
        return False

    def nullable_schema(self, schema: Any) -> Schema:  # noqa: ANN401
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> Schema:  # noqa: ANN401
        return self.generate_inner(schema["schema"])

    def decimal_schema(self, schema: Any) -> Schema:  # noqa: ANN401, ARG002
        return {"type": "number"}

    def tuple_schema(self, schema: Any) -> Schema:  # noqa: ANN401
        made = super().tuple_schema(schema)
        if "prefixItems" in made:
            made["items"] = made.pop("prefixItems")[0]
        return made

    def tagged_union_schema(self, schema: Any) -> Schema:  # noqa: ANN401
        models = {kind: part["cls"] for kind, part in schema["choices"].items()}
        branches = [
            {"if": _equals("kind", kind), "then": self.generate_inner(part)}
            for kind, part in schema["choices"].items()
        ]
        begins = _leading(models)
        return {"type": "object", "required": ["kind"], "properties": begins, "allOf": branches}

    def model_schema(self, schema: Any) -> Schema:  # noqa: ANN401
        made = super().model_schema(schema)
        del made["title"]
        order = fields(schema["cls"])
        made["properties"] = {name: made["properties"][name] for name in order}
        return made


def _leading(models: Mapping[str, Any]) -> Schema:
    """What can be written before the kind is: the fields that all kinds begin with."""
    first = next(iter(models.values()))
    described = {
        name: {"description": first.model_fields[name].description} for name in first.leading
    }
    kinds = [{"const": kind, "description": inspect.getdoc(one)} for kind, one in models.items()]
    return described | {"kind": {"oneOf": kinds}}


def _equals(field: str, value: str) -> Schema:
    return {"required": [field], "properties": {field: {"const": value}}}


def _schema(base: Base, annotation: Any) -> Schema:  # noqa: ANN401
    made = TypeAdapter(annotation).json_schema(schema_generator=_ForEditors)
    named = _with_names(made, tuple(base.terms.dimensions))
    used = json.dumps(named)
    names = {name: one for name, one in _definitions(base) if f'"#/$defs/{name}"' in used}
    definitions = named.pop("$defs", {}) | names
    return {"$schema": "http://json-schema.org/draft-07/schema#", **named, "$defs": definitions}


def _with_names(value: Any, dimensions: Sequence[str]) -> Any:  # noqa: ANN401
    """A schema in which fields that hold names refer to the definitions of those names."""
    if isinstance(value, list):
        return [_with_names(inner, dimensions) for inner in value]
    if not isinstance(value, dict):
        return value
    made = {key: _with_names(inner, dimensions) for key, inner in value.items()}
    properties = made.get("properties", {})
    for name in properties.keys() & _REFERENCES.keys():
        _refer(properties[name], _REFERENCES[name])
    if "pattern" in properties.get("level", {}):
        made["allOf"] = [_levels_of(name, properties) for name in dimensions]
    return made


def _refer(field: Schema, definition: str) -> None:
    """Names in place of a text, or of the texts of a list."""
    owner = field.get("items", field)
    if owner.pop("pattern", None):
        for key in ("type", "maxLength"):
            owner.pop(key, None)
        owner["$ref"] = f"#/$defs/{definition}"


def _levels_of(dimension: str, properties: Schema) -> Schema:
    refer = {"$ref": f"#/$defs/levels-{dimension}"}
    names = [name for name in ("level", "reference") if name in properties]
    return {
        "if": _equals("dimension", dimension),
        "then": {"properties": dict.fromkeys(names, refer)},
    }


def _definitions(base: Base) -> Iterator[tuple[str, Schema]]:
    where = "see the page /ontology, or add it to ontology/domain*.ttl"
    yield "concept", _closed(choices.concepts(base), f"no concept of the ontology; {where}")
    yield "dimension", _closed(choices.dimensions(base), f"no dimension of the ontology; {where}")
    for name in base.terms.dimensions:
        refusal = f"no level of the dimension {name}; {where}"
        yield f"levels-{name}", _closed(choices.levels(base, name), refusal)
    yield "instrument", _open(choices.instruments(base), _TEXT)
    yield "claim", _open(choices.claims(base), _ID)
    yield "dataset", _open(choices.datasets(base), _ID)
    yield "study", _open(choices.studies(base), _ID)


def _closed(found: Sequence[Choice], refusal: str) -> Schema:
    names = "|".join(re.escape(choice.value) for choice in found)
    return _open(found, f"^({names})$") | {"patternErrorMessage": refusal}


def _open(found: Sequence[Choice], pattern: str) -> Schema:
    """Names that are offered, beside others: a record that is new is not in the schema yet."""
    offered = [
        {"const": choice.value, "title": choice.label, "description": choice.meaning}
        for choice in found
    ]
    return {"type": "string", "pattern": pattern, "anyOf": [*offered, {"type": "string"}]}
