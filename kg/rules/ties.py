"""Which records a fault of a record can rest on, so that an edit is checked where it matters.

A fault of a record rests on that record, on what it names, on what names it, and on what shares
an identifier, a data set, an id or all of a title but a word with it. Claims are climbed as well:
a claim by `of` and `broader` to the top, a finding from its claim by `of` to the association that
is modified. A rule that looks elsewhere says so by its reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zlib import crc32

from kg.read.base import Entry, kind_of, name_of
from kg.records.study import Study
from kg.rules.reference_resolves import references
from kg.rules.title_once import title_keys

Ties = tuple[str, ...]
"""What ties one file to others: `is claim/x`, `names claim/x`, `shares doi/10.5555/y`, ..."""


def ties_of(file: str, entry: Entry[Any] | None) -> Ties:
    """The ties of a file; of one that cannot be read, its name alone."""
    kind = kind_of(file)
    found = {f"is {kind}/{name_of(file)}"}
    if entry is not None:
        found |= {f"is {kind}/{entry.record.id}", f"id {kind}/{entry.record.id}"}
        found |= set(_named(entry)) | set(_shared(entry.record))
    return tuple(sorted(found))


def _named(entry: Entry[Any]) -> Iterator[str]:
    for _, name, kind in references(entry):
        yield f"names {kind}/{name}"
        if kind == "dataset":
            yield f"shares dataset/{name}"
    of = getattr(entry.record, "of", None)
    for name in (of, *getattr(entry.record, "broader", ())):
        if name:
            yield f"climbs claim/{name}"
    if of:
        yield f"of claim/{of}"


def _shared(record: object) -> Iterator[str]:
    if isinstance(record, Study):
        for name in ("doi", "pmid", "pmcid"):
            value = getattr(record, name)
            if value:
                yield f"shares {name}/{value}"
        for key in title_keys(record.title):
            yield f"shares title/{crc32(key.encode()):x}"


class Tied:
    """Files by their ties, and by those that files had before they changed or went."""

    def __init__(self, ties: Mapping[str, Ties], had: Mapping[str, Ties]) -> None:
        self._ties = {**ties, **{file: (*ties.get(file, ()), *had[file]) for file in had}}
        self._files: dict[str, list[str]] = defaultdict(list)
        for file, found in self._ties.items():
            for tie in found:
                self._files[tie].append(file)

    def affected(self, changed: Iterable[str]) -> set[str]:
        """Files that may have another fault than before when some files change or go."""
        # Of two records with one id only one is seen, so another may come into view.
        start = {other for file in changed for other in (file, *self._same_id(file))}
        found = set(start)
        for file in start:
            found.update(self._neighbours(file), self._below(file))
        return found

    def context(self, files: Iterable[str]) -> set[str]:
        """The files that rules must see to find the faults of some files."""
        found = set(files)
        for file in tuple(found):
            found.update(self._neighbours(file))
        found.update(self._above(found))
        return found | {other for file in found for other in self._same_id(file)}

    def _of(self, file: str, word: str) -> Iterator[str]:
        """What a file is tied to by a word."""
        for tie in self._ties.get(file, ()):
            first, _, rest = tie.partition(" ")
            if first == word:
                yield rest

    def _with(self, word: str, names: Iterable[str]) -> Iterator[str]:
        """The files tied to any of these by a word."""
        for name in names:
            yield from self._files.get(f"{word} {name}", ())

    def _same_id(self, file: str) -> Iterator[str]:
        return self._with("id", self._of(file, "id"))

    def _neighbours(self, file: str) -> Iterator[str]:
        """What it names, what names it, and what shares something with it."""
        yield from self._with("is", self._of(file, "names"))
        for word, own in (("names", "is"), ("shares", "shares"), ("is", "is")):
            yield from self._with(word, self._of(file, own))

    def _above(self, files: Iterable[str]) -> set[str]:
        """Claims over these, to the top."""
        return self._walk(files, lambda file: self._with("is", self._of(file, "climbs")))

    def _below(self, file: str) -> set[str]:
        """Claims under this one to the bottom, and what names one that modifies it."""
        modifies = self._walk([file], lambda one: self._with("of", self._of(one, "is")))
        under = self._walk([file], lambda one: self._with("climbs", self._of(one, "is")))
        return under.union(*(self._with("names", self._of(one, "is")) for one in modifies))

    @staticmethod
    def _walk(files: Iterable[str], step: Any) -> set[str]:  # noqa: ANN401
        found: set[str] = set()
        todo = list(files)
        while todo:
            new = set(step(todo.pop())) - found
            found |= new
            todo.extend(new)
        return found
