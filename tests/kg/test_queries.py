"""The named queries answer the questions they are for: over made-up records, and over ours.

tests/kg/questions/<world>/ holds a small base of records (base.yaml, one document a file) and the
rows that each question must give over it (<query>.csv, or <query>.<case>.csv with parameters set
in its first lines). All other records of the world are there to be left out.
"""

from __future__ import annotations

import csv
import io
import re
import time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.check import Files, check_files, input_files
from kg.compile.graphs import compile_base, ordered, quads
from kg.dataset import NamedQuery, named_queries, substitutions
from kg.entail import entail
from kg.iris import BASE, ONTOLOGY
from kg.read.base import Base
from server.sparql.guard import check
from server.sparql.limits import Limits

PROJECT = Path(__file__).parent.parent.parent
QUESTIONS = PROJECT / "tests" / "kg" / "questions"
CASES = sorted(QUESTIONS.glob("*/*.csv"))
QUERIES = named_queries()
SECONDS = 1.0
NOTHING_YET: frozenset[str] = frozenset()
"""Questions on which the evidence of this base has nothing so far."""

Row = tuple[str, ...]


def _built(files: Files) -> tuple[Base, tuple[ox.Quad, ...]]:
    """Base and data set of some files, made as a build makes them, without HermiT."""
    base, report = check_files(files)
    # the small domain of the worlds has no definitions; the real one is linted elsewhere
    told = [one for one in report.problems if one.file.startswith("evidence/")]
    assert [str(one) for one in told if one.severity == "error"] == []
    turtle = {name: data for name, data in files.items() if name.endswith(".ttl")}
    graphs = compile_base(base, turtle)
    graphs["assessment"] = ordered(assessment_triples(base, assess_all(base).values()))
    graphs["entailed"] = entail(graphs)
    return base, tuple(quads(graphs))


@cache
def _world(name: str) -> tuple[ox.Quad, ...]:
    """A made-up base, over the real model of evidence and a small domain."""
    text = (QUESTIONS / name / "base.yaml").read_text(encoding="utf-8")
    _, *parts = re.split(r"^--- # (\S+)\n", text, flags=re.MULTILINE)
    records = {file: text.encode() for file, text in zip(parts[::2], parts[1::2], strict=True)}
    core = {"ontology/core.ttl": (PROJECT / "ontology" / "core.ttl").read_bytes()}
    domain = {"ontology/domain.ttl": (QUESTIONS / "domain.ttl").read_bytes()}
    return _built(core | domain | records)[1]


@cache
def _real() -> tuple[Base, tuple[ox.Quad, ...]]:
    """The evidence of this repository."""
    return _built(input_files(PROJECT))


def _store(data: tuple[ox.Quad, ...]) -> ox.Store:
    store = ox.Store()
    store.extend(data)
    return store


@pytest.fixture(scope="module")
def real() -> ox.Store:
    return _store(_real()[1])


def _table(result: Any) -> tuple[Row, list[Row]]:  # one of three forms
    text = result.serialize(format=ox.QueryResultsFormat.CSV).decode().replace(BASE, "")
    head, *rows = csv.reader(io.StringIO(text))
    return tuple(head), [tuple(row) for row in rows]


def _ask(
    store: ox.Store, query: NamedQuery, given: dict[str, str] | None = None
) -> tuple[Row, list[Row]]:
    return _table(store.query(query.text, substitutions={**substitutions(query, given or {})}))


def _expected(case: Path) -> tuple[dict[str, str], Row, list[Row]]:
    lines = case.read_text(encoding="utf-8").splitlines(keepends=True)
    set_ = [line.removeprefix("# ").strip().split(" = ") for line in lines if line[0] == "#"]
    head, *rows = csv.reader(line for line in lines if line[0] != "#")
    return dict(set_), tuple(head), [tuple(row) for row in rows]


def _name(case: Path) -> str:
    return case.name.split(".")[0]


# Over made-up records


