"""SPARQL 1.1 Service Description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from server.sparql.negotiation import GRAPHS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

_TYPE = NamedNode(_RDF + "type")
_LABEL = NamedNode(_RDFS + "label")
_COMMENT = NamedNode(_RDFS + "comment")


@dataclass(frozen=True, slots=True)
class Service:
    """What the endpoint says of itself; `merged`: its default graph is the merge of the named."""

    url: str = ""  # empty: the address that was asked
    title: str = "SPARQL endpoint"
    comment: str = ""
    named_graphs: tuple[str, ...] = ()
    merged: bool = False


def describe(service: Service, url: str, media_type: str) -> bytes:
    """The description in one of the RDF formats of `negotiation.GRAPHS`; same input, same bytes."""
    result = serialize(
        _triples(service, url),
        format=RdfFormat.from_media_type(media_type),
        prefixes={"sd": _SD, "formats": _FORMATS, "rdfs": _RDFS},
    )
    return result or b""


def _triples(service: Service, url: str) -> Iterator[Triple]:
    this = NamedNode(url + "#service")
    yield Triple(this, _TYPE, _sd("Service"))
    yield Triple(this, _LABEL, Literal(service.title, language="en"))
    if service.comment:
        yield Triple(this, _COMMENT, Literal(service.comment, language="en"))
    yield Triple(this, _sd("endpoint"), NamedNode(url))
    yield Triple(this, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if service.merged:
        yield Triple(this, _sd("feature"), _sd("UnionDefaultGraph"))
    for offer in TABLES:
        yield Triple(this, _sd("resultFormat"), _format_iri(offer.media_type))
    for offer in GRAPHS:
        yield Triple(this, _sd("resultFormat"), _format_iri(offer.media_type))
    yield Triple(this, _sd("defaultDataset"), NamedNode(url + "#dataset"))
    yield from _dataset(service, url)


def _dataset(service: Service, url: str) -> Iterator[Triple]:
    dataset = NamedNode(url + "#dataset")
    default = NamedNode(url + "#default-graph")
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, _TYPE, _sd("Graph"))
    if service.merged:
        text = "The merge of the named graphs, each triple once."
        yield Triple(default, _COMMENT, Literal(text, language="en"))
    for number, name in enumerate(sorted(set(service.named_graphs)), start=1):
        node = NamedNode(f"{url}#graph-{number}")
        yield Triple(dataset, _sd("namedGraph"), node)
        yield Triple(node, _TYPE, _sd("NamedGraph"))
        yield Triple(node, _sd("name"), NamedNode(name))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _format_iri(media_type: str) -> NamedNode:
    known = QueryResultsFormat.from_media_type(media_type) or RdfFormat.from_media_type(media_type)
    if known is None:
        raise ValueError(f"the engine has no format {media_type}")
    return NamedNode(known.iri)
