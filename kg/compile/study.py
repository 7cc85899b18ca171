"""Studies and data sets to triples."""

from __future__ import annotations

from kg import iris
from kg.citation import citation, short_citation
from kg.compile.finding import finding_triples
from kg.compile.triples import Triples, a, english, explained, link, value, values
from kg.records.dataset import Dataset
from kg.records.study import Arm, RiskOfBias, Sample, Study
from kg.terms import Terms

_FIELDS = {
    "year": "year",
    "journal": "journal",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "doi": "doi",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "publication": "publication",
    "notice": "notice",
    "design": "design",
    "design_note": "designNote",
    "target_changed": "targetChanged",
    "read": "read",
    "abstract_complete": "abstractComplete",
    "curator": "curator",
    "note": "note",
    "no_findings": "noFindings",
}
_SAMPLE = {
    "n": "sampleSize",
    "studies": "studyCount",
    "countries": "country",
    "percent_women": "percentWomen",
    "period": "period",
}
_RELATIONS = {
    "corrects": "corrects",
    "reanalyses": "reanalyses",
    "updates": "updates",
    "same-trial": "sameTrialAs",
    "replaces": "replaces",
}


def study_triples(terms: Terms, record: Study) -> Triples:
    """One study with its samples, arms and findings."""
    iri = iris.study(record.id)
    yield from a(iri, "Study")
    yield from value(iri, "rdfs:label", short_citation(record))
    yield from value(iri, "dcterms:title", record.title)
    yield from values(iri, record, {"authors": "dcterms:creator"})
    yield from value(iri, "citation", citation(record))
    yield from values(iri, record, _FIELDS)
    yield from explained(iri, record)
    yield from _links(iri, record)
    for sample in record.samples:
        yield from _sample(record, sample)
    for arm in record.arms:
        yield from _arm(record, arm)
    for finding in record.findings:
        yield from link(iri, "reports", iris.finding(record.id, finding.id))
        yield from finding_triples(terms, record.id, finding)


def _links(iri: str, record: Study) -> Triples:
    if record.doi:
        yield from link(iri, "schema:sameAs", f"https://doi.org/{_escaped(record.doi)}")
    if record.pmid:
        yield from link(iri, "schema:sameAs", f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/")
    if record.dataset:
        yield from link(iri, "dataset", iris.dataset(record.dataset))
    for name in record.includes:
        yield from link(iri, "includes", iris.study(name))
    for relation in record.relations:
        yield from link(iri, _RELATIONS[relation.kind], iris.study(relation.study))
    if record.withdrawn:
        yield from value(iri, "withdrawalReason", record.withdrawn.reason)
        instead = record.withdrawn.replaced_by
        yield from link(iri, "replacedBy", iris.study(instead) if instead else None)
    if record.risk_of_bias:
        yield from link(iri, "riskOfBias", f"{iri}#risk-of-bias")
        yield from _appraisal(f"{iri}#risk-of-bias", record.risk_of_bias)


def _escaped(doi: str) -> str:
    """A DOI as part of an IRI: old ones hold <, > and the like."""
    return "".join(c if c not in '<>"{}|\\^`% ' else f"%{ord(c):02X}" for c in doi)


def _appraisal(iri: str, record: RiskOfBias) -> Triples:
    yield from a(iri, "Appraisal")
    yield from values(iri, record, {"tool": "tool", "overall": "overall", "by": "by"})


def _sample(study: Study, record: Sample) -> Triples:
    iri = iris.sample(study.id, record.id)
    yield from link(iris.study(study.id), "sample", iri)
    yield from a(iri, "Sample")
    yield from english(iri, "dcterms:description", record.description)
    yield from values(iri, record, _SAMPLE)
    yield from link(iri, "dataset", iris.dataset(record.dataset) if record.dataset else None)
    whole = iris.sample(study.id, record.part_of) if record.part_of else None
    yield from link(iri, "partOf", whole)
    if record.age:
        ages = {"min": "ageMin", "max": "ageMax", "mean": "ageMean"}
        yield from values(iri, record.age, ages)


def _arm(study: Study, record: Arm) -> Triples:
    iri = iris.arm(study.id, record.id)
    yield from link(iris.study(study.id), "arm", iri)
    yield from a(iri, "Arm")
    yield from english(iri, "dcterms:description", record.description)
    yield from values(iri, record, {"n": "sampleSize", "percent_uptake": "percentUptake"})


def dataset_triples(record: Dataset) -> Triples:
    """One data set."""
    iri = iris.dataset(record.id)
    yield from a(iri, "Dataset")
    yield from value(iri, "rdfs:label", record.name)
    yield from english(iri, "dcterms:description", record.description)
    fields = {"kind": "datasetKind", "countries": "country", "start": "startYear"}
    yield from values(iri, record, fields | {"registration": "registration"})
    yield from value(iri, "dcterms:source", record.source)
    yield from explained(iri, record)
