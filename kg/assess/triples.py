"""Assessments in the graph: each line and each count, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from kg import iris
from kg.assess.direction import DIRECTIONS
from kg.assess.evidence import Line
from kg.assess.tally import Assessment, Counts
from kg.compile.group import dimension_iri
from kg.compile.triples import Triples, a, link, value
from kg.read.base import Base
from kg.terms import Terms

_NAMES = dict(zip(DIRECTIONS, ("supports", "contradicts", "noEffect", "inconclusive"), strict=True))


def assessment_triples(base: Base, assessments: Iterable[Assessment]) -> Triples:
    """The graph of all assessments of claims that stand, with the lines of studies that do."""
    for assessment in assessments:
        if base.claims[assessment.claim].record.stands:
            yield from _assessment(base.terms, assessment)


def _assessment(terms: Terms, assessment: Assessment) -> Triples:
    claim = iris.claim(assessment.claim)
    for line in assessment.lines:
        if line.study.stands:
            yield from _line(claim, line)
    overall = f"{claim}#assessment"
    yield from _counts(claim, overall, assessment.overall)
    yield from value(overall, "evidenceDigest", assessment.evidence)
    for group in assessment.groups:
        part = f"{overall}/{group.level}"
        yield from _counts(claim, part, group.counts)
        yield from link(part, "dimension", dimension_iri(terms, group.dimension))
        yield from link(part, "level", iris.concept(group.level))


def _line(claim: str, line: Line) -> Triples:
    iri = f"{claim}#evidence/{line.study.id}/{line.finding.id}"
    yield from a(iri, "EvidenceLine")
    yield from link(iri, "claim", claim)
    yield from link(iri, "finding", iris.finding(line.study.id, line.finding.id))
    yield from value(iri, "direction", line.direction)
    yield from value(iri, "votes", line.votes)
    yield from value(iri, "notVotingBecause", line.silent_because)


def _counts(claim: str, iri: str, counts: Counts) -> Triples:
    yield from a(iri, "Assessment")
    yield from link(iri, "claim", claim)
    for name, predicate in _NAMES.items():
        yield from value(iri, predicate, counts.datasets[name])
        yield from value(
            iri, f"reviews{predicate[:1].upper()}{predicate[1:]}", counts.reviews[name]
        )
    yield from value(iri, "split", counts.split)
    yield from value(iri, "findings", counts.findings)
