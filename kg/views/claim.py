"""The document behind a claim's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.about import claim_roles
from kg.assess.assessment import Assessment
from kg.assess.evidence import Line
from kg.assess.figures import Figures
from kg.assess.units import select
from kg.iris import claim as claim_iri
from kg.meaning import READINGS, SIGNS
from kg.read.base import Base, Entry
from kg.records.claim import Claim, Gap
from kg.statement import label, statement
from kg.views.finding import FindingView, finding_view
from kg.views.for_whom import ForWhom, for_whom
from kg.views.forest import Forests, forests
from kg.views.parts import (
    ClaimCard,
    Link,
    Scoreboard,
    card,
    claim_link,
    concept_link,
    scoreboard,
    study_link,
)
from kg.views.verdict import VerdictView, verdict_view

_SEARCHES = {
    "none": "No systematic search stands behind this page: it speaks of the studies curated here.",
    "scoping": "A scoping search stands behind this page; studies may be missing.",
    "systematic": "A systematic search stands behind this page.",
}


@dataclass(frozen=True)
class Evidence:
    """One finding as it bears on the claim."""

    study: Link
    year: int
    design: str
    dataset: Link
    review: bool
    direction: str
    glyph: str
    word: str
    votes: bool
    silent_because: str
    finding: FindingView


@dataclass(frozen=True)
class SearchView:
    """How the evidence was looked for, on what day and with what words."""

    says: str
    date: str
    words: str


@dataclass(frozen=True)
class ReadingView:
    """How many studies stand behind a claim, and how far they were read."""

    studies: int
    abstract_only: int
    incomplete: int
    """Studies whose abstract holds findings that are not recorded."""


@dataclass(frozen=True)
class GapView:
    """What is not known."""

    question: str
    kind: str
    group: str


@dataclass(frozen=True)
class ClaimPage:
    """Everything that the page of a claim shows."""

    id: str
    iri: str
    statement: str
    kind: str
    reading: str
    topic: str
    roles: tuple[tuple[str, Link, str], ...]
    population: tuple[Link, ...]
    scoreboard: Scoreboard
    verdict: VerdictView
    whom: ForWhom
    forests: Forests
    evidence: tuple[Evidence, ...]
    silent: tuple[Evidence, ...]
    modifications: tuple[ClaimCard, ...]
    modifies: Link | None
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    opposes: tuple[Link, ...]
    reverse: tuple[Link, ...]
    stated_by: tuple[Link, ...]
    gaps: tuple[GapView, ...]
    counts_against: str
    search: SearchView
    read: ReadingView
    note: str
    withdrawn: str
    file: str


def claim_page(base: Base, entry: Entry[Claim], assessments: dict[str, Assessment]) -> ClaimPage:
    record = entry.record
    assessment = assessments[record.id]
    evidence = tuple(_evidence(base, line) for line in assessment.lines)
    reverse = [record.reverse_of] if record.reverse_of else _pointing(base, record.id, "reverse_of")
    return ClaimPage(
        id=record.id,
        iri=claim_iri(record.id),
        statement=statement(base, record),
        kind=record.kind,
        reading=READINGS[record.reading],
        topic=entry.topic,
        roles=_roles(base, record),
        population=tuple(concept_link(base, group.level) for group in record.group),
        scoreboard=scoreboard(assessment.overall),
        verdict=verdict_view(base, record, assessment),
        whom=for_whom(base, record, assessment),
        forests=forests(base, record, select(Figures(base, record), assessment.lines)),
        evidence=_by_weight(row for row in evidence if row.votes),
        silent=tuple(row for row in evidence if not row.votes),
        modifications=_modifications(base, record.id, assessments),
        modifies=claim_link(base, record.of) if record.kind == "modification" else None,
        broader=_links(base, record.broader),
        narrower=_links(base, _pointing(base, record.id, "broader")),
        opposes=_links(base, {*record.opposes, *_pointing(base, record.id, "opposes")}),
        reverse=_links(base, reverse),
        stated_by=tuple(study_link(base, name) for name in record.stated_by),
        gaps=tuple(_gap(base, gap) for gap in record.gaps),
        counts_against=record.counts_against or "",
        search=SearchView(
            _SEARCHES[record.search.kind], record.search.date or "", record.search.string or ""
        ),
        read=_reading(assessment.lines),
        note=record.note or "",
        withdrawn=record.withdrawn.reason if record.withdrawn else "",
        file=entry.file,
    )


def _links(base: Base, names: Iterable[str]) -> tuple[Link, ...]:
    return tuple(claim_link(base, name) for name in sorted(names))


def _pointing(base: Base, name: str, field: str) -> list[str]:
    """Claims that name this one in a field."""
    return [
        other
        for other, entry in base.claims.items()
        if name in (getattr(entry.record, field) or ())
    ]


def _modifications(
    base: Base, name: str, assessments: dict[str, Assessment]
) -> tuple[ClaimCard, ...]:
    return tuple(
        card(base, entry.record, assessments[other])
        for other, entry in sorted(base.claims.items())
        if entry.record.kind == "modification" and entry.record.of == name
    )


def _roles(base: Base, record: Claim) -> tuple[tuple[str, Link, str], ...]:
    found = claim_roles(base, record)
    return tuple(
        (role.replace("-", " "), concept_link(base, name), base.terms.by_name[name].definition)
        for role, name in found.items()
        if name in base.terms.by_name
    )


def _by_weight(rows: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Reviews first, then by year: what a reader looks for first."""
    return tuple(sorted(rows, key=lambda row: (not row.review, row.year, row.study.path)))


def _evidence(base: Base, line: Line) -> Evidence:
    sign = SIGNS[line.direction]
    return Evidence(
        study=study_link(base, line.study.id),
        year=line.study.year,
        design=base.designs.label(line.study.design),
        dataset=dataset_link(base, line.unit),
        review=line.study.is_review,
        direction=line.direction,
        glyph=sign.glyph,
        word=sign.word,
        votes=line.votes,
        silent_because=line.silent_because or "",
        finding=finding_view(base, line.study, line.finding),
    )


def dataset_link(base: Base, unit: str) -> Link:
    """The data set behind a line; a study without one is its own."""
    if unit in base.datasets:
        return Link(f"/dataset/{unit}", base.datasets[unit].record.name)
    return Link("", "its own")


def _reading(lines: Iterable[Line]) -> ReadingView:
    studies = {line.study.id: line.study for line in lines}.values()
    return ReadingView(
        len(studies),
        sum(study.read == "abstract" for study in studies),
        sum(study.abstract_complete == "no" for study in studies),
    )


def _gap(base: Base, gap: Gap) -> GapView:
    group = ", ".join(label(base.terms, part.level) for part in gap.group)
    return GapView(gap.question, gap.kind.replace("-", " "), group)
