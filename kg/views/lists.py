"""The documents behind the home page, the list of claims, and theses."""

from __future__ import annotations

from dataclasses import dataclass

from kg import iris
from kg.assess.assessment import Assessment
from kg.read.base import Base, Entry
from kg.records.claim import Thesis
from kg.report import Checked
from kg.views.parts import ClaimCard, Link, card, claim_link, study_link
from kg.views.release import release_link


@dataclass(frozen=True)
class HomePage:
    """Everything that the first page shows."""

    counts: tuple[tuple[str, int], ...]
    theses: tuple[Link, ...]
    topics: tuple[tuple[str, int], ...]
    retracted: int
    releases: tuple[Link, ...]


@dataclass(frozen=True)
class ClaimsPage:
    """All claims by topic."""

    topics: tuple[tuple[str, tuple[ClaimCard, ...]], ...]


@dataclass(frozen=True)
class ThesisPage:
    """A thesis and the claims that it gathers."""

    id: str
    iri: str
    statement: str
    claims: tuple[ClaimCard, ...]
    broader: tuple[Link, ...]
    stated_by: tuple[Link, ...]
    note: str
    file: str


def home_page(base: Base, checked: Checked) -> HomePage:
    counts = (
        ("claims", checked.claims),
        ("studies", checked.studies),
        ("findings", checked.findings),
        ("concepts", checked.concepts),
    )
    topics: dict[str, int] = {}
    for _, entry in sorted(base.claims.items()):
        topics[entry.topic] = topics.get(entry.topic, 0) + 1
    retracted = sum(not entry.record.stands for entry in base.studies.values())
    theses = tuple(claim_link(base, name) for name in sorted(base.theses))
    releases = tuple(release_link(day) for day in sorted(base.releases, reverse=True))
    return HomePage(counts, theses, tuple(sorted(topics.items())), retracted, releases)


def claims_page(base: Base, assessments: dict[str, Assessment]) -> ClaimsPage:
    topics: dict[str, list[ClaimCard]] = {}
    for name, entry in sorted(base.claims.items()):
        topics.setdefault(entry.topic, []).append(card(base, entry.record, assessments[name]))
    return ClaimsPage(tuple((topic, tuple(cards)) for topic, cards in sorted(topics.items())))


def thesis_page(base: Base, entry: Entry[Thesis], assessments: dict[str, Assessment]) -> ThesisPage:
    record = entry.record
    return ThesisPage(
        id=record.id,
        iri=iris.thesis(record.id),
        statement=record.statement,
        claims=tuple(
            card(base, base.claims[name].record, assessments[name]) for name in record.gathers
        ),
        broader=tuple(claim_link(base, name) for name in record.broader),
        stated_by=tuple(study_link(base, name) for name in record.stated_by),
        note=record.note or "",
        file=entry.file,
    )
