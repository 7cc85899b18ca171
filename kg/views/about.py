"""What findings say of a concept, by what they mean for mental health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.about import finding_roles
from kg.citation import short_citation
from kg.meaning import HUES, Hue, hue
from kg.read.base import Base
from kg.records.finding import Finding
from kg.records.study import Study
from kg.views.finding import result_text
from kg.views.parts import Link, concept_link

SHOWN = 100
"""Findings of one meaning that a page lists, the newest first."""


@dataclass(frozen=True)
class FindingRow:
    """One finding in a list."""

    link: Link
    role: str
    narrower: Link | None
    """The concept that the finding names, where it is narrower than the page's."""
    result: str
    summary: str


@dataclass(frozen=True)
class Meaning:
    """The findings of one meaning."""

    hue: Hue
    title: str
    total: int
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True)
class _Use:
    """A concept's part in a finding."""

    study: Study
    finding: Finding
    role: str
    named: str


Uses = Mapping[str, list[_Use]]


def findings_by_concept(base: Base) -> Uses:
    """Every finding that counts, under each concept that it names and all broader ones."""
    found: dict[str, list[_Use]] = {}
    for entry, _, finding in base.findings():
        if entry.record.stands:
            for name, use in _uses(base, entry.record, finding).items():
                found.setdefault(name, []).append(use)
    return found


def _uses(base: Base, study: Study, finding: Finding) -> dict[str, _Use]:
    """One use a concept: its first part in the finding, groups last."""
    groups = {f"group-{number}": group.level for number, group in enumerate(finding.group)}
    uses: dict[str, _Use] = {}
    for role, named in (finding_roles(finding) | groups).items():
        use = _Use(study, finding, role.partition("-")[0].replace("_", " "), named)
        for wider in base.terms.ancestors(named):
            uses.setdefault(wider, use)
    return uses


def meanings(base: Base, name: str, uses: Uses) -> tuple[Meaning, ...]:
    """The findings about a concept, those of each meaning together."""
    sorted_out: dict[Hue, list[_Use]] = {one: [] for one in HUES}
    for use in sorted(uses.get(name, ()), key=_newest_first):
        sorted_out[hue(base.terms, use.finding)].append(use)
    return tuple(
        Meaning(one, HUES[one], len(found), tuple(_row(base, name, u) for u in found[:SHOWN]))
        for one, found in sorted_out.items()
        if found
    )


def _newest_first(use: _Use) -> tuple[int, str, str]:
    return -use.study.year, use.study.id, use.finding.id


def _row(base: Base, name: str, use: _Use) -> FindingRow:
    path = f"/study/{use.study.id}#finding/{use.finding.id}"
    return FindingRow(
        link=Link(path, short_citation(use.study)),
        role=use.role,
        narrower=None if use.named == name else concept_link(base, use.named),
        result=result_text(base, use.finding),
        summary=use.finding.summary,
    )
