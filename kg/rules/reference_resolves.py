"""References lead to records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.nearest import Names
from kg.read.base import Base, Entry, Kind
from kg.read.document import Path
from kg.records.study import Study
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_TARGETS: Mapping[str, Kind] = {
    "dataset": "dataset",
    "study": "study",
    "includes": "study",
    "stated_by": "study",
    "bears_on": "claim",
    "of": "claim",
    "broader": "claim",
    "opposes": "claim",
    "reverse_of": "claim",
    "gathers": "claim",
}


def check(base: Base) -> Iterator[Fault]:
    known = {kind: Names(sorted(base.names.get(kind, ()))) for kind in set(_TARGETS.values())}
    for entry in base.entries:
        for path, name, kind in references(entry):
            if name not in base.names.get(kind, ()):
                yield Fault(entry, path, *_words(name, kind, known[kind]))
    for study in base.studies.values():
        yield from _samples(study)


def references(entry: Entry[Any]) -> Iterator[tuple[Path, str, Kind]]:
    """Each name of another record, with its path and the kind of record that it names."""
    for path, mapping in entry.document.mappings:
        for key, value in mapping.items():
            if key in _TARGETS and "tally" not in path:
                yield from _names((*path, key), value, _TARGETS[key])


def _names(path: Path, value: object, kind: Kind) -> Iterator[tuple[Path, str, Kind]]:
    if isinstance(value, str):
        yield path, value, kind
    elif isinstance(value, tuple):
        for index, name in enumerate(value):
            yield (*path, index), str(name), kind


def _samples(entry: Entry[Study]) -> Iterator[Fault]:
    known = frozenset(sample.id for sample in entry.record.samples)
    for index, finding in enumerate(entry.record.findings):
        if finding.sample not in known:
            path = ("findings", index, "sample")
            yield Fault(entry, path, *_words(finding.sample, "sample", Names(known)))
    for index, sample in enumerate(entry.record.samples):
        path = ("samples", index, "part_of")
        if sample.part_of == sample.id:
            yield Fault(entry, path, f"{sample.id} is part of itself", "name the sample around it")
        elif sample.part_of and sample.part_of not in known:
            yield Fault(entry, path, *_words(sample.part_of, "sample", Names(known)))


def _words(name: str, kind: str, known: Names) -> tuple[str, str]:
    meant = known.nearest(name)
    mend = f"did you mean {meant}?" if meant else f"write the {kind}'s file, or take it out"
    return f"there is no {kind} {name}", mend


RULE = Rule(
    id="reference-resolves",
    problem="A record names a study, claim, data set or sample that is not there.",
    why="A finding that points nowhere is lost from every page and every count.",
    mend="Use the id of a record that exists.",
    passes=Change(STUDY, "design: cohort", "design: cohort\ndesign_note: of no-such-study"),
    fails=Change(
        STUDY, "bears_on: [support-lowers-symptoms]", "bears_on: [support-lower-symptoms]"
    ),
    check=check,
    reach="ties",
)
