"""A proposition is one claim."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from kg.about import ROLES, claim_roles
from kg.read.base import Base
from kg.records.claim import Claim
from kg.rules.rule import Change, Fault, Rule

_NARROWS = ("level", "comparator", "phase")


def check(base: Base) -> Iterator[Fault]:
    seen: dict[Hashable, str] = {}
    for entry in base.claims.values():
        if entry.record.withdrawn is None:
            first = seen.setdefault(_proposition(base, entry.record), entry.record.id)
            if first != entry.record.id:
                mend = "merge the two; where they differ, let group, level, phase or concept say it"
                yield Fault(entry, (), f"says what {first} says", mend)


def _proposition(base: Base, claim: Claim) -> Hashable:
    parts = [getattr(claim, role, None) for role in ROLES]
    narrows = tuple(getattr(part, name, None) for part in parts for name in _NARROWS)
    groups = frozenset((group.dimension, group.level) for group in claim.group)
    return claim.kind, claim.expects, frozenset(claim_roles(base, claim).items()), narrows, groups


_FILE = "evidence/claims/models/support-goes-with-fewer-symptoms.yaml"
_TWIN = """\
id: support-goes-with-fewer-symptoms
kind: association
exposure: {concept: PerceivedSupport}
outcome: {concept: DepressiveSymptoms}
expects: lower
reading: descriptive
group:
  - {dimension: age, level: Adults}
search: {kind: none}
gaps:
  - {question: Which way does it run?, kind: not-studied}
"""


RULE = Rule(
    id="claim-once",
    problem="Two claims say the same thing.",
    why="Evidence divides between twins, and each looks weaker than it is.",
    mend="Merge them, or let group, level, phase or concept say how they differ.",
    passes=Change(_FILE, "", _TWIN.replace("Symptoms}", "Symptoms, phase: onset}")),
    fails=Change(_FILE, "", _TWIN),
    check=check,
    reach="claims",
    severity="warning",
)
