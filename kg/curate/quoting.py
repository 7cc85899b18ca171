"""Text as YAML scalars: plain where that is safe, quoted where not, folded to a width."""

from __future__ import annotations

import re

import yaml

from kg.read.document import Unreadable, parse

_SAFE = re.compile(r"[^\W\d_](?:[\w ./()';+%=<>&@*-]*[\w./()';+%=<>&@*-])?")
"""Begins with a letter, and holds nothing that YAML gives a meaning."""
_WORDS = frozenset({"null", "true", "false"})
_OTHER_NUMBERS = re.compile(r"[-+]?(0o[0-7]+|0x[0-9A-Fa-f]+|\.inf|\.nan)", re.IGNORECASE)
_BOOLEAN = "tag:yaml.org,2002:bool"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")
"""A single space: where YAML takes a line break for a space."""


def scalar(text: str) -> str:
    """Text as it is written on a line of its own."""
    if _plain(text, flow=False):
        return text
    if not re.search(r"[\t\n\x85\u2028\u2029]", text) and re.search(r"[\"\\]", text):
        return "'" + text.replace("'", "''") + "'"
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    return '"' + escaped.replace("\n", "\\n") + '"'


def within_braces(text: str) -> str | None:
    """Text between braces or brackets; None where only they make it need quotes, as a comma."""
    if _plain(text, flow=True):
        return text
    outside = scalar(text)
    return outside if outside != text else None


def fold(text: str, first: int, rest: int) -> list[str]:
    """Lines of a scalar: the first of at most `first` characters, the others of `rest`.

    A word that is longer stands alone.
    """
    lines: list[str] = []
    line, room = "", first
    for word in _BREAK.split(text):
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, rest
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _plain(text: str, *, flow: bool) -> bool:
    if text.lower() in _WORDS or "\t" in text:
        return False
    if _SAFE.fullmatch(text) or (not flow and _SAFE.fullmatch(text.replace(",", ""))):
        return True
    return not _number_elsewhere(text) and _reads_back(text, flow=flow)


def _number_elsewhere(text: str) -> bool:
    """Whether some reader of YAML takes it for a number, a date or nothing.

    Words such as yes and NO are left plain: they are text here, and stand in every record.
    """
    rules = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], [])
    tags = {tag for tag, pattern in rules if pattern.match(text)}
    return bool(tags - {_BOOLEAN}) or bool(_OTHER_NUMBERS.fullmatch(text))


def _reads_back(text: str, *, flow: bool) -> bool:
    """Whether our reader finds the same text, last in a mapping and before another value.

    Between braces some readers take ? for the mark of a key.
    """
    if flow and "?" in text:
        return False
    sample = f"[{{k: {text}}}, {text}, b]" if flow else f"k: {text}\nb: c"
    try:
        document, problems = parse("", sample.encode())
    except Unreadable:
        return False
    expected = ({"k": text}, text, "b") if flow else {"k": text, "b": "c"}
    return not problems and bool(document.value == expected)
