"""The codebook: every name that a record may use, as one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain

from kg.individuals import Individual
from kg.instruments import Instrument, Scale
from kg.read.base import Base
from kg.terms import DIMENSION, Term, Terms

COLUMNS = (
    "concept", "label", "definition", "kind", "broader", "dimension", "synonyms", "scope note",
    "source", "retired", "replaced by", "in records", "pole",
    "part of", "version of", "measures", "mixes", "items", "informant", "answers", "range",
    "high score", "recall", "cut-offs", "traps", "note",
    "facet", "features",
)  # fmt: skip
"""What every row says; then what instruments and their parts have; then designs and features."""
Row = dict[str, str]


def codebook(base: Base) -> bytes:
    """One row a name below /concept/, in order of name, as CSV (RFC 4180) in UTF-8.

    Several values are set apart by ` | `. `in records` is the word that a record writes.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    found = chain(_concepts(base.terms), _instruments(base), _designs(base))
    writer.writerows(sorted(found, key=lambda row: row["concept"]))
    return text.getvalue().encode()


def _concepts(terms: Terms) -> Iterator[Row]:
    for name, term in terms.concepts.items():
        broader = (parent for parent in term.parents if parent in terms.concepts)
        yield {
            "concept": name,
            "label": term.label,
            "definition": term.definition,
            "kind": terms.sort(name),
            "broader": _joined(*broader),
            "dimension": terms.dimension_of(name) or "",
            "synonyms": _synonyms(term),
            "scope note": term.scope_note,
            "source": term.source,
            "retired": "yes" if term.retired else "",
            "replaced by": term.replaced_by or "",
            "in records": _word(terms, term),
            "pole": terms.pole(name) or "",
        }


def _word(terms: Terms, term: Term) -> str:
    """A dimension has a name of its own in records; a retired term may not stand there."""
    if term.retired:
        return ""
    return (term.notation or "") if terms.is_a(term.name, DIMENSION) else term.name


def _instruments(base: Base) -> Iterator[Row]:
    for instrument in base.instruments.by_name.values():
        yield {**_scale(instrument.whole, "instrument"), **_facts(instrument)}
        for part in instrument.parts:
            exact = _joined(*(f"{text} (exact)" for text in part.also))
            row = _scale(part, "part of an instrument")
            yield row | {"synonyms": exact, "part of": instrument.whole.name}


def _scale(scale: Scale, kind: str) -> Row:
    return {
        "concept": scale.name,
        "label": scale.label,
        "kind": kind,
        "in records": scale.label,
        "pole": scale.pole,
        "measures": _joined(*scale.measures),
        "mixes": _joined(*scale.mixes),
        "items": scale.items,
        "range": _joined(*map(str, scale.scorings)),
        "note": scale.note,
    }


def _facts(instrument: Instrument) -> Row:
    """What is said of the whole instrument only."""
    facts = instrument.facts
    return {
        "definition": facts.one("definition"),
        "synonyms": _synonyms(facts),
        "source": _joined(*facts.all("bibliographicCitation"), *facts.all("source")),
        "version of": _joined(*facts.all("versionOf")),
        "informant": _joined(*facts.all("informant"), *facts.all("informantNote")),
        "answers": _joined(*facts.all("responses")),
        "high score": _joined(*facts.all("highScore")),
        "recall": _joined(*facts.all("recallPeriod")),
        "cut-offs": _joined(*facts.all("cutOff")),
        "traps": _joined(*facts.all("scopeNote")),
    }


def _designs(base: Base) -> Iterator[Row]:
    for word, one in base.designs.by_word.items():
        features = _joined(*one.all("feature"))
        yield _described(one, "study design") | {"in records": word, "features": features}
    for one in base.designs.features.values():
        yield _described(one, "design feature") | {"facet": one.one("facet")}


def _described(one: Individual, kind: str) -> Row:
    return {
        "concept": one.name,
        "label": one.one("prefLabel"),
        "definition": one.one("definition"),
        "kind": kind,
        "synonyms": _synonyms(one),
        "scope note": _joined(*one.all("scopeNote")),
        "source": _joined(*one.all("source")),
    }


def _synonyms(one: Term | Individual) -> str:
    return _joined(*(f"{text} ({kind})" for kind, text in one.synonyms))


def _joined(*values: str) -> str:
    return " | ".join(values)
