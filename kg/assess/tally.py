"""Counting by independent data set, overall and by group. Reviews are counted apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.assess.direction import DIRECTIONS, Direction
from kg.assess.evidence import Line


@dataclass(frozen=True)
class Counts:
    """How many data sets, and how many reviews, point each way."""

    datasets: Mapping[Direction, int]
    split: int
    """Data sets in which no direction has more than half of the findings; they do not vote."""
    reviews: Mapping[Direction, int]
    split_reviews: int
    """Reviews of which the same holds."""
    findings: int

    def __sub__(self, part: Counts) -> Counts:
        """Without some of the data sets and reviews that are counted here."""
        return Counts(
            {name: n - part.datasets[name] for name, n in self.datasets.items()},
            self.split - part.split,
            {name: n - part.reviews[name] for name, n in self.reviews.items()},
            self.split_reviews - part.split_reviews,
            self.findings - part.findings,
        )

    @property
    def total(self) -> int:
        """Data sets with any voting finding."""
        return sum(self.datasets.values()) + self.split

    @property
    def reviewed(self) -> int:
        """Reviews with any voting finding."""
        return sum(self.reviews.values()) + self.split_reviews


@dataclass(frozen=True)
class GroupCounts:
    """Counts of the findings made in one group."""

    dimension: str
    level: str
    counts: Counts
    only_sample: bool
    """Whether all of them come from studies of this group alone."""


def count(lines: Iterable[Line]) -> Counts:
    """One vote a data set, by more than half of its findings; without that, no vote."""
    voting = [line for line in lines if line.votes]
    primary = directions(line for line in voting if not line.study.is_review)
    reviews = directions(line for line in voting if line.study.is_review)
    votes = Counter(majority(found) for found in primary.values())
    reviewed = Counter(majority(found) for found in reviews.values())
    return Counts(
        datasets=_ordered(votes),
        split=votes[None],
        reviews=_ordered(reviewed),
        split_reviews=reviewed[None],
        findings=len(voting),
    )


def directions(lines: Iterable[Line]) -> dict[str, Counter[Direction]]:
    """How many findings of each data set or review point each way."""
    units: dict[str, Counter[Direction]] = {}
    for line in lines:
        units.setdefault(line.unit, Counter())[line.direction] += 1
    return units


def majority(found: Counter[Direction]) -> Direction | None:
    """The direction of more than half of the findings, if there is one."""
    ((first, most),) = found.most_common(1)
    return first if 2 * most > found.total() else None


def _ordered(votes: Mapping[Direction | None, int]) -> dict[Direction, int]:
    return {name: votes.get(name, 0) for name in DIRECTIONS}


def by_group(lines: tuple[Line, ...]) -> tuple[GroupCounts, ...]:
    """Counts of the findings made in each group."""
    groups: dict[tuple[str, str], list[tuple[Line, str]]] = {}
    for line in lines:
        for group in line.finding.group:
            if line.votes:
                groups.setdefault((group.dimension, group.level), []).append((line, group.role))
    return tuple(
        GroupCounts(
            dimension,
            level,
            count(line for line, _ in found),
            all(role == "sample" for _, role in found),
        )
        for (dimension, level), found in sorted(groups.items())
    )
