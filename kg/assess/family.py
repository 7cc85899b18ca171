"""Families: which effects may be pooled with each other, and why others may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.assess.effects import SD_UNITS
from kg.assess.estimate import NoEstimate
from kg.designs import Designs
from kg.records.claim import Claim
from kg.records.effect import CORRELATIONS, Effect, Measure
from kg.records.finding import Comparison, Contrast, Finding, Mediation, Modification
from kg.records.study import Study
from kg.terms import Terms

Reading = Literal["causal", "predictive", "descriptive"]
_RANK: Mapping[Reading, int] = {"descriptive": 0, "predictive": 1, "causal": 2}

MEASURE_CLASSES: Mapping[Measure, str] = {
    "or": "odds ratio",
    "rr": "risk ratio",
    "pr": "risk ratio",
    "hr": "rate ratio",
    "irr": "rate ratio",
    "r": "correlation",
    "partial-r": "partial correlation",
    "beta": "standardised coefficient",
    "smd": "standardised mean difference",
    "rd": "risk difference",
}
"""Measures that may be pooled as they are; those with one name may be pooled with each other."""
_STANDARDISED = CORRELATIONS | {"beta"}
_LATER = frozenset({"FollowUp", "RepeatedMeasurement", "IntensiveMeasurement", "BeforeAndAfter"})
_PHASES_IN_TIME = frozenset({"onset", "change", "course", "recurrence"})
_COUNTED = re.compile(r"[0-9]")


@dataclass(frozen=True, order=True)
class Family:
    """Effects of one family estimate one quantity and may be pooled."""

    measure: str
    contrast: str
    """Which step of the exposure, or which groups, an effect is for."""
    reading: Reading
    """The strongest verb that the designs behind it can bear."""

    def __str__(self) -> str:
        return f"{self.measure}, {self.contrast}, {self.reading}"

    def short_of(self, claim: Claim) -> str | None:
        """Why the family cannot bear the claim's verb; None where it can."""
        if _RANK[self.reading] >= _RANK[claim.reading]:
            return None
        return f"{self.reading} evidence does not bear a {claim.reading} claim"


def family_of(
    terms: Terms, designs: Designs, study: Study, finding: Finding
) -> Family | NoEstimate:
    """The family of a finding's effect, or why it may not be pooled with any other."""
    effect = finding.effect
    if effect is None:
        return NoEstimate("no figure is printed")
    measure = _measure(effect, finding)
    if isinstance(measure, NoEstimate):
        return measure
    contrast = _contrast(terms, effect, finding)
    if isinstance(contrast, NoEstimate):
        return contrast
    within = ", within persons" if finding.variation == "within" else ""
    return Family(measure, contrast + within, reading_borne(terms, designs, study, finding))


def _measure(effect: Effect, finding: Finding) -> str | NoEstimate:
    if effect.measure == "proportion":
        return NoEstimate("a share mediated is a quotient of estimates and is not pooled")
    if effect.measure not in {"b", "md"}:
        return MEASURE_CLASSES[effect.measure]
    measured = getattr(finding, "outcome", None) or getattr(finding, "quantity", None)
    instrument = getattr(measured, "instrument", None)
    if instrument is None:
        return NoEstimate("it is in points of a scale that the record does not name")
    return f"difference in points of {instrument}"


def _contrast(terms: Terms, effect: Effect, finding: Finding) -> str | NoEstimate:
    if isinstance(finding, Contrast):
        return f"{finding.between.level} against {finding.between.reference}"
    if isinstance(finding, Modification):
        return _interaction(terms, effect, finding)
    if isinstance(finding, Comparison | Mediation):
        return NoEstimate(f"figures of a {finding.kind} differ in what they compare")
    return _step(terms, effect, finding)


def _interaction(terms: Terms, effect: Effect, finding: Modification) -> str | NoEstimate:
    step = _step(terms, effect, finding)
    if isinstance(step, NoEstimate):
        return step
    modifiers = []
    for modifier in finding.modifiers:
        if modifier.concept is None:
            modifiers.append(f"{modifier.level} against {modifier.reference or 'others'}")
        elif effect.measure in _STANDARDISED:
            modifiers.append(f"per standard deviation of {modifier.concept}")
        else:
            return NoEstimate("the record does not say which step of the modifier it is for")
    how = f"{finding.scale} interaction, {finding.compared}"
    return f"{step} by {' by '.join(modifiers)}, {how}"


def _step(terms: Terms, effect: Effect, finding: Finding) -> str | NoEstimate:
    """The step of the exposure, in one wording for one step."""
    exposure = getattr(finding, "exposure", None)
    if effect.measure in _STANDARDISED:
        return "per standard deviation"
    if exposure is not None and terms.is_a(exposure.concept, "Intervention"):
        return f"intervention {exposure.received or 'offered'}"
    step = getattr(exposure, "contrast", None)
    if step is None:
        return NoEstimate("the record does not say which step of the exposure it is for")
    unit = step.unit.casefold() if step.unit else ""
    if unit in SD_UNITS:
        return "per standard deviation"
    if _COUNTED.match(unit):
        return f"per {unit}"
    ends = [step.from_.casefold(), step.to.casefold()]
    low, high = reversed(ends) if effect.oriented == "reversed" else ends
    return f"{low} to {high}{f', {unit}' if unit else ''}"


def reading_borne(terms: Terms, designs: Designs, study: Study, finding: Finding) -> Reading:
    """The strongest verb that the design of a finding bears.

    Chance must have allotted the exposure itself for a cause, time must have passed for what is
    followed by what.
    """
    word = designs.by_word.get(study.design)
    features = frozenset(word.all("feature") if word else ())
    exposure = getattr(finding, "exposure", None)
    allotted = exposure is not None and terms.is_a(exposure.concept, "Intervention")
    if allotted and "RandomAllocation" in features:
        return "causal"
    phase = getattr(getattr(finding, "outcome", None), "phase", None)
    in_time = finding.follow_up or finding.variation == "within" or phase in _PHASES_IN_TIME
    return "predictive" if in_time or _LATER & features else "descriptive"
