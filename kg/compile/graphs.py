"""All records and the ontology as named graphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg import iris
from kg.compile.claim import claim_triples, thesis_triples
from kg.compile.concept import concept_triples
from kg.compile.individual import individual_triples, study_links
from kg.compile.release import release_triples, released_claim
from kg.compile.study import dataset_triples, study_triples
from kg.compile.triples import Triples, a, english, link
from kg.read.base import Base
from kg.records.release import Release

Graphs = dict[str, tuple[ox.Triple, ...]]
"""Triples by name of their graph (`study/x`), in the order of N-Triples, each once."""
WITHDRAWN = "withdrawn"
"""The one graph that stays out of the default graph."""
SHAPES = "ontology/shapes.ttl"
"""Shapes are about the graph, not in it: no reasoner reads them."""
ALIGNMENTS = "ontology/alignments.ttl"
"""Matches with other vocabularies: a graph of their own, of annotations only."""
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def compile_base(base: Base, ontology: Mapping[str, bytes]) -> Graphs:
    """Every graph that is asserted, before reasoning and assessment."""
    axioms = [data for file, data in ontology.items() if file not in {SHAPES, ALIGNMENTS}]
    found: dict[str, list[ox.Triple]] = {
        "about": list(_about()),
        "ontology": [
            *_ontology(axioms),
            *concept_triples(base.terms),
            *individual_triples(base),
        ],
    }
    if ALIGNMENTS in ontology:
        found["alignments"] = _ontology([ontology[ALIGNMENTS]])
    for dataset in base.datasets.values():
        found[f"dataset/{dataset.record.id}"] = list(dataset_triples(dataset.record))
    for thesis in base.theses.values():
        found[f"thesis/{thesis.record.id}"] = list(thesis_triples(base, thesis))
    for claim in base.claims.values():
        name = f"claim/{claim.record.id}" if claim.record.stands else WITHDRAWN
        found.setdefault(name, []).extend(claim_triples(base, claim))
    for study in base.studies.values():
        name = f"study/{study.record.id}" if study.record.stands else WITHDRAWN
        found.setdefault(name, []).extend(study_triples(base.terms, study.record))
        found[name].extend(study_links(base, study.record))
    for release in base.releases.values():
        _add_release(base, release.record, found)
    return {name: ordered(triples) for name, triples in sorted(found.items())}


def _add_release(base: Base, release: Release, found: dict[str, list[ox.Triple]]) -> None:
    """A claim since withdrawn is withdrawn from history too: its page says why."""
    found[f"release/{release.id}"] = list(release_triples(release))
    for row in release.claims:
        entry = base.claims.get(row.claim)
        stands = entry is not None and entry.record.stands
        name = f"release/{release.id}" if stands else WITHDRAWN
        found.setdefault(name, []).extend(released_claim(release, row))


def ordered(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    """Each triple once, in the order of N-Triples."""
    return tuple(sorted(set(triples), key=str))


def _ontology(files: Iterable[bytes]) -> list[ox.Triple]:
    """The authored axioms; blank nodes of class expressions get labels that never vary."""
    dataset = ox.Dataset(
        quad for data in files for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _about() -> Triples:
    yield from a(iris.BASE, "schema:Dataset")
    yield from english(iris.BASE, "dcterms:title", "Tiebeam")
    text = "A knowledge graph and living evidence base on social ties and mental health."
    yield from english(iris.BASE, "dcterms:description", text)
    yield from link(iris.BASE, "dcterms:license", CC_BY)


def quads(graphs: Graphs) -> list[ox.Quad]:
    """The data set as served: the named graphs, and their merge as default graph."""
    named = [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(iris.graph(name)))
        for name, triples in graphs.items()
        for triple in triples
    ]
    merged = {
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for name, triples in graphs.items()
        if name != WITHDRAWN
        for triple in triples
    }
    return sorted([*named, *merged], key=str)
