"""A review of numbers gives a number."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.rules.rule import Change, Fault, Rule

_COUNTING = frozenset({"meta-analysis", "systematic-review", "umbrella-review"})


def check(base: Base) -> Iterator[Fault]:
    for entry in base.studies.values():
        findings = entry.record.findings
        voting = [one for one in findings if one.contributes in {"estimate", "tally"}]
        if entry.record.design not in _COUNTING or not voting:
            continue
        if not any(one.effect or one.tally for one in voting):
            what = f"a {entry.record.design} without any estimate or tally"
            mend = "write the pooled figure or the count of studies, or contributes: theme"
            yield Fault(entry, ("design",), what, mend)


_FILE = "evidence/studies/gathered-2018.yaml"
_TALLY = "    contributes: tally\n    tally: {agree: 7, of: 9}\n"
_REVIEW = f"""\
id: gathered-2018
title: Nine studies of support gathered for this example
authors: [Example]
year: 2018
publication: published
design: systematic-review
samples:
  - {{id: gathered, description: adults in nine studies, studies: 9}}
read: abstract
abstract_complete: yes
curator: editors
findings:
  - id: overall
    kind: association
    sample: gathered
    exposure: {{concept: PerceivedSupport}}
    outcome: {{concept: DepressiveSymptoms}}
    result: lower
{_TALLY}    bears_on: [support-lowers-symptoms]
    locator: abstract
    summary: More support went with fewer symptoms.
"""

RULE = Rule(
    id="review-has-figure",
    problem="No finding of a systematic review or meta-analysis has an estimate or a tally.",
    why="A review votes with what it pooled or counted; a bare direction hides how much is behind.",
    mend="Write the figure or the count, or say that the abstract prints neither.",
    passes=Change(_FILE, "", _REVIEW),
    fails=Change(_FILE, "", _REVIEW.replace(_TALLY, "")),
    check=check,
    reach="record",
    severity="warning",
)
