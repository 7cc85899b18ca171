"""What a query's text must satisfy before a worker sees it, and what it says of itself.

pyoxigraph's parser recurses without a bound (a 5 kB query overflows the stack) and evaluates
SERVICE by HTTP with no way to switch it off. The parser has no separate tokeniser: it reads
`<` as an operator or as the start of an IRI by context, and `SERVICE:x` as keyword and name.
Where that differs from the standard's longest match, the text is refused, so that the reading
here and the reading there are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.tokens import OPERANDS, Token, position, tokens
from server.problems import ProblemError
from server.sparql import refusals

if TYPE_CHECKING:
    from server.sparql.limits import Limits

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
# Their value differs from one evaluation to the next, so the answer must not be cached.
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID"})

_CLOSES = {")": "(", "}": "{", "]": "[", ">>": "<<", "|}": "{|"}
_OPENS = frozenset(_CLOSES.values())
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_STRUCTURE = re.compile(r"[()\[\]'#]")


@dataclass(frozen=True, slots=True)
class Text:
    """A query that passed: its form, whether its answer may vary, how many graphs FROM merges."""

    form: str
    volatile: bool
    from_clauses: int


@dataclass(slots=True)
class _Scan:
    query: str
    limits: Limits
    form: str = ""
    volatile: bool = False
    from_clauses: int = 0
    counted: int = 0
    values: bool = False
    # open brackets, each with what it holds: "values" rows, an IN "list", or anything ("")
    open: list[tuple[str, str]] = field(default_factory=list)
    before: tuple[Token, ...] = ()

    def last(self, back: int = 1) -> str:
        return self.before[-back].text.upper() if len(self.before) >= back else ""

    def innermost(self) -> tuple[str, str]:
        return self.open[-1] if self.open else ("", "")


def check(query: str, limits: Limits) -> Text:
    """Raise ProblemError if the query is too long, too deep, too large, federated or an update."""
    # surrogatepass: a lone surrogate is the parser's to refuse, not ours to fail on
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > limits.query_bytes:
        raise ProblemError(refusals.query_too_long(size, limits.query_bytes))
    scan = _Scan(query, limits)
    for token in tokens(query):
        _check_reading(scan, token)
        _check_service(scan, token)
        _note_word(scan, token)
        _count(scan, token)
        _follow_brackets(scan, token)
        scan.before = (*scan.before[-2:], token)
    if not scan.form:
        raise ProblemError(refusals.no_form())
    return Text(scan.form, scan.volatile, scan.from_clauses)


def _check_reading(scan: _Scan, token: Token) -> None:
    if token.kind == "mark" and token.text in "'\"":
        raise ProblemError(refusals.open_string(position(scan.query, token.start)))
    structural = token.text == "<<" or _STRUCTURE.search(token.text)
    if structural and _may_be_operator(scan, token):
        raise ProblemError(refusals.ambiguous(position(scan.query, token.start)))


def _may_be_operator(scan: _Scan, token: Token) -> bool:
    """Whether the parser may take the token's first character for "less than"."""
    bracket, holds = scan.innermost()
    if not token.text.startswith("<") or bracket != "(" or holds == "values" or not scan.before:
        return False
    operand = scan.before[-1].kind in OPERANDS or scan.last() in _CLOSES
    # `scheme://` is no expression, so such an IRI can be read in one way only
    return operand and token.text != "<=" and not _ABSOLUTE.match(token.text)


def _check_service(scan: _Scan, token: Token) -> None:
    """No keyword but SERVICE has those letters, alone or run together with its neighbours."""
    if token.kind == "word" and "service" in token.text.lower():
        raise ProblemError(refusals.federation(position(scan.query, token.start)))
    if token.text != "{" or not scan.before or scan.innermost()[0] != "{":
        return
    name = scan.before[-1]
    prefix = name.text.partition(":")[0].lower() if name.kind == "name" else ""
    if "service" in prefix and scan.last(2) != "GRAPH":
        raise ProblemError(refusals.federation(position(scan.query, name.start)))


def _note_word(scan: _Scan, token: Token) -> None:
    if token.kind != "word":
        return
    word = token.text.upper()
    if not scan.form:
        if word in UPDATES:
            raise ProblemError(refusals.read_only())
        # the parser takes `SELECTDISTINCT` for two words
        scan.form = next((form for form in FORMS if word.startswith(form)), "")
    if word == "FROM":
        scan.from_clauses += 1
    elif word == "NAMED" and scan.last() == "FROM":
        scan.from_clauses -= 1
    scan.volatile = scan.volatile or word in VOLATILE
    scan.values = scan.values or word == "VALUES"


def _count(scan: _Scan, token: Token) -> None:
    _, holds = scan.innermost()
    if holds and (token.kind != "mark" or token.text in (",", "(", ")", "^^")):
        return
    scan.counted += 1
    if token.kind == "iri" and _may_be_operator(scan, token):
        scan.counted += len(re.findall(r"\W", token.text))
    if scan.counted > scan.limits.tokens:
        raise ProblemError(refusals.too_large(scan.limits.tokens))


def _follow_brackets(scan: _Scan, token: Token) -> None:
    if token.text in _OPENS:
        scan.open.append((token.text, _holds(scan, token.text)))
        if len(scan.open) > scan.limits.nesting:
            where = position(scan.query, token.start)
            raise ProblemError(refusals.too_deep(where, scan.limits.nesting))
        scan.values = scan.values and token.text != "{"
    elif scan.open and scan.open[-1][0] == _CLOSES.get(token.text):
        scan.open.pop()


def _holds(scan: _Scan, bracket: str) -> str:
    if bracket == "(" and scan.last() == "IN":
        return "list"
    # the rows of a VALUES block, and a triple term, hold plain terms like the block itself
    plain = scan.innermost() == ("{", "values") or (bracket == "(" and scan.last() == "<<")
    return "values" if scan.values or plain else ""
