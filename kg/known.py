"""What a check came to know of every file, so that the next one need not find it out again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.report import Checked, Problem
from kg.rules.run import NOTHING, Found
from kg.rules.ties import Ties

Values = Callable[[Iterable[str]], Mapping[str, str]]
"""Plain values as JSON (kg/read/plain.py) by the digest of their file, as far as there are any."""
Parsed = Callable[[Iterable[str]], Mapping[str, str]]
"""Plain values as JSON by file, of those that were parsed."""


@dataclass(frozen=True)
class Known:
    """What is known of one evidence file."""

    digest: str
    """Of its bytes."""
    kind: str = ""
    """`study`, `claim`, `thesis` or `dataset`; empty where no record can be read."""
    id: str = ""
    findings: int = 0
    ties: Ties = ()
    read: tuple[Problem, ...] = ()
    """Problems of reading it; they rest on the file alone."""
    alone: Found = NOTHING
    """What rests on the file and the ontology."""
    among: Found = NOTHING
    """What rests on other files too, as far as they are tied to it."""
    claims: Found = NOTHING
    """What rests on all claims."""
    stale: tuple[tuple[int, Problem], ...] = ()
    """What is to be told of each of its exceptions, by its place, if it explains no warning."""

    def unexplaining(self, more: Found = NOTHING) -> Iterator[Problem]:
        """What is told of exceptions that explain nothing of all that was found, and of `more`."""
        found = (self.alone, self.among, self.claims, more)
        used = {place for one in found for place in one.explained}
        yield from (problem for place, problem in self.stale if place not in used)


@dataclass(frozen=True)
class State:
    """Everything that one check came to know. Good for the same code only."""

    files: Mapping[str, Known] = field(default_factory=dict)
    ontology: str = ""
    """Digest of the ontology's files."""
    lint: tuple[Problem, ...] = ()
    """Problems of the ontology's files."""
    files_read: bool = True
    """Whether a record could be read from every file; not kept, nor are the next two."""
    frame: tuple[Problem, ...] = ()
    """Problems of releases, and of files that lie there and are no records."""
    anywhere: Mapping[str, Found] = field(default_factory=dict)
    """By file what rests on no one knows which files."""
    values: Values = lambda _: {}
    parsed: Parsed = lambda _: {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, each once, in order of place."""
        found = {*self.lint, *self.frame}
        for one in self._found():
            found.update(one.problems)
        for file, known in self.files.items():
            found.update(known.read)
            if known.stale and self.files_read:
                found.update(known.unexplaining(self.anywhere.get(file, NOTHING)))
        return tuple(sorted(found))

    @property
    def explained(self) -> int:
        """Warnings that are silent because the record gives a reason."""
        return sum(len(one.explained) for one in self._found())

    def _found(self) -> Iterator[Found]:
        yield from self.anywhere.values()
        for known in self.files.values():
            yield from (known.alone, known.among, known.claims)

    def checked(self, files: int, concepts: int, rules: int) -> Checked:
        """How much was looked at. Of two records with one id one counts."""
        by_id = {(one.kind, one.id): one for one in self.files.values() if one.kind}
        kinds = [kind for kind, _ in by_id]
        return Checked(
            files=files,
            studies=kinds.count("study"),
            claims=kinds.count("claim"),
            datasets=kinds.count("dataset"),
            findings=sum(one.findings for one in by_id.values()),
            concepts=concepts,
            rules=rules,
        )


def digest_of(data: bytes) -> str:
    """The digest by which a file is known."""
    return hashlib.sha256(data).hexdigest()
