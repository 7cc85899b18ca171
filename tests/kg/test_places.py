"""Where an axiom stands."""

from __future__ import annotations

import pytest

from kg.iris import ONTOLOGY
from kg.places import Places

TURTLE = """\
@prefix tb: <https://w3id.org/tiebeam/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
# A comment with a stop . and a "quote

tb:One a owl:Class ; rdfs:comment "It's here. Not # there ." ;
    rdfs:subClassOf tb:Two ,
        tb:Three .
tb:Two a owl:Class ; rdfs:comment \"\"\"Two lines .
and "quotes" \"\"\" . tb:Three a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( tb:One tb:Two
    tb:Three ) .
tb:weight a owl:DatatypeProperty ; rdfs:comment 'it is .', "0.5 kg" ; rdfs:comment 0.5 .
tb:One rdfs:subClassOf tb:Two .
"""


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["One"], 14),
        (["One", "Three"], 8),
        (["One", "Two"], 14),
        (["Two"], 9),
        (["Three"], 10),
        (["Two", "Three"], 11),
        (["weight"], 13),
    ],
)
def test_an_axiom_is_found_at_the_statement_that_names_its_terms(
    names: list[str], line: int
) -> None:
    places = Places({"ontology/a.ttl": TURTLE.encode()})

    assert places.of(tuple(ONTOLOGY + name for name in names)) == ("ontology/a.ttl", line)


def test_the_concept_of_a_class_stands_where_the_class_stands() -> None:
    places = Places({"ontology/a.ttl": TURTLE.encode()})

    assert places.of(("https://w3id.org/tiebeam/concept/Two",)) == ("ontology/a.ttl", 9)


def test_a_concept_that_a_file_declares_stands_there() -> None:
    concept = "https://w3id.org/tiebeam/concept/"
    turtle = f"{TURTLE}<{concept}Two#scale/part> a tb:Three .\n<{concept}Two> tb:weight 2 ."
    places = Places({"ontology/a.ttl": turtle.encode()})

    assert places.of((f"{concept}Two#scale/part",)) == ("ontology/a.ttl", 15)
    assert places.of((f"{concept}Two",)) == ("ontology/a.ttl", 9)


def test_what_no_file_names_has_no_place() -> None:
    assert Places({"ontology/a.ttl": TURTLE.encode()}).of(("urn:x",)) is None


def test_long_words_and_wide_gaps_are_read_through() -> None:
    turtle = f'{TURTLE}tb:Two tb:weight "x"@{"en-" * 50_000}en . # prefix{" " * 50_000}x\n'
    turtle += f"@prefix{' ' * 50_000}x: <urn:x#> . x:y a tb:One ."
    places = Places({"ontology/a.ttl": turtle.encode()})

    assert places.of(("urn:x#y",)) == ("ontology/a.ttl", 16)
