"""For whom a claim holds: groups by outcomes, with three kinds of empty cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.about import finding_roles
from kg.assess.assessment import Assessment
from kg.assess.evidence import Line
from kg.assess.groups import GroupVerdict
from kg.assess.tally import count
from kg.meaning import EMPTY_CELLS, Empty
from kg.read.base import Base
from kg.records.claim import Claim
from kg.views.parts import Link, Scoreboard, VerdictSign, concept_link, scoreboard, verdict_sign

_COLUMNS = 6
"""More outcomes than these are shown together as one column."""


@dataclass(frozen=True)
class Cell:
    """What findings on one outcome in one group say, or why there are none."""

    scoreboard: Scoreboard | None
    empty: str


@dataclass(frozen=True)
class GroupRow:
    """One group."""

    dimension: str
    level: Link
    only_sample: bool
    """Whether all findings come from studies of this group alone."""
    verdict: VerdictSign | None
    """Its own, where the difference between groups is credible; otherwise it shares the overall."""
    certainty: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ForWhom:
    """Groups by outcomes."""

    outcomes: tuple[Link, ...]
    rows: tuple[GroupRow, ...]
    everyone: tuple[Cell, ...]
    legend: tuple[tuple[str, str], ...]
    """Kinds of empty cell, with what each means."""


def for_whom(base: Base, claim: Claim, one: Assessment) -> ForWhom:
    """Rows for every group that a voting finding, a gap or a modification of the claim names."""
    voting = [line for line in one.lines if line.votes]
    columns = _columns(voting)
    names = columns if 0 < len(columns) <= _COLUMNS else [""]
    by_name = {name: [line for line in voting if name in {"", _outcome(line)}] for name in names}
    groups = {(group.dimension, group.level): group for group in one.groups}
    rows = tuple(
        _row(
            base,
            level,
            groups.get(level),
            tuple(_cell(claim, lines, *level) for lines in by_name.values()),
        )
        for level in sorted({*groups, *_asked(base, claim)})
    )
    return ForWhom(
        outcomes=tuple(_heading(base, name) for name in names),
        rows=rows,
        everyone=tuple(Cell(scoreboard(count(lines)), "") for lines in by_name.values()),
        legend=tuple(EMPTY_CELLS.items()),
    )


def _row(
    base: Base, level: tuple[str, str], found: GroupVerdict | None, cells: tuple[Cell, ...]
) -> GroupRow:
    own = found if found and found.differs else None
    return GroupRow(
        dimension=base.terms.dimensions[level[0]].label,
        level=concept_link(base, level[1]),
        only_sample=found is not None and found.only_sample,
        verdict=verdict_sign(own.verdict.label) if own else None,
        certainty=own.certainty.final if own and own.certainty else "",
        cells=cells,
    )


def _columns(lines: Iterable[Line]) -> list[str]:
    """Outcomes, the most studied first."""
    found = Counter(_outcome(line) for line in lines)
    return sorted(found, key=lambda name: (-found[name], name))


def _outcome(line: Line) -> str:
    roles = finding_roles(line.finding)
    return roles.get("outcome") or roles.get("quantity") or ""


def _heading(base: Base, name: str) -> Link:
    return concept_link(base, name) if name else Link("", "all outcomes together")


def _asked(base: Base, claim: Claim) -> set[tuple[str, str]]:
    """Groups of gaps, and both sides of what a modification of the claim asks."""
    found = {(group.dimension, group.level) for gap in claim.gaps for group in gap.group}
    for entry in base.claims.values():
        other = entry.record
        if other.kind == "modification" and other.of == claim.id and other.stands:
            dimension = other.modifier.dimension
            if dimension and len(base.terms.levels(dimension)) <= _COLUMNS:
                found |= {(dimension, level) for level in base.terms.levels(dimension)}
    return found


def _cell(claim: Claim, lines: list[Line], dimension: str, level: str) -> Cell:
    there = [line for line in lines if level in {group.level for group in line.finding.group}]
    if there:
        return Cell(scoreboard(count(there)), "")
    return Cell(None, _empty(claim, lines, dimension, level))


def _empty(claim: Claim, lines: list[Line], dimension: str, level: str) -> Empty:
    gaps = {gap.kind for gap in claim.gaps if level in {group.level for group in gap.group}}
    if "not-studied" in gaps:
        return "not studied"
    undivided = any(
        dimension not in {group.dimension for group in line.finding.group} for line in lines
    )
    if "not-reported-apart" in gaps or undivided:
        return "not reported apart"
    return "not yet curated"
