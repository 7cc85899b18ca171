"""The building pipeline, on one screen: check, compile, reason, assess, shape, entail, write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.assess.tally import assess_all
from kg.assess.triples import assessment_triples
from kg.check import Files, check_files, input_files
from kg.compile.graphs import Graphs, compile_base, ordered, quads, shared_triples
from kg.entail import entail
from kg.explain import explanations
from kg.export import exports
from kg.read.base import Base
from kg.reason import reason
from kg.report import Problem, Report
from kg.shapes.check import shape_problems
from kg.snapshot import Snapshot, digest, publish, write
from kg.sources import sources
from kg.views.pages import Page, pages

_LIBRARIES = ("owlready2", "pydantic", "pyoxigraph", "pyrudof", "pyyaml", "rdflib")
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
    files = input_files(root)
    tell("checking")
    base, report = check_files(files)
    if not report.good:
        return Built(report, None)
    name = snapshot_id(files)
    if (out / name / "manifest.json").exists():
        return Built(report, publish(out, name))
    tell("compiling")
    graphs = compile_base(base, {f: data for f, data in files.items() if f.endswith(".ttl")})
    tell("reasoning with HermiT")
    problems = list(reason(graphs, files, base).problems)
    if problems:
        return Built(_with(report, problems), None)
    tell("assessing")
    assessments = assess_all(base)
    graphs["assessment"] = ordered(assessment_triples(base, assessments.values()))
    tell("checking shapes")
    report = _with(report, shape_problems(files, base, graphs))
    if not report.good:
        return Built(report, None)
    tell("entailing")
    graphs["entailed"] = entail(graphs)
    if shared := shared_triples(graphs):
        return Built(_with(report, [_shared(*one) for one in shared]), None)
    tell("writing")
    rules = explanations(files)
    written = pages(base, graphs, assessments, report.checked, rules)
    return Built(report, _write(out, name, base, graphs, written, report))


def _write(
    out: Path,
    name: str,
    base: Base,
    graphs: Graphs,
    written: Iterator[Page],
    report: Report,
) -> Snapshot:
    facts: dict[str, Any] = {
        "checked": asdict(report.checked),
        "terms": sorted({*base.terms.by_name, *base.terms.properties}),
        "graphs": {graph: len(triples) for graph, triples in sorted(graphs.items())},
        "libraries": {library: version(library) for library in _LIBRARIES},
        "version": version("tiebeam"),
    }
    return write(out, name, quads(graphs), written, exports(base, graphs), facts)


def _with(report: Report, problems: list[Problem]) -> Report:
    return Report((*report.problems, *problems), report.checked)


def _shared(first: str, second: str, triple: object) -> Problem:
    what = f"{triple} stands in the graphs {first} and {second}"
    mend = "a fault of the compiler: every triple has one graph"
    return Problem("kg/compile", 1, 1, "one-graph", "", what, mend)
