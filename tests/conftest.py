"""The example base of the rules, as a folder on disk and as values."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from kg.check import check_files
from kg.read.base import Base
from kg.rules.example import EXAMPLE
from kg.snapshot import Snapshot
from tests.records import COHORTS

PROJECT = Path(__file__).parent.parent
# A busy machine makes an example slow; what must not hang sets a deadline of its own.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout itself."""
    return PROJECT


def write_example(root: Path) -> Path:
    """Write the example records, with the real ontology, below a root."""
    for name, text in EXAMPLE.items():
        if not name.startswith("ontology/"):
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    shutil.copytree(PROJECT / "ontology", root / "ontology")
    return root


@pytest.fixture
def example_root(tmp_path: Path) -> Path:
    """A root with the example records and the real ontology, free to be changed."""
    return write_example(tmp_path / "root")


@pytest.fixture
def example_files() -> dict[str, bytes]:
    """The example base with its own small ontology, by path."""
    return {name: text.encode() for name, text in EXAMPLE.items()}


@pytest.fixture
def example_base(example_files: dict[str, bytes]) -> Base:
    """The example base, read."""
    base, report = check_files(example_files)
    assert not report.problems
    return base


BaseWith = Callable[[dict[str, str]], Base]


@pytest.fixture
def base_with() -> BaseWith:
    """Reads the example base with some files added or replaced; no rule may find an error."""

    def read(files: dict[str, str]) -> Base:
        changed = {name: text.encode() for name, text in (dict(EXAMPLE) | files).items()}
        base, report = check_files(changed)
        assert report.good, report.problems
        return base

    return read


@pytest.fixture(scope="session")
def example_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A snapshot of the example records and of four cohorts, over the real ontology."""
    from kg.build import build

    root = write_example(tmp_path_factory.mktemp("example"))
    for name, record in COHORTS.items():
        (root / name).write_text(json.dumps(record), encoding="utf-8")
    built = build(root, root / "snapshots")
    assert built.snapshot is not None, built.report.problems
    return built.snapshot


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In continuous integration a skipped test is a failed one: every tool is to be had there."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {report.longrepr}"
    return report
