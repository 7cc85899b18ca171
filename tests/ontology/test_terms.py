"""Every term is named, defined, sourced and placed, and nothing undeclared is used."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).parents[2] / "ontology"
FILES = ("core.ttl", *sorted(file.name for file in ONTOLOGY.glob("domain*.ttl")))
TB = "https://w3id.org/tiebeam/ontology/"
QUERY_PREFIXES = {
    "tb": TB,
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
BUILT_IN = tuple(QUERY_PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
ROOTS = "tb:Construct tb:Dimension tb:Level"
FUNCTION_WORDS = """
    a an and are as at be by do does for from has have how in is it its more no not of on one or
    other others people person than that the their them there they to what which who whom with
"""
PEOPLES = {"African", "Hispanic", "Americans", "Catholics", "Protestants"}
REGIONS = {"Asian", "Western", "Northern", "Southern", "Europe"}
PROPER_NAMES = PEOPLES | REGIONS
SAME_MEANING = 0.6
"""Two definitions of eight words that swap two each share 6 words of 10: nearer is a rewording.
Levels are left out, since groups that mirror each other (much, little) need the same words."""


@cache
def store() -> ox.Store:
    loaded = ox.Store()
    for name in FILES:
        loaded.load(path=str(ONTOLOGY / name))
    return loaded


def rows(query: str) -> list[tuple[str, ...]]:
    """Answers as plain strings, without the ontology's own namespace."""
    found = store().query(query, prefixes=QUERY_PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(value(term).removeprefix(TB) for term in row) for row in found]


def value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else ""


def concepts(extra: str) -> list[tuple[str, ...]]:
    """Constructs, dimensions and levels for which the pattern holds."""
    return rows(
        f"SELECT DISTINCT ?c {{ VALUES ?root {{ {ROOTS} }} ?c rdfs:subClassOf* ?root . {extra} }}"
    )


def named_nodes(quad: ox.Quad) -> list[str]:
    nodes = (quad.subject, quad.predicate, quad.object)
    return [node.value for node in nodes if isinstance(node, ox.NamedNode)]


@pytest.mark.parametrize("name", FILES)
def test_file_parses_as_turtle(name: str) -> None:
    assert len(list(ox.parse(path=str(ONTOLOGY / name)))) > 100


def test_at_least_two_hundred_constructs_are_there_and_some_of_each_other_root() -> None:
    found = rows(
        f"SELECT ?root (COUNT(DISTINCT ?c) AS ?n) WHERE {{ VALUES ?root {{ {ROOTS} }} "
        "?c rdfs:subClassOf+ ?root } GROUP BY ?root"
    )
    counts = {root: int(count) for root, count in found}
    assert counts["Construct"] >= 200
    assert counts["Dimension"] >= 16
    assert counts["Level"] >= 2 * counts["Dimension"]


def test_programmes_have_the_features_that_tidier_asks_for() -> None:
    found = rows("SELECT ?c WHERE { ?c rdfs:subClassOf+ tb:ProgrammeFeature } ORDER BY ?c")

    assert [name for (name,) in found] == [
        "AdaptationInCourse", "Attendance", "DeliveryMode", "Fidelity", "NumberOfSessions",
        "ProgrammeContent", "ProgrammeDose", "ProgrammeDuration", "ProgrammeProvider",
        "ProgrammeSetting", "ProgrammeTiming", "SessionFrequency", "SessionLength", "Tailoring",
    ]  # fmt: skip


@pytest.mark.parametrize("predicate", ["skos:prefLabel", "skos:definition"])
def test_every_class_has_one_english_text(predicate: str) -> None:
    found = rows(
        f"SELECT ?c WHERE {{ ?c a owl:Class FILTER(ISIRI(?c) && STRSTARTS(STR(?c), STR(tb:))) "
        f"OPTIONAL {{ ?c {predicate} ?text }} }} "
        "GROUP BY ?c HAVING (COUNT(?text) != 1 || MIN(LANG(?text)) != 'en')"
    )
    assert found == []


@pytest.mark.parametrize("predicate", ["rdfs:label", "skos:definition"])
def test_every_property_has_one_english_text(predicate: str) -> None:
    found = rows(
        "SELECT ?p WHERE { VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty "
        "owl:AnnotationProperty } ?p a ?kind FILTER(STRSTARTS(STR(?p), STR(tb:))) "
        f"OPTIONAL {{ ?p {predicate} ?text }} }} "
        "GROUP BY ?p HAVING (COUNT(DISTINCT ?text) != 1 || MIN(LANG(?text)) != 'en')"
    )
    assert found == []


