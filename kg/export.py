"""Files to take away: the ontology in one piece, and the codebook."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg.codebook import codebook
from kg.compile.graphs import Graphs
from kg.compile.triples import PREFIXES
from kg.read.base import Base

FORMATS: Mapping[str, ox.RdfFormat] = {
    "ontology.ttl": ox.RdfFormat.TURTLE,
    "ontology.rdf": ox.RdfFormat.RDF_XML,
    "ontology.nt": ox.RdfFormat.N_TRIPLES,
    "ontology.jsonld": ox.RdfFormat.JSON_LD,
}


def exports(base: Base, graphs: Graphs) -> dict[str, bytes]:
    """All files by name; same input, same bytes."""
    prefixes = {**PREFIXES, "concept": "https://w3id.org/tiebeam/concept/"}
    files = {
        name: ox.serialize(graphs["ontology"], format=kind, prefixes=prefixes) or b""
        for name, kind in FORMATS.items()
    }
    return {**files, "codebook.csv": codebook(base)}
