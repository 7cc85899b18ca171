"""Begin the record of a claim or a thesis."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from kg.curate.roles import roles
from kg.curate.template import INTRODUCTION, Template, written
from kg.records.claim import BaseClaim, Claim, MediationClaim, Thesis
from kg.terms import Terms

KINDS: Mapping[str, type[BaseModel]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in (*get_args(Claim), Thesis)
}
_FIRST = ("id", "kind")


def path_of(name: str, topic: str) -> str:
    """Where the record of a claim lies, from the root."""
    return f"evidence/claims/{topic}/{name}.yaml"


def standing(root: Path, name: str) -> str | None:
    """The file of a claim or thesis that bears an id already, under whatever topic."""
    found = sorted(root.glob(f"evidence/claims/**/{name}.yaml"))
    return found[0].relative_to(root).as_posix() if found else None


def topics(root: Path) -> list[str]:
    """Folders of claims."""
    return sorted(path.name for path in root.glob("evidence/claims/*") if path.is_dir())


def claim(name: str, kind: str, given: Mapping[str, str], terms: Terms) -> tuple[str, list[str]]:
    """The text of a new record, and what to tell the curator. Raises NoSuchRole."""
    model = KINDS[kind]
    found = roles(model, given, terms)
    values: dict[str, Any] = {"id": name, "kind": kind, **found.values}
    notes = dict(found.notes)
    notes["gaps"] = ["A claim without a finding needs one."]
    template = Template(
        values=values,
        notes=notes,
        first=_FIRST,
        live=_live(model, values),
        hidden=("override", "withdrawn"),
        last=[key for key in BaseClaim.model_fields if key not in _FIRST],
    )
    return INTRODUCTION + written(model, template), found.told


def _live(model: type[BaseModel], values: Mapping[str, Any]) -> tuple[str, ...]:
    if "level" in values.get("modifier", {}):
        return ("modifier.reference",)
    if model is MediationClaim and "exposure" not in values:
        return ("exposure",)
    return ("modifier.concept",)
