"""Where an axiom of the ontology stands: its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.iris import BASE, ONTOLOGY

Place = tuple[str, int]
"""File and line."""
_STRINGS = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""',
    r"'''(?:[^'\\]|\\.|'(?!''))*'''",
    r'"(?:[^"\\\n]|\\.)*"',
    r"'(?:[^'\\\n]|\\.)*'",
)
_TOKEN = re.compile("|".join([*_STRINGS, r"<[^>\s]*>", r"#[^\n]*", r"\.(?=\s|#|$)"]), re.DOTALL)
_TURTLE = ox.RdfFormat.TURTLE
_PREFIX = re.compile(r"^@?(?:prefix|base)\b[^\n]*", re.MULTILINE | re.IGNORECASE)
_SPACE = re.compile(r"(?:\s|#[^\n]*)*")


@dataclass(frozen=True)
class _Statement:
    """One statement of a Turtle file, up to its full stop."""

    file: str
    line: int
    text: str
    subjects: frozenset[str]
    terms: frozenset[str]


class Places:
    """Finds axioms in the Turtle files that they were read from."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {file: data for file, data in files.items() if file.endswith(".ttl")}

    def of(self, terms: tuple[str, ...]) -> Place | None:
        """Place of the axiom that names these terms; its subject comes first.

        It is the shortest statement that names all of them: one about the first, else one about
        none. A concept stands where its class does.
        """
        names = [iri.replace(f"{BASE}concept/", ONTOLOGY) for iri in terms]
        wanted, first = set(names), names[0] if names else ""
        naming = [one for one in self._statements if wanted <= one.terms]
        naming = naming or [one for one in self._statements if first in one.subjects]
        if not naming:
            return None
        best = min(
            naming,
            key=lambda one: (first not in one.subjects, len(one.subjects), len(one.terms)),
        )
        return best.file, best.line + _lines_down(best, first, names[-1])

    @cached_property
    def _statements(self) -> tuple[_Statement, ...]:
        return tuple(
            one
            for file, data in sorted(self._files.items())
            for one in _statements(file, data.decode())
        )


def _statements(file: str, text: str) -> Iterator[_Statement]:
    prefixes = "\n".join(_PREFIX.findall(text))
    start = 0
    for token in _TOKEN.finditer(text):
        if token[0] == ".":
            begin = start + len(_SPACE.match(text, start)[0])  # type: ignore[index]  # may be ""
            body, start = text[begin : token.end()], token.end()
            with suppress(SyntaxError):
                triples = [quad.triple for quad in ox.parse(prefixes + body, format=_TURTLE)]
                line = text.count("\n", 0, begin) + 1
                yield _Statement(file, line, body, *_named(triples))


def _named(triples: list[ox.Triple]) -> tuple[frozenset[str], frozenset[str]]:
    subjects = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    nodes = (node for t in triples for node in (t.subject, t.predicate, t.object))
    return frozenset(subjects), frozenset(n.value for n in nodes if isinstance(n, ox.NamedNode))


def _lines_down(statement: _Statement, first: str, last: str) -> int:
    """How far below its first line a statement about `first` names `last`."""
    if first not in statement.subjects or first == last:
        return 0
    local = re.split(r"[/#]", last)[-1]
    match = re.search(rf":{re.escape(local)}\b", statement.text)
    return statement.text.count("\n", 0, match.start()) if match else 0
