"""Each result format, read back by a parser that is not the engine's; and real clients."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper

SELECT = "SELECT ?s ?o { ?s <http://example.org/p1> ?o } ORDER BY ?s LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s <http://example.org/p0> 'value 8' }"
SUBJECT = "http://example.org/s0"
VALUE = "value 1"


def ask(live: Any, query: str, accept: str) -> Any:
    reply = live.ask(query=query, headers={"Accept": accept})
    assert reply.status == 200, reply.body
    assert reply.headers["content-type"].partition(";")[0] == accept
    return reply.body


def test_json(live: Any) -> None:
    found = json.loads(ask(live, SELECT, "application/sparql-results+json"))

    assert sorted(found["head"]["vars"]) == ["o", "s"]
    assert found["results"]["bindings"][0]["s"] == {"type": "uri", "value": SUBJECT}
    assert found["results"]["bindings"][0]["o"] == {"type": "literal", "value": VALUE}
    assert len(found["results"]["bindings"]) == 3
    truth = json.loads(ask(live, "ASK {}", "application/sparql-results+json"))
    assert truth == {"head": {}, "boolean": True}


def test_xml(live: Any) -> None:
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = ET.fromstring(ask(live, SELECT, "application/sparql-results+xml"))  # noqa: S314 - own

    assert len(found.findall(f"{space}results/{space}result")) == 3
    assert SUBJECT in [uri.text for uri in found.iter(space + "uri")]
    truth = ET.fromstring(ask(live, "ASK {}", "application/sparql-results+xml"))  # noqa: S314
    assert truth.findtext(space + "boolean") == "true"


def test_csv_and_tsv(live: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(live, SELECT, "text/csv").decode())))
    lines = ask(live, SELECT, "text/tab-separated-values").decode().splitlines()

    assert rows[0] == {"s": SUBJECT, "o": VALUE}
    assert set(lines[0].split("\t")) == {"?s", "?o"}
    assert set(lines[1].split("\t")) == {f"<{SUBJECT}>", f'"{VALUE}"'}


@pytest.mark.parametrize(
    ("media_type", "rdflib_name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
# rdflib's own parsers use what rdflib 7.6 deprecates
@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_every_graph_format_holds_the_same_triples(
    live: Any, media_type: str, rdflib_name: str
) -> None:
    dataset = Dataset(default_union=True)
    dataset.parse(data=ask(live, CONSTRUCT, media_type), format=rdflib_name)

    assert len(set(dataset.triples((None, None, None)))) == 4


def test_describe_gives_what_is_said_of_a_thing(live: Any) -> None:
    graph = Graph().parse(data=ask(live, f"DESCRIBE <{SUBJECT}>", "text/turtle"))

    assert len(graph) == 4
    assert set(graph.subjects()) == {URIRef(SUBJECT)}


@pytest.mark.parametrize(("method", "way"), [(GET, None), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_reads_every_format(live: Any, method: str, way: str | None) -> None:
    def query(text: str, return_format: str) -> Any:
        wrapper = Wrapper(live.url)
        wrapper.setMethod(method)
        if way:
            wrapper.setRequestMethod(way)
        wrapper.setReturnFormat(return_format)
        wrapper.setQuery(text)
        return wrapper.query().convert()

    assert len(query(SELECT, JSON)["results"]["bindings"]) == 3
    assert len(query(SELECT, XML).getElementsByTagName("result")) == 3
    assert query(SELECT, CSV).count(b"\r\n") == 4
    assert query(SELECT, TSV).count(b"\n") == 4
    assert query("ASK {}", JSON)["boolean"] is True
    assert len(Graph().parse(data=query(CONSTRUCT, TURTLE))) == 4
    assert len(query(CONSTRUCT, XML)) == 4


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("return_format", ["xml", "json"])
def test_rdflib_sparqlstore_works_with_its_defaults(
    live: Any, method: str, return_format: str
) -> None:
    store = SPARQLStore(live.url, method=method, returnFormat=return_format)
    graph = Graph(store=store)

    assert len(list(graph.query(SELECT))) == 3
    assert graph.query("ASK {}").askAnswer is True
    constructed = graph.query(CONSTRUCT).graph
    assert constructed is not None
    assert len(constructed) == 4
    assert (URIRef(SUBJECT), None, None) in graph


def test_rdf_1_2_triple_terms_come_through(live: Any) -> None:
    query = "SELECT ?t { BIND(<<( <urn:a> <urn:b> 'x'@en--ltr )>> AS ?t) }"
    found = json.loads(ask(live, query, "application/sparql-results+json"))
    term = found["results"]["bindings"][0]["t"]

    assert term["type"] == "triple"
    assert term["value"]["object"]["its:dir"] == "ltr"
