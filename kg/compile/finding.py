"""Findings to triples."""

from __future__ import annotations

from decimal import Decimal

from kg import iris
from kg.about import ROLES
from kg.compile import group
from kg.compile.triples import Triples, a, link, printed, value, values
from kg.records.effect import Effect, Tally
from kg.records.finding import Comparison, Contrast, Finding, FollowUp, Modification
from kg.records.role import Difference, Measured
from kg.terms import Terms

_MONTHS = {
    "days": Decimal("0.0329"),
    "weeks": Decimal("0.23"),
    "months": Decimal(1),
    "years": Decimal(12),
}
_FIELDS = {
    "contributes": "contributes",
    "shape": "shape",
    "variation": "variation",
    "adjusted_for": "adjustedFor",
    "baseline": "baseline",
    "same_reporter": "sameReporter",
    "unlinked": "unlinked",
    "locator": "locator",
    "summary": "summary",
    "note": "note",
    "result": "result",
}
_MODIFICATION = {
    "base": "base",
    "tested": "tested",
    "scale": "scale",
    "compared": "compared",
    "prespecified": "prespecified",
    "predicted": "predicted",
    "modifiers_tested": "modifiersTested",
}
_MEASURED = {
    "measured_as": "measuredAs",
    "instrument": "instrument",
    "whose": "whose",
    "level": "ofLevel",
    "reported": "reported",
    "comparator": "comparator",
    "received": "received",
    "form": "form",
    "phase": "phase",
}


def finding_triples(terms: Terms, study: str, record: Finding) -> Triples:
    """One finding of a study, with all its parts."""
    iri = iris.finding(study, record.id)
    yield from a(iri, f"{record.kind.capitalize()}Finding")
    yield from link(iri, "reportedBy", iris.study(study))
    yield from link(iri, "sample", iris.sample(study, record.sample))
    yield from values(iri, record, _FIELDS)
    yield from _follow_up(iri, record.follow_up)
    for name in record.bears_on:
        yield from link(iri, "bearsOn", iris.claim(name))
    for number, qualifier in enumerate(record.group, 1):
        part = f"{iri}/group/{number}"
        yield from link(iri, "qualifier", part)
        yield from group.qualifier(terms, part, qualifier)
    yield from _roles(iri, record)
    yield from _own(terms, iri, record)
    yield from _figures(iri, record)


def _own(terms: Terms, iri: str, record: Finding) -> Triples:
    """What only one kind of finding has."""
    if isinstance(record, Modification):
        yield from values(iri, record, _MODIFICATION)
        for number, modifier in enumerate(record.modifiers, 1):
            part = f"{iri}/modifier/{number}"
            yield from link(iri, "modifier", part)
            yield from group.modifier(terms, part, modifier, number)
    elif isinstance(record, Comparison | Contrast):
        yield from value(iri, "tested", record.tested)
    between = getattr(record, "between", None)
    if between is not None:
        yield from link(iri, "between", f"{iri}/between")
        yield from group.contrast(terms, f"{iri}/between", between)


def _roles(iri: str, record: Finding) -> Triples:
    for field, role in ROLES.items():
        part = getattr(record, field, None)
        if isinstance(part, Measured):
            yield from link(iri, role, iris.concept(part.concept))
            yield from _measurement(f"{iri}/{role}", role, part, iri)


def _measurement(iri: str, role: str, record: Measured, owner: str) -> Triples:
    yield from link(owner, "measurement", iri)
    yield from a(iri, "Measurement")
    yield from value(iri, "inRole", role)
    yield from link(iri, "concept", iris.concept(record.concept))
    fields = {name: predicate for name, predicate in _MEASURED.items() if hasattr(record, name)}
    yield from values(iri, record, fields)
    step = getattr(record, "contrast", None)
    if isinstance(step, Difference):
        yield from value(iri, "contrastFrom", step.from_)
        yield from value(iri, "contrastTo", step.to)
        yield from value(iri, "contrastUnit", step.unit)


def _follow_up(iri: str, record: FollowUp | None) -> Triples:
    if record is not None:
        yield from value(iri, "followUp", f"{record.value} {record.unit}")
        yield from value(iri, "followUpMonths", record.value * _MONTHS[record.unit])


def _figures(iri: str, record: Finding) -> Triples:
    if record.effect is not None:
        yield from link(iri, "effect", f"{iri}/effect")
        yield from _effect(f"{iri}/effect", record.effect)
    if record.tally is not None:
        yield from link(iri, "tally", f"{iri}/tally")
        yield from _tally(f"{iri}/tally", record.tally)


def _effect(iri: str, record: Effect) -> Triples:
    low, high = record.ci or (None, None)
    yield from a(iri, "Effect")
    yield from value(iri, "measure", record.measure)
    yield from printed(iri, "value", record.value)
    yield from printed(iri, "ciLow", low)
    yield from printed(iri, "ciHigh", high)
    yield from value(iri, "ciLevel", record.ci_level if record.ci else None)
    yield from printed(iri, "se", record.se)
    yield from printed(iri, "p", record.p)
    yield from value(iri, "sampleSize", record.n)
    yield from value(iri, "oriented", record.oriented)
    yield from value(iri, "note", record.note)


def _tally(iri: str, record: Tally) -> Triples:
    yield from a(iri, "Tally")
    yield from values(iri, record, {"agree": "agree", "of": "outOf", "unit": "unit"})
