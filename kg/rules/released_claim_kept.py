"""What was released keeps its address."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.rules.example import RELEASE, RELEASED
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    known = base.names.get("claim", frozenset())
    for entry in base.releases.values():
        for index, row in enumerate(entry.record.claims):
            if row.claim not in known:
                what = f"the claim {row.claim} was released on {entry.record.id} and is gone"
                mend = "put its file back and say in withdrawn why it no longer stands"
                yield Fault(entry, ("claims", index), what, mend)


RULE = Rule(
    id="released-claim-kept",
    problem="A claim that was released is no longer there.",
    why="Others cite its address; a withdrawn claim stays and says why.",
    mend="Put the file back, with withdrawn and a reason.",
    passes=Change(RELEASE, new=RELEASED),
    fails=Change(RELEASE, new=RELEASED.replace("sex-modifies-support", "never-written")),
    check=check,
    reach="names",
)
