"""Checking and building made-up bases, as commands: their time against only parsing the same
YAML, their memory, and what ten times the studies cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.benchmarks.base import made_up, study_file
from tests.benchmarks.clock import best

STUDIES = "TIEBEAM_BENCH_STUDIES"
"""Setting for another size of the larger base; ten thousand take a quarter of an hour."""
LARGE, TIMES = 2_000, 10
EDITED = 77
"""The study that is edited."""


@dataclass(frozen=True)
class Cost:
    """Of one command: seconds by the clock, seconds of computing, gigabytes at most.

    On a machine that others use too, only the seconds of computing mean anything.
    """

    seconds: float
    computing: float
    memory: float


def report() -> Iterator[str]:
    """Lines to print."""
    studies = int(os.environ.get(STUDIES, LARGE))
    small, large = _costs(studies // TIMES), _costs(studies)
    floor = large["parsing alone"].computing
    for step, cost in large.items():
        yield (
            f"{step}, {studies} studies: {cost.seconds:.2f} s, {cost.computing:.2f} s of "
            f"computing, {cost.computing / floor:.2f} times parsing alone, {cost.memory:.2f} GB; "
            f"{TIMES} times the studies cost {cost.computing / small[step].computing:.1f} times "
            "the computing"
        )


def _costs(studies: int) -> dict[str, Cost]:
    files = made_up(studies)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        return {
            "parsing alone": _parsing(files),
            "check of all": _run(root, "check"),
            "check of nothing new": _run(root, "check"),
            "check of one edited study": _edited(root, study_file(EDITED)),
            "check of the claim with most findings": _edited(root, _hub(files)),
            "check of another ontology": _edited(root, "ontology/domain.ttl"),
            "build": _run(root, "build"),
        }


def _hub(files: dict[str, bytes]) -> str:
    return next(file for file in files if file.endswith("/claim-0.yaml"))


def _edited(root: Path, file: str) -> Cost:
    with (root / file).open("a", encoding="utf-8") as opened:
        opened.write("# Read again.\n")
    return _run(root, "check")


def _parsing(files: dict[str, bytes]) -> Cost:
    texts = [data.decode() for name, data in files.items() if name.endswith(".yaml")]

    def parse() -> None:
        for text in texts:
            for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
                pass

    seconds = best(parse)
    return Cost(seconds, seconds, 0)


def _run(root: Path, command: str) -> Cost:
    start = time.perf_counter()
    run = subprocess.Popen(
        [sys.executable, "-m", "server", command, "--root", str(root)], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode == 0, command
    computing = used.ru_utime + used.ru_stime
    return Cost(time.perf_counter() - start, computing, used.ru_maxrss / 1e6)
