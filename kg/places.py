"""Where terms and axioms stand in Turtle text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.iris import BASE, ONTOLOGY

Place = tuple[str, int, int]
"""File, line and column; the latter two count from 1."""
FileLine = tuple[str, int]
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|(?P<comment>\#[^\n]*)"
    r"|@?\b(?:prefix|base)\b\s*(?:(?P<prefix>[\w.-]*:)\s*)?<(?P<namespace>[^<>\s]*)>"
    r"|<(?P<iri>[^<>\"{}|^`\\\x00-\x20]*)>"
    r"|[+-]?\d+(?:\.\d+)?"
    r"|(?P<name>[\w-]*:(?:[\w.-]*[\w-])?)"
    r"|(?P<stop>\.)"
    r"|[\w-]+"
    r"|\S",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class _Statement:
    """One statement of a Turtle file, up to its full stop."""

    file: str
    line: int
    subject: str
    """Empty where it has no name."""
    declares: bool
    """Whether it begins by saying what its subject is."""
    named: tuple[tuple[str, int, int], ...]
    """Each address in it, its subject first, with line and column."""

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(iri for iri, _, _ in self.named)


class Places:
    """Finds terms and axioms in the Turtle files that they were read from."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {file: data for file, data in files.items() if file.endswith(".ttl")}

    def of(self, terms: tuple[str, ...]) -> FileLine | None:
        """Place of the axiom that names these terms; its subject comes first.

        It is the shortest statement that names all of them: one about the first, else one about
        none. A concept stands where its class does, if no file declares it.
        """
        names = [self._declared(iri) for iri in terms]
        wanted, first = set(names), names[0] if names else ""
        naming = [one for one in self._statements if wanted <= one.terms]
        naming = naming or [one for one in self._statements if one.subject == first]
        if not naming:
            return None
        best = min(
            naming,
            key=lambda one: (one.subject != first, bool(one.subject), len(one.terms)),
        )
        return best.file, _line(best, first, names[-1])

    @cached_property
    def mentions(self) -> Mapping[str, Sequence[Place]]:
        """All places of every term, the likeliest first.

        Where it is declared comes before where it is a subject, and that before where it is named.
        """
        found: dict[str, list[tuple[bool, bool, Place]]] = defaultdict(list)
        for one in self._statements:
            for number, (iri, line, column) in enumerate(one.named):
                subject = number == 0 and bool(one.subject)
                rank = not (subject and one.declares), not subject
                found[iri].append((*rank, (one.file, line, column)))
        return {iri: [place for *_, place in sorted(ranked)] for iri, ranked in found.items()}

    def _declared(self, iri: str) -> str:
        """The class of a concept that the build makes of it; any other address as it is."""
        if iri in self._subjects:
            return iri
        return iri.replace(f"{BASE}concept/", ONTOLOGY)

    @cached_property
    def _subjects(self) -> frozenset[str]:
        return frozenset(one.subject for one in self._statements if one.declares)

    @cached_property
    def _statements(self) -> tuple[_Statement, ...]:
        return tuple(
            one
            for file, data in sorted(self._files.items())
            for one in _statements(file, data.decode())
        )


def _line(statement: _Statement, first: str, last: str) -> int:
    """The line on which a statement about `first` names `last`, else its first line."""
    if statement.subject != first or first == last:
        return statement.line
    return next((line for iri, line, _ in statement.named if iri == last), statement.line)


def _statements(file: str, text: str) -> Iterator[_Statement]:
    starts = [0, *(end.end() for end in re.finditer("\n", text))]
    namespaces: dict[str, str] = {}
    tokens: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if token["namespace"] is not None:
            namespaces[token["prefix"] or ""] = token["namespace"]
        elif token["stop"]:
            if tokens:
                yield _statement(file, tokens, namespaces, starts)
            tokens = []
        elif not token["comment"]:
            tokens.append(token)


def _statement(
    file: str, tokens: list[re.Match[str]], namespaces: Mapping[str, str], starts: Sequence[int]
) -> _Statement:
    """`starts` are the offsets at which lines begin."""
    resolved = [(_resolved(token, namespaces), token.start()) for token in tokens]
    named = tuple((iri, *_place(starts, offset)) for iri, offset in resolved if iri)
    line, _ = _place(starts, tokens[0].start())
    declares = len(tokens) > 1 and tokens[1][0] == "a"
    return _Statement(file, line, resolved[0][0], declares, named)


def _place(starts: Sequence[int], offset: int) -> tuple[int, int]:
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def _resolved(token: re.Match[str], namespaces: Mapping[str, str]) -> str:
    """The address that a token stands for, or nothing."""
    if token["iri"] is not None:
        return token["iri"] if ":" in token["iri"] else namespaces.get("", "") + token["iri"]
    prefix, colon, local = (token["name"] or "").partition(":")
    return namespaces[prefix + colon] + local if colon and prefix + colon in namespaces else ""
