"""Names of instruments: which are known, which are slips, and what they lead to."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.check import check_files
from kg.compile.graphs import compile_base, quads
from kg.compile.triples import PREFIXES
from kg.individuals import read_individuals
from kg.instruments import Instruments, instruments_of
from kg.read.base import Base
from kg.rules.example import EXAMPLE, ONTOLOGY, STUDY
from kg.rules.instrument_known import RULE
from kg.views.design import design_page, feature_page
from kg.views.instrument import instrument_page, instruments_used, measuring

MORE = """\
@base <https://w3id.org/tiebeam/concept/> .
@prefix tb: <https://w3id.org/tiebeam/ontology/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<Mood> a tb:Instrument ; skos:prefLabel "MOOD-2"@en ; tb:measures <DepressiveSymptoms> ;
  tb:exactSynonym "Mood and Company Questionnaire, 2 parts"@en ; tb:scoring <Mood#score/sum> ;
  tb:broadSynonym "Mood and Company Questionnaire"@en ; tb:verification "page" ;
  skos:definition "A made-up questionnaire."@en .
<Mood#score/sum> a tb:Scoring ; rdfs:label "sum"@en ; tb:scoreMin 0.0 ; tb:scoreMax 10.5 .
<Mood#scale/company> a tb:Subscale ; tb:subscaleOf <Mood> ; skos:prefLabel "MOOD-2 company"@en ;
  tb:measures <PerceivedSupport> .
<Tie> a tb:Instrument ; skos:prefLabel "Tie Scale"@en ; tb:ambiguousName "TS" ;
  tb:mixes <PerceivedSupport> , <Loneliness> ; tb:verification "partly" ; tb:versionOf <Mood> .
<Town> a tb:Instrument ; skos:prefLabel "Town Scale"@en ; tb:ambiguousName "TS" ;
  tb:measures <Loneliness> ; tb:verification "abstract" .
<CohortDesign> a tb:StudyDesign ; skos:notation "cohort" ; skos:prefLabel "cohort study"@en ;
  skos:definition "A made-up definition."@en ; tb:feature <FollowUp> .
