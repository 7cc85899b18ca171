"""A finding speaks to a claim, or says why to none; a claim has findings, or a gap."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.rules.example import MODIFICATION, STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    spoken_to: set[str] = set()
    for entry, index, finding in base.findings():
        path = ("findings", index)
        spoken_to.update(finding.bears_on)
        if not finding.bears_on and finding.unlinked is None:
            mend = "name the claims in bears_on, or the reason in unlinked"
            yield Fault(entry, path, "speaks to no claim and does not say why", mend)
        if finding.bears_on and finding.unlinked is not None:
            mend = "take one of the two out"
            yield Fault(entry, (*path, "unlinked"), "has a reason and claims as well", mend)
    for claim in base.claims.values():
        if claim.record.id not in spoken_to and not claim.record.gaps:
            what = "no finding speaks to this claim, and no gap says so"
            yield Fault(claim, (), what, "add findings, or state the gap")


RULE = Rule(
    id="finding-linked",
    problem="A finding without a claim or a reason; a claim without a finding or a gap.",
    why="What is neither linked nor explained is forgotten.",
    mend="Link it, or write the reason or the gap.",
    passes=Change(
        MODIFICATION, "Does the difference hold for received support?", "Is there any difference?"
    ),
    fails=Change(STUDY, "    unlinked: no claim on this yet\n", ""),
    check=check,
    reach="ties",
)
