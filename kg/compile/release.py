"""Releases as graphs: what was known of each claim on a day."""

from __future__ import annotations

from kg import iris
from kg.compile.triples import Triples, a, link, value
from kg.records.release import Release, ReleasedClaim


def release_triples(record: Release) -> Triples:
    iri = iris.release(record.id)
    yield from a(iri, "Release")
    yield from value(iri, "rdfs:label", record.id)


def released_claim(record: Release, row: ReleasedClaim) -> Triples:
    iri = f"{iris.release(record.id)}#claim/{row.claim}"
    yield from a(iri, "ReleasedAssessment")
    yield from link(iri, "release", iris.release(record.id))
    yield from link(iri, "claim", iris.claim(row.claim))
    yield from value(iri, "evidenceDigest", row.evidence)
    yield from value(iri, "findings", row.findings)
    yield from value(iri, "verdict", row.verdict)
    yield from value(iri, "certainty", row.certainty if row.certainty != "none" else None)
