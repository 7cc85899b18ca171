"""What was withdrawn or retracted stands in a graph of its own, with all that is said of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import iris
from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.compile.graphs import WITHDRAWN, Graphs, ordered, quads
from kg.entail import entail
from kg.rules.example import CLAIM, MODIFICATION, RETRACTED, STUDY
from kg.views.parts import card, claim_link, study_link
from tests.ontology.models import RECORDS, compiled, read

TAKEN_BACK = "withdrawn: {reason: Said twice.}\n"
CASES = [
    pytest.param(CLAIM, TAKEN_BACK, iris.claim("support-lowers-symptoms"), id="claim"),
    pytest.param(MODIFICATION, TAKEN_BACK, iris.claim("sex-modifies-support"), id="modification"),
    pytest.param(STUDY, TAKEN_BACK, iris.study("example-2020"), id="withdrawn study"),
    pytest.param(RETRACTED, "", iris.study("taken-back-2019"), id="retracted study"),
]


def _built(file: str, more: str) -> Graphs:
    """All graphs of a build, the example having one record changed."""
    _, base, problems = read({file: RECORDS[file] + more})
    assert problems == []
    graphs = compiled(base)
    graphs["assessment"] = ordered(assessment_triples(base, assess_all(base).values()))
    graphs["entailed"] = entail(graphs)
    return graphs


def _is_of(node: object, record: str) -> bool:
    iri = node.value if isinstance(node, ox.NamedNode) else ""
    return iri == record or iri.startswith(f"{record}#")


@pytest.mark.parametrize(("file", "more", "record"), CASES)
def test_nothing_of_a_withdrawn_record_stands_outside_its_graph(
    file: str, more: str, record: str
) -> None:
    said = [quad for quad in quads(_built(file, more)) if _is_of(quad.subject, record)]

    assert len(said) > 10
    assert {quad.graph_name for quad in said} == {ox.NamedNode(iris.graph(WITHDRAWN))}


@pytest.mark.parametrize(("file", "more", "record"), CASES)
def test_no_assessment_rests_on_a_withdrawn_record(file: str, more: str, record: str) -> None:
    graphs = _built(file, more)

    assert graphs["assessment"]
    assert [triple for triple in graphs["assessment"] if _is_of(triple.object, record)] == []


def test_a_record_that_stands_is_assessed_in_the_default_graph() -> None:
    graphs = _built(CLAIM, "")
    lines = [triple.subject for triple in graphs["assessment"] if "#evidence/" in str(triple)]

    assert any(_is_of(line, iris.claim("support-lowers-symptoms")) for line in lines)


def test_links_and_cards_say_what_no_longer_counts() -> None:
    taken_back = {file: RECORDS[file] + TAKEN_BACK for file in (CLAIM, STUDY)}
    _, base, _ = read(taken_back)
    claim = base.claims["support-lowers-symptoms"].record

    assert study_link(base, "example-2020").standing == "withdrawn"
    assert study_link(base, "taken-back-2019").standing == "retracted"
    assert claim_link(base, claim.id).standing == "withdrawn"
    assert claim_link(base, "sex-modifies-support").standing == ""
    assert card(base, claim, assess_all(base)[claim.id]).standing == "withdrawn"
