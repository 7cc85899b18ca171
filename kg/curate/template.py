"""A record to be filled in, as YAML made from its model.

A field that must be filled and is not stands with nothing behind it, so that `tiebeam check` tells
it; what its model says of it, and the words that it takes, stand above it as comments. Optional
fields are comments. All these comments begin with `#:`, so that they are told from a curator's and
`tiebeam fmt` takes them out of a record that is valid.
"""

from __future__ import annotations

import json
import textwrap
import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kg.curate.comments import HELP

INTRODUCTION = (
    f"{HELP} Lines that begin with {HELP} are help; tiebeam fmt takes them out of a valid record.\n"
    f"{HELP} To use a field that is only offered, write it without the {HELP}.\n"
)
_WIDTH = 100
Values = Mapping[str, Any]
Notes = Mapping[str, Sequence[str]]
"""Further help, by field: `design`, or `exposure.concept` for one inside another."""


@dataclass(frozen=True)
class Template:
    """How a model is written out. Fields inside others are named `samples.studies`."""

    values: Values = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)
    first: tuple[str, ...] = ()
    """Fields that come before all others."""
    live: Collection[str] = ()
    """Optional fields that wait to be filled as well."""
    hidden: Collection[str] = ()
    """Optional fields that are not even offered."""
    last: Collection[str] = ()
    """Fields that come after those of the model itself."""

    def inside(self, name: str, values: object) -> Template:
        """The same for the fields of one field."""
        begin = f"{name}."
        return Template(
            values=values if isinstance(values, Mapping) else {},
            notes={k.removeprefix(begin): v for k, v in self.notes.items() if k.startswith(begin)},
            live={k.removeprefix(begin) for k in self.live if k.startswith(begin)},
            hidden={k.removeprefix(begin) for k in self.hidden if k.startswith(begin)},
        )


def written(model: type[BaseModel], template: Template, indent: int = 0) -> str:
    """The lines of a record, each ended."""
    return "".join(f"{line}\n" for line in _lines(model, template, indent))


def item(model: type[BaseModel], template: Template, indent: int) -> str:
    """The lines of one item of a list, its dash at an indent."""
    return "".join(f"{line}\n" for line in _dashed(_lines(model, template, indent + 2), indent))


def _lines(model: type[BaseModel], template: Template, indent: int) -> Iterator[str]:
    for name in _order(model, template):
        info = model.model_fields[name]
        key = info.alias or name
        if key in template.values:
            yield from _help(template.notes.get(key, ()), indent)
            yield from _value(key, info, template, indent)
        elif info.is_required() or key in template.live:
            yield from _help([*_words(info), *template.notes.get(key, ())], indent)
            yield from _value(key, info, template, indent)
        elif key not in template.hidden:
            texts = [f"{key}: {' '.join(_words(info))}", *template.notes.get(key, ())]
            yield from _help(texts, indent)


def _order(model: type[BaseModel], template: Template) -> list[str]:
    names = [name for name in model.model_fields if name not in template.first]
    names.sort(key=lambda name: name in template.last)
    return [*(name for name in template.first if name in model.model_fields), *names]


def _value(key: str, info: FieldInfo, template: Template, indent: int) -> Iterator[str]:
    value = template.values.get(key)
    inner, many = _inner(info.annotation)
    pad = " " * indent
    if not _is_model(inner):
        yield f"{pad}{key}:" + ("" if value is None else f" {_scalar(value)}")
        return
    yield f"{pad}{key}:"
    for one in value if many and value else [value]:
        lines = _lines(inner, template.inside(key, one), indent + (4 if many else 2))
        yield from _dashed(lines, indent + 2) if many else lines


def _dashed(lines: Iterator[str], indent: int) -> Iterator[str]:
    """The lines of a mapping as an item of a list, the dash before its first key."""
    begun = False
    for line in lines:
        if begun or line.lstrip().startswith("#"):
            yield line
        else:
            begun = True
            yield f"{' ' * indent}- {line[indent + 2 :]}"


def _help(texts: Sequence[str], indent: int) -> Iterator[str]:
    begin = f"{' ' * indent}{HELP} "
    for text in texts:
        # YAML ends a line, and with it a comment, at more characters than textwrap knows.
        yield from textwrap.wrap(
            " ".join(text.split()),
            _WIDTH,
            initial_indent=begin,
            subsequent_indent=f"{begin}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _words(info: FieldInfo) -> list[str]:
    """What a field means, and the words or the fields that it takes."""
    inner, many = _inner(info.annotation)
    texts = [info.description or ""]
    if words := _literals(inner):
        texts.append(f"One of: {', '.join(words)}.")
    if _is_model(inner) and not info.is_required():
        keys = ", ".join(one.alias or name for name, one in inner.model_fields.items())
        texts.append(f"[{{{keys}}}]" if many else f"{{{keys}}}")
    return texts


def _inner(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401  # any type
    """The type without `None` and `Annotated`, or that of the items of a list of any length."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _inner(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        rest = [one for one in get_args(annotation) if one is not type(None)]
        return _inner(rest[0]) if len(rest) == 1 else (annotation, False)
    if origin is tuple and get_args(annotation)[1:] == (...,):
        return _inner(get_args(annotation)[0])[0], True
    return annotation, False


def _is_model(inner: Any) -> bool:  # noqa: ANN401
    return isinstance(inner, type) and issubclass(inner, BaseModel)


def _literals(inner: Any) -> tuple[str, ...]:  # noqa: ANN401
    return get_args(inner) if get_origin(inner) is Literal else ()


def _scalar(value: Any) -> str:  # noqa: ANN401  # text, number, or a list of texts
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(_text(one, flow=True) for one in value)}]"
    return str(value)


def _text(text: str, *, flow: bool = False) -> str:
    """Plain where YAML 1.1 and 1.2 both read it as this text, else in double quotes."""
    if text[:1].isalpha() or text.startswith("10."):
        shown = yaml.safe_dump([text] if flow else text, default_flow_style=flow, width=10**6,
                               allow_unicode=True)  # fmt: skip
        shown = shown.removesuffix("...\n").strip()
        shown = shown[1:-1] if flow else shown
        if shown == text:
            return text
    return json.dumps(text, ensure_ascii=False)
