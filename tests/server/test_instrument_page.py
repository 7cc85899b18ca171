"""Pages of instruments and designs, over the real ontology."""

from __future__ import annotations

import re

import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.snapshot import Snapshot

BROWSER = {"accept": "text/html"}


def _text(client: TestClient, path: str) -> str:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == 200, path
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_an_instrument_page_shows_range_parts_cut_offs_traps_and_sources(
    client: TestClient,
) -> None:
    text = _text(client, "/concept/CesD")

    assert "exact synonym Center for Epidemiologic Studies Depression Scale" in text
    assert "the whole depressive symptoms · 20 items · 0 to 60, sum · higher is worse" in text
    assert "≥16: probable clinically relevant depressive symptoms, not a diagnosis" in text
    assert "CES-D interpersonal" in text
    assert "Items 4, 8, 12 and 16 are positively worded and must be reversed" in text
    assert "Radloff (1977)" in text
    assert "No study here names it." in text


def test_rival_ranges_and_shared_short_names_stand_side_by_side(client: TestClient) -> None:
    assert "0 to 12, binary (0-0-1-1) · 0 to 36, Likert (0-1-2-3)" in _text(
        client, "/concept/Ghq12"
    )
    assert "PSS (also of PSS-Fa and PSS-Fr ) ; records write the name in full" in _text(
        client, "/concept/PerceivedStressScale"
    )


def test_what_is_not_known_is_not_shown(client: TestClient) -> None:
    text = _text(client, "/concept/Tense")

    assert "A core fact (items, range, direction or origin) was not found" in text
    assert "cut-offs" not in text
    assert "asks about" not in text


def test_a_concept_page_links_the_instruments_and_parts_that_measure_it(
    client: TestClient,
) -> None:
    page = client.get("/concept/AnxietySymptoms", headers=BROWSER).text

    assert '<a href="/concept/Gad7">GAD-7</a>' in page
    assert '<a href="/concept/Hads#scale/anxiety">HADS anxiety</a>' in page
    assert 'id="scale/anxiety"' in client.get("/concept/Hads", headers=BROWSER).text


def test_a_design_page_shows_its_features_and_studies(client: TestClient) -> None:
    text = _text(client, "/concept/CohortDesign")

    assert "timing follow-up" in text
    assert "Example 2020" in text
    assert "cohort study" in _text(client, "/concept/FollowUp")


def test_every_instrument_design_and_feature_has_a_page(example_snapshot: Snapshot) -> None:
    kinds = [
        page.kind
        for path in example_snapshot.paths
        if path.startswith("/concept/") and (page := example_snapshot.page(path))
    ]

    assert kinds.count("instrument") == 81
    assert kinds.count("design") == 18 + 21


@pytest.mark.parametrize("name", ["Hads", "CohortDesign", "RandomAllocation"])
def test_the_data_of_a_page_hold_its_parts(client: TestClient, name: str) -> None:
    turtle = client.get(f"/concept/{name}.ttl")
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    subjects = {str(subject).rpartition("/concept/")[2] for subject in graph.subjects()}

    assert turtle.status_code == 200
    assert name in subjects
    assert {subject.partition("#")[0] for subject in subjects} == {name}
    assert ("Hads#scale/anxiety/score/sum" in subjects) == (name == "Hads")
