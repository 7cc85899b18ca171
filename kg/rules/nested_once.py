"""People who are part of a sample do not speak beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.read.base import Base
from kg.records.finding import Finding
from kg.records.group import Qualifier
from kg.rules.estimand import Key, question
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_STEPS = 8
"""How far up nested samples are followed."""
_Place = tuple[str, str, frozenset[Qualifier], Key]


def check(base: Base) -> Iterator[Fault]:
    for entry in base.studies.values():
        if not entry.record.stands:
            continue
        parents = {sample.id: sample.part_of for sample in entry.record.samples}
        wholes = _by_place(entry.record.findings)
        for index, finding in enumerate(entry.record.findings):
            for claim in finding.bears_on:
                whole = _whole(finding, claim, parents, wholes)
                if whole is not None:
                    what = f"speaks to {claim} beside {whole.id}, of whose people it is a part"
                    mend = "link the whole alone; a part belongs to a claim on that group"
                    yield Fault(entry, ("findings", index, "bears_on"), what, mend)
                    break


def _by_place(findings: Iterable[Finding]) -> dict[_Place, Finding]:
    found: dict[_Place, Finding] = {}
    for finding in findings:
        asked = question(finding, by_wording=True)
        for claim in finding.bears_on:
            place = (claim, finding.sample, frozenset(finding.group), asked)
            found.setdefault(place, finding)
    return found


def _whole(
    part: Finding,
    claim: str,
    parents: Mapping[str, str | None],
    wholes: Mapping[_Place, Finding],
) -> Finding | None:
    """The finding that has the people of this one among its own, and votes beside it."""
    asked = question(part, by_wording=True)
    for group in _wider(part):
        for sample in _votes_beside(part.sample, parents):
            whole = wholes.get((claim, sample, frozenset(group), asked))
            if whole is not None and (whole.sample, whole.group) != (part.sample, part.group):
                return whole
    return None


def _wider(part: Finding) -> Iterator[tuple[Qualifier, ...]]:
    """The groups of a finding as they are, without any stratum, and without each of its strata."""
    yield part.group
    yield tuple(group for group in part.group if group.role == "sample")
    for index, group in enumerate(part.group):
        if group.role == "stratum":
            yield part.group[:index] + part.group[index + 1 :]


def _votes_beside(sample: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """The sample itself, and those around it but for the nearest, beside which it is silent."""
    yield sample
    above = parents.get(sample)
    for _ in range(_STEPS):
        above = parents.get(above) if above else None
        if above:
            yield above


_ALL = """\
  - id: all
    kind: association
    sample: adults
    exposure: {concept: PerceivedSupport}
    outcome: {concept: DepressiveSymptoms}
    result: lower
    bears_on: [support-lowers-symptoms]
    locator: table 2
    summary: People with more support had fewer symptoms.
  - id: women-and-men
"""

RULE = Rule(
    id="nested-once",
    problem="A group speaks to a claim beside the sample that it is a part of.",
    why="The same people are heard twice: once with all, once as women.",
    mend="Link the finding on all to the claim, and that on the group to a claim on the group.",
    passes=Change(
        STUDY,
        "  - id: women-and-men\n",
        _ALL.replace("DepressiveSymptoms", "DepressiveSymptoms, phase: onset"),
    ),
    fails=Change(STUDY, "  - id: women-and-men\n", _ALL),
    check=check,
    reach="record",
    severity="warning",
)
