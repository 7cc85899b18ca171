"""Evidence lines: one finding seen from one claim, and whether it votes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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
    """The people behind it: id of a data set, or of the study where none is named."""
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
    return {name: _lines(base.claims[name].record, pairs) for name, pairs in found.items()}


def _lines(claim: Claim, pairs: list[tuple[Study, Finding]]) -> tuple[Line, ...]:
    whole: set[tuple[str, str | None]] = {
        (study.id, finding.sample)
        for study, finding in pairs
        if _own_silence(study, finding) is None
    }
    lines = (_line(claim, study, finding, whole) for study, finding in pairs)
    return tuple(sorted(lines, key=lambda line: (line.study.year, line.study.id, line.finding.id)))


def _line(
    claim: Claim, study: Study, finding: Finding, whole: AbstractSet[tuple[str, str | None]]
) -> Line:
    sample = sample_of(study, finding)
    because = _own_silence(study, finding)
    if because is None and (study.id, sample.part_of) in whole:
        because = f"nested in the sample {sample.part_of}, which votes"
    unit = sample.dataset or study.dataset or study.id
    return Line(claim.id, study, finding, direction(finding.result, claim.expects), unit, because)


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
