"""Asserted graphs against shapes, with the fast engine, a batch of documents at a time.

A shape looks no further than one document (a study with its findings, a claim with its
evidence lines) and the classes of what that names. So a batch holds whole documents, and of
everything that they name its class, and for a level its dimension. Where no shape asks for that
class, the wider ones that some shape asks for stand in its place: a finding that is named as a
tb:Finding is not validated as an association, without its triples, each time that it is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.compile.graphs import WITHDRAWN, Graphs
from kg.compile.triples import TYPE, node
from kg.iris import BASE

if TYPE_CHECKING:
    import pyrudof

BATCH = 10_000
"""Triples a batch; the engine takes some 15 kB for each."""
Triples = list[ox.Triple]
_CONCEPT = f"{BASE}concept/"
_KEPT_APART = frozenset({WITHDRAWN, "entailed", "alignments"})
_TOLD = frozenset({TYPE, node("levelOf")})
_ASKS = ox.NamedNode("http://www.w3.org/ns/shacl#class")
_SUBCLASS = node("rdfs:subClassOf")


StandIns = Mapping[Any, Collection[Any]]
"""What is told of a thing in place of its class."""


class ShapesRefused(Exception):
    """The engine does not take the shapes, or failed on them."""


@dataclass(frozen=True, order=True)
class Result:
    """One thing that breaks a shape."""

    focus: str
    shape: str
    component: str
    path: str
    value: str


def batches(
    graphs: Graphs, size: int = BATCH, stand_ins: StandIns | None = None
) -> Iterator[tuple[frozenset[str], Triples]]:
    """The things of each batch with the triples to validate. Nothing is left out."""
    told, classes = _told(graphs, stand_ins), _subclasses(graphs)
    batch: Triples = []
    for document in _documents(graphs):
        batch += document
        if len(batch) >= size:
            yield _whole(batch, told, classes)
            batch = []
    if batch:
        yield _whole(batch, told, classes)


def validate(shapes: str, graphs: Graphs, size: int = BATCH) -> list[Result]:
    """What breaks the shapes, each once. Raises ShapesRefused."""
    import pyrudof

    found: set[Result] = set()
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    strict = pyrudof.ReaderMode.Strict
    try:
        engine.read_shacl(shapes, pyrudof.ShaclFormat.Turtle, reader_mode=strict)
        for things, triples in batches(graphs, size, stand_ins(shapes, graphs)):
            engine.reset_data()  # without it each batch takes longer than the one before
            data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
            engine.read_data(data.decode(), pyrudof.RDFFormat.NTriples, reader_mode=strict)
            report = engine.validate_shacl(pyrudof.ShaclValidationMode.Native)
            results = (_result(entry) for entry in report)
            found.update(result for result in results if result.focus in things)
    except pyrudof.RudofError as error:
        raise ShapesRefused(str(error)) from error
    return sorted(found)


def nameless(graphs: Graphs) -> list[ox.Triple]:
    """Triples with a blank node, of which the engine cannot ask anything in SPARQL."""
    return [
        triple
        for document in _documents(graphs)
        for triple in document
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
    ]


def _documents(graphs: Graphs) -> Iterable[Triples]:
    """Triples by the document that their subject is part of: the address before #."""
    found: dict[str, Triples] = defaultdict(list)
    for name, triples in graphs.items():
        if name not in _KEPT_APART:
            for triple in triples:
                if name != "ontology" or _is_concept(triple.subject):
                    found[_address(triple.subject).partition("#")[0]].append(triple)
    return found.values()


def _is_concept(subject: object) -> bool:
    """Concepts are compiled into the ontology's graph; all else there is for the reasoner."""
    if not isinstance(subject, ox.NamedNode):
        return False
    return subject.value.startswith(_CONCEPT) and "#" not in subject.value


def stand_ins(shapes: str, graphs: Graphs) -> StandIns:
    """For each class that a thing has those that a shape asks for, of itself and all above."""
    quads = ox.parse(shapes, format=ox.RdfFormat.TURTLE)
    asked = {quad.object for quad in quads if quad.predicate == _ASKS}
    above: dict[Any, list[Any]] = defaultdict(list)
    for narrow, _, wide in _subclasses(graphs):
        above[narrow].append(wide)
    types = {t.object for triples in graphs.values() for t in triples if t.predicate == TYPE}
    return {one: asked & _upwards(one, above) for one in types}


def _upwards(one: Any, above: Mapping[Any, list[Any]]) -> set[Any]:  # noqa: ANN401  # a node
    found, todo = {one}, [one]
    while todo:
        new = [wide for wide in above.get(todo.pop(), ()) if wide not in found]
        found.update(new)
        todo += new
    return found


def _told(graphs: Graphs, instead: StandIns | None) -> Mapping[ox.NamedNode, Triples]:
    """Class and dimension of each thing, withdrawn ones too: they can be named, and exist."""
    found: dict[ox.NamedNode, Triples] = defaultdict(list)
    for triples in graphs.values():
        for triple in triples:
            if triple.predicate not in _TOLD or not isinstance(triple.subject, ox.NamedNode):
                continue
            if triple.predicate == TYPE and instead is not None:
                classes = instead.get(triple.object, ())
                found[triple.subject] += (ox.Triple(triple.subject, TYPE, c) for c in classes)
            else:
                found[triple.subject].append(triple)
    return found


def _subclasses(graphs: Graphs) -> Triples:
    return [
        triple
        for triple in graphs["ontology"]
        if triple.predicate == _SUBCLASS and isinstance(triple.object, ox.NamedNode)
    ]


def _whole(
    batch: Triples, told: Mapping[ox.NamedNode, Triples], classes: Triples
) -> tuple[frozenset[str], Triples]:
    own = {triple.subject for triple in batch}
    named = {triple.object for triple in batch if isinstance(triple.object, ox.NamedNode)} - own
    outside = [triple for thing in named for triple in told.get(thing, ())]
    return frozenset(map(_address, own)), [*batch, *outside, *classes]


def _address(thing: object) -> str:
    """An IRI, or a blank node's label with its mark."""
    return thing.value if isinstance(thing, ox.NamedNode) else str(thing)


def _result(entry: pyrudof.ShaclValidationEntry) -> Result:
    return Result(
        focus=entry.focus_node,
        shape=entry.source_shape or "",
        component=entry.constraint_component.rpartition("#")[2],
        path=entry.path or "",
        value=entry.value or "",
    )
