"""A retracted source says so, and counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.read.base import Base, Entry
from kg.rules.example import CLAIM
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for study in base.studies.values():
        if study.record.publication == "retracted" and study.record.notice is None:
            what = "retracted, and no notice is given"
            yield Fault(study, ("publication",), what, "add notice: reason and DOI")
    claims: tuple[Entry[Any], ...] = (*base.claims.values(), *base.theses.values())
    for entry in claims:
        for index, name in enumerate(entry.record.stated_by):
            source = base.studies.get(name)
            if source and source.record.publication == "retracted":
                what = f"{name} is retracted"
                yield Fault(entry, ("stated_by", index), what, "name a source that stands")


RULE = Rule(
    id="retracted-source",
    problem="A retracted study lacks its notice, or a claim rests on it.",
    why="A retracted source stays in the tree to be seen, and counts for nothing.",
    mend="Give the notice; take the study out of stated_by.",
    passes=Change(CLAIM, "stated_by: [example-2020]", "note: Also in a paper since retracted."),
    fails=Change(CLAIM, "stated_by: [example-2020]", "stated_by: [taken-back-2019]"),
    check=check,
    reach="ties",
)
