"""Evidence lines: one finding seen from one claim, and whether it votes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kg.assess.direction import Direction, direction
from kg.read.base import Base
from kg.records.claim import Claim
from kg.records.finding import Finding
from kg.records.study import Sample, Study


@dataclass(frozen=True)
class Line:
    """One finding that bears on one claim."""

    claim: str
    study: Study
    finding: Finding
    direction: Direction
    unit: str
    """The people behind it: id of a data set, or of a study where none is named."""
    silent_because: str | None
    """Why it does not vote; None where it does."""

    @property
    def votes(self) -> bool:
        return self.silent_because is None

    @property
    def sample(self) -> Sample:
        return sample_of(self.study, self.finding)


def sample_of(study: Study, finding: Finding) -> Sample:
    """The sample in which a finding was made. The rules hold that it exists."""
    return next(sample for sample in study.samples if sample.id == finding.sample)


def lines_by_claim(base: Base) -> dict[str, tuple[Line, ...]]:
    """All lines of every claim, each claim's in order of year and study."""
    found: dict[str, list[tuple[Study, Finding]]] = {name: [] for name in sorted(base.claims)}
    for entry, _, finding in base.findings():
        for name in finding.bears_on:
            if name in found:
                found[name].append((entry.record, finding))
    units = units_of(base)
    return {name: _lines(base.claims[name].record, pairs, units) for name, pairs in found.items()}


def _lines(
    claim: Claim, pairs: list[tuple[Study, Finding]], units: Mapping[str, str]
) -> tuple[Line, ...]:
    whole: set[tuple[str, str | None]] = {
        (study.id, finding.sample)
        for study, finding in pairs
        if _own_silence(study, finding) is None
    }
    lines = (_line(claim, study, finding, whole, units) for study, finding in pairs)
    return tuple(sorted(lines, key=lambda line: (line.study.year, line.study.id, line.finding.id)))


def _line(
    claim: Claim,
    study: Study,
    finding: Finding,
    whole: AbstractSet[tuple[str, str | None]],
    units: Mapping[str, str],
) -> Line:
    sample = sample_of(study, finding)
    because = _own_silence(study, finding)
    around = next((name for name in around_of(study, sample) if (study.id, name) in whole), None)
    if because is None and around is not None:
        because = f"nested in the sample {around}, which votes"
    unit = unit_of(study, finding, units)
    return Line(claim.id, study, finding, direction(finding.result, claim.expects), unit, because)


def unit_of(study: Study, finding: Finding, units: Mapping[str, str]) -> str:
    """The people behind a finding: those of its sample, or of its study, given `units_of`."""
    return sample_of(study, finding).dataset or units[study.id]


def around_of(study: Study, sample: Sample) -> list[str]:
    """The samples around a sample, from the inside out."""
    parents = {one.id: one.part_of for one in study.samples}
    found: list[str] = []
    at = sample.part_of
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def units_of(base: Base) -> dict[str, str]:
    """The people behind each study: its data set, or that of a study to which it is related.

    A reanalysis, a second paper on a trial, an update bring no people of their own.
    """
    parts = {name: {name} for name in base.studies}
    for name, entry in base.studies.items():
        for relation in entry.record.relations:
            other = parts.get(relation.study)
            if other is not None and other is not parts[name]:
                other |= parts[name]
                parts |= dict.fromkeys(other, other)
    return {name: _unit(base, name, joined) for name, joined in parts.items()}


def _unit(base: Base, name: str, joined: AbstractSet[str]) -> str:
    own = base.studies[name].record.dataset
    named = sorted(found for one in joined if (found := base.studies[one].record.dataset))
    return own or next(iter(named), min(joined))


def _own_silence(study: Study, finding: Finding) -> str | None:
    """Why a finding does not vote whatever else there is."""
    if study.publication == "retracted":
        return "the source is retracted"
    if study.withdrawn is not None:
        return "the record was withdrawn"
    if finding.contributes in {"theme", "argument"}:
        return f"a {finding.contributes} does not vote"
    if finding.kind == "modification" and finding.tested == "strata-only":
        return "the difference was not tested"
    return None


_WORDS = frozenset({"summary", "note", "locator"})
"""Fields of a finding that may be put better without the evidence being another."""


def evidence_digest(lines: Iterable[Line]) -> str:
    """16 hexadecimal digits over what was found, in whom, and what it means for the claim."""
    total = hashlib.sha256()
    for line in lines:
        facts = (line.study.id, line.study.design, line.unit, line.direction, line.silent_because)
        total.update(repr(facts).encode())
        total.update(line.sample.model_dump_json(exclude_defaults=True).encode())
        finding = line.finding.model_dump_json(exclude=set(_WORDS), exclude_defaults=True)
        total.update(finding.encode())
    return total.hexdigest()[:16]
