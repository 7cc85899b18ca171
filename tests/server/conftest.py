"""A client of the whole application over the example snapshot, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from kg.snapshot import Snapshot
from server.app import create_app
from server.settings import Settings


@pytest.fixture(scope="module")
def client(example_snapshot: Snapshot) -> Iterator[TestClient]:
    app = create_app(Settings(workers=1), example_snapshot)
    with TestClient(app, raise_server_exceptions=False) as running:
        yield running
