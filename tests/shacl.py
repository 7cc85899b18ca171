"""Made-up records that use every field, their graph, and pyshacl, the reference engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib

from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.check import check_files, input_files
from kg.compile.graphs import SHAPES, WITHDRAWN, Graphs, compile_base, ordered
from kg.compile.triples import TYPE
from kg.iris import BASE
from kg.read.base import Base
from kg.shapes.engine import batches

PROJECT = Path(__file__).parent.parent
WHOLE = PROJECT / "tests" / "ontology" / "whole"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
LEFT_OUT = frozenset({WITHDRAWN, "alignments"})
Broken = tuple[str, str, str, str]
"""Focus, shape, component, and the path where it is one property."""


@dataclass(frozen=True)
class Compiled:
    """Files, the base that they hold, and its asserted graphs with the assessment."""

    files: dict[str, bytes]
    base: Base
    graphs: Graphs


def compiled(root: Path) -> Compiled:
    """The evidence below a root over the real ontology."""
    ontology = {f: data for f, data in input_files(PROJECT).items() if f.startswith("ontology/")}
    files = {**input_files(root), **ontology}
    base, report = check_files(files)
    assert report.good, report.problems
    graphs = compile_base(base, ontology)
    assessments = assess_all(base)
    graphs["assessment"] = ordered(assessment_triples(base, assessments.values()))
    return Compiled(files, base, graphs)


def part(graphs: Graphs, documents: Iterable[str]) -> Graphs:
    """Some graphs, with the axioms and of the concepts those that they name.

    Of all else only the class is kept, among the withdrawn: what is named must exist.
    """
    kept = {name: graphs[name] for name in documents if name not in LEFT_OUT}
    named = {triple.object for triples in kept.values() for triple in triples}
    about: dict[object, list[ox.Triple]] = {}
    for triple in graphs["ontology"]:
        about.setdefault(triple.subject, []).append(triple)
    todo, concepts = list(named), []
    while todo:
        found = about.pop(todo.pop(), [])
        concepts += found
        todo += [t.object for t in found if t.predicate != TYPE]
    axioms = [
        triple
        for triples in about.values()
        for triple in triples
        if not _is_concept(triple.subject)
    ]
    kept["ontology"] = ordered((*concepts, *axioms))
    rest = [triple for name, triples in graphs.items() if name not in kept for triple in triples]
    classes = (triple for triple in rest if triple.predicate == TYPE)
    kept[WITHDRAWN] = ordered((*graphs.get(WITHDRAWN, ()), *classes))
    return kept


def _is_concept(subject: object) -> bool:
    return isinstance(subject, ox.NamedNode) and subject.value.startswith(f"{BASE}concept/")


def shapes_text() -> str:
    """The real shapes."""
    return (PROJECT / SHAPES).read_text(encoding="utf-8")


def shapes_graph(text: str | None = None) -> rdflib.Graph:
    """Shapes for pyshacl."""
    return rdflib.Graph().parse(data=shapes_text() if text is None else text, format="turtle")


def reference(shapes: rdflib.Graph, graphs: Graphs, about: str = "") -> set[Broken]:
    """What breaks the shapes by pyshacl: of everything in one piece, or of one thing's document."""
    found: set[Broken] = set()
    for things, triples in batches(graphs, size=1 if about else 10**9):
        if about and about not in things:
            continue
        data = rdflib.Graph()
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        data.parse(data=(text or b"").decode(), format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
        assert isinstance(report, rdflib.Graph), report
        found |= {one for one in _broken(report) if one[0] in things or one[0].startswith("_:")}
    return found


def _broken(report: rdflib.Graph) -> Iterable[Broken]:
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        yield (
            f"_:{focus}" if isinstance(focus, rdflib.BNode) else str(focus),
            str(report.value(result, SH.sourceShape)),
            str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            str(path) if isinstance(path, rdflib.URIRef) else "",
        )
