"""HermiT decides; Pellet explains."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.compile.graphs import Graphs
from kg.reason import reason

PREFIXES = """
@prefix : <https://w3id.org/tiebeam/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Gap a owl:Class . :Symptoms a owl:Class ; owl:disjointWith :Gap .
:name a owl:DatatypeProperty , owl:FunctionalProperty .
"""


def _graphs(turtle: str) -> Graphs:
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return {"ontology": tuple(quad.triple for quad in quads)}


def test_a_sound_ontology_has_no_problem() -> None:
    assert reason(_graphs(":Wide a owl:Class . :Gap rdfs:subClassOf :Wide .")) == []


@pytest.mark.parametrize(
    ("turtle", "what", "named"),
    [
        (":Gap rdfs:subClassOf :Symptoms .", "can have no member", "disjoint"),
        (":x a :Gap , :Symptoms .", "contradict each other", "disjoint"),
    ],
)
def test_a_clash_is_explained_by_the_axioms_behind_it(turtle: str, what: str, named: str) -> None:
    (problem,) = reason(_graphs(turtle))

    assert problem.rule == "consistent"
    assert what in problem.what
    assert named in problem.mend


def test_two_addresses_are_two_things() -> None:
    thing = "https://w3id.org/tiebeam/claim/"
    turtle = f""":modifies a owl:ObjectProperty , owl:FunctionalProperty .
    <{thing}a> :modifies <{thing}b> , <{thing}c> . <{thing}b> a :Gap . <{thing}c> a :Gap ."""

    (problem,) = reason(_graphs(turtle))

    assert "contradict each other" in problem.what


def test_a_datatype_that_the_reasoner_does_not_know_is_told_and_not_passed_over() -> None:
    turtle = """
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    :on a owl:DatatypeProperty ; rdfs:range xsd:gYear . :x :on "2020"^^xsd:gYear ."""

    (problem,) = reason(_graphs(turtle))

    assert "the reasoner failed" in problem.what
