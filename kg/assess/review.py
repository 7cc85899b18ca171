"""Reviews: which one leads a verdict, why, and what came after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.assess.direction import DIRECTIONS, Direction
from kg.assess.evidence import Line
from kg.assess.families import is_trivial
from kg.assess.tally import Counts, count, majority
from kg.read.base import Base
from kg.records.claim import Claim
from kg.records.study import Study
from kg.suggest import falls_under

_NAMES = {"umbrella-review": "umbrella review", "systematic-review": "systematic review"}
_RANK = {"meta-analysis": 3, "umbrella-review": 2, "systematic-review": 1}


@dataclass(frozen=True)
class Lead:
    """The review that leads, what it found, and the data sets that it cannot have held."""

    study: Study
    lines: tuple[Line, ...]
    direction: Direction | None
    """None where its findings differ and no direction has more than half."""
    trivial: bool
    """Whether each of its findings has an interval within the zone of trivial effects."""
    later: Counts
    why: str

    @property
    def studies(self) -> int:
        """Studies in it, as far as printed; 0 where not."""
        return max((line.sample.studies or 0 for line in self.lines), default=0)


def leading_review(base: Base, claim: Claim, lines: Iterable[Line]) -> Lead | None:
    """The best review in scope: on the claim itself, then by design, size and year.

    Data sets with a study of its year or before count as held in it, whether listed or not.
    Where the best one leaves the question open none leads, and the data sets speak.
    """
    voting = [line for line in lines if line.votes]
    found: dict[str, list[Line]] = {}
    for line in voting:
        if line.study.design in _RANK:
            found.setdefault(line.study.id, []).append(line)
    if not found:
        return None
    ways = Counter(_way(some) for some in found.values())
    best = max(found.values(), key=lambda some: (*_merit(base, claim, some), *_tie(some, ways)))
    if _way(best) == "inconclusive":
        return None
    study = best[0].study
    later = _later(study, [line for line in voting if not line.study.is_review])
    trivial = all(is_trivial(base, claim, line) for line in best)
    return Lead(study, tuple(best), _way(best), trivial, count(later), _why(best, len(found)))


def later_without(lead: Lead, left: Iterable[Line]) -> Lead:
    """The lead when the lines of one data set are left out, none of them of a review."""
    return replace(lead, later=lead.later - count(_later(lead.study, list(left))))


def _way(some: list[Line]) -> Direction | None:
    return majority(Counter(line.direction for line in some))


def _later(review: Study, primary: list[Line]) -> list[Line]:
    """Lines of data sets on which nothing came out by the year of the review."""
    held = {
        line.unit
        for line in primary
        if line.study.year <= review.year or line.study.id in review.includes
    }
    return [line for line in primary if line.unit not in held]


def _merit(base: Base, claim: Claim, some: list[Line]) -> tuple[int, int, int, int]:
    study = some[0].study
    direct = any(falls_under(base, line.finding, claim) is not None for line in some)
    size = max(line.sample.studies or 0 for line in some)
    return direct, _RANK[study.design], size, study.year


def _tie(some: list[Line], ways: Counter[Direction | None]) -> tuple[int, int, int, str]:
    """Of equals: what more of the reviews found, the more open answer, most people."""
    way = _way(some)
    people = max(line.sample.n or 0 for line in some)
    return ways[way], (*DIRECTIONS, None).index(way), people, some[0].study.id


def _why(some: list[Line], reviews: int) -> str:
    study = some[0].study
    size = max(line.sample.studies or 0 for line in some)
    of = f" of {size} studies" if size else ""
    rivals = f", chosen among {reviews} reviews by scope, design, size and year"
    return (
        f"{_NAMES.get(study.design, study.design)}{of}, {study.year}{rivals if reviews > 1 else ''}"
    )
