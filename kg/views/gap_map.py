"""The evidence gap map: how much is curated here on each exposure and outcome, and on which not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from kg.about import claim_roles, finding_roles
from kg.assess.evidence import unit_of, units_of
from kg.meaning import HUE_GLYPHS, Hue, hue
from kg.read.base import Base
from kg.terms import CONSTRUCT, Terms
from kg.views.parts import Link, concept_link

TIES = "RelationalConstruct"
HEALTH, ILLNESS, SUPPORT = "HealthOutcome", "MentalIllHealth", "SupportExchange"
"""Concepts that hold so much that the map shows what is next below them."""
_OUTCOME_SPLITS = frozenset({CONSTRUCT, HEALTH, ILLNESS})
_SORTS: Mapping[str, str] = {
    "ill-health": "Mental ill-health",
    "health": "Mental health, other health and death",
    "other": "Ties, resources and circumstances as outcomes",
}
"""The sheets of the map, in order."""
_MIXED = "\N{PLUS-MINUS SIGN}"
_SAID: Mapping[Hue, str] = {
    "protective": "better mental health",
    "harmful": "worse mental health",
    "null": "no link found",
    "unclear": "not to be called better or worse",
}
_Place = tuple[str, str]
"""The exposure of a row and the outcome of a column."""
Shade = Hue | Literal["mixed"]
_SHADES: tuple[Shade, ...] = ("protective", "harmful", "null", "unclear", "mixed")


@dataclass(frozen=True)
class Share:
    """How many data sets and reviews of a cell have one meaning for mental health."""

    hue: str
    glyph: str
    word: str
    count: int


@dataclass(frozen=True)
class Cell:
    """What is curated on one exposure and one outcome; `path` leads to what is behind it."""

    path: str
    datasets: int
    reviews: int
    shares: tuple[Share, ...]
    empty: str
    """not yet curated, or claim without finding; empty where something is there."""


@dataclass(frozen=True)
class MapRow:
    """One exposure."""

    exposure: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Branch:
    """The exposures of one branch of the ontology."""

    label: str
    rows: tuple[MapRow, ...]


@dataclass(frozen=True)
class Sheet:
    """The part of the map on one sort of outcome: a table of its own."""

    id: str
    label: str
    outcomes: tuple[Link, ...]
    branches: tuple[Branch, ...]
    bare: tuple[Link, ...]
    """Exposures that have rows in other sheets and nothing in this one."""


@dataclass(frozen=True)
class GapMap:
    """Everything that the map shows."""

    sheets: tuple[Sheet, ...]
    absent: tuple[Link, ...]
    """Ties, stressors and programmes about which there is neither finding nor claim."""
    legend: tuple[Share, ...]
    largest: int
    """Data sets and reviews of the fullest cell."""


def gap_map(base: Base) -> GapMap:
    """Associations that count, and association claims that stand."""
    found = _findings_by_place(base)
    claims = _claims_by_place(base)
    taken = {*found, *claims}
    outcomes = _outcomes(base.terms, found, taken)
    cells = {place: _cell(place, found.get(place, {}), claims.get(place, ())) for place in taken}
    rows = {row for row, _ in taken}
    by_sort = groupby(outcomes, key=lambda name: _sort(base.terms, name))
    return GapMap(
        sheets=tuple(_sheet(base, sort, list(names), rows, cells) for sort, names in by_sort),
        absent=tuple(concept_link(base, name) for name in _absent(base.terms, rows)),
        legend=tuple(_share(one, 0) for one in _SHADES),
        largest=max((cell.datasets + cell.reviews for cell in cells.values()), default=0),
    )


_Seen = Mapping[tuple[bool, str], Counter[Hue]]
"""Meanings of the findings of each data set or review; the key says whether it is a review."""


def _findings_by_place(base: Base) -> dict[_Place, _Seen]:
    found: dict[_Place, dict[tuple[bool, str], Counter[Hue]]] = {}
    units = units_of(base)
    for entry, _, finding in base.findings():
        study = entry.record
        if not study.stands or finding.contributes in {"theme", "argument"}:
            continue
        if finding.kind == "association":
            unit = (study.is_review, unit_of(study, finding, units))
            for place in _places(base.terms, finding_roles(finding)):
                meanings = found.setdefault(place, {}).setdefault(unit, Counter())
                meanings[hue(base.terms, finding)] += 1
    return dict(found)


def _claims_by_place(base: Base) -> dict[_Place, list[str]]:
    found: dict[_Place, list[str]] = {}
    for name, entry in sorted(base.claims.items()):
        if entry.record.kind == "association" and not entry.record.withdrawn:
            for place in _places(base.terms, claim_roles(base, entry.record)):
                found.setdefault(place, []).append(name)
    return found


def _places(terms: Terms, roles: Mapping[str, str]) -> list[_Place]:
    """The cells of an exposure and an outcome; a concept with two broader ones stands in both."""
    rows = _groups(terms, roles["exposure"], _exposure_splits(terms))
    columns = _groups(terms, roles["outcome"], _OUTCOME_SPLITS)
    return [(row, column) for row in rows for column in columns]


def _exposure_splits(terms: Terms) -> frozenset[str]:
    return frozenset({*_below(terms, CONSTRUCT), ILLNESS, SUPPORT})


def _groups(terms: Terms, name: str, splits: frozenset[str]) -> list[str]:
    """What stands on the map for a concept: the parts of what is split; of a whole, itself."""
    if name in splits:
        return [name]
    around = sorted(terms.ancestors(name) - splits)
    return [one for one in around if splits & {*terms.by_name[one].parents}]


def _below(terms: Terms, name: str) -> list[str]:
    return [one for one, term in terms.concepts.items() if name in term.parents]


def _cell(place: _Place, seen: _Seen, claims: Iterable[str]) -> Cell:
    names = list(claims)
    path = f"/claim/{names[0]}" if len(names) == 1 else f"/concept/{place[0]}"
    shades = Counter(_shade(meanings) for meanings in seen.values())
    reviews = sum(review for review, _ in seen)
    shares = (_share(one, shades[one]) for one in _SHADES if shades[one])
    empty = "" if seen else "claim without finding"
    return Cell(path, len(seen) - reviews, reviews, tuple(shares), empty)


def _shade(meanings: Counter[Hue]) -> Shade:
    """The meaning of more than half of a data set's findings; otherwise they are mixed."""
    ((first, most),) = meanings.most_common(1)
    return first if 2 * most > meanings.total() else "mixed"