def test_every_question_has_rows_that_it_must_give() -> None:
    assert {_name(case) for case in CASES} == QUERIES.keys()
    assert [case.name for case in CASES if not _expected(case)[2]] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_question_gives_the_rows_expected_and_no_others(case: Path) -> None:
    given, head, rows = _expected(case)

    found = _ask(_store(_world(case.parent.name)), QUERIES[_name(case)], given)

    assert found == (head, rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_order_of_rows_does_not_depend_on_the_order_of_triples(case: Path) -> None:
    given, _, rows = _expected(case)
    backwards = tuple(reversed(_world(case.parent.name)))

    assert _ask(_store(backwards), QUERIES[_name(case)], given)[1] == rows


def test_a_question_about_a_broad_concept_finds_claims_about_a_narrower_one() -> None:
    store = _store(_world("reasoning"))

    _, rows = _ask(store, QUERIES["claims-about"], {"concept": "concept/SocialSupport"})

    assert "claim/friends-lower-distress" in {row[1] for row in rows}


def test_asserted_and_entailed_are_told_apart_and_are_all_there_is() -> None:
    thing = f"<{BASE}claim/friends-lower-distress>"
    store = _store(_world("reasoning"))
    _, rows = _ask(store, QUERIES["what-follows"], {"thing": "claim/friends-lower-distress"})
    everything = _table(store.query(f"SELECT ?p ?o WHERE {{ {thing} ?p ?o }}"))[1]

    assert {row[1] for row in rows} == {"asserted", "entailed"}
    assert sorted(row[2:] for row in rows) == sorted(everything)


# Over the evidence of this repository


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_question_is_answered_by_our_evidence_at_once(query: NamedQuery, real: ox.Store) -> None:
    start = time.process_time()
    _, rows = _ask(real, query)
    taken = time.process_time() - start

    assert taken < SECONDS
    assert bool(rows) == (query.name not in NOTHING_YET)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_no_two_rows_are_ordered_by_chance(query: NamedQuery, real: ox.Store) -> None:
    (order,) = re.findall(r"^ORDER BY (.*)$", query.text, re.MULTILINE)
    head, rows = _ask(real, query)
    columns = [head.index(name) for name in re.findall(r"\?(\w+)", order)]
    keys = [tuple(row[column] for column in columns) for row in rows]

    assert [one for one, other in pairwise(keys) if one == other] == []


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_text_shown_runs_as_it_is_pasted_at_the_endpoint(
    query: NamedQuery, real: ox.Store
) -> None:
    check(query.filled_in, Limits())

    assert _table(real.query(query.filled_in)) == _ask(real, query)


def test_a_value_can_be_given_that_is_not_the_default(real: ox.Store) -> None:
    query = QUERIES["claims-about"]

    _, rows = _ask(real, query, {"concept": "concept/Loneliness"})

    assert {row[0] for row in rows} == {"concept/Loneliness"}


def test_every_term_that_a_question_names_is_in_the_ontology(real: ox.Store) -> None:
    subjects = _table(real.query("SELECT DISTINCT ?s WHERE { ?s a ?class . FILTER(isIRI(?s)) }"))[1]
    known = {row[0] for row in subjects if row}
    folders = {"tb": ONTOLOGY.removeprefix(BASE), "concept": "concept/"}

    for query in QUERIES.values():
        pairs = re.findall(r"\b(tb|concept):(\w+)", query.text)
        named = {folders[prefix] + local for prefix, local in pairs}
        named |= {value for value in query.parameters.values() if not value.endswith("-depression")}
        assert sorted(named - known) == [], query.name


def test_counts_of_claims_are_those_of_the_assessment(real: ox.Store) -> None:
    assessed = assess_all(_real()[0])
    head, rows = _ask(real, QUERIES["theses"])

    for row in rows:
        cells = dict(zip(head, row, strict=True))
        counts = assessed[cells["claim"].removeprefix("claim/")].overall
        assert cells["supports"] == str(counts.datasets["supports"])
        assert cells["noEffect"] == str(counts.datasets["no-effect"])
        assert cells["split"] == str(counts.split)
        assert cells["reviewsFor"] == str(counts.reviews["supports"])


def test_every_question_has_a_title_a_meaning_and_a_topic() -> None:
    topics = [query.topic for query in QUERIES.values()]

    assert all(query.title and query.about.endswith(".") for query in QUERIES.values())
    assert min(topics.count(topic) for topic in topics) > 1


def test_the_readme_lists_every_question_with_its_title_and_parameters() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| `([a-z-]+)` \| (.+?) \| ?(.*?) ?\|$", readme, re.MULTILINE)
    listed = {name: (topic, title, given) for topic, name, title, given in rows}

    assert {name: listed.get(name) for name in QUERIES} == {
        query.name: (query.topic, query.title, ", ".join(query.parameters))
        for query in QUERIES.values()
    }
