"""The sentence that a claim makes, generated from its fields.

The verb follows the reading: a causal claim says *lowers*, a predictive one *is followed by
lower*, a descriptive one *goes with lower*.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.about import modification_chain
from kg.read.base import Base
from kg.records.claim import (
    AssociationClaim,
    Claim,
    ClaimExposure,
    ComparisonClaim,
    ContrastClaim,
    MediationClaim,
    ModificationClaim,
)
from kg.records.group import Group, Levels, Modifier
from kg.terms import Terms

_VERBS = {
    ("causal", "lower"): ("lowers", "lower"),
    ("causal", "higher"): ("raises", "raise"),
    ("predictive", "lower"): ("is followed by lower", "are followed by lower"),
    ("predictive", "higher"): ("is followed by higher", "are followed by higher"),
    ("descriptive", "lower"): ("goes with lower", "go with lower"),
    ("descriptive", "higher"): ("goes with higher", "go with higher"),
}
_LINKS = {"causal": "effect of {} on {}", "predictive": "link from {} to later {}"}
_MODIFIES = {
    "weaker": ("weakens", "weaken"),
    "stronger": ("strengthens", "strengthen"),
    "reversed": ("reverses", "reverse"),
}

_MODIFIED = {"weaker": "weakening", "stronger": "strengthening", "reversed": "reversal"}


def statement(base: Base, claim: Claim) -> str:
    """One sentence without full stop, with its population."""
    writers: dict[type, Callable[[Base, Any], str]] = {
        AssociationClaim: _association,
        ModificationClaim: _modification,
        ContrastClaim: _contrast,
        ComparisonClaim: _comparison,
        MediationClaim: _mediation,
    }
    groups = among(base.terms, claim.group)
    comma = "," if groups and not isinstance(claim, AssociationClaim) else ""
    sentence = f"{writers[type(claim)](base, claim)}{comma}{groups}"
    return sentence[:1].upper() + sentence[1:]


def among(terms: Terms, groups: tuple[Group, ...]) -> str:
    """` in women (older adults)`; empty for everybody."""
    first, *others = [label(terms, group.level) for group in groups] or [""]
    more = f" ({', '.join(others)})" if others else ""
    return f" in {first}{more}" if first else ""


def label(terms: Terms, name: str) -> str:
    """A concept's label; its name where there is no such concept."""
    term = terms.by_name.get(name)
    return term.label if term else name


def _verb(terms: Terms, subject: str, forms: tuple[str, str]) -> str:
    term = terms.by_name.get(subject)
    return forms[1] if term and term.plural else forms[0]


def _exposure(terms: Terms, exposure: ClaimExposure) -> str:
    text = label(terms, exposure.concept)
    if exposure.level is not None:
        text = f"{text} ({exposure.level} level)"
    return f"{text} (against {exposure.comparator})" if exposure.comparator else text


def _association(base: Base, claim: AssociationClaim) -> str:
    terms = base.terms
    verb = _verb(terms, claim.exposure.concept, _VERBS[claim.reading, claim.expects])
    phase = "risk of " if claim.outcome.phase == "onset" else ""
    outcome = label(terms, claim.outcome.concept)
    return f"{_exposure(terms, claim.exposure)} {verb} {phase}{outcome}"


def _modification(base: Base, claim: ModificationClaim) -> str:
    chain = modification_chain(base, claim)
    subject = _modified(base, chain[-1])
    for inner in reversed(chain[1:]):
        subject = _change_of(base.terms, inner, subject)
    modifier = claim.modifier
    if modifier.concept:
        verb = _verb(base.terms, modifier.concept, _MODIFIES[claim.expects])
        return f"{label(base.terms, modifier.concept)} {verb} the {subject}"
    return f"the {subject} is {_in_level(base.terms, modifier, claim.expects)}"


def _modified(base: Base, claim: ModificationClaim) -> str:
    target = base.claims.get(claim.of)
    if target is None or not isinstance(target.record, AssociationClaim):
        return f"link of {claim.of}"
    record = target.record
    pattern = _LINKS.get(record.reading, "link between {} and {}")
    return pattern.format(
        label(base.terms, record.exposure.concept), label(base.terms, record.outcome.concept)
    )


def _change_of(terms: Terms, claim: ModificationClaim, subject: str) -> str:
    modifier = claim.modifier
    where = f"by {label(terms, modifier.concept)}" if modifier.concept else ""
    where = where or f"in {label(terms, modifier.level or '')}"
    return f"{_MODIFIED[claim.expects]} of the {subject} {where}"


def _in_level(terms: Terms, modifier: Modifier, expects: str) -> str:
    level = label(terms, modifier.level or "")
    reference = label(terms, modifier.reference) if modifier.reference else "others"
    than = f"than in {reference}" if expects != "reversed" else f"against {reference}"
    return f"{expects} in {level} {than}"


def _contrast(base: Base, claim: ContrastClaim) -> str:
    quantity = label(base.terms, claim.quantity.concept)
    verb = _verb(base.terms, claim.quantity.concept, ("is", "are"))
    more = "higher" if claim.expects == "more" else "lower"
    return f"{quantity} {verb} {more} {_than(base.terms, claim.between)}"


def _than(terms: Terms, levels: Levels) -> str:
    return f"in {label(terms, levels.level)} than in {label(terms, levels.reference)}"


def _comparison(base: Base, claim: ComparisonClaim) -> str:
    terms = base.terms
    verb = _verb(terms, claim.exposure.concept, ("matters", "matter"))
    more = "more" if claim.expects == "stronger" else "less"
    outcome = label(terms, claim.outcome.concept)
    against = _exposure(terms, claim.against)
    return f"{_exposure(terms, claim.exposure)} {verb} {more} for {outcome} than {against}"


def _mediation(base: Base, claim: MediationClaim) -> str:
    terms = base.terms
    outcome = label(terms, claim.outcome.concept)
    if claim.between:
        levels = claim.between
        groups = f"{label(terms, levels.level)} and {label(terms, levels.reference)}"
        link = f"difference in {outcome} between {groups}"
    else:
        start = claim.exposure or claim.mediator
        link = f"link from {label(terms, start.concept)} to {outcome}"
    forms = ("explains part of", "explain part of")
    if claim.expects == "suppresses":
        forms = ("hides part of", "hide part of")
    mediator = _exposure(terms, claim.mediator)
    return f"{mediator} {_verb(terms, claim.mediator.concept, forms)} the {link}"
