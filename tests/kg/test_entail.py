"""What follows from ontology and records."""

from __future__ import annotations

import pyoxigraph as ox

from kg import iris
from kg.compile.triples import PREFIXES
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
    query = "ASK { { SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a tb:Study } } FILTER(?n = 1) }"

    assert _ask(example_snapshot, query)
