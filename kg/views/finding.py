"""A finding as pages show it: who, what, compared with what, how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.assess.evidence import sample_of
from kg.meaning import MEASURES, RESULTS, hue
from kg.read.base import Base
from kg.records.effect import Effect
from kg.records.finding import Finding, Modification
from kg.records.group import Levels, Modifier
from kg.records.role import Exposure
from kg.records.study import Study
from kg.statement import label
from kg.views.parts import Link, concept_link

_MINUS = "\N{MINUS SIGN}"
_TESTED = {
    "interaction": "tested",
    "not-described": "stated; how it was tested is not described",
    "strata-only": "not tested, rows only",
}
_ROLES = ("quantity", "exposure", "against", "mediator", "outcome", "against_outcome")


@dataclass(frozen=True)
class Role:
    """A concept in its part."""

    role: str
    concept: Link
    detail: str


@dataclass(frozen=True)
class GroupLabel:
    """A group and the part it plays."""

    link: Link
    role: str
    defined_as: str


@dataclass(frozen=True)
class FindingView:
    """One finding."""

    id: str
    path: str
    kind: str
    summary: str
    result: str
    hue: str
    roles: tuple[Role, ...]
    between: tuple[Link, ...]
    groups: tuple[GroupLabel, ...]
    sample: str
    n: str
    effect: str
    contributes: str
    details: tuple[tuple[str, str], ...]
    locator: str
    note: str


def finding_view(base: Base, study: Study, finding: Finding) -> FindingView:
    sample = sample_of(study, finding)
    return FindingView(
        id=f"finding/{finding.id}",
        path=f"/study/{study.id}#finding/{finding.id}",
        kind=finding.kind,
        summary=finding.summary,
        result=result_text(base, finding),
        hue=hue(base.terms, finding),
        roles=_roles(base, finding),
        between=_between(base, finding),
        groups=tuple(
            GroupLabel(concept_link(base, group.level), group.role, group.defined_as or "")
            for group in finding.group
        ),
        sample=sample.description,
        n=f"{sample.n:,}" if sample.n else "",
        effect=effect_text(finding.effect),
        contributes=finding.contributes,
        details=_details(finding),
        locator=finding.locator,
        note=finding.note or "",
    )


def effect_text(effect: Effect | None) -> str:
    """OR 0.72 (95% CI 0.60 to 0.86), p = 0.001, digits as printed."""
    if effect is None:
        return ""
    name = MEASURES[effect.measure]
    size = "size " if effect.oriented == "magnitude" else ""
    parts = [f"{size}{name} {_figure(effect.value)}" if effect.value is not None else name]
    if effect.ci:
        low, high = map(_figure, effect.ci)
        parts[0] += f" ({effect.ci_level}% CI {low} to {high})"
    if effect.se is not None:
        parts.append(f"SE {_figure(effect.se)}")
    if effect.p is not None:
        parts.append(_p(effect.p))
    return ", ".join(parts)


def _p(p: Decimal | str) -> str:
    return f"p {p[0]} {p[1:].strip()}" if isinstance(p, str) else f"p = {_figure(p)}"


def _figure(number: Decimal) -> str:
    return f"{number:f}".replace("-", _MINUS)


def result_text(base: Base, finding: Finding) -> str:
    """What was found, in a few words."""
    outcome = getattr(finding, "outcome", None)
    text = RESULTS[finding.kind, finding.result]
    return text.format(outcome=label(base.terms, outcome.concept) if outcome else "")


def _roles(base: Base, finding: Finding) -> tuple[Role, ...]:
    parts = ((role, getattr(finding, role, None)) for role in _ROLES)
    found = [
        Role(role.replace("_", " "), concept_link(base, part.concept), _role_detail(part))
        for role, part in parts
        if part is not None
    ]
    if isinstance(finding, Modification):
        found.extend(_modifier(base, modifier) for modifier in finding.modifiers)
    return tuple(found)


def _role_detail(part: object) -> str:
    names = ("measured_as", "instrument", "whose", "level", "reported", "form", "phase", "received")
    words = [str(value) for name in names if (value := getattr(part, name, None)) is not None]
    if isinstance(part, Exposure):
        if part.contrast:
            words.append(f"{part.contrast.from_} → {part.contrast.to}")
            words.extend(filter(None, [part.contrast.unit]))
        if part.comparator:
            words.append(f"against {part.comparator}")
    return "; ".join(words)


def _modifier(base: Base, modifier: Modifier) -> Role:
    name = modifier.concept or modifier.level or ""
    detail = f"against {label(base.terms, modifier.reference)}" if modifier.reference else ""
    return Role("modifier", concept_link(base, name), detail)


def _between(base: Base, finding: Finding) -> tuple[Link, ...]:
    between = getattr(finding, "between", None)
    if not isinstance(between, Levels):
        return ()
    return concept_link(base, between.level), concept_link(base, between.reference)


def _details(finding: Finding) -> tuple[tuple[str, str], ...]:
    follow_up = finding.follow_up
    tally = finding.tally
    found = {
        "follow-up": f"{follow_up.value} {follow_up.unit}" if follow_up else "",
        "outcome at the start": (finding.baseline or "").replace("-", " "),
        "adjusted for": ", ".join(finding.adjusted_for),
        "variation": f"{finding.variation} persons" if finding.variation else "",
        "shape": finding.shape or "",
        "count": f"{tally.agree} of {tally.of} {tally.unit}" if tally else "",
        "figure": finding.effect.note or "" if finding.effect else "",
    }
    return tuple((name, text) for name, text in (found | _own(finding)).items() if text)


def _own(finding: Finding) -> dict[str, str]:
    """What only a modification says."""
    if not isinstance(finding, Modification):
        return {}
    tried = finding.modifiers_tested
    return {
        "difference": _TESTED[finding.tested],
        "compared": finding.compared.replace("-", " "),
        "modifiers tried": str(tried) if tried else "",
    }
