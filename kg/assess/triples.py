"""Assessments in the graph: each line and each count, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import quote

from kg import iris
from kg.assess.assessment import Assessment
from kg.assess.certainty import Limit
from kg.assess.constants import CONSTANTS
from kg.assess.direction import DIRECTIONS
from kg.assess.evidence import Line
from kg.assess.families import PooledFamily, without_one
from kg.assess.groups import GroupVerdict
from kg.assess.sensitivity import Row
from kg.assess.tally import Counts
from kg.assess.verdict import Label, Verdict, rule_texts
from kg.compile.group import dimension_iri
from kg.compile.triples import Triples, a, english, link, value, values
from kg.read.base import Base

_METHOD = f"{iris.BASE}assessment#"
"""The page that tells how verdicts are made."""
_NAMES = dict(zip(DIRECTIONS, ("supports", "contradicts", "noEffect", "inconclusive"), strict=True))


def assessment_triples(base: Base, assessments: Iterable[Assessment]) -> Triples:
    """The graph of all assessments of claims that stand, with the lines of studies that do."""
    yield from _method()
    for assessment in assessments:
        if base.claims[assessment.claim].record.stands:
            yield from _assessment(base, assessment)


def _assessment(base: Base, assessment: Assessment) -> Triples:
    claim = iris.claim(assessment.claim)
    for line in assessment.lines:
        if line.study.stands:
            yield from _line(claim, line)
    overall = f"{claim}#assessment"
    yield from _counts(claim, overall, assessment.overall)
    yield from value(overall, "evidenceDigest", assessment.evidence)
    yield from _verdict(overall, assessment)
    for family in assessment.case.families:
        yield from _pooled(overall, family)
    for row in assessment.sensitivity:
        yield from _sensitivity(base, overall, row, assessment.verdict.label)
    for group in assessment.groups:
        part = f"{overall}/{group.level}"
        yield from _counts(claim, part, group.counts)
        yield from link(part, "dimension", dimension_iri(base.terms, group.dimension))
        yield from link(part, "level", iris.concept(group.level))
        yield from _of_group(part, group)


def _of_group(iri: str, group: GroupVerdict) -> Triples:
    yield from _word(iri, group.verdict)
    yield from value(iri, "shownToDiffer", group.differs)
    for name in group.differs_by:
        yield from link(iri, "differsBy", iris.claim(name))
    if group.certainty:
        yield from value(iri, "certainty", group.certainty.final)


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
    yield from value(iri, "reviewsSplit", counts.split_reviews)
    yield from value(iri, "findings", counts.findings)


def _verdict(iri: str, assessment: Assessment) -> Triples:
    certainty = assessment.certainty
    yield from _word(iri, assessment.verdict)
    if assessment.override:
        yield from value(iri, "computedVerdict", assessment.computed.label)
        yield from link(iri, "computedRule", f"{_METHOD}rule/{assessment.computed.rule}")
        fields = {"by": "overriddenBy", "date": "overriddenOn", "reason": "overrideReason"}
        yield from values(iri, assessment.override, fields)
    if assessment.case.lead:
        yield from link(iri, "leadingReview", iris.study(assessment.case.lead.study.id))
    if assessment.credibility:
        yield from value(iri, "credibility", assessment.credibility.grade)
    if certainty:
        yield from value(iri, "certainty", certainty.final)
        yield from value(iri, "certaintyOfResearch", certainty.research)
        yield from value(iri, "certaintyAtStart", certainty.start)
        for note in certainty.notes:
            yield from value(iri, "certaintyNote", note)
        for limit in certainty.limits:
            yield from _limit(iri, limit)


def _word(iri: str, verdict: Verdict) -> Triples:
    yield from value(iri, "verdict", verdict.label)
    yield from link(iri, "verdictRule", f"{_METHOD}rule/{verdict.rule}")
    yield from value(iri, "verdictReason", verdict.because)


def _limit(iri: str, limit: Limit) -> Triples:
    part = f"{iri}/{limit.domain.replace(' ', '-')}"
    yield from link(iri, "limit", part)
    yield from a(part, "CertaintyLimit")
    yield from value(part, "limitDomain", limit.domain)
    yield from value(part, "levelsLost", limit.levels)
    yield from value(part, "limitOf", limit.of)
    yield from value(part, "limitReason", limit.reason)


def _pooled(iri: str, pooled: PooledFamily) -> Triples:
    """What a family comes to, on the analysis scale; above 0 it supports the claim."""
    part = f"{iri}/pooled/{quote(str(pooled.family).replace(' ', '-'), safe=',')}"
    yield from link(iri, "pooledEffect", part)
    yield from a(part, "PooledEffect")
    yield from value(part, "rdfs:label", str(pooled.family))
    yield from value(part, "analysisScale", pooled.units[0].estimate.scale)
    yield from value(part, "datasetCount", pooled.k)
    yield from value(part, "pooledSays", pooled.reached)
    left = without_one(pooled.units) or (None, None)
    figures = {
        "pooledValue": pooled.estimate,
        "pooledLow": pooled.ci_low,
        "pooledHigh": pooled.ci_high,
        "predictionLow": pooled.pi_low,
        "predictionHigh": pooled.pi_high,
        "leaveOneOutLow": left[0],
        "leaveOneOutHigh": left[1],
    }
    for name, number in figures.items():
        yield from value(part, name, None if number is None else Decimal(f"{number:.6g}"))
    for unit in pooled.units:
        for line in unit.lines:
            yield from link(part, "pools", iris.finding(line.study.id, line.finding.id))


def _sensitivity(base: Base, iri: str, row: Row, verdict: Label) -> Triples:
    part = f"{iri}/sensitivity/{row.name.replace(' ', '-')}"
    yield from link(iri, "sensitivity", part)
    yield from a(part, "SensitivityAnalysis")
    yield from value(part, "evidencePart", row.name)
    if row.left_out:
        of = iris.dataset if row.left_out in base.datasets else iris.study
        yield from link(part, "leavesOut", of(row.left_out))
    yield from value(part, "datasetCount", row.datasets)
    yield from value(part, "reviewCount", row.reviews)
    yield from value(part, "verdict", row.label)
    yield from value(part, "verdictReason", row.because)
    yield from value(part, "turnsVerdict", row.turns(verdict))


def _method() -> Triples:
    """Rules and constants, so that a verdict can be followed to what made it."""
    for name, text in rule_texts().items():
        iri = f"{_METHOD}rule/{name}"
        yield from a(iri, "VerdictRule")
        yield from value(iri, "rdfs:label", name)
        yield from english(iri, "dcterms:description", text)
    for constant in CONSTANTS:
        iri = f"{_METHOD}constant/{constant.name}"
        yield from a(iri, "AssessmentConstant")
        yield from value(iri, "rdfs:label", constant.name)
        yield from value(iri, "constantValue", Decimal(str(constant.value)))
        yield from english(iri, "dcterms:description", constant.meaning)
        yield from value(iri, "dcterms:source", constant.source)
