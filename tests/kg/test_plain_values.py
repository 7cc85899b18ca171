"""Leaving out strings that cannot contradict anything: what stays, what follows, same verdict."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.plain_values import implied, plain_properties
from kg.reasoner import decide

_HEAD = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://w3id.org/tiebeam/ontology/> .
<https://w3id.org/tiebeam/ontology/> a owl:Ontology .
e:Study a owl:Class .
e:Claim a owl:Class ; owl:disjointWith e:Study .
"""
_TITLE = """
e:title a owl:DatatypeProperty , owl:FunctionalProperty ;
    rdfs:domain e:Study ; rdfs:range xsd:string ; rdfs:label "title" .
"""
Triples = tuple[ox.Triple, ...]


def _triples(turtle: str) -> Triples:
    quads = ox.parse(_HEAD + turtle, format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


def _reduced(turtle: str) -> Triples:
    triples = _triples(turtle)
    return implied(triples, plain_properties(triples))


def _said_of_x(triples: Triples) -> set[tuple[str, str]]:
    ends = ((str(t.subject), str(t.predicate), str(t.object)) for t in triples)
    return {(p.rpartition("/")[2], o) for s, p, o in ends if s.endswith("/x>")}


def test_a_plain_string_gives_way_to_membership_in_the_domain() -> None:
    found = _said_of_x(_reduced(_TITLE + 'e:x e:title "Ties" .'))
    assert found == {
        ("22-rdf-syntax-ns#type>", "<https://w3id.org/tiebeam/ontology/Study>"),
    }


@pytest.mark.parametrize(
    ("turtle", "why"),
    [
        (_TITLE + 'e:x e:title "One", "Two" .', "two values of a functional property"),
        (_TITLE + 'e:x e:title "Ties"@en .', "a language makes another datatype"),
        (_TITLE + "e:x e:title 7 .", "a number is no string"),
        (_TITLE.replace("xsd:string", "xsd:token") + 'e:x e:title "Ties" .', "another range"),
        (_TITLE + "e:title rdfs:subPropertyOf e:name ." + 'e:x e:title "Ties" .', "a wider one"),
        (
            _TITLE
            + "e:Study rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:title ;"
            + ' owl:hasValue "Ties" ] . e:x e:title "Ties" .',
            "a class is defined by it",
        ),
        (
            _TITLE.replace("e:Study", "[ owl:unionOf ( e:Study e:Claim ) ]") + 'e:x e:title "T" .',
            "a domain without a name",
        ),
    ],
)
def test_what_more_is_said_of_stays(turtle: str, why: str) -> None:
    assert set(_reduced(turtle)) >= _of_x(turtle), why


def _of_x(turtle: str) -> set[ox.Triple]:
    found = {t for t in _triples(turtle) if str(t.subject).endswith("/x>")}
    assert found
    return found


@pytest.mark.parametrize(
    ("turtle", "verdict"),
    [
        ('e:x a e:Study ; e:title "Ties" .', "sound"),
        ('e:x a e:Claim ; e:title "Ties" .', "contradiction"),
        ('e:x a e:Study ; e:title "One", "Two" .', "contradiction"),
        ("e:x a e:Study ; e:title 7 .", "contradiction"),
    ],
)
def test_the_verdict_is_that_of_all_triples(turtle: str, verdict: str) -> None:
    whole = _triples(_TITLE + turtle)
    assert (decide(whole) is not None) is (verdict == "sound")
    assert (decide(_reduced(_TITLE + turtle)) is not None) is (verdict == "sound")


def test_most_data_properties_of_the_ontology_are_plain(project: Path) -> None:
    quads = ox.parse((project / "ontology/core.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    plain = {one.value.rpartition("/")[2] for one in plain_properties(q.triple for q in quads)}
    assert {"summary", "locator", "doi"} <= plain
    assert "year" not in plain, "its range is a number"
