"""Words, glyphs and hues of pages: one table for all of them.

The glyph and the word say the direction; the hue says what a result means for mental health.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.assess.direction import Direction
from kg.assess.verdict import Label
from kg.records.finding import Association, Finding, Modification
from kg.terms import Terms

Hue = Literal["protective", "harmful", "null", "unclear"]
HUES: Mapping[Hue, str] = {
    "protective": "Point to better mental health",
    "harmful": "Point to worse mental health",
    "null": "Found no link or no difference",
    "unclear": "Speak of something else: who has more of it, what matters more, how it acts",
}

HUE_GLYPHS: Mapping[Hue, str] = {
    "protective": "+",
    "harmful": "\N{MINUS SIGN}",
    "null": "\N{WHITE CIRCLE}",
    "unclear": "?",
}


@dataclass(frozen=True)
class Sign:
    """How a direction is shown."""

    glyph: str
    word: str
    plural: str


@dataclass(frozen=True)
class Standing:
    """How a verdict is shown."""

    glyph: str
    word: str
    sentence: str


SIGNS: Mapping[Direction, Sign] = {
    "supports": Sign("✓", "supports it", "support it"),
    "contradicts": Sign("✗", "contradicts it", "contradict it"),
    "no-effect": Sign("○", "found no effect", "found no effect"),
    "inconclusive": Sign("?", "leaves it open", "leave it open"),
}

VERDICTS: Mapping[Label, Standing] = {
    "supports": Standing("✓", "supports it", "The evidence supports this"),
    "supports-trivial": Standing(
        "✓", "supports it, but trivial", "The evidence supports this, but the effect is trivial"
    ),
    "no-important-effect": Standing(
        "○", "no important effect", "The evidence shows no important effect"
    ),
    "opposite": Standing("✗", "the opposite", "The evidence points the other way"),
    "depends": Standing("±", "it depends", "It depends"),
    "conflicting": Standing("±", "conflicting", "The evidence conflicts"),
    "imprecise": Standing("?", "imprecise", "Too little is known to say"),
    "not-studied": Standing("·", "not studied", "Nothing curated here has studied this"),
}

Empty = Literal["not studied", "not reported apart", "not yet curated"]
EMPTY_CELLS: Mapping[Empty, str] = {
    "not studied": "as far as the curators know nobody has",
    "not reported apart": "findings here are on people of all kinds and do not divide them so",
    "not yet curated": "no finding here; others may exist",
}

RESULTS: Mapping[tuple[str, str], str] = {
    ("association", "lower"): "less {outcome}",
    ("association", "higher"): "more {outcome}",
    ("association", "not-detected"): "no association found",
    ("association", "equivalent"): "shown to make little difference",
    ("association", "unclear"): "unclear",
    ("modification", "weaker"): "weaker link",
    ("modification", "stronger"): "stronger link",
    ("modification", "reversed"): "reversed link",
    ("modification", "not-detected"): "no difference found",
    ("modification", "equivalent"): "shown to make little difference",
    ("modification", "unclear"): "unclear",
    ("contrast", "more"): "more in the first group",
    ("contrast", "less"): "less in the first group",
    ("contrast", "not-detected"): "no difference found",
    ("contrast", "equivalent"): "shown to be alike",
    ("contrast", "unclear"): "unclear",
    ("comparison", "stronger"): "matters more",
    ("comparison", "weaker"): "matters less",
    ("comparison", "not-detected"): "no difference found",
    ("comparison", "equivalent"): "shown to be alike",
    ("comparison", "unclear"): "unclear",
    ("mediation", "all"): "explains all of it",
    ("mediation", "part"): "explains part of it",
    ("mediation", "none"): "explains none of it",
    ("mediation", "some"): "explains some of it",
    ("mediation", "suppresses"): "hides part of it",
    ("mediation", "unclear"): "unclear",
}
READINGS: Mapping[str, str] = {
    "causal": "causal: the claim says that one brings about the other",
    "predictive": "predictive: the claim says what comes later, not why",
    "descriptive": "descriptive: the claim says what goes together, not why",
}
MEASURES: Mapping[str, str] = {
    "or": "OR", "rr": "RR", "hr": "HR", "irr": "IRR", "pr": "PR", "r": "r",
    "partial-r": "partial r", "beta": "β", "b": "b", "smd": "SMD", "md": "MD", "rd": "RD",
    "proportion": "proportion",
}  # fmt: skip


def hue(terms: Terms, finding: Finding) -> Hue:
    """What a result means for mental health, so far as its fields say."""
    if finding.result in {"not-detected", "equivalent", "none"}:
        return "null"
    good = _more_is_good(terms, finding)
    if good is None:
        return "unclear"
    if isinstance(finding, Association) and finding.result in {"lower", "higher"}:
        return "protective" if (finding.result == "higher") == good else "harmful"
    if (
        isinstance(finding, Modification)
        and finding.exposure
        and finding.base
        and finding.result in {"weaker", "stronger"}
    ):
        base_protects = (finding.base == "higher") == good
        return "protective" if base_protects == (finding.result == "stronger") else "harmful"
    return "unclear"


def _more_is_good(terms: Terms, finding: Finding) -> bool | None:
    """Whether more of the outcome is good for the person; None where neither."""
    outcome = getattr(finding, "outcome", None)
    pole = terms.pole(outcome.concept) if outcome else None
    return None if pole is None else pole == "favourable"
