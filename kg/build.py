"""The building pipeline, on one screen: check, compile, reason, assess, shape, entail, write."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.check import Files, check_folder, report_of
from kg.compile.graphs import Graphs, compile_base, ordered
from kg.compile.lines import Lines
from kg.entail import entail
from kg.explain import explanations
from kg.export import exports
from kg.read.base import Base
from kg.reason import reason
from kg.report import Problem, Report
from kg.shapes.check import shape_problems
from kg.snapshot import Snapshot, digest, publish, write
from kg.sources import sources
from kg.views.pages import pages

_LIBRARIES = (
    "numpy",
    "owlready2",
    "pydantic",
    "pyoxigraph",
    "pyrudof",
    "pyyaml",
    "rdflib",
    "scipy",
)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build came to. Without snapshot the report says why."""

    report: Report
    snapshot: Snapshot | None


def snapshot_id(files: Files) -> str:
    """Same inputs, same sources of kg, same libraries: same id."""
    libraries = [(name, version(name).encode()) for name in _LIBRARIES]
    return digest([*files.items(), *sources(), *libraries])[:16]


def build(root: Path, out: Path, tell: Tell = lambda _: None) -> Built:
    """Build and publish a snapshot of the files below `root` into the folder `out`."""
    tell("checking")
    done = check_folder(root)
    base, report, files = done.base, report_of(done), done.files
    if not report.good:
        return Built(report, None)
    name = snapshot_id(files)
    if (out / name / "manifest.json").exists():
        return Built(report, publish(out, name))
    with _few_collections():
        return _build(out / name, base, report, files, tell)


def _build(target: Path, base: Base, report: Report, files: Files, tell: Tell) -> Built:
    tell("compiling")
    graphs = compile_base(base, {f: data for f, data in files.items() if f.endswith(".ttl")})
    tell("assessing")
    assessments = assess_all(base)
    asserted = dict(graphs)
    graphs["assessment"] = ordered(assessment_triples(base, assessments.values()))
    # Java and the engine of shapes work beside Python, so the three take the time of two.
    with ThreadPoolExecutor(2) as beside:
        reasoned = beside.submit(reason, asserted, files, base)
        shaped = beside.submit(shape_problems, files, base, dict(graphs))
        tell("entailing")
        graphs["entailed"] = entail(graphs)
        tell("reasoning with HermiT, checking shapes")
        report = _with(report, [*reasoned.result().problems, *shaped.result()])
    if not report.good:
        return Built(report, None)
    tell("writing")
    del asserted, reasoned, shaped
    facts, downloads = _facts(base, graphs, report), exports(base, graphs)
    lines = Lines(graphs)
    if shared := lines.shared():
        return Built(_with(report, [_shared(*pair) for pair in shared]), None)
    written = pages(base, lines, assessments, report.checked, explanations(files))
    return Built(report, write(target.parent, target.name, lines, written, downloads, facts))


@contextmanager
def _few_collections() -> Iterator[None]:
    """Millions of triples hold no rings: what looks for some passes over them again and again."""
    gc.freeze()
    thresholds = gc.get_threshold()
    gc.set_threshold(1_000_000, 100, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _facts(base: Base, graphs: Graphs, report: Report) -> dict[str, Any]:
    """What the manifest says of a snapshot."""
    return {
        "checked": asdict(report.checked),
        "terms": sorted({*base.terms.by_name, *base.terms.properties}),
        "graphs": {graph: len(triples) for graph, triples in sorted(graphs.items())},
        "libraries": {library: version(library) for library in _LIBRARIES},
        "version": version("tiebeam"),
    }


def _with(report: Report, problems: list[Problem]) -> Report:
    return Report((*report.problems, *problems), report.checked)


def _shared(one: str, other: str) -> Problem:
    what = f"{one} stands in another graph too: {other}"
    mend = "a fault of the compiler: every triple has one graph"
    return Problem("kg/compile", 1, 1, "one-graph", "", what, mend)
