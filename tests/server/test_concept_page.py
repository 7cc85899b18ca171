"""Pages of concepts and of their matches with other vocabularies, over the real ontology."""

from __future__ import annotations

import rdflib
from fastapi.testclient import TestClient

from kg.read.base import Base
from kg.views.about import SHOWN, findings_by_concept, meanings

BROWSER = {"accept": "text/html"}


def _json(client: TestClient, path: str) -> dict[str, object]:
    response = client.get(f"{path}.json")
    assert response.status_code == 200, path
    return dict(response.json())


def test_a_concept_page_shows_findings_by_what_they_mean(client: TestClient) -> None:
    html = client.get("/concept/SocialSupport", headers=BROWSER).text

    assert '<span class="protective">Point to better mental health</span>' in html
    assert 'href="/study/example-2020#finding/women"' in html


def test_a_finding_is_listed_under_what_it_names_and_under_all_that_is_broader(
    example_base: Base,
) -> None:
    found = findings_by_concept(example_base)
    broader = example_base.terms.ancestors("PerceivedSupport")

    assert len(broader) > 2
    for name in broader:
        assert {use.finding.id for use in found["PerceivedSupport"]} <= {
            use.finding.id for use in found[name]
        }


def test_findings_of_a_retracted_study_are_not_among_them(example_base: Base) -> None:
    assert not example_base.studies["taken-back-2019"].record.stands
    for uses in findings_by_concept(example_base).values():
        assert "taken-back-2019" not in {use.study.id for use in uses}


def test_a_long_list_of_findings_is_cut_and_the_page_gives_their_number(
    example_base: Base,
) -> None:
    found = findings_by_concept(example_base)
    many = {"PerceivedSupport": found["PerceivedSupport"] * (SHOWN + 1)}

    for meaning in meanings(example_base, "PerceivedSupport", many):
        assert meaning.total > SHOWN
        assert len(meaning.rows) == SHOWN


def test_a_concept_page_shows_its_matches_the_closest_first(client: TestClient) -> None:
    matches = _json(client, "/concept/Loneliness")["matches"]

    assert isinstance(matches, list)
    assert [(m["words"], m["target_label"]) for m in matches] == [
        ("nearly the same as", "Loneliness"),
        ("related to", "social alienation"),
    ]


def test_a_match_has_a_page_that_says_why_and_where_the_other_term_was_seen(
    client: TestClient,
) -> None:
    html = client.get("/mapping/Loneliness-mesh-D008132", headers=BROWSER).text

    assert "The same feeling under the same name" in html
    assert '<a href="/mapping/source/mesh">Medical Subject Headings (MeSH)</a>' in html
    assert "<code>skos:closeMatch</code>" in html


def test_a_source_of_matches_has_a_page_and_data(client: TestClient) -> None:
    turtle = client.get("/mapping/source/mesh", headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    page = _json(client, "/mapping/source/mesh")

    assert len(graph) == 3
    assert "sssom:object_source_version" in turtle.text
    assert page["matches"]


def test_every_match_stands_on_the_page_of_its_term(client: TestClient) -> None:
    for name in ("mesh", "gmho", "sepio", "spar", "stato"):
        matches = _json(client, f"/mapping/source/{name}")["matches"]
        assert isinstance(matches, list)
        assert matches
        for match in matches:
            path = match["ours"]["path"].partition("#")[0]
            assert match["path"] in client.get(path, headers=BROWSER).text
