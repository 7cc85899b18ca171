"""From a thing and a property of the graph back to the file, line and field of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.iris import BASE
from kg.places import Places
from kg.read.base import Base, Entry
from kg.read.document import Document, Path, field_name

FIELDS: Mapping[str, tuple[Path, ...]] = {
    "ageMax": (("age", "max"),),
    "ageMean": (("age", "mean"),),
    "ageMin": (("age", "min"),),
    "arm": (("arms",),),
    "broaderClaim": (("broader",),),
    "checkedByHand": (("exceptions",),),
    "ciHigh": (("ci", 1),),
    "ciHighPrinted": (("ci", 1),),
    "ciLow": (("ci", 0),),
    "ciLowPrinted": (("ci", 0),),
    "contrastFrom": (("contrast", "from"),),
    "contrastTo": (("contrast", "to"),),
    "contrastUnit": (("contrast", "unit"),),
    "country": (("countries",),),
    "creator": (("authors",),),
    "datasetKind": (("kind",),),
    "followUpMonths": (("follow_up",),),
    "gap": (("gaps",),),
    "gapKind": (("kind",),),
    "label": (("statement",), ("name",)),
    "modifier": (("modifiers",), ("modifier",)),
    "modifies": (("of",),),
    "ofLevel": (("level",),),
    "outOf": (("of",),),
    "pPrinted": (("p",),),
    "population": (("group",),),
    "qualifier": (("group",),),
    "reports": (("findings",),),
    "sameAs": (("doi",), ("pmid",)),
    "sample": (("samples",), ("sample",)),
    "sampleSize": (("n",),),
    "searchDate": (("search", "date"),),
    "searchKind": (("search", "kind"),),
    "searchString": (("search", "string"),),
    "sePrinted": (("se",),),
    "startYear": (("start",),),
    "studyCount": (("studies",),),
    "type": (("kind",),),
    "valuePrinted": (("value",),),
    "withdrawalReason": (("withdrawn", "reason"),),
}
"""Where a property comes from, when it is not the field of the same name in small letters."""
_FOLDERS = {"study": "studies", "claim": "claims", "thesis": "claims", "dataset": "datasets"}
_THING = re.compile(re.escape(BASE) + r"(study|claim|thesis|dataset)/([^#]+)#?(.*)")
_LINE = re.compile(re.escape(BASE) + r"claim/[^#]+#evidence/([^/]+)/(.+)")


@dataclass(frozen=True, order=True)
class Place:
    """Where a problem is told. Lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1
    field: str = ""


class Finder:
    """Finds things of the graph in the files that they were compiled from."""

    def __init__(self, files: Mapping[str, bytes], base: Base) -> None:
        entries: tuple[Entry[Any], ...] = base.entries
        self._documents = {(one.file.split("/")[1], one.record.id): one.document for one in entries}
        self._ontology = Places(files)

    def find(self, thing: str, properties: tuple[str, ...]) -> Place:
        """Place of the first property that the thing's record holds, else of the thing."""
        line = _LINE.fullmatch(thing)
        if line:
            thing = f"{BASE}study/{line[1]}#finding/{line[2]}"
        match = _THING.fullmatch(thing)
        document = self._documents.get((_FOLDERS[match[1]], match[2])) if match else None
        if match is None or document is None:
            return self._elsewhere(thing)
        path = _walk(document, match[3].split("/"))
        fields = [(*path, *field) for name in properties for field in _fields(name)]
        held = next((field for field in fields if document.get(field) is not None), None)
        shown = held or next(iter(fields), path)
        return Place(document.file, *document.place(held or path), field_name(shown))

    def _elsewhere(self, thing: str) -> Place:
        """A concept stands in the ontology; whatever no file holds, the compiler made."""
        place = self._ontology.of((thing,))
        return Place(*place) if place else Place("kg/compile")


def _fields(name: str) -> Iterator[Path]:
    local = re.split(r"[/#]", name)[-1]
    yield from FIELDS.get(local) or ((re.sub("([A-Z])", r"_\1", local).lower(),),)


def _walk(document: Document, steps: list[str]) -> Path:
    """The path of a part by the steps of its address, as far as the record goes along."""
    path: Path = ()
    for step in steps:
        key = _key(document.get(path), step)
        if key is not None:
            path = (*path, key)
    return path


def _key(value: object, step: str) -> str | int | None:
    if isinstance(value, dict):
        names = (step.replace("-", "_"), f"{step}s")
        return next((name for name in names if name in value), None)
    if not isinstance(value, tuple):
        return None
    ids = [item.get("id") if isinstance(item, dict) else None for item in value]
    if step in ids:
        return ids.index(step)
    return int(step) - 1 if step.isdecimal() and 0 < int(step) <= len(value) else None
