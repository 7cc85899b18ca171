"""Shapes over the compiled graph: in batches, and told at the line of the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build
from kg.compile.graphs import SHAPES, WITHDRAWN, Graphs
from kg.compile.triples import node
from kg.iris import BASE
from kg.shapes.check import shape_problems
from kg.shapes.engine import batches, validate
from kg.shapes.place import FIELDS, Finder
from tests.shacl import PROJECT, WHOLE, Compiled, compiled, part, shapes_text

STUDY = "evidence/studies/whole-2021.yaml"
MAIN = f"{BASE}study/whole-2021#finding/main"
DERIVED = frozenset({
    "citation", "name", "inRole", "position", "followUp", "followUpMonths", "topic",
    "direction", "votes", "notVotingBecause", "altLabel", "prefLabel", "definition",
})  # fmt: skip
"""Properties that no field of a record holds as such."""


@cache
def _whole() -> Compiled:
    whole = compiled(WHOLE)
    graphs = part(whole.graphs, [name for name in whole.graphs if name != "ontology"])
    return replace(whole, graphs=graphs)


@cache
def _real() -> Compiled:
    return compiled(PROJECT)


def _changed(change: Callable[[ox.Triple], ox.Triple | None]) -> Compiled:
    """The records that use every field, their triples changed or, by None, taken out."""
    graphs = {
        name: tuple(new for triple in triples if (new := change(triple)) is not None)
        for name, triples in _whole().graphs.items()
    }
    return replace(_whole(), graphs=graphs)


def _without(subject: str, name: str) -> Compiled:
    gone = (ox.NamedNode(subject), node(name))
    return _changed(lambda t: None if (t.subject, t.predicate) == gone else t)


def _with(subject: str, name: str, value: ox.NamedNode | ox.Literal | ox.BlankNode) -> Compiled:
    place = (ox.NamedNode(subject), node(name))
    new = ox.Triple(*place, value)
    return _changed(lambda t: new if (t.subject, t.predicate) == place else t)


def _problems(case: Compiled) -> list[str]:
    return [str(one) for one in shape_problems(case.files, case.base, case.graphs)]


def _line(text: str, file: str = STUDY, after: str = "") -> int:
    lines = _whole().files[file].decode().splitlines()
    start = next(n for n, line in enumerate(lines) if after in line)
    return next(n + 1 for n, line in enumerate(lines) if n >= start and text in line)


def test_the_real_base_breaks_no_shape() -> None:
    assert _problems(_real()) == []


def test_records_that_use_every_field_break_no_shape() -> None:
    assert _problems(_whole()) == []


def test_a_field_that_breaks_a_shape_is_told_at_its_line_and_column() -> None:
    (problem,) = _problems(_with(MAIN, "result", ox.Literal("stronger")))

    line = _line("result: lower")
    assert problem == (
        f"{STUDY}:{line}:13: shape-Association-result findings[0].result: the result of an "
        'association is one word of its kind (here "stronger"); '
        "write result with a word of the list"
    )


def test_what_is_missing_is_told_at_the_record_that_lacks_it() -> None:
    case = _without(f"{MAIN}/effect", "measure")
    document = next(e.document for e in case.base.entries if e.file == STUDY)
    effect = ("findings", 0, "effect")
    del document.get(effect)["measure"]
    try:
        (problem,) = _problems(case)
    finally:
        document.get(effect)["measure"] = "or"

    line, column = document.place(effect)
    assert problem.startswith(
        f"{STUDY}:{line}:{column}: shape-Effect-measure findings[0].effect.measure: "
    )


@pytest.mark.parametrize(
    ("thing", "name", "text", "after"),
    [
        ("study/whole-2021", "year", "2021", "year:"),
        ("study/whole-2021#sample/carers", "description", "carers among", "id: carers"),
        ("study/whole-2021#risk-of-bias", "overall", "some-concerns", "risk_of_bias"),
        ("study/whole-2021#finding/main/group/2", "level", "OlderAdults", "OlderAdults"),
        ("study/whole-2021#finding/main/outcome", "inRole", "concept", "outcome:"),
        ("study/whole-2021#finding/main/effect", "ciHighPrinted", "0.86", "effect"),
        ("study/whole-2021#finding/buffering/modifier/2", "reference", "Women", "level: Men"),
        ("study/whole-2021#finding/difference/tally", "outOf", "4", "tally:"),
        ("claim/whole-association#gap/1/group/1", "level", "Men", "level: Men"),
        ("claim/whole-association#evidence/whole-2021/main", "direction", "id: main", "id: main"),
        ("thesis/whole-thesis", "label", "Ties matter", "statement"),
        ("dataset/whole-cohort", "datasetKind", "cohort", "kind:"),
    ],
)
def test_each_kind_of_thing_is_found_in_its_file(
    thing: str, name: str, text: str, after: str
) -> None:
    found = Finder(_whole().files, _whole().base).find(BASE + thing, (node(name).value,))

    line = _whole().files[found.file].decode().splitlines()[found.line - 1]
    start = line[found.column - 1 :]
    assert after in line or after in _before(found.file, found.line)
    assert re.match(rf'["\[{{]?{re.escape(text)}', start), start


def _before(file: str, line: int) -> str:
    return _whole().files[file].decode().splitlines()[line - 2]


def test_every_value_of_the_graph_is_found_where_it_was_written() -> None:
    finder = Finder(_whole().files, _whole().base)
    records = ("study/", "dataset/", "claim/", "thesis/")
    values = [
        triple
        for name, triples in _whole().graphs.items()
        for triple in triples
        if name.startswith(records) and _is_written(name, triple)
    ]

    assert len(values) > 150
    assert [str(triple) for triple in values if not _is_found(finder, triple)] == []


def _local(triple: ox.Triple) -> str:
    return re.split(r"[/#]", triple.predicate.value)[-1]


def _is_written(graph: str, triple: ox.Triple) -> bool:
    """Whether a field holds the value; the labels of studies and claims are made up from many."""
    made_up = _local(triple) == "label" and graph.startswith(("study/", "claim/"))
    return isinstance(triple.object, ox.Literal) and _local(triple) not in DERIVED and not made_up


def _is_found(finder: Finder, triple: ox.Triple) -> bool:
    assert isinstance(triple.subject, ox.NamedNode)
    assert isinstance(triple.object, ox.Literal)
    place = finder.find(triple.subject.value, (triple.predicate.value,))
    line = _whole().files[place.file].decode().splitlines()[place.line - 1]
    written = line[place.column - 1 :]
    value = triple.object.value
    return value in written or _number(value) == _number(written)


def _number(text: str) -> Decimal | str:
    match = re.match(r"-?[0-9.]*[0-9]", text)
    return Decimal(match[0]) if match else text


def test_every_exception_in_the_table_of_fields_is_one() -> None:
    plain = {name: re.sub("([A-Z])", r"_\1", name).lower() for name in FIELDS}

    assert [name for name, fields in FIELDS.items() if fields == ((plain[name],),)] == []
    terms = _whole().base.terms.properties
    foreign = {"creator", "label", "sameAs", "type"}
    assert set(FIELDS) - foreign <= set(terms)


def test_a_concept_is_told_in_the_ontology_and_what_no_file_holds_at_the_compiler() -> None:
    finder = Finder(_whole().files, _whole().base)

    concept = finder.find(f"{BASE}concept/PerceivedSupport", ())
    line = _whole().files[concept.file].decode().splitlines()[concept.line - 1]
    nowhere = finder.find(f"{BASE}study/none", ())

    assert line.startswith("tb:PerceivedSupport a ")
    assert (nowhere.file, nowhere.line, nowhere.column) == ("kg/compile", 1, 1)


def _mangled() -> Graphs:
    kept = {"ontology", WITHDRAWN}
    return {
        name: tuple(t for n, t in enumerate(triples) if n % 5 or name in kept)
        for name, triples in _whole().graphs.items()
    }


def test_batches_of_any_size_find_the_same() -> None:
    found = [validate(shapes_text(), _mangled(), size) for size in (100, 400, 10**9)]

    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 20


def test_no_triple_of_a_record_is_left_out_of_the_batches_and_none_is_too_large() -> None:
    graphs = _real().graphs
    size = 2_000
    found = list(batches(graphs, size))
    seen = [thing for things, _ in found for thing in things]
    records = [n for n in graphs if n not in {"ontology", WITHDRAWN, "entailed", "alignments"}]
    subjects = {t.subject for name in records for t in graphs[name]}

    assert len(seen) == len(set(seen))
    assert {one.value for one in subjects if isinstance(one, ox.NamedNode)} <= set(seen)
    largest = max(len(graphs[name]) for name in records if name != "assessment")
    axioms = max(len(triples) for _, triples in found) - size
    assert len(found) > 5
    assert axioms < 2 * largest + len(graphs["ontology"]) // 4


def test_withdrawn_records_are_not_judged_and_what_names_them_is_in_order() -> None:
    graphs = dict(_whole().graphs)
    taken = ox.NamedNode(f"{BASE}study/taken-2017")
    assert any(triple.subject == taken for triple in graphs[WITHDRAWN])
    names = ox.Triple(ox.NamedNode(f"{BASE}study/whole-2021"), node("includes"), taken)
    graphs["study/whole-2021"] += (names,)

    assert _problems(replace(_whole(), graphs=graphs)) == []


def test_a_retracted_study_among_those_that_count_is_told_at_its_publication() -> None:
    graphs = dict(_whole().graphs)
    back = ox.NamedNode(f"{BASE}study/taken-2017")
    graphs["study/taken-2017"] = tuple(t for t in graphs[WITHDRAWN] if t.subject == back)

    problems = _problems(replace(_whole(), graphs=graphs))

    file = "evidence/studies/taken-2017.yaml"
    place = f"{file}:{_line('publication', file)}:14: shape-Study-stands publication: "
    assert [one for one in problems if one.startswith(place)]


def test_a_blank_node_is_told_before_the_engine_stumbles_over_it() -> None:
    (problem,) = _problems(_with(MAIN, "exposure", ox.BlankNode("x")))

    assert problem.startswith("kg/compile:1:1: shape-Address: ")
    assert "_:x" in problem


def test_shapes_are_not_in_the_graph() -> None:
    nodes = {
        node
        for triples in _real().graphs.values()
        for triple in triples
        for node in (triple.subject, triple.predicate, triple.object)
        if isinstance(node, ox.NamedNode)
    }

    assert [
        one for one in nodes if re.match(f"{BASE}shape|http://www.w3.org/ns/shacl", one.value)
    ] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sh:path tb:year ;", "", "has not one sh:path"),
        ("sh:minInclusive 1800", 'sh:minInclusive "x" ; sh:minCount "x"', "the engine says"),
        ("FILTER NOT EXISTS", "FILTER NOT", "the engine says"),
        ("@prefix sh:", "prefix", "mend the Turtle"),
    ],
)
def test_malformed_shapes_stop_the_check_at_their_file(old: str, new: str, told: str) -> None:
    text = shapes_text()
    assert old in text
    case = replace(_whole(), files=_whole().files | {SHAPES: text.replace(old, new, 1).encode()})

    problems = _problems(case)

    assert problems
    assert all(one.startswith("ontology/shapes.ttl:") for one in problems)
    assert told in problems[0]


def test_a_base_without_shapes_is_not_called_good() -> None:
    files = {file: data for file, data in _whole().files.items() if file != SHAPES}

    (problem,) = _problems(replace(_whole(), files=files))

    assert problem.startswith("ontology/shapes.ttl:1:1: shapes: holds no shape")


def test_a_build_stops_where_a_shape_is_broken(example_root: Path) -> None:
    shapes = example_root / SHAPES
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace("sh:minInclusive 1800", "sh:minInclusive 2021"))

    built = build(example_root, example_root / "snapshots")

    assert built.snapshot is None
    (problem,) = built.report.problems
    assert str(problem).startswith(
        "evidence/studies/example-2020.yaml:4:7: shape-Study-year year: "
    )
    assert not (example_root / "snapshots" / "current").exists()
