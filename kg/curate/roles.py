"""The concepts that a finding or claim is begun with, given as names or in other words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from kg.curate.concepts import Named, constructs, levels, named
from kg.terms import Terms

ROLES = (
    "exposure",
    "against",
    "mediator",
    "outcome",
    "against_outcome",
    "quantity",
    "modifier",
)
_LISTED = {"modifier": "modifiers"}
"""A finding may have several modifiers."""


class NoSuchRole(Exception):
    """A role that the kind does not have."""


@dataclass
class Roles:
    """Values and help for the fields that hold concepts, and what to tell the curator."""

    values: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def roles(model: type[BaseModel], given: Mapping[str, str], terms: Terms) -> Roles:
    """Fill the roles of a model with what is given. Raises NoSuchRole.

    A name, a label or an exact synonym is filled in. Other words leave the field empty, with the
    nearest concepts beside it: which of them is meant, a person says.
    """
    found = Roles()
    for role, text in given.items():
        key = role if role in model.model_fields else _LISTED.get(role, role)
        if key not in model.model_fields:
            has = ", ".join(one for one in ROLES if {one, _LISTED.get(one)} & {*model.model_fields})
            raise NoSuchRole(f"it has no {role}; it has: {has or 'no concepts of its own'}")
        value = _level(text, terms) if role == "modifier" else None
        value = value or _concept(f"{key}.concept", text, terms, found)
        found.values[key] = [value] if key in _LISTED.values() else value
    _offer(model, terms, found)
    return found


def _concept(key: str, text: str, terms: Terms, found: Roles) -> dict[str, str]:
    one: Named = named(text, constructs(terms))
    if one.name:
        return {"concept": one.name}
    retired = terms.by_name.get(text)
    if retired and retired.retired and retired.replaced_by:
        note = f"{text} is retired; use {retired.replaced_by}."
    else:
        near = ", ".join(one.near) or "none; see ontology/domain*.ttl"
        note = f"No concept is called {text[:60]!r}. Nearest: {near}."
    found.notes[key] = [note]
    role = key.removesuffix(".concept")
    found.told.append(f"{role}: {note[:1].lower()}{note[1:].removesuffix('.')}")
    return {}


def _level(text: str, terms: Terms) -> dict[str, str] | None:
    """A group as a modifier, by its dimension and level."""
    name = named(text, levels(terms)).name
    dimension = terms.dimension_of(name) if name else None
    return {"dimension": dimension, "level": name} if name and dimension else None


def _offer(model: type[BaseModel], terms: Terms, found: Roles) -> None:
    """Help for what stands empty: the dimensions, and how to find a concept."""
    dimensions = f"One of: {', '.join(terms.dimensions)}."
    for key in ("between", "modifier", "modifiers"):
        if key in model.model_fields and key not in found.values:
            found.notes[f"{key}.dimension"] = [dimensions]
    for role in ROLES:
        key = role if role in model.model_fields else _LISTED.get(role, role)
        if key in model.model_fields and key not in found.values:
            option = role.replace("_", "-")
            words = f'Near names are offered for words: --{option} "in your words" --stdout.'
            found.notes.setdefault(f"{key}.concept", []).append(words)
