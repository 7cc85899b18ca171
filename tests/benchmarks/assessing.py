"""Assessing 100 claims over 600 findings, and ten times that, against only parsing their YAML."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from kg.assess.assessment import assess_all
from kg.check import check_files
from kg.read.base import Base
from tests.benchmarks.base import made_up
from tests.benchmarks.clock import best

STUDIES, ASSOCIATIONS, TIMES = 200, 50, 10
"""Three findings of a study bear on claims; each association has a modification as well."""


def report() -> Iterator[str]:
    """Lines to print. The largest claim grows as well, and leaves each data set out in turn."""
    taken = []
    for times in (1, TIMES):
        files = made_up(times * STUDIES, times * ASSOCIATIONS)
        base, _ = check_files(files)
        floor = best(lambda files=files: _parse(files))  # type: ignore[misc]
        taken.append(best(lambda base=base: assess_all(base)))  # type: ignore[misc]
        yield (
            f"{len(base.claims)} claims over {_linked(base)} findings: {taken[-1]:.2f} s, "
            f"{taken[-1] / floor:.2f} times parsing them"
        )
    yield f"{TIMES} times as many: {taken[1] / taken[0]:.1f} times the time"


def _linked(base: Base) -> int:
    return sum(bool(finding.bears_on) for _, _, finding in base.findings())


def _parse(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith(".yaml"):
            yaml.load(data, Loader=yaml.CSafeLoader)
