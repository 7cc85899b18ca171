"""Matches with other vocabularies: whole, justified, consistent, and kept apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.check import check_files, input_files
from kg.compile.graphs import ALIGNMENTS, Graphs, compile_base
from kg.compile.lines import Lines
from kg.read.base import Base

PROJECT = Path(__file__).parents[2]
TB = "https://w3id.org/tiebeam/ontology/"
CONCEPT = "https://w3id.org/tiebeam/concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SSSOM = "https://w3id.org/sssom/"
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
VOCABULARIES = (
    r"http://id\.nlm\.nih\.gov/mesh/D(\d{6}|\d{9})",
    r"http://humanbehaviourchange\.org/ontology/BCIO_\d{6}",
    r"http://purl\.obolibrary\.org/obo/(SEPIO|ECO|STATO|OBCS|OBI|MF|DOID)_\d+",
    r"http://purl\.obolibrary\.org/obo/MFOEM_\d{6}",
    r"http://addictovocab\.org/ADDICTO_\d{7}",
    r"https://galenos\.org\.uk/ontologies/GMHO_\d{7}",
    r"http://purl\.org/(spar/(cito|fabio)|ontology/bibo|dc/terms)/\w+",
    r"http://www\.w3\.org/ns/(prov|dcat)#\w+",
    r"https://schema\.org/\w+",
)
PREFIXES = b"""
@prefix tb: <https://w3id.org/tiebeam/ontology/> .
@prefix c: <https://w3id.org/tiebeam/concept/> .
@prefix bcio: <http://humanbehaviourchange.org/ontology/> .
@prefix mesh: <http://id.nlm.nih.gov/mesh/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
REFUSED = [
    ("c:Lonelyness skos:closeMatch mesh:D008132 .", "subject"),
    ("c:Claim skos:closeMatch mesh:D008132 .", "subject"),
    ("tb:Loneliness owl:deprecated true . c:Loneliness skos:closeMatch mesh:D1 .", "subject"),
    ("c:FinancialHardship skos:relatedMatch bcio:BCIO_015027 .", "target-retired"),
    ("c:PanicDisorder skos:exactMatch mesh:D000001 .", "exact-twice"),
    ("c:Anxiety skos:exactMatch mesh:D016584 .", "exact-shared"),
    ("c:Loneliness skos:broadMatch mesh:D008132 .", "two-predicates"),
    ("c:Loneliness skos:closeMatch mesh:D000001 .", "unjustified"),
]


@cache
def _files() -> dict[str, bytes]:
    return input_files(PROJECT)


@cache
def _base() -> Base:
    return check_files(_files())[0]


@cache
def _graphs() -> Graphs:
    turtle = {file: data for file, data in _files().items() if file.endswith(".ttl")}
    return compile_base(_base(), turtle)


