"""The case of a claim without each data set in turn, from what is known of the whole.

Counts add up over data sets, and a family without the one that is left out stays as it is: so
a claim on ten times the data sets takes little more than ten times the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.assess.evidence import Line
from kg.assess.families import Families, PooledFamily, borne, by_size, pool_family, unsized_nulls
from kg.assess.figures import Figures
from kg.assess.review import Lead, later_without, leading_review
from kg.assess.tally import count
from kg.assess.units import select
from kg.assess.verdict import Case


def cases_without(
    figures: Figures, lines: Sequence[Line], whole: Case
) -> Iterator[tuple[str, Case]]:
    """Each data set or review by name, in order, with the case of the lines without it.

    `whole` is the case of all `lines`, which vote. What is chosen in one data set does not depend
    on the others.
    """
    own: dict[str, list[Line]] = {}
    for line in lines:
        own.setdefault(line.unit, []).append(line)
    families = select(figures, lines).families()
    nulls, may_bear = unsized_nulls(lines, families), borne(figures.claim, families)
    for left, some in sorted(own.items()):
        pooled = _pooled(may_bear, whole.families, nulls, left)
        yield left, Case(whole.counts - count(some), _lead(figures, lines, whole, some), pooled)


def _lead(
    figures: Figures, lines: Sequence[Line], whole: Case, left: Sequence[Line]
) -> Lead | None:
    if any(line.study.is_review for line in left):
        kept = [line for line in lines if line.unit != left[0].unit]
        return leading_review(figures.base, figures.claim, kept)
    return later_without(whole.lead, left) if whole.lead else None


def _pooled(
    families: Families, whole: Sequence[PooledFamily], nulls: Mapping[str, int], left: str
) -> tuple[PooledFamily, ...]:
    known = {one.family: one for one in whole}
    fewer = {name: people for name, people in nulls.items() if name != left}
    found = []
    for family, units in families.items():
        rest = tuple(unit for unit in units if unit.dataset != left)
        same = len(rest) == len(units) and len(fewer) == len(nulls)
        found.append(known.get(family) if same else pool_family(family, rest, fewer))
    return by_size(found)
