"""Reviews: which one leads a verdict, why, and what came after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.assess.direction import Direction
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

    Primary studies of its year and before count as held in it, whether it lists them or not.
    """
    voting = [line for line in lines if line.votes]
    found: dict[str, list[Line]] = {}
    for line in voting:
        if line.study.design in _RANK:
            found.setdefault(line.study.id, []).append(line)
    if not found:
        return None
    best = max(found.values(), key=lambda some: _merit(base, claim, some))
    study = best[0].study
    later = [ln for ln in voting if not ln.study.is_review and ln.study.year > study.year]
    later = [line for line in later if line.study.id not in study.includes]
    direction = majority(Counter(line.direction for line in best))
    trivial = all(is_trivial(base, claim, line) for line in best)
    return Lead(study, tuple(best), direction, trivial, count(later), _why(best, len(found)))


def _merit(base: Base, claim: Claim, some: list[Line]) -> tuple[int, int, int, int, str]:
    study = some[0].study
    direct = any(falls_under(base, line.finding, claim) is not None for line in some)
    size = max(line.sample.studies or 0 for line in some)
    return direct, _RANK[study.design], size, study.year, study.id


def _why(some: list[Line], reviews: int) -> str:
    study = some[0].study
    size = max(line.sample.studies or 0 for line in some)
    of = f" of {size} studies" if size else ""
    rivals = f", chosen among {reviews} reviews by scope, design, size and year"
    return (
        f"{_NAMES.get(study.design, study.design)}{of}, {study.year}{rivals if reviews > 1 else ''}"
    )
