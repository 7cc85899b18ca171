"""What the endpoint says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from server.sparql.service_description import Service, describe

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
URL = "https://example.org/sparql"
SERVICE = Service(url=URL, named_graphs=("urn:g2", "urn:g1", "urn:g1"), merged=True)


@pytest.mark.parametrize(
    ("accept", "rdflib_name"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
    ],
)
def test_a_request_without_a_query_gets_the_description(
    live: Any, accept: str, rdflib_name: str
) -> None:
    reply = live.ask(headers={"Accept": accept})
    graph = Graph().parse(data=reply.body, format=rdflib_name)

    assert reply.status == 200
    assert reply.headers["content-type"].startswith(accept)
    assert graph.value(predicate=SD.endpoint, object=URIRef(live.url)) is not None
    assert len(list(graph.objects(None, SD.name))) == 2
    again = live.ask(headers={"Accept": accept, "If-None-Match": reply.headers["etag"]})
    assert again.status == 304


def test_the_description_conforms_to_its_vocabulary() -> None:
    graph = Graph().parse(data=describe(SERVICE, URL, "text/turtle"))
    service = graph.value(predicate=RDF.type, object=SD.Service)

    assert graph.value(service, SD.endpoint) == URIRef(URL)
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert (service, SD.feature, SD.BasicFederatedQuery) not in graph
    results = set(graph.objects(service, SD.resultFormat))
    expected = {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "Turtle"}
    assert {FORMATS[name] for name in expected} <= results
    dataset = graph.value(service, SD.defaultDataset)
    names = [graph.value(node, SD.name) for node in graph.objects(dataset, SD.namedGraph)]
    assert sorted(str(name) for name in names) == ["urn:g1", "urn:g2"]


def test_the_union_is_claimed_only_where_it_is_so() -> None:
    graph = Graph().parse(data=describe(Service(), URL, "text/turtle"))

    assert not list(graph.objects(None, SD.feature))


def test_the_description_is_the_same_bytes_each_time() -> None:
    other = Service(url=URL, named_graphs=("urn:g1", "urn:g2"), merged=True)

    assert describe(SERVICE, URL, "text/turtle") == describe(other, URL, "text/turtle")


def test_an_odd_host_header_does_not_get_into_the_description(live: Any) -> None:
    reply = live.ask(headers={"Host": 'a"><script>', "Accept": "text/turtle"})

    assert b"<script" not in reply.body
