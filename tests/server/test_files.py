"""Files to take away, and the addresses of terms."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.snapshot import Snapshot
from server.files import FILES

FORMATS = {
    "ontology.ttl": ox.RdfFormat.TURTLE,
    "ontology.rdf": ox.RdfFormat.RDF_XML,
    "ontology.nt": ox.RdfFormat.N_TRIPLES,
    "ontology.jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_with_its_media_type(client: TestClient, name: str) -> None:
    response = client.get(f"/{name}")

    assert response.status_code == 200
    assert response.headers["content-type"] == FILES[name].content_type
    assert len(response.content) > 1000


def test_every_format_holds_the_same_graph(client: TestClient) -> None:
    graphs = []
    for name, kind in FORMATS.items():
        graph = ox.Dataset(ox.parse(client.get(f"/{name}").content, format=kind))
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        graphs.append(graph)

    assert len(graphs[0]) > 4000
    assert all(graph == graphs[0] for graph in graphs)


def test_three_libraries_read_the_same_number_of_triples(example_snapshot: Snapshot) -> None:
    path = example_snapshot.path / "dumps" / "ontology.rdf"
    world = owlready2.World()
    with path.open("rb") as file:
        ontology = world.get_ontology("https://w3id.org/tiebeam/ontology").load(fileobj=file)
    by_owlready = len(ontology.graph)
    world.close()

    by_oxigraph = len(list(ox.parse(path=str(path), format=ox.RdfFormat.RDF_XML)))

    assert by_oxigraph == by_owlready == len(rdflib.Graph().parse(path, format="xml"))


def test_the_codebook_has_a_row_for_every_page_below_concept(
    client: TestClient, example_snapshot: Snapshot
) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/codebook.csv").text)))
    pages = {path for path in example_snapshot.paths if path.startswith("/concept/")}

    assert {f"/concept/{row['concept'].partition('#')[0]}" for row in rows} == pages
    assert len(pages) > 500


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json;q=0.5, text/turtle;q=0.1", "application/ld+json"),
        ("*/*", "text/html; charset=utf-8"),
    ],
)
def test_the_ontology_negotiates(client: TestClient, accept: str, media_type: str) -> None:
    response = client.get("/ontology", headers={"accept": accept})

    assert response.headers["content-type"] == media_type


def test_every_term_of_the_ontology_resolves(
    client: TestClient, example_snapshot: Snapshot
) -> None:
    terms = example_snapshot.manifest["terms"]
    page = client.get("/ontology", headers={"accept": "text/html"}).text

    assert len(terms) > 300
    for name in terms:
        response = client.get(
            f"/ontology/{name}", headers={"accept": "text/html"}, follow_redirects=False
        )
        assert response.status_code == 303, name
        target, _, anchor = response.headers["location"].partition("#")
        assert client.head(target).status_code == 200
        assert not anchor or f'id="{anchor}"' in page


def test_a_term_asked_for_as_data_leads_to_data(client: TestClient) -> None:
    response = client.get("/ontology/bearsOn", headers={"accept": "text/turtle"})

    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "tb:bearsOn" in response.text


def test_a_term_that_never_was_is_not_found(client: TestClient) -> None:
    assert client.get("/ontology/NoSuchTerm").status_code == 404


def test_no_file_but_those_of_the_manifest_is_sent(client: TestClient) -> None:
    assert Path("/etc/passwd").exists()
    for path in ("/manifest.json", "/pages.sqlite", "/..%2fmanifest.json", "/ontology.ttl%00"):
        assert client.get(path).status_code == 404
