"""Instruments and designs: complete where they must be, and consistent with the concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pytest

from kg.check import check_files
from kg.compile.graphs import compile_base
from kg.designs import Designs
from kg.instruments import Instrument, Instruments, Scale
from kg.read.base import Base
from kg.reasoner import decide
from kg.records.study import Design

ONTOLOGY = Path(__file__).parents[2] / "ontology"
OURS = ("instruments.ttl", "designs.ttl")
TB = "https://w3id.org/tiebeam/ontology/"
CONCEPT = "https://w3id.org/tiebeam/concept/"
POLES = {"", "favourable", "adverse", "more", "less"}
FACETS = {"allocation", "timing", "sampling", "unit", "material", "synthesis"}
AGAINST_THEIR_TOTAL = {"Ghq28#scale/dysfunction"}
"""Parts that score the want of what they measure."""
PREFIXES = (
    f"@prefix tb: <{TB}> . @prefix c: <{CONCEPT}> . @prefix : <https://w3id.org/tiebeam/x/> ."
)
WRONG = {
    "an instrument is a construct": "c:CesD a tb:Construct .",
    "an instrument measures an instrument": "c:CesD tb:measures c:Hads .",
    "an instrument is a version of itself": "c:Bdi tb:versionOf c:Bdi .",
    "two instruments are versions of each other": "c:Bdi tb:versionOf c:BdiII .",
    "a part belongs to two instruments": (
        "<https://w3id.org/tiebeam/concept/Hads#scale/anxiety> tb:subscaleOf c:CesD ."
    ),
    "two instruments have one scoring": (
        "c:CesD10 tb:scoring <https://w3id.org/tiebeam/concept/CesD#score/sum> ."
    ),
    "a score has two upper ends": (
        "<https://w3id.org/tiebeam/concept/CesD#score/sum> tb:scoreMax 61.0 ."
    ),
    "a measurement used two instruments": (
        ":m a tb:Measurement ; tb:instrumentConcept c:CesD , c:Hads ."
    ),
    "a measurement used a construct as instrument": (
        ":m a tb:Measurement ; tb:instrumentConcept c:Loneliness ."
    ),
    "a study is of two designs": (
        ":s a tb:Study ; tb:designConcept c:CohortDesign , c:DiaryDesign ."
    ),
    "a design is an instrument": "c:CohortDesign a tb:Instrument .",
    "a design has a design as feature": "c:CohortDesign tb:feature c:DiaryDesign .",
}


@cache
def base() -> Base:
    """The ontology alone."""
    files = {f"ontology/{file.name}": file.read_bytes() for file in ONTOLOGY.glob("*.ttl")}
    return check_files(files)[0]


def instruments() -> Instruments:
    return base().instruments


def designs() -> Designs:
    return base().designs


def scales() -> Iterator[tuple[Instrument, Scale]]:
    for instrument in instruments().by_name.values():
        for scale in instrument.scales:
            yield instrument, scale


def quads() -> Iterator[ox.Quad]:
    for name in OURS:
        yield from ox.parse(path=str(ONTOLOGY / name))


@cache
def statements() -> tuple[ox.Triple, ...]:
    """The ontology with its concepts, each with a name of its own so that it is itself only."""
    files = {f"ontology/{file.name}": file.read_bytes() for file in ONTOLOGY.glob("*.ttl")}
    found = compile_base(base(), files)["ontology"]
    subjects = {
        triple.subject.value for triple in found if isinstance(triple.subject, ox.NamedNode)
    }
    name = ox.NamedNode(f"{TB}name")
    names = [
        ox.Triple(ox.NamedNode(iri), name, ox.Literal(iri.removeprefix(CONCEPT)))
        for iri in sorted(subjects)
        if iri.startswith(CONCEPT) and iri != CONCEPT
    ]
    return (*found, *names)


def test_every_instrument_of_the_gathering_is_there() -> None:
    assert len(instruments().by_name) == 81
    assert sum(len(one.parts) for one in instruments().by_name.values()) > 120


@pytest.mark.parametrize("name", OURS)
def test_a_file_has_no_blank_node_and_uses_declared_words_only(name: str) -> None:
    declared = {quad.subject for quad in ox.parse(path=str(ONTOLOGY / "core.ttl"))}
    quads = list(ox.parse(path=str(ONTOLOGY / name)))
    classes = [quad.object for quad in quads if quad.predicate.value.endswith("#type")]
    words = {quad.predicate for quad in quads} | set(classes)
    built_in = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-")

    assert len(quads) > 100
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode)]
    assert not [q for q in quads if isinstance(q.object, ox.BlankNode)]
    assert [w.value for w in words - declared if not w.value.startswith(built_in)] == []


def test_everything_described_is_of_one_class() -> None:
    kinds = Counter(quad.subject for quad in quads() if quad.predicate.value.endswith("#type"))

    assert set(kinds.values()) == {1}
    assert {quad.subject for quad in quads()} == set(kinds)


def test_no_instrument_or_design_has_the_address_of_a_concept() -> None:
    described = {str(quad.subject).strip("<>").removeprefix(CONCEPT) for quad in quads()}

    assert len(described) > 200
    assert described & set(base().terms.by_name) == set()


@pytest.mark.parametrize("predicate", ["prefLabel", "definition", "verification"])
def test_every_instrument_has_one(predicate: str) -> None:
    found = instruments().by_name.values()

    assert [one.whole.name for one in found if len(one.facts.all(predicate)) != 1] == []


def test_an_instrument_says_where_it_was_read_or_that_nothing_was_found() -> None:
    for name, one in instruments().by_name.items():
        sources = one.facts.all("source")
        assert sources, name
        addresses = [source for source in sources if source.startswith(("https://", "http://"))]
        assert addresses == list(sources) or sources == ("editors",), name
    unsourced = [n for n, o in instruments().by_name.items() if o.facts.one("source") == "editors"]
    assert unsourced == ["Isca", "Tense"]


def test_a_definition_is_a_sentence_of_its_own_and_not_the_label_again() -> None:
    texts = [one.facts.one("definition") for one in instruments().by_name.values()]
    texts += [one.one("definition") for one in designs().by_word.values()]
    texts += [one.one("definition") for one in designs().features.values()]

    assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert [text for text in texts if not text.endswith(".") or len(text.split()) < 4] == []
    of_concepts = {term.definition for term in base().terms.by_name.values()}
    assert of_concepts & set(texts) == set()


def test_no_name_leads_to_two_instruments_or_parts() -> None:
    names = Counter(text for _, scale in scales() for text in (scale.label, *scale.also))

    assert [text for text, count in names.items() if count > 1] == []
    assert names.keys() & instruments().ambiguous.keys() == set()


def test_every_part_and_every_instrument_measures_constructs_of_the_ontology() -> None:
    terms = base().terms
    for instrument, scale in scales():
        measured = {*scale.measures, *scale.mixes}
        assert all(terms.is_a(name, "Construct") for name in measured), scale.name
        assert not any(terms.by_name[name].retired for name in measured), scale.name
        assert measured or (scale is instrument.whole and instrument.parts), scale.name


def test_a_score_stands_for_no_construct_and_a_broader_one_as_well() -> None:
    terms = base().terms
    for _, scale in scales():
        for one in scale.measures:
            assert not (terms.ancestors(one) - {one}) & set(scale.measures), scale.name


def test_a_mixed_score_mixes_two_things_or_more() -> None:
    mixed = [scale for _, scale in scales() if scale.mixes]

    assert len(mixed) > 5
    assert [scale.name for scale in mixed if len(scale.mixes) < 2] == []


def test_every_range_has_a_lower_and_a_higher_end_and_belongs_to_one_score() -> None:
    ranges = [(scale.name, scoring) for _, scale in scales() for scoring in scale.scorings]
    declared = [quad for quad in quads() if quad.predicate.value == f"{TB}scoreMin"]

    assert len(ranges) == len(declared) > 80
    assert [name for name, scoring in ranges if not scoring.low < scoring.high] == []
    assert [name for name, scoring in ranges if not scoring.label] == []


def test_the_pole_of_a_score_is_a_known_word_and_agrees_with_the_concept() -> None:
    terms = base().terms
    for _, scale in scales():
        assert scale.pole in POLES, scale.name
        if scale.pole in {"favourable", "adverse"} and scale.name not in AGAINST_THEIR_TOTAL:
            assert {terms.pole(name) for name in scale.measures} <= {scale.pole}, scale.name


def test_closed_words_are_of_their_lists() -> None:
    for name, one in instruments().by_name.items():
        assert set(one.facts.all("informant")) <= {"self", "interviewer", "clinician"}, name
        assert one.facts.one("verification") in {"page", "abstract", "partly"}, name


def test_only_an_instrument_read_in_part_lacks_a_pole() -> None:
    without = [name for name, one in instruments().by_name.items() if not one.whole.pole]

    assert without == ["Isca", "Peri", "SsB", "Tense"]


def test_other_forms_and_twins_are_instruments() -> None:
    known = set(instruments().by_name)
    for name, one in instruments().by_name.items():
        for predicate in ("versionOf", "sharesItemsWith"):
            assert set(one.facts.all(predicate)) <= known - {name}, name


def test_parts_do_not_have_more_items_than_the_whole() -> None:
    for name, one in instruments().by_name.items():
        counts = [int(part.items) for part in one.parts if part.items]
        whole = int(one.whole.items or 0)
        outside = {"MosSss": 1}.get(name, 0)
        assert not whole or sum(counts) <= whole + outside, name


def test_every_word_for_a_design_in_records_has_one_design_with_features() -> None:
    assert sorted(designs().by_word) == sorted(get_args(Design))
    assert [word for word, one in designs().by_word.items() if not one.all("feature")] == []


def test_pages_call_a_design_by_its_label_and_an_unknown_one_by_its_word() -> None:
    labels = [designs().label(word) for word in ("meta-analysis", "cohort", "séance")]
    assert labels == ["meta-analysis", "cohort study", "séance"]


def test_every_feature_has_a_facet_and_a_design() -> None:
    found = designs().features
    used = {name for one in designs().by_word.values() for name in one.all("feature")}

    assert used == set(found)
    assert {one.one("facet") for one in found.values()} == FACETS


def test_a_design_has_one_feature_of_a_facet_unless_both_hold() -> None:
    both = {
        ("cluster-randomised-trial", "allocation"),
        ("diary", "timing"),
        ("mixed-methods", "material"),
    }
    found = {
        (word, facet)
        for word, one in designs().by_word.items()
        for facet, count in Counter(
            designs().features[name].one("facet") for name in one.all("feature")
        ).items()
        if count > 1
    }
    assert found == both


def test_the_reasoner_finds_nothing_wrong_with_instruments_and_designs() -> None:
    assert decide(statements()) == ()


@pytest.mark.parametrize("mistake", WRONG.values(), ids=WRONG.keys())
def test_the_reasoner_refuses(mistake: str) -> None:
    data = ox.parse((PREFIXES + mistake).encode(), format=ox.RdfFormat.TURTLE)

    assert decide((*statements(), *(quad.triple for quad in data))) is None
