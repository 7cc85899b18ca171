"""Files to take away: the ontology in one piece, and the codebook."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pyoxigraph as ox

from kg.compile.graphs import Graphs
from kg.compile.triples import PREFIXES
from kg.terms import Terms

FORMATS: Mapping[str, ox.RdfFormat] = {
    "ontology.ttl": ox.RdfFormat.TURTLE,
    "ontology.rdf": ox.RdfFormat.RDF_XML,
    "ontology.nt": ox.RdfFormat.N_TRIPLES,
    "ontology.jsonld": ox.RdfFormat.JSON_LD,
}
_COLUMNS = ("concept", "label", "definition", "kind", "broader", "dimension", "synonyms",
            "scope note", "source", "retired", "replaced by")  # fmt: skip


def exports(terms: Terms, graphs: Graphs) -> dict[str, bytes]:
    """All files by name; same input, same bytes."""
    prefixes = {**PREFIXES, "concept": "https://w3id.org/tiebeam/concept/"}
    files = {
        name: ox.serialize(graphs["ontology"], format=kind, prefixes=prefixes) or b""
        for name, kind in FORMATS.items()
    }
    return {**files, "codebook.csv": codebook(terms)}


def codebook(terms: Terms) -> bytes:
    """One row a concept, as CSV (RFC 4180) in UTF-8; several values are set apart by ` | `."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for name, term in terms.concepts.items():
        broader = [parent for parent in term.parents if parent in terms.concepts]
        synonyms = [f"{label} ({kind})" for kind, label in term.synonyms]
        writer.writerow(
            (
                name, term.label, term.definition, terms.sort(name), " | ".join(broader),
                terms.dimension_of(name) or "", " | ".join(synonyms), term.scope_note,
                term.source, "yes" if term.retired else "", term.replaced_by or "",
            )
        )  # fmt: skip
    return text.getvalue().encode()
