"""The document behind the page that tells how verdicts are made: every rule, every constant."""

from __future__ import annotations

from dataclasses import dataclass

from kg import iris
from kg.assess.certainty import LIMITS, STARTS
from kg.assess.constants import CONSTANTS
from kg.assess.verdict import rule_texts
from kg.meaning import VERDICTS
from kg.views.parts import VerdictSign, verdict_sign
from kg.views.verdict import METHOD


@dataclass(frozen=True)
class RuleText:
    """One rule, by its id."""

    id: str
    name: str
    says: str


@dataclass(frozen=True)
class ConstantRow:
    """A number that a person chose."""

    id: str
    value: str
    meaning: str
    source: str


@dataclass(frozen=True)
class LimitText:
    """What takes levels of certainty away."""

    domain: str
    of: str
    says: str


@dataclass(frozen=True)
class MethodPage:
    """Everything that the page shows."""

    iri: str
    verdicts: tuple[tuple[VerdictSign, str], ...]
    rules: tuple[RuleText, ...]
    starts: tuple[tuple[str, str], ...]
    limits: tuple[LimitText, ...]
    constants: tuple[ConstantRow, ...]


def method_page() -> MethodPage:
    return MethodPage(
        iri=iris.page(METHOD),
        verdicts=tuple((verdict_sign(name), shown.sentence) for name, shown in VERDICTS.items()),
        rules=tuple(
            RuleText(f"rule/{name}", name.replace("-", " "), says)
            for name, says in rule_texts().items()
        ),
        starts=STARTS,
        limits=tuple(LimitText(name, of, says) for name, (of, says) in LIMITS.items()),
        constants=tuple(
            ConstantRow(f"constant/{one.name}", f"{one.value:g}", one.meaning, one.source)
            for one in CONSTANTS
        ),
    )