<FollowUp> a tb:DesignFeature ; skos:prefLabel "follow-up"@en ; tb:facet "timing" .
"""
FILES = {**EXAMPLE, "ontology/more.ttl": MORE}
OUTCOME = "outcome: {concept: DepressiveSymptoms}"


def _base(instrument: str = "") -> Base:
    study = EXAMPLE[STUDY]
    if instrument:
        study = study.replace(
            OUTCOME, f'outcome: {{concept: DepressiveSymptoms, instrument: "{instrument}"}}'
        )
    files = {name: text.encode() for name, text in {**FILES, STUDY: study}.items()}
    base, report = check_files(files)
    in_records = [problem for problem in report.problems if problem.file == STUDY]
    assert not [problem for problem in in_records if problem.rule != "instrument-known"]
    return base


def _problems(instrument: str) -> list[tuple[str, str]]:
    return [(problem.what, problem.mend) for problem in RULE.problems(_base(instrument))]


def _instruments() -> Instruments:
    return instruments_of(read_individuals({"more.ttl": MORE.encode()}))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MOOD-2", "Mood"),
        ("Mood and Company Questionnaire, 2 parts", "Mood"),
        ("MOOD-2 company", "Mood#scale/company"),
        ("Mood and Company Questionnaire", None),
        ("mood-2", None),
        ("TS", None),
        ("", None),
    ],
)
def test_a_label_or_exact_synonym_leads_to_an_instrument_or_a_part(
    text: str, name: str | None
) -> None:
    found = _instruments().named(text)

    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "text",
    [
        "MOOD-2",
        "MOOD-2 company",
        "Mood and Company Questionnaire",
        "Mood and Company Questionnaire, 3 parts",
        "Mood and Company Questionnaire II",
        "MOOD-3",
        "Moody Scale",
        "Scale of Something Else",
        "Scale of Something Else (SSE)",
    ],
)
def test_a_known_name_another_form_and_an_unknown_instrument_pass(text: str) -> None:
    assert _problems(text) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("MOOD2", "MOOD-2"),
        ("Mood 2", "MOOD-2"),
        ("MOOD-2 (sum)", "MOOD-2"),
        ("mood and company questionnaire", "Mood and Company Questionnaire"),
        ("Mood and Compnay Questionnaire, 2 parts", "Mood and Company Questionnaire, 2 parts"),
    ],
)
def test_a_slip_is_told_with_the_name_that_is_meant(text: str, meant: str) -> None:
    assert _problems(text) == [(f"{text} is no instrument", f"did you mean {meant}?")]


def test_a_short_name_that_two_bear_is_refused_with_both_names() -> None:
    expected = ("TS is the name of several instruments", "write Tie Scale or Town Scale")

    assert _problems("TS") == [expected]


def test_a_file_that_does_not_parse_is_left_to_the_turtle_rule() -> None:
    files = {"more.ttl": MORE.encode(), "broken.ttl": b"<x> a"}

    assert len(instruments_of(read_individuals(files)).by_name) == 3


def _ask(base: Base, query: str) -> bool:
    turtle = {name: FILES[name].encode() for name in (ONTOLOGY, "ontology/more.ttl")}
    store = ox.Store()
    store.extend(quads(compile_base(base, turtle)))
    prefixes = {**PREFIXES, "c": "https://w3id.org/tiebeam/concept/"}
    return bool(store.query(query, prefixes=prefixes))


def test_a_measurement_leads_to_its_instrument_or_part() -> None:
    whole = "ASK { ?m tb:instrument 'MOOD-2' ; tb:inRole 'outcome' ; tb:instrumentConcept c:Mood }"
    part = "ASK { ?m tb:instrumentConcept/tb:subscaleOf c:Mood }"

    assert _ask(_base("MOOD-2"), whole)
    assert _ask(_base("MOOD-2 company"), part)
    assert not _ask(_base("Some Other Scale"), "ASK { ?m tb:instrumentConcept ?any }")


def test_a_study_leads_to_its_design_and_its_features() -> None:
    query = "ASK { ?s tb:design 'cohort' ; tb:designConcept/tb:feature/tb:facet 'timing' }"

    assert _ask(_base(), query)


def test_instruments_are_concepts_of_the_scheme_with_their_other_names() -> None:
    query = (
        "ASK { c:Mood a skos:Concept ; skos:inScheme <https://w3id.org/tiebeam/concept/> ;"
        " skos:altLabel 'Mood and Company Questionnaire'@en }"
    )
    assert _ask(_base(), query)


def test_a_concept_lists_instruments_of_narrower_ones_or_their_parts() -> None:
    labels = {
        name: [link.label for link in measuring(_base(), name)]
        for name in ("DepressiveSymptoms", "SocialSupport", "Loneliness")
    }

    assert labels == {
        "DepressiveSymptoms": ["CES-D", "MOOD-2"],
        "SocialSupport": ["MOOD-2 company", "Tie Scale (in part)"],
        "Loneliness": ["Tie Scale (in part)", "Town Scale"],
    }


def test_the_page_of_an_instrument_holds_parts_ranges_kin_and_studies() -> None:
    base = _base("MOOD-2 company")

    page = instrument_page(base, "Mood", instruments_used(base))

    assert [(scale.label, scale.ranges) for scale in page.scales] == [
        ("the whole", ("0 to 10.5, sum",)),
        ("MOOD-2 company", ()),
    ]
    assert [(what, links[0].path) for what, links in page.kin] == [("other forms", "/concept/Tie")]
    assert [link.path for link in page.studies] == ["/study/example-2020"]


def test_the_page_of_a_shared_short_name_names_the_others() -> None:
    ((text, others),) = instrument_page(_base(), "Tie", {}).ambiguous

    assert (text, [link.path for link in others]) == ("TS", ["/concept/Town"])


def test_a_design_lists_its_studies_and_a_feature_those_of_all_its_designs() -> None:
    design, feature = design_page(_base(), "cohort"), feature_page(_base(), "FollowUp")

    assert [(facet, link.path) for facet, link in design.features] == [
        ("timing", "/concept/FollowUp")
    ]
    assert [link.path for link in feature.designs] == ["/concept/CohortDesign"]
    assert design.studies == feature.studies != ()
