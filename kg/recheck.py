"""Checking what an edit can have changed, with the answer that checking everything would give.

A file that is as it was is not parsed again, its own faults are those of last time, and rules
over several records run again on the records that changed files are tied to (kg/rules/ties.py).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from kg.designs import designs_of
from kg.individuals import read_individuals
from kg.instruments import instruments_of
from kg.known import Known, State, digest_of
from kg.lint.run import lint
from kg.mappings import mappings_of
from kg.read.base import FOLDERS, Base, Entry, entry_of, kind_of, name_of, read_record
from kg.read.files import sort_out
from kg.read.plain import from_json, to_json
from kg.read.release import Releases, is_release, read_releases
from kg.records.claim import Thesis
from kg.records.study import Study
from kg.report import Problem
from kg.rules.catalogue import RULES
from kg.rules.rule import Reach, Rule
from kg.rules.run import NOTHING, Found, misfits, run, stale
from kg.rules.ties import Tied, ties_of
from kg.terms import Terms, read_terms

Files = Mapping[str, bytes]
"""Input files by path from the root."""
Tell = Callable[[str, int, int], None]
"""Told what is being done, how many of it are done, and how many there are."""
_STEP = 100
"""Files between two words on how far it is."""


class Recheck:
    """One check of all files, helped by what an earlier one came to know."""

    def __init__(self, files: Files, before: State, tell: Tell = lambda *_: None) -> None:
        self.tell = tell
        self.files = files
        evidence = {f: files[f] for f in sorted(files) if f.startswith("evidence/")}
        tables = {file: data for file, data in evidence.items() if is_release(file)}
        self.records, misplaced = sort_out({f: evidence[f] for f in evidence if f not in tables})
        ontology = {f: data for f, data in files.items() if f.startswith("ontology/")}
        self._before = before
        self._entries: dict[str, Entry[Any] | None] = {}
        self._ontology = _ontology_digest(ontology)
        self._same_ontology = self._ontology == before.ontology
        releases, wrong = read_releases(tables)
        self._frame, self._lint = self._framed(ontology, releases)
        self._outside = (*misplaced, *wrong)
        self.state = self._checked()

    @cached_property
    def base(self) -> Base:
        """Every record."""
        return self._base(self.records)

    @property
    def used(self) -> tuple[Entry[Any], ...]:
        """The records that were read so far."""
        return tuple(entry for entry in self._entries.values() if entry)

    @property
    def terms(self) -> Terms:
        """The ontology."""
        return self._frame.terms

    def _framed(self, ontology: Files, releases: Releases) -> tuple[Base, tuple[Problem, ...]]:
        """The base without records; and the problems of the ontology."""
        terms, problems = read_terms(ontology)
        individuals = read_individuals(ontology)
        names: dict[Any, set[str]] = {kind: set() for kind in FOLDERS.values()}
        for file in self.records:
            names[kind_of(file)].add(name_of(file))
        frame = Base(
            terms,
            names={kind: frozenset(found) for kind, found in names.items()},
            instruments=instruments_of(individuals),
            designs=designs_of(individuals),
            mappings=mappings_of(individuals),
            releases=releases,
        )
        if self._same_ontology:
            return frame, self._before.lint
        return frame, tuple(problems or lint(ontology))

    def _checked(self) -> State:
        with without_collecting():
            old = self._before.files
            known = {file: self._known(file, old.get(file)) for file in self._told("reading")}
            changed = {file for file in {*old, *known} if old.get(file) is not known.get(file)}
            state = State(known, self._ontology, self._lint, frame=self._outside)
            state = replace(state, files_read=self._all_read(known), parsed=self._values)
            state = replace(state, values=self._before.values)
            if any(problem.rule == "turtle" for problem in self._lint):
                return replace(state, files={f: _unruled(one) for f, one in known.items()})
            return self._ruled(state, changed)

    def _told(self, what: str) -> Iterator[str]:
        for number, file in enumerate(self.records):
            if number % _STEP == 0:
                self.tell(what, number, len(self.records))
            yield file

    def _known(self, file: str, old: Known | None) -> Known:
        """What is known of a file without any rule; the very same where it has not changed."""
        data = self.records[file]
        digest = digest_of(data)
        if old is not None and old.digest == digest:
            return old
        entry, problems = _read(file, data)
        self._entries[file] = entry
        ties = ties_of(file, entry)
        if entry is None:
            return Known(digest, ties=ties, read=tuple(problems))
        record = entry.record
        findings = len(record.findings) if isinstance(record, Study) else 0
        kind = "thesis" if isinstance(record, Thesis) else kind_of(file)
        return Known(digest, kind, record.id, findings, ties)

    def _all_read(self, known: Mapping[str, Known]) -> bool:
        names = sum(len(found) for found in self._frame.names.values())
        return names <= sum(1 for one in known.values() if one.kind)

    def _ruled(self, state: State, changed: set[str]) -> State:
        """With what the rules find, where it can be another thing than before."""
        known = dict(state.files)
        whole = not self._same_ontology
        known |= self._alone(known, known if whole else changed & known.keys())
        known |= self._among(known, changed)
        if whole or any(kind_of(file) == "claim" for file in changed):
            claims = [file for file in known if kind_of(file) == "claim"]
            found = self._found("claims", claims)
            known |= {f: replace(known[f], claims=found.get(f, NOTHING)) for f in claims}
        anywhere = self._found("names", ()) | self._found("base", known)
        return replace(state, files=known, anywhere=anywhere)

    def _among(self, known: Mapping[str, Known], changed: set[str]) -> dict[str, Known]:
        """Files that may have another fault among others than before, with those they have."""
        tied = self._tied(known, changed)
        affected = self._affected(tied, changed) if self._same_ontology else set(known)
        found = self._found("ties", tied.context(affected) & known.keys())
        files = affected & known.keys()
        return {file: replace(known[file], among=found.get(file, NOTHING)) for file in files}

    def _tied(self, known: Mapping[str, Known], changed: set[str]) -> Tied:
        """All files by their ties, those that changed by the ties they had as well."""
        old = self._before.files
        had = {file: old[file].ties for file in changed & old.keys()}
        return Tied({file: one.ties for file, one in known.items()}, had)

    def _affected(self, tied: Tied, changed: set[str]) -> set[str]:
        old = self._before.files
        if old.keys() == self.records.keys():
            return tied.affected(changed)
        # A remedy that offers the nearest name rests on the names of all files.
        offered = {file for file, one in old.items() if one.among.problems}
        return tied.affected(changed) | offered

    def _alone(self, known: Mapping[str, Known], files: Collection[str]) -> dict[str, Known]:
        """Some files with the faults of each that rest on it alone."""
        layers: list[dict[tuple[str, str], str]] = []
        entries = {entry.file: entry for entry in self._base(files).entries}
        for file, entry in entries.items():
            key = (kind_of(file), entry.record.id)
            layer = next((one for one in layers if key not in one), None)
            if layer is None:
                layers.append(layer := {})
            layer[key] = file
        found: dict[str, Found] = {}
        for layer in layers:
            found |= self._found("record", set(layer.values()))
        bare = {file: replace(known[file], alone=NOTHING, stale=()) for file in files}
        return bare | {f: _judged(known[f], e, found.get(f, NOTHING)) for f, e in entries.items()}

    def _found(self, reach: Reach, files: Collection[str]) -> dict[str, Found]:
        """What the rules of a reach find in the base of some files."""
        rules = [rule for rule in _CHECKS if rule.reach == reach]
        return run(self._base(files), self._telling(_WORDS[reach], rules)) if rules else {}

    def _telling(self, what: str, rules: Sequence[Rule]) -> Iterator[Rule]:
        for number, rule in enumerate(rules):
            self.tell(what, number, len(rules))
            yield rule

    def _base(self, files: Collection[str]) -> Base:
        self._load(file for file in files if file not in self._entries)
        entries = (self._entries[file] for file in self.records if file in files)
        return replace(self._frame, entries=tuple(entry for entry in entries if entry))

    def _load(self, files: Iterable[str]) -> None:
        """Read files that have not changed: from what was kept, else by parsing them after all."""
        digests = {file: self._before.files[file].digest for file in files}
        values = self._before.values(digests.values()) if digests else {}
        for file, digest in digests.items():
            kept = _kept(file, self.records[file], values.get(digest))
            self._entries[file] = kept or _read(file, self.records[file])[0]

    def _values(self, files: Iterable[str]) -> dict[str, str]:
        found = ((file, self._entries.get(file)) for file in files)
        return {file: to_json(entry.document.value) for file, entry in found if entry}


def _read(file: str, data: bytes) -> tuple[Entry[Any] | None, list[Problem]]:
    record, document, problems = read_record(file, data, kind_of(file))
    return (None if record is None else Entry(file, document, record)), problems


def _kept(file: str, data: bytes, text: str | None) -> Entry[Any] | None:
    with suppress(ValueError):
        return None if text is None else entry_of(file, data, from_json(text), kind_of(file))
    return None


def _judged(known: Known, entry: Entry[Any], found: Found) -> Known:
    """With what rules find in the record, and what its exceptions come to."""
    if not entry.record.exceptions:
        return replace(known, alone=found, stale=())
    problems = tuple(sorted({*found.problems, *misfits(entry)}))
    return replace(known, alone=replace(found, problems=problems), stale=stale(entry))


def _unruled(known: Known) -> Known:
    return replace(known, alone=NOTHING, among=NOTHING, claims=NOTHING, stale=())


_CHECKS = tuple(rule for rule in RULES if rule.check)
"""Rules beyond those that reading a file applies."""
_WORDS: Mapping[Reach, str] = {
    "names": "checking releases",
    "record": "checking records",
    "ties": "checking ties between records",
    "claims": "checking claims",
    "base": "checking the whole base",
}


def _ontology_digest(files: Files) -> str:
    parts = (f"{file} {digest_of(data)}\n" for file, data in sorted(files.items()))
    return digest_of("".join(parts).encode())


@contextmanager
def without_collecting() -> Iterator[None]:
    """Records hold no rings, and looking for some again and again takes half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
