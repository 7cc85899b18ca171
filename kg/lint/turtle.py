"""Where terms stand in Turtle text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

Place = tuple[str, int, int]
"""File, line and column; the latter two count from 1."""
_DECLARES = re.compile(r"\s+a\s")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|\#[^\n]*"
    r"|(?P<directive>@?\b(?:prefix|base)\b)"
    r"|<(?P<iri>[^<>\"{}|^`\\\x00-\x20]*)>"
    r"|[+-]?\d+(?:\.\d+)?"
    r"|(?P<name>[\w-]*:(?:[\w.-]*[\w-])?)"
    r"|(?P<stop>\.)"
    r"|\S",
    re.DOTALL | re.IGNORECASE,
)


def places(texts: Mapping[str, str]) -> dict[str, list[Place]]:
    """The places of every term in some files, the likeliest first.

    Where it is declared comes before where it is a subject, and that before where it is named.
    """
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for file, text in sorted(texts.items()):
        for iri, offset, rank in _terms(text):
            line_start = text.rfind("\n", 0, offset) + 1
            place = (file, text.count("\n", 0, offset) + 1, offset - line_start + 1)
            found[iri].append((rank, place))
    return {iri: [place for _, place in sorted(ranked)] for iri, ranked in found.items()}


def _terms(text: str) -> Iterator[tuple[str, int, int]]:
    """Each IRI with its offset, and how likely a reader looks for it there (0 is best)."""
    prefixes: dict[str, str] = {}
    base, directive, begins, prefix = "", "", True, ""
    for token in _TOKEN.finditer(text):
        if token["directive"]:
            directive = token["directive"].lower().removeprefix("@")
        elif token["name"] and directive:
            prefix = token["name"]
        elif token["iri"] is not None and directive:
            if directive == "base":
                base = token["iri"]
            else:
                prefixes[prefix] = token["iri"]
            directive = ""
        elif token["stop"]:
            begins = True
        elif not token[0].startswith("#"):
            if iri := _resolved(token, prefixes, base):
                yield iri, token.start(), _rank(text, token, begins=begins)
            begins = False


def _rank(text: str, token: re.Match[str], *, begins: bool) -> int:
    if not begins:
        return 2
    return 0 if _DECLARES.match(text, token.end()) else 1


def _resolved(token: re.Match[str], prefixes: Mapping[str, str], base: str) -> str | None:
    if token["iri"] is not None:
        return token["iri"] if ":" in token["iri"] else base + token["iri"]
    if token["name"]:
        prefix, _, local = token["name"].partition(":")
        return prefixes[f"{prefix}:"] + local if f"{prefix}:" in prefixes else None
    return None
