"""The document behind the page of an instrument, and which instruments measure a concept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg import iris
from kg.about import ROLES
from kg.instruments import Instrument, Scale
from kg.read.base import Base
from kg.records.finding import Finding
from kg.views.parts import Link, concept_link, study_link

_POLES = {
    "favourable": "higher is better",
    "adverse": "higher is worse",
    "more": "higher is more of what is measured",
    "less": "higher is less of what is measured",
}
_READ = {
    "page": "Its core facts were read on public pages; the better ones are named.",
    "abstract": "Its core facts were read in the abstract or a table of a paper on it.",
    "partly": "A core fact (items, range, direction or origin) was not found; it is left out.",
}


@dataclass(frozen=True)
class ScaleView:
    """The whole or a part, with what it measures and its ranges."""

    anchor: str
    label: str
    measures: tuple[Link, ...]
    mixes: tuple[Link, ...]
    item_count: str
    ranges: tuple[str, ...]
    pole: str
    note: str


@dataclass(frozen=True)
class InstrumentPage:
    """Everything that the page of an instrument shows."""

    id: str
    iri: str
    label: str
    definition: str
    synonyms: tuple[tuple[str, str], ...]
    ambiguous: tuple[tuple[str, tuple[Link, ...]], ...]
    scales: tuple[ScaleView, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    traps: tuple[str, ...]
    kin: tuple[tuple[str, tuple[Link, ...]], ...]
    citation: str
    sources: tuple[str, ...]
    read: str
    studies: tuple[Link, ...]


def instrument_page(base: Base, name: str, used: Mapping[str, list[str]]) -> InstrumentPage:
    """`used` holds the studies by instrument."""
    instrument = base.instruments.by_name[name]
    facts = instrument.facts
    return InstrumentPage(
        id=name,
        iri=iris.concept(name),
        label=instrument.whole.label,
        definition=facts.one("definition"),
        synonyms=facts.synonyms,
        ambiguous=tuple(_ambiguous(base, instrument)),
        scales=tuple(_scale(base, scale) for scale in instrument.scales if _scored(scale)),
        facts=tuple((what, values) for what, values in _facts(instrument) if values),
        traps=facts.all("scopeNote"),
        kin=tuple((what, links) for what, links in _kin(base, instrument) if links),
        citation=facts.one("bibliographicCitation"),
        sources=tuple(text for text in facts.all("source") if text.startswith("http")),
        read=_READ[facts.one("verification")],
        studies=tuple(study_link(base, study) for study in used.get(name, ())),
    )


def instrument_link(base: Base, name: str) -> Link:
    return Link(f"/concept/{name}", base.instruments.by_name[name].whole.label)


def instruments_used(base: Base) -> dict[str, list[str]]:
    """Studies that stand, by the instruments of their findings."""
    found: dict[str, set[str]] = {}
    for study, _, finding in base.findings():
        for name in _instruments(base, finding):
            found.setdefault(name, set()).add(study.record.id)
    return {name: sorted(studies) for name, studies in sorted(found.items())}


def _instruments(base: Base, finding: Finding) -> Iterator[str]:
    for role in ROLES:
        text = getattr(getattr(finding, role, None), "instrument", None)
        scale = base.instruments.named(text) if text else None
        if scale:
            yield scale.name.partition("#")[0]


def measuring(base: Base, concept: str) -> tuple[Link, ...]:
    """Instruments whose whole measures a concept or anything narrower, else parts that do."""
    return tuple(
        link
        for instrument in base.instruments.by_name.values()
        for link in _closest(base, instrument, concept)
    )


def _closest(base: Base, instrument: Instrument, concept: str) -> list[Link]:
    """Where only the mixed whole has to do with the concept, the link says so."""
    found = [scale for scale in instrument.scales if _any(base, scale.measures, concept)]
    if instrument.whole in found:
        found = [instrument.whole]
    elif not found and _any(base, instrument.whole.mixes, concept):
        return [Link(f"/concept/{instrument.whole.name}", f"{instrument.whole.label} (in part)")]
    return [Link(f"/concept/{scale.name}", scale.label) for scale in found]


def _any(base: Base, names: tuple[str, ...], concept: str) -> bool:
    return any(base.terms.is_a(name, concept) for name in names)


def _scored(scale: Scale) -> bool:
    return bool(scale.measures or scale.mixes or scale.scorings)


def _scale(base: Base, scale: Scale) -> ScaleView:
    _, _, anchor = scale.name.partition("#")
    return ScaleView(
        anchor=anchor,
        label=scale.label if anchor else "the whole",
        measures=tuple(concept_link(base, name) for name in scale.measures),
        mixes=tuple(concept_link(base, name) for name in scale.mixes),
        item_count=scale.items,
        ranges=tuple(map(str, scale.scorings)),
        pole=_POLES.get(scale.pole, ""),
        note=scale.note,
    )


def _facts(instrument: Instrument) -> Iterator[tuple[str, tuple[str, ...]]]:
    facts = instrument.facts
    yield "answered or rated by", (*facts.all("informant"), *facts.all("informantNote"))
    yield "answers", facts.all("responses")
    yield "asks about", facts.all("recallPeriod")
    yield "a high score means", facts.all("highScore")
    yield "cut-offs in use", facts.all("cutOff")
    yield "smallest difference that matters", facts.all("importantDifference")


def _kin(base: Base, instrument: Instrument) -> Iterator[tuple[str, tuple[Link, ...]]]:
    others = base.instruments.by_name
    yield "a form of", _links(base, instrument.facts.all("versionOf"))
    forms = (n for n, one in others.items() if instrument.whole.name in one.facts.all("versionOf"))
    yield "other forms", _links(base, tuple(forms))
    yield "same items as", _links(base, _twins(base, instrument))


def _twins(base: Base, instrument: Instrument) -> tuple[str, ...]:
    """Symmetric, and written down once."""
    name, property_ = instrument.whole.name, "sharesItemsWith"
    others = base.instruments.by_name.items()
    theirs = (other for other, one in others if name in one.facts.all(property_))
    return tuple(sorted({*instrument.facts.all(property_), *theirs}))


def _links(base: Base, names: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(instrument_link(base, name) for name in names)


def _ambiguous(base: Base, instrument: Instrument) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Each short name that it shares, with the others that bear it."""
    for text in instrument.facts.all("ambiguousName"):
        others = (
            name
            for name, other in base.instruments.by_name.items()
            if other != instrument and text in other.facts.all("ambiguousName")
        )
        yield text, _links(base, tuple(others))
