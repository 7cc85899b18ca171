"""Check and compile, against the floor of only parsing the same YAML, and their growth."""

from __future__ import annotations

import yaml

from kg.assess.tally import assess_all
from kg.check import check_files
from kg.compile.graphs import compile_base, quads
from kg.rules.example import ONTOLOGY
from tests.benchmarks.base import made_up
from tests.benchmarks.clock import best

SMALL, LARGE = 100, 1000


def _parse(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith(".yaml"):
            for _ in yaml.parse(data.decode(), Loader=yaml.CSafeLoader):
                pass


def _times(studies: int) -> dict[str, float]:
    files = made_up(studies)
    base, report = check_files(files)
    assert report.good
    turtle = {ONTOLOGY: files[ONTOLOGY]}
    return {
        "parse": best(lambda: _parse(files)),
        "check": best(lambda: check_files(files)),
        "compile": best(lambda: quads(compile_base(base, turtle))),
        "assess": best(lambda: assess_all(base)),
    }


def report() -> list[str]:
    """Lines to print."""
    small, large = _times(SMALL), _times(LARGE)
    floor = large["parse"]
    return [
        f"{step:8} {LARGE} studies: {seconds:6.2f} s, {seconds / floor:5.1f} times parsing alone;"
        f" ten times the studies cost {seconds / small[step]:.1f} times the time"
        for step, seconds in large.items()
    ]
