"""Claims and theses to triples."""

from __future__ import annotations

from kg import iris
from kg.about import ROLES, claim_roles
from kg.compile import group
from kg.compile.triples import Triples, a, english, explained, link, value, values
from kg.read.base import Base, Entry
from kg.records.claim import Claim, Gap, ModificationClaim, Thesis
from kg.statement import statement


def claim_triples(base: Base, entry: Entry[Claim]) -> Triples:
    """One claim with its population and gaps."""
    record = entry.record
    iri = iris.claim(record.id)
    yield from a(iri, f"{record.kind.capitalize()}Claim")
    yield from english(iri, "rdfs:label", statement(base, record))
    yield from value(iri, "topic", entry.topic)
    fields = {"reading": "reading", "expects": "expects", "note": "note"}
    yield from values(iri, record, fields | {"counts_against": "countsAgainst"})
    fields = {"kind": "searchKind", "date": "searchDate", "string": "searchString"}
    yield from values(iri, record.search, fields)
    yield from explained(iri, record)
    yield from _roles(base, iri, record)
    yield from _neighbours(base, iri, record)
    for number, part in enumerate(record.group, 1):
        yield from link(iri, "population", f"{iri}#group/{number}")
        yield from group.population(base.terms, f"{iri}#group/{number}", part)
    for number, gap in enumerate(record.gaps, 1):
        yield from link(iri, "gap", f"{iri}#gap/{number}")
        yield from _gap(base, f"{iri}#gap/{number}", gap)


def _roles(base: Base, iri: str, record: Claim) -> Triples:
    roles = claim_roles(base, record)
    for field, role in ROLES.items():
        yield from link(iri, role, iris.concept(roles[field]) if field in roles else None)
    if isinstance(record, ModificationClaim):
        yield from link(iri, "modifies", iris.claim(record.of))
        yield from link(iri, "modifier", f"{iri}#modifier")
        yield from group.modifier(base.terms, f"{iri}#modifier", record.modifier, 1)
    between = getattr(record, "between", None)
    if between is not None:
        yield from link(iri, "between", f"{iri}#between")
        yield from group.contrast(base.terms, f"{iri}#between", between)


def _neighbours(base: Base, iri: str, record: Claim) -> Triples:
    for name in record.stated_by:
        yield from link(iri, "statedBy", iris.study(name))
    for name in record.broader:
        yield from link(iri, "broaderClaim", claim_or_thesis(base, name))
    for name in record.opposes:
        yield from link(iri, "opposes", iris.claim(name))
    if record.reverse_of:
        yield from link(iri, "reverseOf", iris.claim(record.reverse_of))
    if record.withdrawn:
        yield from value(iri, "withdrawalReason", record.withdrawn.reason)


def claim_or_thesis(base: Base, name: str) -> str:
    """Claims and theses share a folder and their ids, not their addresses."""
    return iris.thesis(name) if name in base.theses else iris.claim(name)


def _gap(base: Base, iri: str, record: Gap) -> Triples:
    yield from a(iri, "Gap")
    yield from value(iri, "question", record.question)
    yield from value(iri, "gapKind", record.kind)
    for name in record.stated_by:
        yield from link(iri, "statedBy", iris.study(name))
    for number, part in enumerate(record.group, 1):
        yield from link(iri, "population", f"{iri}/group/{number}")
        yield from group.population(base.terms, f"{iri}/group/{number}", part)


def thesis_triples(base: Base, entry: Entry[Thesis]) -> Triples:
    """One thesis."""
    record = entry.record
    iri = iris.thesis(record.id)
    yield from a(iri, "Thesis")
    yield from english(iri, "rdfs:label", record.statement)
    yield from value(iri, "topic", entry.topic)
    yield from value(iri, "note", record.note)
    yield from explained(iri, record)
    for name in record.gathers:
        yield from link(iri, "gathers", iris.claim(name))
    for name in record.stated_by:
        yield from link(iri, "statedBy", iris.study(name))
    for name in record.broader:
        yield from link(iri, "broaderClaim", claim_or_thesis(base, name))
