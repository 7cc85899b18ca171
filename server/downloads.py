"""The forms in which a page can be had; RDF is written by rdflib, with prefixes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.compile.triples import PREFIXES
from kg.iris import BASE
from server.sparql.negotiation import TURTLE as TURTLE_OFFER
from server.sparql.negotiation import Offer

if TYPE_CHECKING:
    from rdflib import Graph

_CONTEXT = {
    **PREFIXES,
    "concept": f"{BASE}concept/",
    "claim": f"{BASE}claim/",
    "study": f"{BASE}study/",
    "mapping": f"{BASE}mapping/",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
}


@dataclass(frozen=True)
class Form:
    """One form of a page: the ending of its address, its media type, its name."""

    suffix: str
    offer: Offer
    label: str


HTML = Form("", Offer("text/html", ("application/xhtml+xml",), "utf-8"), "page")
TURTLE = Form(".ttl", TURTLE_OFFER, "Turtle")
JSON_LD = Form(".jsonld", Offer("application/ld+json"), "JSON-LD")
JSON = Form(".json", Offer("application/json"), "JSON")
FORMS = (HTML, TURTLE, JSON_LD, JSON)


def turtle(triples: str) -> bytes:
    """N-Triples as Turtle with prefixes; same input, same bytes."""
    return _graph(triples).serialize(format="turtle", encoding="utf-8")


def json_ld(triples: str) -> bytes:
    """N-Triples as compact JSON-LD with its context inside; same input, same bytes."""
    text = _graph(triples).serialize(format="json-ld", context=dict(_CONTEXT))
    return json.dumps(_ordered(json.loads(text)), ensure_ascii=False, indent=2).encode()


def _ordered(value: object) -> object:
    """Keys and the members of sets in one order; rdflib gives none."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_ordered(item) for item in value), key=json.dumps)
    return value


WRITERS: Mapping[Form, Callable[[str], bytes]] = {TURTLE: turtle, JSON_LD: json_ld}


def _graph(triples: str) -> Graph:
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _CONTEXT.items():
        graph.bind(prefix, namespace)
    return graph.parse(data=triples, format="nt")
