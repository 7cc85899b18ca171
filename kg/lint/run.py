"""Run the rules over ontology files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.lint.rule import PREFIXES, LintRule, lint_rules, retired_targets
from kg.places import Place, Places
from kg.report import Problem

_RETIRED = ox.NamedNode("https://w3id.org/tiebeam/graph/retired-targets")


def lint(files: Mapping[str, bytes]) -> list[Problem]:
    """All problems of ontology files that parse, each where its term stands."""
    if not files:
        return []
    store = _store(files)
    found = [(rule, row) for rule in lint_rules() for row in _rows(store, rule)]
    if not found:
        return []
    where = Places(files).mentions
    nowhere = [(min(files), 1, 1)]
    return [_problem(rule, *row, where.get(row[0], nowhere)) for rule, row in found]


def _store(files: Mapping[str, bytes]) -> ox.Store:
    store = ox.Store()
    for data in files.values():
        store.bulk_load(data, format=ox.RdfFormat.TURTLE)
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object, _RETIRED) for quad in retired_targets()
    )
    return store


def _rows(store: ox.Store, rule: LintRule) -> Iterator[tuple[str, str]]:
    """The offending term and, where the query gives one, a detail."""
    solutions = store.query(rule.query, prefixes=dict(PREFIXES))
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError(f"{rule.id} is not a SELECT query")
    has_detail = ox.Variable("detail") in solutions.variables
    for row in solutions:
        yield _text(row["term"]), _text(row["detail"]) if has_detail else ""


def _text(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else ""


def _problem(rule: LintRule, term: str, detail: str, found: Sequence[Place]) -> Problem:
    place = next((one for one in found if one[0] == rule.file), found[0])
    what = f"{_short(term) or 'something without a name'} {rule.title}"
    if detail:
        what += f": {_short(detail)}"
    return Problem(*place, rule.id, "", what, rule.solution.removesuffix("."), rule.severity)


def _short(text: str) -> str:
    """A term of ours by its local name, others with their prefix."""
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace) and text != namespace:
            return (
                text.removeprefix(namespace)
                if prefix in {"tb", "concept"}
                else (f"{prefix}:{text.removeprefix(namespace)}")
            )
    return text
