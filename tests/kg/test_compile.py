"""Records to graphs."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from kg import iris
from kg.check import check_files
from kg.compile.graphs import WITHDRAWN, compile_base, quads
from kg.compile.lines import Lines
from kg.compile.triples import PREFIXES, decimal_text
from kg.read.base import Base
from kg.rules.example import EXAMPLE, ONTOLOGY, STUDY

TB = PREFIXES["tb"]
TURTLE = {ONTOLOGY: EXAMPLE[ONTOLOGY].encode()}


def _store(base: Base) -> ox.Store:
    store = ox.Store()
    store.extend(quads(compile_base(base, TURTLE)))
    return store


def _ask(base: Base, query: str) -> bool:
    return bool(_store(base).query(query, prefixes=dict(PREFIXES)))


def test_every_record_has_a_graph_of_its_own(example_base: Base) -> None:
    assert list(compile_base(example_base, TURTLE)) == [
        "about",
        "claim/sex-modifies-support",
        "claim/support-lowers-symptoms",
        "dataset/example-cohort",
        "ontology",
        "study/example-2020",
        "thesis/two-models",
        "withdrawn",
    ]


def test_no_triple_stands_in_two_graphs(example_base: Base) -> None:
    assert Lines(compile_base(example_base, TURTLE)).shared() == []


def test_a_triple_in_two_graphs_is_told(example_base: Base) -> None:
    graphs = compile_base(example_base, TURTLE)
    graphs["entailed"] = graphs["claim/sex-modifies-support"][:1]

    ((first, second),) = Lines(graphs).shared()

    assert first.endswith("graph/claim/sex-modifies-support>")
    assert second.endswith("graph/entailed>")


def test_lines_are_the_quads_in_the_order_of_quads(example_base: Base) -> None:
    graphs = compile_base(example_base, TURTLE)
    expected = [f"{quad} .\n" for quad in quads(graphs)]

    assert list(Lines(graphs).dump()) == expected
    assert graphs == {}


def test_a_page_has_the_triples_of_its_thing_and_of_its_parts(example_base: Base) -> None:
    graphs = compile_base(example_base, TURTLE)
    graphs["study/example-2020x"] = (
        ox.Triple(
            ox.NamedNode(f"{iris.study('example-2020')}x"),
            ox.NamedNode("urn:p"),
            ox.Literal("a > b # c"),
        ),
    )
    own = [
        t for t in graphs["study/example-2020"] if isinstance(t.object, ox.NamedNode | ox.Literal)
    ]
    lines = Lines(graphs)

    assert lines.page(iris.study("example-2020")) == "".join(f"{t} .\n" for t in own)
    assert lines.page(iris.study("nobody")) == ""


def test_records_have_no_blank_node(example_base: Base) -> None:
    graphs = compile_base(example_base, TURTLE)
    nodes = [
        node
        for name, triples in graphs.items()
        if name != "ontology"
        for triple in triples
        for node in (triple.subject, triple.object)
    ]

    assert len(nodes) > 100
    assert not [node for node in nodes if isinstance(node, ox.BlankNode)]


def test_figures_are_numbers_and_keep_their_printed_form(example_base: Base) -> None:
    assert _ask(
        example_base,
        'ASK { ?effect tb:ciLow 0.6 ; tb:ciLowPrinted "0.60" ; tb:valuePrinted "0.72" }',
    )


def test_a_retracted_study_stands_only_in_the_graph_that_no_default_holds(
    example_base: Base,
) -> None:
    study = f"<{iris.study('taken-back-2019')}>"
    withdrawn = f"<{iris.graph(WITHDRAWN)}>"

    assert not _ask(example_base, f"ASK {{ {study} ?p ?o }}")
    assert _ask(example_base, f"ASK {{ GRAPH {withdrawn} {{ {study} a tb:Study }} }}")


def test_the_default_graph_counts_each_triple_once(example_base: Base) -> None:
    graphs = compile_base(example_base, TURTLE)
    merged = {t for name, found in graphs.items() if name != WITHDRAWN for t in found}
    default = [quad for quad in quads(graphs) if quad.graph_name == ox.DefaultGraph()]

    assert len(default) == len(merged)


def test_claims_point_to_concept_individuals_typed_by_their_class(example_base: Base) -> None:
    assert _ask(
        example_base,
        "ASK { <https://w3id.org/tiebeam/claim/support-lowers-symptoms> tb:exposure ?c ."
        " ?c a tb:PerceivedSupport ; skos:broader/a tb:SocialSupport }",
    )


def test_a_modification_claim_has_the_roles_of_what_it_modifies(example_base: Base) -> None:
    assert _ask(
        example_base,
        "ASK { <https://w3id.org/tiebeam/claim/sex-modifies-support> tb:modifies ?base ;"
        " tb:outcome <https://w3id.org/tiebeam/concept/DepressiveSymptoms> ."
        " ?base tb:outcome <https://w3id.org/tiebeam/concept/DepressiveSymptoms> }",
    )


def test_old_dois_with_angle_brackets_become_valid_iris(example_files: dict[str, bytes]) -> None:
    doi = "10.1002/(sici)1<1::aid-x>3.0.co;2-a"
    text = EXAMPLE[STUDY].replace("doi: 10.5555/example.2020", f'doi: "{doi}"')
    base, report = check_files(example_files | {STUDY: text.encode()})

    lines = [f"{quad} ." for quad in quads(compile_base(base, TURTLE))]

    assert not report.problems
    assert len(list(ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS))) == len(lines)


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.5"), ("0.0", "0"), ("-0.30", "-0.3"), ("1E+3", "1000"), ("1E-7", "0.0000001")],
)
def test_decimals_are_written_as_every_store_gives_them_back(number: str, text: str) -> None:
    literal = ox.Literal(
        decimal_text(Decimal(number)), datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal")
    )
    store = ox.Store()
    node = ox.NamedNode("x:x")
    store.add(ox.Quad(node, node, literal))

    (stored,) = store

    assert decimal_text(Decimal(number)) == text
    assert stored.object == literal
