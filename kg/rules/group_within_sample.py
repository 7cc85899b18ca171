"""A part is not larger than its whole."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base, Entry
from kg.records.study import Study
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry in base.studies.values():
        sizes = {sample.id: sample.n for sample in entry.record.samples if sample.n is not None}
        yield from _samples(entry, sizes)
        yield from _groups(entry, sizes)


def _samples(entry: Entry[Study], sizes: dict[str, int]) -> Iterator[Fault]:
    for index, sample in enumerate(entry.record.samples):
        whole = sizes.get(sample.part_of or "")
        if sample.n is not None and whole is not None and sample.n > whole:
            what = f"{sample.n} of the {whole} of {sample.part_of}"
            yield Fault(entry, ("samples", index, "n"), what, "a nested sample is smaller")


def _groups(entry: Entry[Study], sizes: dict[str, int]) -> Iterator[Fault]:
    for number, finding in enumerate(entry.record.findings):
        whole = sizes.get(finding.sample)
        for index, group in enumerate(finding.group):
            if group.n is not None and whole is not None and group.n > whole:
                what = f"{group.n} of the {whole} of sample {finding.sample}"
                path = ("findings", number, "group", index, "n")
                yield Fault(entry, path, what, "a group is not larger than its sample")


RULE = Rule(
    id="group-within-sample",
    problem="A group or nested sample has more people than the sample around it.",
    why="One of the two numbers belongs to other people.",
    mend="Compare both numbers with the paper.",
    passes=Change(STUDY, "role: stratum, n: 600}", "role: stratum, n: 1000}"),
    fails=Change(STUDY, "role: stratum, n: 600}", "role: stratum, n: 6000}"),
    check=check,
    reach="record",
)
