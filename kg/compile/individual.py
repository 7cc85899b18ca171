"""Instruments and designs: as concepts beside the others, and as what studies used."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris
from kg.about import ROLES
from kg.compile.concept import SCHEME
from kg.compile.triples import Triples, a, english, link
from kg.individuals import Individual
from kg.read.base import Base
from kg.records.role import Measured
from kg.records.study import Study


def individual_triples(base: Base) -> Triples:
    """What every concept has and the ontology's files need not repeat."""
    for one in _concepts(base):
        iri = iris.concept(one.name)
        yield from a(iri, "skos:Concept")
        yield from link(iri, "skos:inScheme", SCHEME)
        for _, text in one.synonyms:
            yield from english(iri, "skos:altLabel", text)


def _concepts(base: Base) -> Iterator[Individual]:
    yield from (instrument.facts for instrument in base.instruments.by_name.values())
    yield from base.designs.by_word.values()
    yield from base.designs.features.values()


def study_links(base: Base, record: Study) -> Triples:
    """A study's design, and the instruments of its findings, where the ontology knows them."""
    design = base.designs.by_word.get(record.design)
    if design:
        yield from link(iris.study(record.id), "designConcept", iris.concept(design.name))
    for finding in record.findings:
        for field, role in ROLES.items():
            part = getattr(finding, field, None)
            text = part.instrument if isinstance(part, Measured) else None
            scale = base.instruments.named(text) if text else None
            if scale:
                measurement = f"{iris.finding(record.id, finding.id)}/{role}"
                yield from link(measurement, "instrumentConcept", iris.concept(scale.name))
