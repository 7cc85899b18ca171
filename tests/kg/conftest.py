"""Made-up records over the real ontology."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.assess.assessment import Assessment, assess_all
from kg.check import check_files, input_files
from kg.read.base import Base, base_of
from tests.records import CLAIM


@pytest.fixture(scope="session")
def real(project: Path) -> Base:
    """The real ontology, for its concepts and designs."""
    files = {name: data for name, data in input_files(project).items() if name.endswith(".ttl")}
    return check_files(files)[0]


@pytest.fixture(scope="session")
def make(real: Base) -> Callable[..., Base]:
    def read(studies: Sequence[dict[str, Any]], *claims: dict[str, Any]) -> Base:
        records = [("studies", study) for study in studies]
        records += [("claims/models", claim) for claim in claims or (CLAIM,)]
        files = [
            (f"evidence/{folder}/{record['id']}.yaml", json.dumps(record).encode())
            for folder, record in records
        ]
        base, problems = base_of(files, real.terms)
        assert not problems, problems
        return replace(base, designs=real.designs)

    return read


@pytest.fixture(scope="session")
def assess(make: Callable[..., Base]) -> Callable[..., dict[str, Assessment]]:
    """What studies say of claims, of the one of tests.records where none is given."""

    def read(studies: Sequence[dict[str, Any]], *claims: dict[str, Any]) -> dict[str, Assessment]:
        return assess_all(make(studies, *claims))

    return read
