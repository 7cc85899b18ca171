"""Faults planted in compiled triples: both engines report the shape that was meant, and no other.

The same faults could come from a slip in the compiler, which no rule over records would see.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest
import rdflib

from kg.compile.graphs import WITHDRAWN, Graphs
from kg.iris import BASE
from kg.shapes.engine import Result, validate
from kg.shapes.schema import SHAPE
from tests.ontology.faults import ALSO, FAULTS
from tests.shacl import (
    PROJECT,
    WHOLE,
    Broken,
    Compiled,
    compiled,
    part,
    reference,
    shapes_graph,
    shapes_text,
)


@cache
def _whole() -> Compiled:
    whole = compiled(WHOLE)
    graphs = part(whole.graphs, [name for name in whole.graphs if name != "ontology"])
    return Compiled(whole.files, whole.base, graphs)


@cache
def _shapes() -> rdflib.Graph:
    return shapes_graph()


def planted(graphs: Graphs, update: str) -> Graphs:
    """The graphs after an update; in which of the two a triple stands matters for concepts."""
    axioms = [t for t in graphs["ontology"] if not _is_concept(t)]
    store = ox.Store()
    for name, triples in graphs.items():
        if name != WITHDRAWN:
            kept = filter(_is_concept, triples) if name == "ontology" else triples
            store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in kept)
    before = set(store)
    store.update(update)
    assert set(store) != before
    concepts = [quad.triple for quad in store if _is_concept(quad.triple)]
    data = tuple(quad.triple for quad in store if not _is_concept(quad.triple))
    return {"ontology": (*axioms, *concepts), "data": data, WITHDRAWN: graphs[WITHDRAWN]}


def _is_concept(triple: ox.Triple) -> bool:
    return str(triple.subject).startswith(f"<{BASE}concept/")


def short(found: set[Broken]) -> set[tuple[str, str, str]]:
    """Focus, shape and component without what they share."""
    return {
        (
            focus.removeprefix(BASE),
            shape.removeprefix(SHAPE),
            component.removesuffix("ConstraintComponent"),
        )
        for focus, shape, component, _ in found
    }


def broken(results: list[Result]) -> set[Broken]:
    """Results of the fast engine in the form of the reference's."""
    return {
        (one.focus, one.shape, one.component, one.path if one.path.startswith("http") else "")
        for one in results
    }


def test_the_records_that_use_every_field_break_no_shape_by_either_engine() -> None:
    assert validate(shapes_text(), _whole().graphs) == []
    assert reference(_shapes(), _whole().graphs) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_reported_by_both_engines_and_nothing_else_is(name: str) -> None:
    fault = FAULTS[name]
    graphs = planted(_whole().graphs, fault.update())

    fast = broken(validate(shapes_text(), graphs))
    slow = reference(_shapes(), graphs, about="" if "blank" in name else BASE + fault.at)

    assert {shape for _, shape, _ in short(fast)} == {fault.shape} | ALSO.get(name, set())
    assert (fault.reported or fault.at, fault.shape, fault.component) in short(fast)
    if "blank" not in name:
        assert fast == slow
    assert {one[1:] for one in fast} == {one[1:] for one in slow}


def test_the_faults_are_of_many_kinds() -> None:
    assert len(FAULTS) >= 25
    assert len({fault.component for fault in FAULTS.values()}) >= 14


def test_both_engines_say_the_same_of_a_mangled_part_of_the_real_graph() -> None:
    real = compiled(PROJECT)
    names = sorted(name for name in real.graphs if name.startswith(("study/", "claim/")))
    graphs = part(real.graphs, names[::18])
    mangled = {
        name: tuple(t for n, t in enumerate(triples) if n % 6 or name in {"ontology", WITHDRAWN})
        for name, triples in graphs.items()
    }

    fast, slow = broken(validate(shapes_text(), mangled)), reference(_shapes(), mangled)

    assert reference(_shapes(), graphs) == broken(validate(shapes_text(), graphs)) == set()
    assert fast == slow
    assert len(fast) > 50
