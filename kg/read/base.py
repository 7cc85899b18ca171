"""All evidence files of a folder, as one base of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from pydantic import TypeAdapter

from kg.designs import Designs
from kg.instruments import Instruments
from kg.mappings import Mappings
from kg.read.document import Document, Unreadable, parse
from kg.read.quick import quick_value
from kg.read.shape import name_required, to_record
from kg.records.claim import Claim, ClaimFile, MediationClaim, Thesis
from kg.records.dataset import Dataset
from kg.records.finding import Finding
from kg.records.release import Release
from kg.records.study import Study
from kg.report import Problem
from kg.terms import Terms

Kind = Literal["study", "claim", "dataset"]
FOLDERS: Mapping[str, Kind] = {"studies": "study", "claims": "claim", "datasets": "dataset"}
R = TypeVar("R", Study, Claim, Thesis, Dataset, Release)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record with the document that it was read from."""

    file: str
    document: Document
    record: R

    @property
    def topic(self) -> str:
        """Folder of a claim."""
        return self.file.split("/")[-2]


@dataclass(frozen=True)
class Base:
    """Every record, by id, and every name that a broken file still stands for."""

    terms: Terms
    entries: tuple[Entry[Any], ...] = ()
    names: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    instruments: Instruments = field(default_factory=Instruments)
    designs: Designs = field(default_factory=Designs)
    mappings: Mappings = field(default_factory=Mappings)
    releases: Mapping[str, Entry[Release]] = field(default_factory=dict)

    @cached_property
    def studies(self) -> Mapping[str, Entry[Study]]:
        return self._by_id(Study)

    @cached_property
    def datasets(self) -> Mapping[str, Entry[Dataset]]:
        return self._by_id(Dataset)

    @cached_property
    def theses(self) -> Mapping[str, Entry[Thesis]]:
        return self._by_id(Thesis)

    @cached_property
    def claims(self) -> Mapping[str, Entry[Claim]]:
        others = (Study, Dataset, Thesis)
        found = (entry for entry in self.entries if not isinstance(entry.record, others))
        return {entry.record.id: entry for entry in found}

    @cached_property
    def paths(self) -> tuple[MediationClaim, ...]:
        """What claims say lies between an exposure and an outcome."""
        records = (entry.record for entry in self.claims.values())
        return tuple(record for record in records if isinstance(record, MediationClaim))

    def findings(self) -> Iterator[tuple[Entry[Study], int, Finding]]:
        """Each finding with its study and its place in the study's list."""
        for entry in self.studies.values():
            for index, finding in enumerate(entry.record.findings):
                yield entry, index, finding

    def _by_id(self, model: type[R]) -> dict[str, Entry[R]]:
        found = (entry for entry in self.entries if isinstance(entry.record, model))
        return {entry.record.id: entry for entry in found}


def base_of(files: Iterable[tuple[str, bytes]], terms: Terms) -> tuple[Base, list[Problem]]:
    """The base that files hold, given as (path from the root, bytes)."""
    entries: list[Entry[Any]] = []
    problems: list[Problem] = []
    names: dict[Kind, set[str]] = {kind: set() for kind in FOLDERS.values()}
    for file, data in files:
        kind = kind_of(file)
        names[kind].add(name_of(file))
        record, document, found = read_record(file, data, kind)
        problems.extend(found)
        if record is not None:
            entries.append(Entry(file, document, record))
    frozen = {kind: frozenset(found) for kind, found in names.items()}
    return Base(terms, tuple(entries), frozen), problems


def kind_of(file: str) -> Kind:
    """The kind of record that a file holds, by its folder."""
    return FOLDERS[file.split("/")[1]]


def name_of(file: str) -> str:
    """The name that a file gives its record."""
    return file.rpartition("/")[2].removesuffix(".yaml")


def entry_of(file: str, data: bytes, value: Any, kind: Kind) -> Entry[Any] | None:  # noqa: ANN401
    """The entry of a file whose plain value is known; None where that is no record."""
    record, found = to_record(Document(file, value), _ADAPTERS[kind])
    return None if found else Entry(file, Document(file, value, data=data), record)


def read_record(file: str, data: bytes, kind: Kind) -> tuple[Any, Document, list[Problem]]:
    """The record of one file, or None with what is wrong."""
    value = quick_value(file, data)
    if value is not None and (entry := entry_of(file, data, value, kind)):
        return entry.record, entry.document, []
    try:
        document, problems = parse(file, data)
    except Unreadable as error:
        return None, Document(file), [error.problem]
    record, found = to_record(document, _ADAPTERS[kind])
    problems = name_required(document, problems)
    told = {problem.field for problem in problems}
    problems.extend(problem for problem in found if problem.field not in told)
    return (None if problems else record), Document(file, document.value, data=data), problems


_ADAPTERS: Mapping[Kind, TypeAdapter[Any]] = {
    "study": TypeAdapter(Study),
    "claim": TypeAdapter(ClaimFile),
    "dataset": TypeAdapter(Dataset),
}
