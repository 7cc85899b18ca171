"""Ask a snapshot: SPARQL over its store, and the named queries that come with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from kg.compile.triples import PREFIXES
from kg.iris import BASE
from kg.snapshot import Snapshot
from kg.tokens import position, tokens

_HEADER = re.compile(r"#\s*(title|about|topic|parameter)\s*:\s*(.+)")
RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


class BadQuery(Exception):
    """A query that cannot be run; the message says why."""


@dataclass(frozen=True)
class NamedQuery:
    """A query that comes with Tiebeam: title, meaning, text, and parameters with defaults."""

    name: str
    topic: str
    title: str
    about: str
    text: str
    parameters: dict[str, str]

    @property
    def filled_in(self) -> str:
        """The text with each parameter's default as a VALUES line, to be pasted and edited."""
        lines = [
            f"  VALUES {name} {{ {node} }}\n" for name, node in substitutions(self, {}).items()
        ]
        head, where, body = self.text.partition("WHERE {\n")
        return head + where + "".join(lines) + body


def named_queries() -> dict[str, NamedQuery]:
    """All named queries, by name."""
    found = sorted(files("kg").joinpath("queries").iterdir(), key=lambda file: file.name)
    queries = (file for file in found if file.name.endswith(".rq"))
    return {
        (
            query := _named(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))
        ).name: query
        for file in queries
    }


def _named(name: str, text: str) -> NamedQuery:
    header = _HEADER.findall(text)
    facts = {key: value for key, value in header if key != "parameter"}
    pairs = (value.partition("=") for key, value in header if key == "parameter")
    parameters = {left.strip().removeprefix("?"): right.strip() for left, _, right in pairs}
    return NamedQuery(name, facts["topic"], facts["title"], facts["about"], text, parameters)


def substitutions(query: NamedQuery, given: dict[str, str]) -> dict[ox.Variable, ox.NamedNode]:
    """Parameters as terms, never as text: each is the path of a page, as `concept/Loneliness`.

    Raises BadQuery for a parameter that the query does not have.
    """
    if unknown := sorted(given.keys() - query.parameters.keys()):
        known = ", ".join(query.parameters) or "none"
        raise BadQuery(f"{query.name} has no parameter {unknown[0]}; it has: {known}")
    values = query.parameters | given
    return {ox.Variable(name): _node(name, path) for name, path in values.items()}


def _node(name: str, path: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(path if "://" in path else BASE + path)
    except ValueError as error:
        raise BadQuery(f"{name}: {path!r} is no address: {error}") from error


def ask(
    snapshot: Snapshot,
    query: str,
    result_format: str,
    bound: dict[ox.Variable, ox.NamedNode] | None = None,
) -> bytes:
    """Result of a trusted query: a table in the format named, a graph as Turtle.

    Raises BadQuery. Strangers' queries are for the server's guarded workers.
    """
    _refuse_federation(query)
    store = ox.Store.read_only(str(snapshot.store))
    try:
        result = store.query(query, prefixes=dict(PREFIXES), substitutions={**(bound or {})})
        if isinstance(result, ox.QueryTriples):
            turtle = ox.serialize(result, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
            return turtle or b""
        return result.serialize(format=RESULT_FORMATS[result_format]) or b""
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise BadQuery(str(error)) from error


def _refuse_federation(query: str) -> None:
    """No other server is asked; the engine has no switch for that, so the text is looked at."""
    for token in tokens(query):
        keyword = token.text.partition(":")[0].lower()
        if token.kind in {"word", "name"} and keyword == "service":
            where = position(query, token.start)
            raise BadQuery(f"at {where}: SERVICE is off, no other servers are asked")


def read_query(name: str, stdin: str | None) -> str | NamedQuery:
    """A query's text from standard input or a file, or a named query. Raises BadQuery."""
    if stdin is not None:
        return stdin
    if name in (known := named_queries()):
        return known[name]
    path = Path(name)
    if not path.is_file():
        raise BadQuery(f"there is no file or named query {name}; named are: {', '.join(known)}")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadQuery(f"{name} is not UTF-8 text") from error
