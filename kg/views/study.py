"""The documents behind the pages of studies and data sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg import iris
from kg.assess.evidence import Line
from kg.citation import citation, short_citation
from kg.meaning import SIGNS
from kg.read.base import Base, Entry
from kg.records.countries import country_names
from kg.records.dataset import Dataset
from kg.records.group import AgeRange
from kg.records.study import Sample, Study
from kg.views.finding import FindingView, finding_view
from kg.views.parts import Link, claim_link, study_link


@dataclass(frozen=True)
class Bearing:
    """What a finding means for one claim."""

    claim: Link
    direction: str
    glyph: str
    word: str
    silent_because: str


@dataclass(frozen=True)
class StudyFinding:
    """A finding and the claims that it bears on."""

    finding: FindingView
    bearings: tuple[Bearing, ...]
    unlinked: str


@dataclass(frozen=True)
class SampleView:
    """A sample in one line."""

    description: str
    facts: str
    dataset: Link | None


@dataclass(frozen=True)
class StudyPage:
    """Everything that the page of a study shows."""

    id: str
    iri: str
    title: str
    label: str
    citation: str
    doi: str
    pmid: str
    pmcid: str
    publication: str
    notice: str
    withdrawn: str
    design: str
    design_note: str
    dataset: Link | None
    samples: tuple[SampleView, ...]
    arms: tuple[str, ...]
    relations: tuple[tuple[str, Link], ...]
    facts: tuple[tuple[str, str], ...]
    findings: tuple[StudyFinding, ...]
    no_findings: str
    states: tuple[Link, ...]
    note: str
    exceptions: tuple[str, ...]
    file: str


def study_page(base: Base, entry: Entry[Study], lines: Iterable[Line]) -> StudyPage:
    """`lines` are those of this study."""
    record = entry.record
    return StudyPage(
        id=record.id,
        iri=iris.study(record.id),
        title=record.title,
        label=short_citation(record),
        citation=citation(record),
        doi=record.doi or "",
        pmid=record.pmid or "",
        pmcid=record.pmcid or "",
        publication=record.publication,
        notice=record.notice or "",
        withdrawn=record.withdrawn.reason if record.withdrawn else "",
        design=base.designs.label(record.design),
        design_note=record.design_note or "",
        dataset=_dataset(base, record.dataset),
        samples=tuple(_sample(base, sample) for sample in record.samples),
        arms=tuple(f"{arm.description}{_size(arm.n)}" for arm in record.arms),
        relations=tuple(
            (relation.kind.replace("-", " "), study_link(base, relation.study))
            for relation in record.relations
        ),
        facts=_facts(record),
        findings=_findings(base, record, lines),
        no_findings=record.no_findings or "",
        states=_states(base, record.id),
        note=record.note or "",
        exceptions=tuple(map(str, record.exceptions)),
        file=entry.file,
    )


def _dataset(base: Base, name: str | None) -> Link | None:
    return Link(f"/dataset/{name}", base.datasets[name].record.name) if name else None


def _size(n: int | None) -> str:
    return f" (n = {n:,})" if n else ""


def _sample(base: Base, sample: Sample) -> SampleView:
    facts = [
        f"{sample.n:,} people" if sample.n else "",
        f"{sample.studies} studies" if sample.studies else "",
        country_names(sample.countries),
        _ages(sample.age),
        f"{sample.percent_women}% women" if sample.percent_women else "",
        sample.period or "",
    ]
    text = "; ".join(fact for fact in facts if fact)
    return SampleView(sample.description, text, _dataset(base, sample.dataset))


def _ages(age: AgeRange | None) -> str:
    if age is None:
        return ""
    limits = {
        (True, True): f"{age.min} to {age.max} years old",
        (True, False): f"{age.min} years and older",
        (False, True): f"up to {age.max} years old",
    }
    text = limits.get((age.min is not None, age.max is not None), "")
    mean = f"mean age {age.mean}" if age.mean is not None else ""
    return ", ".join(part for part in (text, mean) if part)


def _facts(record: Study) -> tuple[tuple[str, str], ...]:
    bias = record.risk_of_bias
    return (
        ("risk of bias", f"{bias.overall} ({bias.tool}, {bias.by})" if bias else "not assessed"),
        ("read by the curator", record.read.replace("-", " ")),
        ("every finding of the abstract recorded", record.abstract_complete),
        ("curated by", record.curator),
    )


def _findings(base: Base, record: Study, lines: Iterable[Line]) -> tuple[StudyFinding, ...]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.finding.id, []).append(line)
    return tuple(
        StudyFinding(
            finding_view(base, record, finding),
            tuple(_bearing(base, line) for line in found.get(finding.id, ())),
            finding.unlinked or "",
        )
        for finding in record.findings
    )


def _bearing(base: Base, line: Line) -> Bearing:
    sign = SIGNS[line.direction]
    link = claim_link(base, line.claim)
    return Bearing(link, line.direction, sign.glyph, sign.word, line.silent_because or "")


def _states(base: Base, name: str) -> tuple[Link, ...]:
    claims: dict[str, Entry[Any]] = {**base.theses, **base.claims}
    return tuple(
        claim_link(base, other)
        for other, entry in sorted(claims.items())
        if name in entry.record.stated_by
    )


@dataclass(frozen=True)
class DatasetPage:
    """Everything that the page of a data set shows."""

    id: str
    iri: str
    name: str
    description: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    studies: tuple[Link, ...]
    file: str


def dataset_page(base: Base, entry: Entry[Dataset]) -> DatasetPage:
    record = entry.record
    source = (
        study_link(base, record.source).label if record.source in base.studies else record.source
    )
    facts = {
        "countries": country_names(record.countries),
        "first data": str(record.start or ""),
        "registration": record.registration or "",
        "source": source,
    }
    return DatasetPage(
        id=record.id,
        iri=iris.dataset(record.id),
        name=record.name,
        description=record.description,
        kind=record.kind.replace("-", " "),
        facts=tuple((name, text) for name, text in facts.items() if text),
        studies=tuple(
            study_link(base, name)
            for name, study in sorted(base.studies.items())
            if record.id in {study.record.dataset, *(s.dataset for s in study.record.samples)}
        ),
        file=entry.file,
    )
