"""The few shapes that triples come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pyoxigraph as ox

from kg.iris import ONTOLOGY
from kg.records.claim import Claim, Thesis
from kg.records.dataset import Dataset
from kg.records.study import Study

Triples = Iterator[ox.Triple]

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES: Mapping[str, str] = {
    "tb": ONTOLOGY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": XSD,
}


def node(name: str) -> ox.NamedNode:
    """A term by prefixed name; without prefix it is one of ours."""
    prefix, _, local = name.rpartition(":")
    return ox.NamedNode(PREFIXES[prefix or "tb"] + local)


def a(subject: str, *classes: str) -> Triples:
    """The classes of a thing."""
    for name in classes:
        yield ox.Triple(ox.NamedNode(subject), TYPE, node(name))


def link(subject: str, predicate: str, target: str | None) -> Triples:
    """A link to another thing."""
    if target is not None:
        yield ox.Triple(ox.NamedNode(subject), node(predicate), ox.NamedNode(target))


def value(subject: str, predicate: str, given: str | int | Decimal | None) -> Triples:
    """A text (xsd:string), whole number, decimal or truth value."""
    if given is not None:
        yield ox.Triple(ox.NamedNode(subject), node(predicate), literal(given))


def english(subject: str, predicate: str, text: str | None) -> Triples:
    """A text in English."""
    if text:
        yield ox.Triple(ox.NamedNode(subject), node(predicate), ox.Literal(text, language="en"))


def literal(given: str | int | Decimal) -> ox.Literal:
    if isinstance(given, bool):
        return ox.Literal("true" if given else "false", datatype=ox.NamedNode(f"{XSD}boolean"))
    if isinstance(given, int):
        return ox.Literal(str(given), datatype=ox.NamedNode(f"{XSD}integer"))
    if isinstance(given, Decimal):
        return ox.Literal(decimal_text(given), datatype=ox.NamedNode(f"{XSD}decimal"))
    return ox.Literal(given)


def decimal_text(number: Decimal) -> str:
    """The canonical xsd:decimal, which every store gives back unchanged."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def printed(subject: str, name: str, number: Decimal | str | None) -> Triples:
    """A figure as a number to reckon with, and as it was printed."""
    if isinstance(number, Decimal):
        yield from value(subject, name, number)
    if number is not None:
        yield from value(subject, f"{name}Printed", str(number))


def explained(subject: str, record: Study | Dataset | Claim | Thesis) -> Triples:
    """The warnings that a record lets stand."""
    for one in record.exceptions:
        yield from value(subject, "checkedByHand", str(one))


def values(subject: str, record: object, fields: Mapping[str, str]) -> Triples:
    """Plain fields of a record, by field name and predicate; several values as several triples."""
    for name, predicate in fields.items():
        given = getattr(record, name)
        for one in given if isinstance(given, tuple) else (given,):
            yield from value(subject, predicate, one)