def test_every_concept_has_one_source_that_is_an_address_or_the_editors() -> None:
    assert concepts("FILTER NOT EXISTS { ?c dcterms:source ?s }") == [
        ("Construct",),
        ("Dimension",),
        ("Level",),
    ]
    odd = concepts("?c dcterms:source ?s FILTER(!ISIRI(?s) && ?s != 'editors')")
    assert odd == []
    assert concepts("?c dcterms:source ?s, ?t FILTER(?s != ?t)") == []


def test_every_class_under_a_root_names_its_parent() -> None:
    model = rows(
        "SELECT ?c WHERE { ?c a owl:Class ; dcterms:source ?s FILTER(ISIRI(?c)) "
        "FILTER NOT EXISTS { ?c rdfs:subClassOf ?parent FILTER(ISIRI(?parent)) } }"
    )
    assert model == []


@pytest.mark.parametrize("predicate", ["skos:prefLabel", "skos:definition"])
def test_no_two_classes_share_a_text(predicate: str) -> None:
    texts = rows(f"SELECT (LCASE(STR(?text)) AS ?t) WHERE {{ ?c a owl:Class ; {predicate} ?text }}")
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_no_synonym_is_the_label_of_a_concept_or_the_exact_synonym_of_two() -> None:
    kinds = "VALUES ?kind { tb:exactSynonym tb:broadSynonym tb:narrowSynonym tb:relatedSynonym }"
    clash = rows(f"SELECT ?c ?text WHERE {{ {kinds} ?c ?kind ?text . ?d skos:prefLabel ?text }}")
    shared = rows(
        "SELECT ?c ?d ?text WHERE { ?c tb:exactSynonym ?text . ?d tb:exactSynonym ?text "
        "FILTER(STR(?c) < STR(?d)) }"
    )
    assert clash + shared == []


def test_a_definition_is_a_sentence_and_not_the_label_again() -> None:
    found = rows("SELECT ?c ?label ?text { ?c skos:prefLabel ?label ; skos:definition ?text }")
    bare = [name for name, label, text in found if text.rstrip(".").lower() == label]
    unended = [name for name, _, text in found if not text.endswith(".")]
    assert bare + unended == []


def test_a_definition_says_more_than_its_label() -> None:
    found = rows(
        "SELECT ?c ?label ?text { ?c skos:prefLabel ?label ; skos:definition ?text ; "
        "dcterms:source ?source FILTER NOT EXISTS { ?c tb:levelsOf ?dimension } }"
    )
    assert len(found) > 200
    assert [name for name, label, text in found if stems(text) <= stems(label)] == []


def test_no_two_definitions_mean_the_same() -> None:
    found = rows(
        "SELECT ?c ?text { VALUES ?root { tb:Construct tb:Dimension } "
        "?c rdfs:subClassOf+ ?root ; skos:definition ?text }"
    )
    words = {name: stems(text) for name, text in found}
    close = [
        (one, other)
        for one, other in combinations(sorted(words), 2)
        if overlap(words[one], words[other]) >= SAME_MEANING
    ]
    assert close == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Having few close friends.", "Having few friends who are close.", True),
        ("Comfort from a friend.", "Comfort from an aunt.", False),
        ("The pain of missing a close friend.", "The painful missing of close friends.", True),
    ],
)
def test_overlap_tells_a_rewording_from_another_meaning(
    one: str, other: str, *, same: bool
) -> None:
    assert (overlap(stems(one), stems(other)) >= SAME_MEANING) is same


def stems(text: str) -> frozenset[str]:
    """Words that carry meaning, without their endings."""
    empty = FUNCTION_WORDS.split()
    words = (word for word in re.findall(r"[a-z]+", text.lower()) if word not in empty)
    return frozenset(re.sub(r"(ing|ed|es|ful|ly|s)$", "", word) for word in words)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common over all words: Jaccard's index."""
    return len(one & other) / len(one | other)


def test_labels_are_lower_case_as_in_running_text_but_for_proper_names() -> None:
    labels = rows("SELECT ?label WHERE { ?c a owl:Class ; skos:prefLabel ?label }")
    words = {word for (label,) in labels for word in label.split() if word != word.lower()}
    assert words <= PROPER_NAMES


def test_a_plural_mark_is_the_word_plural() -> None:
    found = rows("SELECT DISTINCT ?number WHERE { ?c tb:grammaticalNumber ?number }")
    assert found == [("plural",)]


