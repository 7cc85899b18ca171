"""HermiT decides; Pellet explains; the problem says where each axiom stands."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import iris, reasoner
from kg.check import Files, check_files, input_files
from kg.compile.graphs import WITHDRAWN, Graphs, compile_base
from kg.compile.triples import TYPE, node
from kg.read.base import Base
from kg.reason import batches, reason, whole
from kg.rules.example import MODIFICATION, STUDY

PREFIXES = """
@prefix : <https://w3id.org/tiebeam/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Gap a owl:Class . :Symptoms a owl:Class ; owl:disjointWith :Gap .
:name a owl:DatatypeProperty , owl:FunctionalProperty .
"""
THING = "https://w3id.org/tiebeam/claim/"


def _graphs(turtle: str) -> Graphs:
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return {"ontology": tuple(quad.triple for quad in quads)}


Compiled = tuple[Graphs, Files, Base]


@pytest.fixture
def compiled(example_root: Path) -> Compiled:
    """The example records over the real ontology."""
    files = input_files(example_root)
    base, report = check_files(files)
    assert report.good
    ontology = {file: data for file, data in files.items() if file.endswith(".ttl")}
    return compile_base(base, ontology), files, base


def _line(text: bytes, words: str) -> int:
    return text.decode().split(words)[0].count("\n") + 1


def test_a_sound_ontology_has_no_problem_and_says_how_much_was_looked_at() -> None:
    reasoned = reason(_graphs(":Wide a owl:Class . :Gap rdfs:subClassOf :Wide ."))

    assert reasoned.problems == ()
    assert str(reasoned) == "reasoned over 7 triples, 3 classes: consistent"


@pytest.mark.parametrize(
    ("turtle", "what", "named"),
    [
        (":Gap rdfs:subClassOf :Symptoms .", "Gap can have no member", "Gap subClassOf Symptoms"),
        (":x a :Gap , :Symptoms .", "contradict each other", "x type Gap"),
    ],
)
def test_a_clash_is_explained_by_the_axioms_behind_it(turtle: str, what: str, named: str) -> None:
    reasoned = reason(_graphs(turtle))

    (problem,) = reasoned.problems
    assert problem.rule == "consistent"
    assert what in problem.what
    assert named in problem.mend
    assert "disjoint" in problem.mend
    assert str(reasoned).endswith("not consistent")


def test_of_many_empty_classes_the_topmost_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reason.EXPLAINED", 1)
    names = ["A", "B"]
    turtle = " ".join(
        f":{n} rdfs:subClassOf :Gap , :Symptoms . :{n}{n} rdfs:subClassOf :{n} ." for n in names
    )
    problems = reason(_graphs(turtle)).problems

    assert [problem.what for problem in problems] == [
        f"{name} can have no member" for name in names
    ]
    assert "mend the others first" in problems[-1].mend


def test_two_addresses_are_two_things() -> None:
    turtle = f""":modifies a owl:ObjectProperty , owl:FunctionalProperty .
    <{THING}a> :modifies <{THING}b> , <{THING}c> . <{THING}b> a :Gap . <{THING}c> a :Gap ."""

    (problem,) = reason(_graphs(turtle)).problems

    assert "contradict each other" in problem.what
    assert "claim/a modifies claim/b" in problem.mend


def test_matches_with_other_vocabularies_do_not_reach_the_reasoner(compiled: Compiled) -> None:
    graphs, _, _ = compiled
    matches = ox.NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch")
    clash = (ox.Triple(node("SupportGap"), node("rdfs:subClassOf"), node("DepressiveSymptoms")),)

    assert any(triple.predicate == matches for triple in graphs["alignments"])
    assert set(whole(graphs)).isdisjoint(graphs["alignments"])
    assert reason({**graphs, "alignments": clash}).problems == ()
    assert reason({**graphs, "ontology": graphs["ontology"] + clash}).problems


def test_an_axiom_of_a_record_is_told_at_its_line(compiled: Compiled) -> None:
    graphs, files, base = compiled
    finding = ox.NamedNode(iris.finding("example-2020", "women"))
    claim = ox.NamedNode(iris.claim("sex-modifies-support"))
    graphs["study/example-2020"] += (ox.Triple(finding, node("bearsOn"), claim),)

    (problem,) = reason(graphs, files, base).problems

    line = _line(files[STUDY], "bears_on: [support")
    assert (problem.file, problem.line) == (STUDY, line)
    assert (
        f"{STUDY}:{line}: study/example-2020#finding/women bearsOn claim/sex-modifies-support"
        in problem.mend
    )
    assert f"{MODIFICATION}:1: claim/sex-modifies-support type ModificationClaim" in problem.mend
    core = files["ontology/core.ttl"]
    kind = _line(core, "owl:onProperty tb:bearsOn ; owl:allValuesFrom tb:AssociationClaim")
    assert f"core.ttl:{kind}: AssociationFinding subClassOf bearsOn only" in problem.mend


def _updates(one: str, other: str) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(iris.study(one)), node("updates"), ox.NamedNode(iris.study(other))
    )


def test_batches_hold_every_study_once_and_all_else_each(compiled: Compiled) -> None:
    graphs, _, _ = compiled
    graphs["study/other-2021"] = (_updates("other-2021", "example-2020"),)
    found = list(batches(graphs, 20_000 - len(graphs["ontology"])))

    assert list(batches(graphs)) == [
        {n: t for n, t in graphs.items() if n not in ("withdrawn", "alignments")}
    ]
    assert [[name for name in one if name.startswith("study/")] for one in found] == [
        ["study/example-2020", "study/other-2021"]
    ]
    small = list(batches(graphs, 100))
    assert [[name for name in one if name.startswith("study/")] for one in small] == [
        ["study/example-2020"], ["study/other-2021"],
    ]  # fmt: skip
    for one in small:
        assert one.keys() - {"linked studies", "study/example-2020", "study/other-2021"} == {
            name for name in graphs if not name.startswith(("study/", "withdrawn", "alignments"))
        }
        assert _updates("other-2021", "example-2020") in one["linked studies"]


def test_a_ring_of_studies_in_different_batches_is_found(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    graphs, files, base = compiled
    graphs["study/a"] = (_updates("a", "b"),)
    graphs["study/b"] = (_updates("b", "a"),)
    monkeypatch.setattr("kg.reason.batches", partial(batches, size=100))

    (problem,) = reason(graphs, files, base).problems

    assert "study/a updates study/b" in problem.mend


def test_no_axiom_leads_back_from_what_studies_share_into_another_study(project: Path) -> None:
    """What reasoning in batches rests on: see `batches`."""
    files = input_files(project)
    base, _ = check_files(files)
    graphs = compile_base(base, {f: data for f, data in files.items() if f.endswith(".ttl")})
    ontology = graphs["ontology"]
    kinds = {node("owl:InverseFunctionalProperty"), node("owl:SymmetricProperty")}
    leads_back: set[object] = {
        t.subject for t in ontology if t.predicate == TYPE and t.object in kinds
    }
    for triple in ontology:
        if triple.predicate == node("owl:inverseOf"):
            leads_back |= {triple.subject, triple.object}
    in_lists = {t.object for t in ontology if t.predicate == node("rdf:first")}
    out, into = _crossing(graphs)

    assert node("bearsOn") in out
    assert node("statedBy") in into
    assert out & leads_back == set()
    assert into & (leads_back | in_lists) == set()
    assert node("owl:hasKey") not in {t.predicate for t in ontology}


def _crossing(graphs: Graphs) -> tuple[set[ox.NamedNode], set[ox.NamedNode]]:
    """Properties that lead from a study to what is no study, and those that lead to a study."""
    out, into = set[ox.NamedNode](), set[ox.NamedNode]()
    for name, triples in graphs.items():
        for triple in triples if name != WITHDRAWN else ():
            if isinstance(triple.object, ox.NamedNode):
                from_study = name.startswith("study/")
                to_study = triple.object.value.startswith(iris.study(""))
                out |= {triple.predicate} if from_study and not to_study else set()
                into |= {triple.predicate} if to_study and not from_study else set()
    return out, into


def test_where_pellet_finds_no_words_the_record_is_named_all_the_same(example_base: Base) -> None:
    result = """:result a owl:DatatypeProperty ;
        rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "lower" "higher" ) ] ."""
    study = f'<{iris.study("example-2020")}> :result "lwoer" .'
    graphs = _graphs(result)
    graphs["claim/first"] = ()
    graphs["study/example-2020"] = tuple(set(_graphs(study)["ontology"]) - set(graphs["ontology"]))

    (problem,) = reason(graphs, {}, example_base).problems

    assert "contradict each other" in problem.what
    assert problem.file == STUDY
    assert "ClassCastException" in problem.mend


def test_a_datatype_that_the_reasoner_does_not_know_is_told_and_not_passed_over() -> None:
    turtle = """
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    :on a owl:DatatypeProperty ; rdfs:range xsd:gYear . :x :on "2020"^^xsd:gYear ."""

    (problem,) = reason(_graphs(turtle)).problems

    assert "the reasoner failed" in problem.what
    assert "gYear" in problem.mend


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("SECONDS", 0.05, "had not finished after 0.05 seconds"),
        ("MEMORY_MB", 2, "HermiT needs more than 2 MB"),
        ("_java_path", lambda: "/no/such/java", "Java cannot start (No such file or directory)"),
    ],
)
def test_a_reasoner_that_cannot_finish_is_told_and_leaves_nothing_behind(
    limit: str, value: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasoner, limit, value)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    (problem,) = reason(_graphs("")).problems

    assert problem.what == "the reasoner failed"
    assert words in problem.mend
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_fetched_for_an_import() -> None:
    turtle = (
        "<https://w3id.org/tiebeam/ontology/> a owl:Ontology ; owl:imports <http://127.0.0.1:9/> ."
    )

    assert reason(_graphs(turtle)).problems == ()


def _check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", "check", "--reason"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_check_with_reason_says_what_it_reasoned_over(example_root: Path) -> None:
    run = _check(example_root)

    assert run.returncode == 0
    assert run.stderr == ""
    assert re.search(r"\nreasoned over \d{4,} triples, \d{3} classes: consistent\n$", run.stdout)


def test_a_support_gap_that_is_a_symptom_is_explained_with_its_lines(example_root: Path) -> None:
    file = example_root / "ontology" / "domain.ttl"
    text = file.read_text()
    file.write_text(f"{text}\ntb:SupportGap rdfs:subClassOf tb:DepressiveSymptoms .\n")

    run = _check(example_root)

    line = text.count("\n") + 2
    assert run.returncode == 1
    assert run.stderr == ""
    assert f"ontology/domain.ttl:{line}: SupportGap subClassOf DepressiveSymptoms" in run.stdout
    assert re.search(r"(?m)^ontology/\S+:\d+:1: consistent: SupportGap can have no", run.stdout)
    assert re.search(r"ontology/\S+:\d+: SupportGap subClassOf SupportBalance", run.stdout)
    assert re.search(r"\w+ and \w+ are disjoint", run.stdout)


def test_a_base_with_problems_is_not_reasoned_over(example_root: Path) -> None:
    file = example_root / STUDY
    file.write_text(file.read_text().replace("year: 2020", "year: soon"))

    run = _check(example_root)

    assert run.returncode == 1
    assert "not reasoned over" in run.stdout
