"""The sign of an effect as a claim sees it: above 0 supports the claim."""

from __future__ import annotations

from dataclasses import replace

from kg.about import claim_roles, finding_roles, modification_chain
from kg.assess.direction import direction
from kg.assess.effects import estimate_of
from kg.assess.estimate import Estimate, NoEstimate
from kg.read.base import Base
from kg.records.claim import Claim, ModificationClaim
from kg.records.finding import Finding, Modification
from kg.records.study import Study

_ABOVE = frozenset({"higher", "more", "stronger", "part"})
"""Expectations that a value above the null fulfils; `stronger` where the base is above it."""
SUPPORT_STEP = "above 0 supports the claim"
"""How the step begins, or goes on, that gave an estimate its sign."""
_TOLD = {"supports": 1, "contradicts": -1}


def signed_effect(
    base: Base, claim: Claim, study: Study, finding: Finding
) -> Estimate | NoEstimate:
    """The estimate of a finding on its analysis scale, above 0 where it supports the claim.

    The sign follows from the printed figure, from how it is oriented, and from what the claim
    expects. Where a figure has no sign of its own, the finding's result gives it.
    """
    if finding.effect is None:
        return NoEstimate("no figure is printed")
    opposite = _opposite_pole(base, claim, finding)
    if opposite:
        return NoEstimate(opposite)
    step = getattr(getattr(finding, "exposure", None), "contrast", None)
    covariates = len(finding.adjusted_for)
    people = people_of(study, finding)
    repeated = finding.variation == "within" or _repeats(base, study)
    found = estimate_of(finding.effect, people, covariates, step, repeated=repeated)
    return found if isinstance(found, NoEstimate) else toward(base, claim, finding, found)


def _repeats(base: Base, study: Study) -> bool:
    """Whether a design measures the same people again and again."""
    design = base.designs.by_word.get(study.design)
    return design is not None and "RepeatedMeasurement" in design.all("feature")


def people_of(study: Study, finding: Finding) -> int | None:
    """How many people are behind a finding; None where it is not printed for just these."""
    if finding.effect is not None and finding.effect.n is not None:
        return finding.effect.n
    strata = [group.n for group in finding.group if group.role == "stratum"]
    if strata:
        return strata[0] if len(strata) == 1 else None
    return next((sample.n for sample in study.samples if sample.id == finding.sample), None)


def toward(base: Base, claim: Claim, finding: Finding, printed: Estimate) -> Estimate | NoEstimate:
    """An estimate with the sign as printed, turned so that above 0 supports the claim."""
    told = _TOLD.get(direction(finding.result, claim.expects), 0)
    expected = _expected(base, claim, finding)
    oriented = finding.effect.oriented if finding.effect else "concepts"
    if oriented == "magnitude" or expected == 0:
        if told == 0:
            return NoEstimate("printed without a sign, and its result gives none")
        size = replace(printed, value=abs(printed.value), turned=printed.value < 0)
        return _said(size, told, "sign from the result")
    sign = expected if oriented == "concepts" else -expected
    if told and printed.value * sign * told < 0:
        return NoEstimate("figure and result point opposite ways; see the rule sign-agrees")
    return _said(printed, sign, "sign from the figure")


def _said(estimate: Estimate, sign: int, why: str) -> Estimate:
    if sign < 0:
        return estimate.turn(f"{SUPPORT_STEP}, {why}")
    return replace(estimate, steps=(*estimate.steps, f"{SUPPORT_STEP}, {why}"))


def claim_sign(base: Base, claim: Claim) -> int:
    """1 or -1: the sign, for the concepts as named, of figures that support the claim.

    1 as well where such figures have no sign of their own, as in what modifies a modification.
    """
    sign = 1 if claim.expects in _ABOVE else -1
    if not isinstance(claim, ModificationClaim):
        return sign
    chain = modification_chain(base, claim)
    base_sign = _sign_of(_modified(base, claim)) if len(chain) == 1 else 0
    return sign * base_sign or 1


def _expected(base: Base, claim: Claim, finding: Finding) -> int:
    """Sign, for the concepts as named, of a figure that supports the claim; 0 if it has none."""
    sign = 1 if claim.expects in _ABOVE else -1
    if isinstance(finding, Modification):
        return sign * _base_sign(base, claim, finding)
    if finding.kind == "mediation" and finding.effect and finding.effect.measure != "proportion":
        return 0
    return 0 if finding.kind == "comparison" else sign


def _base_sign(base: Base, claim: Claim, finding: Modification) -> int:
    """Sign of the association that is modified; 0 where it is itself a modification.

    An interaction above 0 makes an association above 0 stronger and one below 0 weaker.
    """
    if len(finding.modifiers) > 1 or not isinstance(claim, ModificationClaim):
        return 0
    return _sign_of(finding.base or _modified(base, modification_chain(base, claim)[-1]))


def _modified(base: Base, claim: ModificationClaim) -> str | None:
    """What the claim that is modified expects."""
    modified = base.claims.get(claim.of)
    return getattr(modified.record, "expects", None) if modified else None


def _sign_of(way: str | None) -> int:
    return {"higher": 1, "lower": -1}.get(way or "", 0)


def _opposite_pole(base: Base, claim: Claim, finding: Finding) -> str | None:
    """Why more of the finding's concept may be less of the claim's; None where it is not."""
    theirs = claim_roles(base, claim)
    for role, ours in finding_roles(finding).items():
        poles = {base.terms.pole(ours), base.terms.pole(theirs.get(role, ours))} - {None}
        if len(poles) > 1:
            return f"more {ours} is good where more {theirs[role]} is bad, or the reverse"
    return None
