"""The verdict by group: a group has its own only where the difference between groups is credible.

Women "supports" beside men "imprecise" reads as a difference and may be none: it takes a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.assess.certainty import Judged, Weighed, certainty_of
from kg.assess.tally import GroupCounts, by_group
from kg.assess.units import levels_of
from kg.assess.verdict import Verdict, case_of, judge
from kg.read.base import Base
from kg.records.claim import ModificationClaim


@dataclass(frozen=True)
class GroupVerdict(GroupCounts):
    """What holds for one group."""

    own: Verdict
    """What the same rules say of the group's findings alone, be it credible or not."""
    verdict: Verdict
    """The one that holds: its own where the difference is credible, or else the overall one."""
    certainty: Judged | None
    """Of the verdict that holds."""
    differs_by: tuple[str, ...]
    """Credible modification claims on the group's dimension; without any it is not shown to differ,
    which is not to say that it is the same."""

    @property
    def differs(self) -> bool:
        return bool(self.differs_by)

    @property
    def because(self) -> str:
        """Why the verdict that holds is its own, or the overall one."""
        if self.differs:
            return f"differs by {self.dimension}: {', '.join(self.differs_by)}"
        return f"not shown to differ by {self.dimension}: it shares the overall verdict"


def group_verdicts(
    overall: Weighed, certainty: Judged | None, differs_by: Sequence[str]
) -> tuple[GroupVerdict, ...]:
    """A verdict for each group in which findings of a claim were made.

    `overall` and `certainty` are of the whole claim, `differs_by` its credible modifications.
    """
    return tuple(_groups(overall, certainty, differs_by))


def _groups(
    overall: Weighed, certainty: Judged | None, differs_by: Sequence[str]
) -> Iterator[GroupVerdict]:
    base = overall.base
    for counts in by_group(overall.lines):
        by = tuple(name for name in differs_by if _dimension(base, name) == counts.dimension)
        own = _own(overall, counts)
        yield GroupVerdict(
            **vars(counts),
            own=own.verdict,
            verdict=own.verdict if by else overall.verdict,
            certainty=certainty_of(own) if by else certainty,
            differs_by=by,
        )


def _own(overall: Weighed, group: GroupCounts) -> Weighed:
    level = group.dimension, group.level
    kept = tuple(line for line in overall.lines if level in levels_of(line))
    case = case_of(overall.figures, kept, level)
    return replace(overall, lines=kept, case=case, verdict=judge(case))


def _dimension(base: Base, name: str) -> str | None:
    record = base.claims[name].record
    return record.modifier.dimension if isinstance(record, ModificationClaim) else None