@cache
def _nodes() -> dict[str, dict[str, str]]:
    """Each mapping node with its values by local name of the property."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in _graphs()["alignments"]:
        if isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.Triple):
            name = re.split(r"[/#]", triple.predicate.value)[-1]
            found[triple.subject.value][name] = triple.object.value
    return {iri: said for iri, said in found.items() if said.get("type") == f"{SSSOM}Mapping"}


def _plain() -> list[tuple[str, str, str]]:
    """Subject, kind of match and target of every plain match."""
    return [
        (t.subject.value, t.predicate.value.removeprefix(SKOS), t.object.value)
        for t in _graphs()["alignments"]
        if t.predicate.value.startswith(SKOS)
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
    ]


def test_there_are_matches_of_every_kind_with_many_vocabularies() -> None:
    kinds = Counter(kind for _, kind, _ in _plain())
    targets = [target for _, _, target in _plain()]

    assert len(targets) >= 150
    assert kinds.keys() == set(MATCHES)
    assert all(any(re.fullmatch(form, target) for target in targets) for form in VOCABULARIES)


@pytest.mark.parametrize("vocabulary", ["SEPIO", "ECO", "STATO", "prov", "cito"])
def test_the_evidence_model_is_matched_with_the_vocabularies_of_evidence(vocabulary: str) -> None:
    ours = [ours for ours, _, target in _plain() if re.search(rf"\b{vocabulary}[_#/]", target)]

    assert len([one for one in ours if one.startswith(TB)]) >= 3


def test_every_target_has_the_form_of_its_vocabulary() -> None:
    forms = re.compile("|".join(VOCABULARIES))

    assert [target for _, _, target in _plain() if not forms.fullmatch(target)] == []


def test_every_plain_match_has_one_node_and_every_node_its_match() -> None:
    described = [
        (node["subject_id"], node["predicate_id"].removeprefix(SKOS), node["object_id"])
        for node in _nodes().values()
    ]

    assert sorted(described) == sorted(_plain())
    assert len(set(described)) == len(described)


def test_every_node_says_why_in_a_sentence_and_when() -> None:
    whys = [node["comment"] for node in _nodes().values()]

    assert [why for why in whys if not re.fullmatch(r"[A-Z].{15,}\.", why)] == []
    assert {node["mapping_date"] for node in _nodes().values()} >= {"2026-11-24"}


def test_a_target_has_one_label_and_comes_from_a_source_that_is_described() -> None:
    labels: dict[str, set[str]] = defaultdict(set)
    for node in _nodes().values():
        labels[node["object_id"]].add(node["object_label"])
    described = {
        t.subject.value
        for t in _graphs()["alignments"]
        if t.predicate.value == f"{SSSOM}object_source_version"
        and isinstance(t.subject, ox.NamedNode)
    }

    assert {target: found for target, found in labels.items() if len(found) > 1} == {}
    assert {node["object_source"] for node in _nodes().values()} == described


def test_concepts_are_matched_as_individuals_and_the_model_by_its_terms() -> None:
    terms = _base().terms
    wrong = [
        subject
        for subject, _, _ in _plain()
        if not subject.startswith(CONCEPT)
        and (subject.removeprefix(TB) in terms.concepts or not subject.startswith(TB))
    ]

    assert wrong == []


def test_matches_agree_with_the_hierarchy() -> None:
    """What is narrower than a target cannot have below it what is as wide or wider."""
    terms = _base().terms
    by_target: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, kind, target in _plain():
        by_target[target].append((subject.removeprefix(CONCEPT), kind))
    wrong = [
        (above, below, target)
        for target, matched in by_target.items()
        for above, kind in matched
        for below, other in matched
        if above != below
        and kind == "broadMatch"
        and other in {"exactMatch", "narrowMatch"}
        and terms.is_a(below, above)
    ]

    assert wrong == []


def test_alignments_have_a_graph_of_their_own_and_bring_no_axiom() -> None:
    graphs = _graphs()
    about_ours = {
        t.predicate.value
        for t in graphs["alignments"]
        if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith((TB, CONCEPT))
    }

    assert about_ours == {SKOS + match for match in MATCHES}
    assert not [
        t for t in graphs["ontology"] if t.predicate.value.startswith((SSSOM, SKOS + "exactM"))
    ]
    assert Lines({name: graphs[name] for name in ("alignments", "ontology")}).shared() == []


def test_alignments_use_annotations_only() -> None:
    """So that no reasoner would conclude anything, even if it were given the graph."""
    ontology = {t for name in ("ontology", "alignments") for t in _graphs()[name]}
    annotations = {
        t.subject.value
        for t in ontology
        if isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
        and t.object.value.endswith("owl#AnnotationProperty")
    }
    used = {t.predicate.value for t in _graphs()["alignments"]}

    assert {one for one in used - annotations if not one.endswith(("#type", "#comment"))} == set()


@pytest.mark.parametrize(("turtle", "rule"), REFUSED)
def test_a_bad_match_is_refused(turtle: str, rule: str) -> None:
    bad = _files()[ALIGNMENTS] + PREFIXES + turtle.encode()
    _, report = check_files({**_files(), ALIGNMENTS: bad})

    assert f"ontology-mapping-{rule}" in {problem.rule for problem in report.problems}
    assert not report.good
