"""The rules: each is a query with a header, and two examples beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from kg.report import Severity

PREFIXES: Mapping[str, str] = {
    "tb": "https://w3id.org/tiebeam/ontology/",
    "concept": "https://w3id.org/tiebeam/concept/",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_HEADER = re.compile(r"^# (\w+): (.+)$", re.MULTILINE)
_FOLDER = "queries"


@dataclass(frozen=True)
class LintRule:
    """One rule. Its query gives `?term`, where the problem stands, and may give `?detail`.

    `title` completes a sentence that begins with the term. `passes` is a decoy: it looks like
    a mistake and is none; `fails` breaks this rule and no other. Both are Turtle.
    """

    id: str
    title: str
    problem: str
    why: str
    solution: str
    severity: Severity
    file: str
    """The file to point at, where the term stands in several; else that of its declaration."""
    query: str
    passes: str
    fails: str


@cache
def lint_rules() -> tuple[LintRule, ...]:
    """All rules, in order of id."""
    names = (file.name for file in files("kg.lint").joinpath(_FOLDER).iterdir())
    return tuple(_rule(name[:-3]) for name in sorted(names) if name.endswith(".rq"))


@cache
def preamble() -> str:
    """What stands before every example: prefixes, and a small ontology without fault."""
    return _read("preamble.ttl")


@cache
def retired_targets() -> tuple[ox.Quad, ...]:
    """Terms that other vocabularies retired, as triples."""
    text = files("kg.lint").joinpath("retired.ttl").read_text(encoding="utf-8")
    return tuple(ox.parse(text, format=ox.RdfFormat.TURTLE))


def _rule(name: str) -> LintRule:
    query = _read(f"{name}.rq")
    header = dict(_HEADER.findall(query))
    return LintRule(
        id=f"ontology-{name}",
        title=header["title"],
        problem=header["problem"],
        why=header["why"],
        solution=header["solution"],
        severity="warning" if header.get("severity") == "warning" else "error",
        file=header.get("file", ""),
        query=query,
        passes=preamble() + _read(f"{name}.passes.ttl"),
        fails=preamble() + _read(f"{name}.fails.ttl"),
    )


def _read(name: str) -> str:
    return files("kg.lint").joinpath(_FOLDER, name).read_text(encoding="utf-8")
