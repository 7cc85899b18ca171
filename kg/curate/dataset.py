"""Begin the record of a data set."""

from __future__ import annotations

from kg.curate.template import INTRODUCTION, Template, written
from kg.records.dataset import Dataset


def path_of(name: str) -> str:
    """Where the record of a data set lies, from the root."""
    return f"evidence/datasets/{name}.yaml"


def dataset(name: str) -> str:
    """The text of a new record."""
    return INTRODUCTION + written(Dataset, Template(values={"id": name}))
