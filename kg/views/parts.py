"""Parts that several pages share. All are plain values, kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.assess.assessment import Assessment
from kg.assess.direction import DIRECTIONS, Direction
from kg.assess.tally import Counts
from kg.assess.verdict import Label
from kg.citation import short_citation
from kg.meaning import SIGNS, VERDICTS
from kg.read.base import Base
from kg.records.claim import Claim
from kg.records.study import Study
from kg.statement import label, statement


@dataclass(frozen=True)
class Link:
    """A page and what it is called."""

    path: str
    label: str
    standing: str = ""
    """retracted or withdrawn: what no longer counts says so wherever it is listed."""


@dataclass(frozen=True)
class Count:
    """One direction of a scoreboard."""

    direction: str
    glyph: str
    word: str
    datasets: int
    reviews: int
    text: str
    """Both together in words: 2 contradict it."""


@dataclass(frozen=True)
class Scoreboard:
    """How many independent data sets, and reviews, point each way."""

    counts: tuple[Count, ...]
    datasets: int
    split: int
    reviews: int
    split_reviews: int
    findings: int
    sentence: str


@dataclass(frozen=True)
class VerdictSign:
    """A verdict in a list or a table."""

    label: str
    glyph: str
    word: str


@dataclass(frozen=True)
class ClaimCard:
    """A claim in a list."""

    path: str
    statement: str
    kind: str
    reading: str
    topic: str
    standing: str
    verdict: VerdictSign
    certainty: str
    """Empty where nothing was studied."""
    scoreboard: Scoreboard


def scoreboard(counts: Counts) -> Scoreboard:
    rows = tuple(_count(counts, name) for name in DIRECTIONS)
    return Scoreboard(
        counts=rows,
        datasets=counts.total,
        split=counts.split,
        reviews=counts.reviewed,
        split_reviews=counts.split_reviews,
        findings=counts.findings,
        sentence=_sentence(counts),
    )


def _count(counts: Counts, name: Direction) -> Count:
    datasets, reviews, sign = counts.datasets[name], counts.reviews[name], SIGNS[name]
    text = _voices(name, datasets + reviews)
    return Count(name, sign.glyph, sign.word, datasets, reviews, text)


def _voices(name: Direction, number: int) -> str:
    return f"{number} {SIGNS[name].word if number == 1 else SIGNS[name].plural}"


def _sentence(counts: Counts) -> str:
    """What the findings curated here say, without weighing them."""
    datasets = _part(counts.total, "data set", counts.datasets, counts.split)
    reviews = _part(counts.reviewed, "review", counts.reviews, counts.split_reviews)
    found = " ".join(part for part in (datasets, reviews) if part)
    return found or "No finding curated here speaks to this claim yet."


def _part(total: int, noun: str, votes: Mapping[Direction, int], split: int) -> str:
    if not total:
        return ""
    words = [_voices(name, votes[name]) for name in DIRECTIONS if votes[name]]
    if split:
        words.append(f"{split} found differing things")
    plural = "s" if total != 1 else ""
    return f"Of {total} {noun}{plural} curated here: {', '.join(words)}."


def verdict_sign(name: Label) -> VerdictSign:
    shown = VERDICTS[name]
    return VerdictSign(name, shown.glyph, shown.word)


def concept_link(base: Base, name: str) -> Link:
    return Link(f"/concept/{name}", label(base.terms, name))


def claim_link(base: Base, name: str) -> Link:
    """Link to a claim or a thesis."""
    if name in base.theses:
        return Link(f"/thesis/{name}", base.theses[name].record.statement)
    record = base.claims[name].record
    return Link(f"/claim/{name}", statement(base, record), _standing(record))


def study_link(base: Base, name: str) -> Link:
    """Link to a study, marked where it counts for nothing."""
    record = base.studies[name].record
    return Link(f"/study/{name}", short_citation(record), _standing(record))


def _standing(record: Study | Claim) -> str:
    if isinstance(record, Study) and record.publication == "retracted":
        return "retracted"
    return "withdrawn" if record.withdrawn else ""


def card(base: Base, claim: Claim, assessment: Assessment) -> ClaimCard:
    topic = base.claims[claim.id].topic
    return ClaimCard(
        path=f"/claim/{claim.id}",
        statement=statement(base, claim),
        kind=claim.kind,
        reading=claim.reading,
        topic=topic,
        standing=_standing(claim),
        verdict=verdict_sign(assessment.verdict.label),
        certainty=assessment.certainty.final if assessment.certainty else "",
        scoreboard=scoreboard(assessment.overall),
    )
