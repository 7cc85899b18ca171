"""DOI, PMID and PMCID are well formed and stand once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.read.base import Base
from kg.rules.example import RETRACTED
from kg.rules.rule import Change, Fault, Rule

_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "doi": (
        re.compile(r"10\.\d{4,9}/[^\sA-Z]+"),
        "lower case from 10. on, without https://doi.org/",
    ),
    "pmid": (re.compile(r"[1-9]\d{0,8}"), "digits only, in quotes"),
    "pmcid": (re.compile(r"PMC[1-9]\d{0,8}"), "PMC and digits"),
}


def check(base: Base) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for entry in base.studies.values():
        for name, (form, mend) in _FORMS.items():
            value = getattr(entry.record, name)
            if value is None:
                continue
            if not form.fullmatch(value):
                yield Fault(entry, (name,), f"{value!r} is no {name.upper()}", f"write {mend}")
            first = seen.setdefault((name, value), entry.file)
            if first != entry.file:
                what = f"{value} stands in {first} too"
                yield Fault(entry, (name,), what, "one publication is one file; merge the two")


RULE = Rule(
    id="identifier-form",
    problem="A DOI, PMID or PMCID is malformed, or stands in two studies.",
    why="Identifiers are how one publication is known to be the same; two files would vote twice.",
    mend="Write it as the message says; merge files of one publication.",
    passes=Change(RETRACTED, "doi: 10.5555/example.2019", "doi: 10.5555/s0001(19)2-x;y"),
    fails=Change(RETRACTED, "doi: 10.5555/example.2019", "doi: 10.5555/example.2020"),
    check=check,
    reach="ties",
)
