"""The documents behind the list of rules, and the page of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.explain import Example, Explanation
from kg.report import Severity
from kg.views.parts import Link


@dataclass(frozen=True)
class RuleRow:
    """A rule in the list."""

    link: Link
    problem: str
    severity: Severity


@dataclass(frozen=True)
class RulesPage:
    """All rules, by what they look at."""

    sorts: tuple[tuple[str, tuple[RuleRow, ...]], ...]


@dataclass(frozen=True)
class RulePage:
    """Everything that the page of a rule shows."""

    id: str
    sort: str
    problem: str
    why: str
    mend: str
    severity: Severity
    examples: tuple[Example, ...]


def rules_page(rules: Sequence[Explanation]) -> RulesPage:
    return RulesPage(
        tuple((sort, tuple(map(_row, found))) for sort, found in groupby(rules, lambda r: r.sort))
    )


def _row(rule: Explanation) -> RuleRow:
    return RuleRow(Link(f"/rule/{rule.id}", rule.id), rule.problem, rule.severity)


def rule_page(rule: Explanation) -> RulePage:
    """The page of one rule; runs it on its examples."""
    return RulePage(
        rule.id, rule.sort, rule.problem, rule.why, rule.mend, rule.severity, rule.examples()
    )