def test_every_level_is_plural_so_that_it_reads_well_after_in() -> None:
    found = rows(
        "SELECT ?c WHERE { ?c rdfs:subClassOf+ ?kind . ?kind tb:levelsOf ?dimension "
        "FILTER NOT EXISTS { ?c tb:grammaticalNumber 'plural' } }"
    )
    assert found == []


def test_only_the_four_typed_synonyms_are_used() -> None:
    assert rows("SELECT ?c WHERE { ?c skos:altLabel ?text }") == []


def test_a_concept_never_has_two_poles() -> None:
    found = rows(
        "SELECT ?c WHERE { ?c rdfs:subClassOf*/tb:pole ?pole } "
        "GROUP BY ?c HAVING (COUNT(DISTINCT ?pole) > 1)"
    )
    assert found == []


def test_every_state_of_health_has_a_pole() -> None:
    found = rows(
        "SELECT ?c WHERE { ?c rdfs:subClassOf+ tb:HealthOutcome "
        "FILTER NOT EXISTS { ?c rdfs:subClassOf*/tb:pole ?pole "
        "FILTER(?pole IN ('favourable', 'adverse')) } }"
    )
    assert found == []


def test_every_dimension_has_a_name_for_records_and_two_levels() -> None:
    found = rows(
        "SELECT ?d ?name (COUNT(DISTINCT ?level) AS ?n) WHERE { ?d rdfs:subClassOf tb:Dimension ; "
        "skos:notation ?name . ?kind tb:levelsOf ?d ; rdfs:subClassOf tb:Level . "
        "?level rdfs:subClassOf+ ?kind } GROUP BY ?d ?name"
    )
    good = {name for name, written, count in found if is_written(name, written) and int(count) > 1}
    assert good == {name for (name,) in rows("SELECT ?d { ?d rdfs:subClassOf tb:Dimension }")}


def is_written(name: str, written: str) -> bool:
    """SocioeconomicPosition is socioeconomic-position in records."""
    return written == re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


def test_every_dimension_restricts_the_levels_beside_it() -> None:
    found = rows(
        "SELECT ?d WHERE { ?d rdfs:subClassOf tb:Dimension . ?kind tb:levelsOf ?d . "
        "[] owl:onProperty tb:dimension ; owl:someValuesFrom ?d ; rdfs:subClassOf "
        "[ owl:onProperty tb:level ; owl:allValuesFrom ?kind ] , "
        "[ owl:onProperty tb:reference ; owl:allValuesFrom ?kind ] }"
    )
    assert sorted(found) == sorted(rows("SELECT ?d { ?d rdfs:subClassOf tb:Dimension }"))


@pytest.mark.parametrize("root", ["Dimension", "Level"])
def test_dimensions_and_their_levels_are_disjoint(root: str) -> None:
    listed = rows(
        f"SELECT ?c WHERE {{ [] a owl:AllDisjointClasses ; owl:members ?list . "
        f"?list rdf:rest*/rdf:first ?c . ?c rdfs:subClassOf tb:{root} }}"
    )
    assert sorted(listed) == sorted(rows(f"SELECT ?c {{ ?c rdfs:subClassOf tb:{root} }}"))


def test_every_term_used_is_declared_with_one_kind() -> None:
    kinds = " ".join(f"owl:{kind}" for kind in KINDS)
    declared = Counter(rows(f"SELECT ?term WHERE {{ VALUES ?kind {{ {kinds} }} ?term a ?kind }}"))
    assert [term for term, count in declared.items() if count > 1] == []
    used = {node for quad in store() for node in named_nodes(quad)}
    ours = {node.removeprefix(TB) for node in used if is_term(node)}
    assert sorted(ours - {term for (term,) in declared}) == []


def is_term(iri: str) -> bool:
    """Leaves out built-in words, sources and the ontology itself."""
    return not iri.startswith((*BUILT_IN, "https://doi.org/", "https://creativecommons.org/")) and (
        iri != TB.removesuffix("/")
    )


def test_no_scope_note_names_a_retired_term() -> None:
    retired = rows("SELECT ?label WHERE { ?c owl:deprecated true ; skos:prefLabel ?label }")
    notes = rows("SELECT ?note WHERE { ?c skos:scopeNote ?note }")
    assert [note for (note,) in notes for (label,) in retired if label in note.lower()] == []


def test_a_retired_term_says_what_replaces_it() -> None:
    assert concepts("?c owl:deprecated true FILTER NOT EXISTS { ?c dcterms:isReplacedBy ?d }") == []
