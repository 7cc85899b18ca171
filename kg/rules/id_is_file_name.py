"""A record's id equals its file's name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.read.base import Base
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry in base.entries:
        name = PurePosixPath(entry.file).stem
        if entry.record.id != name:
            what = f"{entry.record.id!r} is not the file's name"
            yield Fault(entry, ("id",), what, f"write {name}, or rename the file")


RULE = Rule(
    id="id-is-file-name",
    problem="The id of a record differs from the name of its file.",
    why="Who reads an id in the graph must find the file without a search.",
    mend="Make the two equal.",
    passes=Change(STUDY, "year: 2020", "year: 2021"),
    fails=Change(
        "evidence/datasets/other-name.yaml",
        "",
        "id: another-name\nname: Another\nkind: survey\ndescription: People.\nsource: x\n",
    ),
    check=check,
    reach="record",
)
