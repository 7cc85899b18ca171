"""What follows from ontology and records."""

from __future__ import annotations

import pyoxigraph as ox

from kg import iris
from kg.compile.triples import PREFIXES
from kg.entail import entail
from kg.snapshot import Snapshot


def _ask(snapshot: Snapshot, query: str) -> bool:
    store = ox.Store.read_only(str(snapshot.store))
    return bool(store.query(query, prefixes=dict(PREFIXES)))


def test_a_claim_about_perceived_support_is_about_social_support(
    example_snapshot: Snapshot,
) -> None:
    claim, concept = iris.claim("support-lowers-symptoms"), iris.concept("SocialSupport")

    assert _ask(example_snapshot, f"ASK {{ <{claim}> tb:about <{concept}> }}")


def test_what_follows_can_be_told_from_what_is_asserted(example_snapshot: Snapshot) -> None:
    entailed = f"<{iris.graph('entailed')}>"
    claim = f"<{iris.claim('support-lowers-symptoms')}>"

    assert _ask(example_snapshot, f"ASK {{ GRAPH {entailed} {{ {claim} a tb:Claim }} }}")
    assert not _ask(
        example_snapshot, f"ASK {{ GRAPH {entailed} {{ {claim} a tb:AssociationClaim }} }}"
    )


def test_nothing_follows_from_a_retracted_study(example_snapshot: Snapshot) -> None:
    finding = iris.finding("taken-back-2019", "overall")

    assert not _ask(example_snapshot, f"ASK {{ <{finding}> ?p ?o }}")


def test_the_count_of_studies_is_the_number_of_files_that_count(
    example_snapshot: Snapshot,
) -> None:
    query = "ASK { { SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a tb:Study } } FILTER(?n = 5) }"

    assert _ask(example_snapshot, query)


AXIOMS = """
@prefix : <https://w3id.org/tiebeam/x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:above a owl:ObjectProperty , owl:TransitiveProperty .
"""


def _triples(turtle: str) -> tuple[ox.Triple, ...]:
    parsed = ox.parse(AXIOMS + turtle, format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in parsed)


def test_a_ring_of_links_comes_to_an_end() -> None:
    ring = _triples(":a :above :b . :b :above :c . :c :above :a .")

    found = entail({"ontology": _triples(""), "claim/x": ring})

    assert len(found) == 6
    assert sum(triple.subject == triple.object for triple in found) == 3


def test_only_the_ontology_makes_rules() -> None:
    record = _triples(":near rdfs:domain :Thing ; a owl:ObjectProperty . :a :near :b .")

    assert entail({"ontology": _triples(""), "claim/x": record}) == ()
    assert len(entail({"ontology": record})) == 1


def test_what_follows_does_not_depend_on_the_order_of_triples() -> None:
    links = _triples(":a :above :b . :b :above :c . :c :above :d . :d :above :e .")

    graphs = {"ontology": _triples(""), "claim/x": links}
    turned = {"claim/x": links[::-1], "ontology": _triples("")[::-1]}

    assert entail(graphs) == entail(turned)
    assert len(entail(graphs)) == 6
