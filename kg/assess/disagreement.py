"""Where findings disagree: what differs between those that support a claim and the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.about import finding_roles
from kg.assess.evidence import Line


@dataclass(frozen=True)
class Explanation:
    """A feature in which supporting and other findings have no value in common."""

    feature: str
    supporting: tuple[str, ...]
    others: tuple[str, ...]


def explanations(lines: Iterable[Line]) -> tuple[Explanation, ...]:
    """Candidates only: with few findings some feature always differs."""
    voting = [line for line in lines if line.votes]
    for_it = [line for line in voting if line.direction == "supports"]
    others = [line for line in voting if line.direction in {"contradicts", "no-effect"}]
    if not for_it or not others:
        return ()
    found = []
    for feature, read in _FEATURES.items():
        ours, theirs = _values(for_it, read), _values(others, read)
        if ours and theirs and not ours & theirs:
            found.append(Explanation(feature, tuple(sorted(ours)), tuple(sorted(theirs))))
    return tuple(found)


def _values(lines: list[Line], read: Callable[[Line], Iterable[str | None]]) -> set[str]:
    return {value for line in lines for value in read(line) if value}


def _levels(line: Line) -> list[str]:
    return [group.level for group in line.finding.group]


def _role(name: str) -> Callable[[Line], Iterable[str | None]]:
    return lambda line: [finding_roles(line.finding).get(name)]


def _part(role: str, field: str) -> Callable[[Line], Iterable[str | None]]:
    return lambda line: [getattr(getattr(line.finding, role, None), field, None)]


_FEATURES: Mapping[str, Callable[[Line], Iterable[str | None]]] = {
    "groups": _levels,
    "countries": lambda line: line.sample.countries,
    "design": lambda line: [line.study.design],
    "exposure": _role("exposure"),
    "outcome": _role("outcome"),
    "measure of the exposure": _part("exposure", "instrument"),
    "measure of the outcome": _part("outcome", "instrument"),
    "level of the exposure": _part("exposure", "level"),
    "phase of the outcome": _part("outcome", "phase"),
    "outcome at the start": lambda line: [line.finding.baseline],
    "variation": lambda line: [line.finding.variation],
}
