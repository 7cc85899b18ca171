"""Tokens of a SPARQL query, cut where pyoxigraph cuts them (SPARQL 1.1 §19.8, 1.2 §19.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_START = _BASE + "_"
_VARIABLE = _NAME_START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME = _VARIABLE + r"\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL_START = rf"(?:[{_NAME_START}:0-9]|{_ESCAPE})"
_LOCAL_PART = rf"(?:[{_NAME}:]|{_ESCAPE})"
# Alternatives start with different characters, so a match costs time linear in its length; the
# bound on prefixes keeps a long run of dotted words linear too.
_LOCAL = rf"{_LOCAL_START}(?:{_LOCAL_PART}|\.+(?={_LOCAL_PART}))*"
_PREFIX = rf"[{_BASE}](?:[{_NAME}]|\.(?=[{_NAME}.])){{0,120}}"

_TOKEN = re.compile(
    "|".join(
        rf"(?P<{kind}>{pattern})"
        for kind, pattern in {
            "space": r"[ \t\r\n]+",
            "comment": r"#[^\r\n]*",
            "iri": r"""<[^<>"{}|^`\\\x00-\x20]*(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\x00-\x20]*)*>""",
            "variable": rf"[?$][{_NAME_START}0-9][{_VARIABLE}]*",
            "string": r'''"""(?:[^"\\]|\\.|"(?!""))*"""'''
            r"""|'''(?:[^'\\]|\\.|'(?!''))*'''"""
            r'''|"(?:[^"\\\r\n]|\\.)*"'''
            r"""|'(?:[^'\\\r\n]|\\.)*'""",
            "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
            "blank": rf"_:[{_NAME_START}0-9](?:[{_NAME}]|\.+(?=[{_NAME}]))*",
            "name": rf"(?:{_PREFIX})?:(?:{_LOCAL})?",
            "word": r"[A-Za-z_][A-Za-z0-9_]*",
            "number": r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
            "mark": r"<<|>>|\^\^|\{\||\|\}|&&|\|\||<=|>=|!=|.",
        }.items()
    ),
    re.DOTALL,
)
# Kinds that end an operand, so that a `<` right after them may be an operator.
OPERANDS = frozenset({"iri", "variable", "string", "language", "blank", "name", "word", "number"})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """Every token that is neither space nor comment. Never fails: an odd character is a mark."""
    for found in _TOKEN.finditer(query):
        kind = found.lastgroup or ""
        if kind not in ("space", "comment"):
            yield Token(kind, found[0], found.start())


def position(query: str, offset: int) -> str:
    """`line:column` of a character, both from 1, as the parser counts them."""
    line = query.count("\n", 0, offset) + 1
    return f"{line}:{offset - query.rfind(chr(10), 0, offset)}"
