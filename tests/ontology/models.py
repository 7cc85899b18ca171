"""Models for tests: the example records, edited, over the real ontology, which is read once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.check import Files, check_files, input_files
from kg.compile.graphs import Graphs, compile_base
from kg.iris import BASE, ONTOLOGY
from kg.read.base import Base, base_of
from kg.report import Problem
from kg.rules.catalogue import RULES
from kg.rules.example import EXAMPLE

PROJECT = Path(__file__).parents[2]
PREFIXES = """
@prefix tb: <https://w3id.org/tiebeam/ontology/> .
@prefix c: <https://w3id.org/tiebeam/concept/> .
@prefix claim: <https://w3id.org/tiebeam/claim/> .
@prefix finding: <https://w3id.org/tiebeam/study/example-2020#finding/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
RECORDS = {file: text for file, text in EXAMPLE.items() if file.startswith("evidence/")}


@cache
def ontology() -> Files:
    """The real ontology's files."""
    return {name: data for name, data in input_files(PROJECT).items() if name.endswith(".ttl")}


@cache
def _example() -> tuple[Base, Graphs]:
    evidence = {file: text.encode() for file, text in RECORDS.items()}
    base, report = check_files({**ontology(), **evidence})
    assert report.problems == ()
    return base, compile_base(base, ontology())


def read(records: dict[str, str]) -> tuple[Files, Base, list[Problem]]:
    """The example's records with some added or replaced, and what the rules say of them."""
    evidence = {file: text.encode() for file, text in {**RECORDS, **records}.items()}
    known, _ = _example()
    base, problems = base_of(evidence.items(), known.terms)
    base = replace(known, entries=base.entries, names=base.names)
    problems += [problem for rule in RULES for problem in rule.problems(base)]
    return {**ontology(), **evidence}, base, problems


def compiled(base: Base) -> Graphs:
    """The graphs of a base over the real ontology."""
    _, graphs = _example()
    return {**compile_base(base, {}), "ontology": graphs["ontology"]}


def triples(turtle: str) -> tuple[ox.Triple, ...]:
    """Triples written with the prefixes above."""
    parsed = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in parsed)


def pruned(graphs: Graphs) -> Graphs:
    """Without the concepts that no record needs: HermiT then takes half the time."""
    links = {(t.subject, t.object) for found in graphs.values() for t in found}
    concept = f"<{BASE}concept/"
    needed = {o for s, o in links if not str(s).startswith((concept, f"<{ONTOLOGY}"))}
    while more := {o for s, o in links if s in needed} - needed:
        needed |= more
    kept = (
        triple
        for triple in graphs["ontology"]
        if triple.subject in needed or not str(triple.subject).startswith(concept)
    )
    return {**graphs, "ontology": tuple(kept)}