def _share(shade: Shade, count: int) -> Share:
    if shade == "mixed":
        return Share(shade, _MIXED, "differing findings", count)
    return Share(shade, HUE_GLYPHS[shade], _SAID[shade], count)


def _sheet(
    base: Base, sort: str, outcomes: list[str], rows: set[str], cells: Mapping[_Place, Cell]
) -> Sheet:
    here = {row for row, column in cells if column in outcomes}
    splits = _exposure_splits(base.terms)
    bare = sorted(rows - here, key=lambda name: base.terms.by_name[name].label)
    return Sheet(
        id=sort,
        label=_SORTS[sort],
        outcomes=tuple(_named(base, name, _OUTCOME_SPLITS) for name in outcomes),
        branches=tuple(_branches(base, here, outcomes, cells)),
        bare=tuple(_named(base, name, splits) for name in bare),
    )


def _sort(terms: Terms, outcome: str) -> str:
    """Which sheet an outcome stands in."""
    if terms.is_a(outcome, ILLNESS):
        return "ill-health"
    return "health" if terms.is_a(outcome, HEALTH) else "other"


def _branches(
    base: Base, rows: set[str], outcomes: list[str], cells: Mapping[_Place, Cell]
) -> Iterable[Branch]:
    """Rows by the main branches of the ontology; a row of two branches stands in both."""
    nothing = Cell("", 0, 0, (), "not yet curated")
    splits = _exposure_splits(base.terms)
    labels = {name: base.terms.by_name[name].label for name in _below(base.terms, CONSTRUCT)}
    for branch in sorted(labels, key=lambda name: (name != TIES, labels[name])):
        inside = sorted(
            (row for row in rows if base.terms.is_a(row, branch)),
            key=lambda row: (row != branch, base.terms.by_name[row].label),
        )
        if inside:
            yield Branch(
                labels[branch],
                tuple(
                    MapRow(
                        _named(base, row, splits),
                        tuple(cells.get((row, column), nothing) for column in outcomes),
                    )
                    for row in inside
                ),
            )


def _named(base: Base, name: str, splits: frozenset[str]) -> Link:
    """A row or column; one that is split stands for records that name it and no part."""
    found = concept_link(base, name)
    return Link(found.path, f"{found.label}, in general") if name in splits else found


def _outcomes(terms: Terms, found: Mapping[_Place, _Seen], taken: set[_Place]) -> list[str]:
    """Mental ill-health, then other health, then the rest; in each the most studied first."""
    studied = Counter(column for (_, column), seen in found.items() for _ in seen)
    sheets = list(_SORTS)

    def order(name: str) -> tuple[int, int, str]:
        return sheets.index(_sort(terms, name)), -studied[name], terms.by_name[name].label

    return sorted({column for _, column in taken}, key=order)


def _absent(terms: Terms, rows: set[str]) -> list[str]:
    branches = (TIES, "Stressor", "Intervention", SUPPORT)
    below = {name for branch in branches for name in _below(terms, branch)}
    names = (name for name in below - rows - {SUPPORT} if not terms.by_name[name].retired)
    return sorted(names, key=lambda name: terms.by_name[name].label)
