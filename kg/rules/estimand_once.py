"""A data set answers a question once."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.records.finding import Finding
from kg.records.study import Study
from kg.rules.estimand import Key, estimand
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    seen: dict[Key, tuple[str, str]] = {}
    for entry, index, finding in base.findings():
        own = (entry.record.id, finding.id)
        for key, within in _keys(entry.record, finding):
            study, other = seen.setdefault(key, own)
            if (study, other) != own and (study == own[0]) == within:
                what = f"asks of the same people what {study}#{other} asks"
                mend = "merge the two, or write what sets them apart: measure, group, model, time"
                yield Fault(entry, ("findings", index), what, mend)


def _keys(study: Study, finding: Finding) -> Iterator[tuple[Key, bool]]:
    """The question within the study, then within the data set; and whether it is the first."""
    yield (study.id, finding.sample, *estimand(finding, by_wording=True)), True
    sample = next((one for one in study.samples if one.id == finding.sample), None)
    dataset = (sample.dataset if sample else None) or study.dataset
    if dataset and sample and sample.part_of is None and study.stands:
        yield (dataset, *estimand(finding, by_wording=False)), False


_OTHER = """\
  - id: women-again
    kind: association
    sample: adults
    group:
      - {dimension: sex, level: Women, role: stratum, n: 600}
    exposure: {concept: PerceivedSupport}
    outcome: {concept: DepressiveSymptoms, phase: level}
    result: not-detected
    bears_on: [support-lowers-symptoms]
    locator: table 2
    summary: No difference in symptoms was seen.
  - id: women-and-men
"""

RULE = Rule(
    id="estimand-once",
    problem="Two findings on the same people ask the same question.",
    why="One result filed twice weighs double; two results of one question need what differs.",
    mend="Merge them, or write what sets them apart: measure, group, model, step or time.",
    passes=Change(STUDY, "  - id: women-and-men\n", _OTHER),
    fails=Change(STUDY, "  - id: women-and-men\n", _OTHER.replace(", phase: level", "")),
    check=check,
    reach="ties",
    severity="warning",
)
