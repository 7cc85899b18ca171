"""Pairs of concepts that the literature runs together stay two concepts that know each other."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest

from kg.terms import Terms, read_terms

ONTOLOGY = Path(__file__).parents[2] / "ontology"
FILES = (ONTOLOGY / "core.ttl", *sorted(ONTOLOGY.glob("domain*.ttl")))

APART = (
    ("PerceivedSupport", "ReceivedSupport", "GivenSupport"),
    (
        "SocialSupport",
        "SocialIntegration",
        "SocialParticipation",
        "GroupIdentification",
        "SocialCapital",
    ),
    ("Loneliness", "SocialIsolation", "LivingAlone"),
    # Low support is the low end of social support, and no concept of its own.
    ("SocialSupport", "NegativeTie", "OverprovisionOfSupport"),
    ("SupportGap", "Reciprocity", "BeingLetDown"),
    ("SupportObligation", "RoleStrain", "CaregiverBurden", "CareHours", "Carers"),
    ("NetworkEvent", "OwnEvent", "TieLoss"),
    ("DifferentialExposure", "DifferentialVulnerability"),
    ("Stressor", "PerceivedStress", "StressReaction"),
    ("StressBufferingMechanism", "StressedSampleEffect", "Mediation", "SupportMobilisation"),
    ("StressBufferingMechanism", "StressedSampleEffect", "Mediation", "SupportErosion"),
    ("SupportMobilisation", "SupportErosion"),
    ("StressBufferingMechanism", "MainEffectMechanism"),
    ("CognitiveSocialCapital", "StructuralSocialCapital"),
    ("BondingSocialCapital", "BridgingSocialCapital", "LinkingSocialCapital"),
    ("IndividualSocialCapital", "AggregateSocialCapital", "ContextualSocialCapital"),
    ("SocialTrust", "SocialCohesion", "CollectiveEfficacy", "EthnicDensity"),
    ("MaritalStatus", "MaritalTransition", "MaritalQuality"),
    ("Contagion", "Homophily", "SharedSetting"),
    ("PsychologicalDistress", "PsychiatricCaseness", "MentalDisorder"),
    ("OnsetOfDisorder", "CourseOfDisorder"),
    ("PsychologicalWellBeing", "PsychologicalDistress"),
    ("Sex", "Gender", "GenderRole"),
    ("PeerSupport", "SupportGroup", "Befriending", "ProfessionalSupport", "GroupPsychotherapy"),
)
"""The groups that are never to be blurred; within a group, each pair."""

NESTED = {frozenset({"SocialIntegration", "SocialParticipation"})}
"""Told apart, though one is a part of the other: joining in is one way of being integrated."""

TOLD_FROM = (
    ("SocialTie", "SocialSupport"),
    ("NegativeTie", "SocialIsolation"),
    ("CaregiverBurden", "Caregiving"),
    ("Caregiving", "Carers"),
    ("CostOfCaring", "NetworkEvent"),
    ("Widowhood", "NetworkEvent"),
    ("Marriage", "MaritalQuality"),
    ("Marriage", "Widowhood"),
    ("DepressiveSymptoms", "DepressiveDisorder"),
    ("AnxietySymptoms", "AnxietyDisorder"),
    ("PosttraumaticStressSymptoms", "PosttraumaticStressDisorder"),
    ("SuicidalIdeation", "SelfHarm"),
    ("SupportGroup", "EducationGroup"),
    ("Sex", "RoleStrain"),
    ("CommunityParticipation", "StructuralSocialCapital"),
    ("GroupMembership", "GroupIdentification"),
    ("MultipleRoles", "RoleStrain"),
    ("ReciprocityNorm", "Reciprocity"),
    ("NetworkHomogeneity", "Homophily"),
    ("SocialSegregation", "SocialIsolation"),
    ("JobLoss", "Unemployment"),
    ("Bereavement", "Grief"),
    ("FormalSupport", "ProfessionalSupport"),
    ("EconomicSelfSufficiency", "FinancialHardship"),
)
"""Further neighbours: the first one's note tells it from the second."""


def pairs() -> list[tuple[str, str]]:
    found = {tuple(sorted(pair)) for group in APART for pair in combinations(group, 2)}
    return [(one, other) for one, other in sorted(found)]


@cache
def terms() -> Terms:
    read, problems = read_terms({file.name: file.read_bytes() for file in FILES})
    assert problems == []
    return read


def names(note: str, name: str) -> bool:
    """Whether a note names a concept, in the singular or the plural."""
    label = re.escape(terms().by_name[name].label.removesuffix("s"))
    return re.search(rf"\b{label}(s|\b)", note.lower()) is not None


@pytest.mark.parametrize(("one", "other"), pairs())
def test_a_pair_that_is_blurred_is_two_concepts_of_which_neither_is_the_broader(
    one: str, other: str
) -> None:
    assert {one, other} <= set(terms().concepts)
    assert one != other
    assert terms().related(one, other) == (frozenset({one, other}) in NESTED)


@pytest.mark.parametrize(("one", "other"), pairs())
def test_both_notes_of_a_blurred_pair_name_the_other(one: str, other: str) -> None:
    concepts = terms().concepts
    assert names(concepts[one].scope_note, other), concepts[one].scope_note
    assert names(concepts[other].scope_note, one), concepts[other].scope_note


@pytest.mark.parametrize(("name", "neighbour"), TOLD_FROM)
def test_a_note_tells_a_concept_from_its_neighbour(name: str, neighbour: str) -> None:
    assert {name, neighbour} <= set(terms().concepts)
    assert names(terms().concepts[name].scope_note, neighbour)


def test_component_and_direction_of_capital_are_facets_that_may_cross() -> None:
    components = ("CognitiveSocialCapital", "StructuralSocialCapital")
    directions = ("BondingSocialCapital", "BridgingSocialCapital", "LinkingSocialCapital")
    crossed = [pair for pair in product(components, directions) if terms().related(*pair)]
    assert crossed == []


def test_social_capital_is_no_dimension() -> None:
    capital = [name for name, term in terms().dimensions.items() if "capital" in term.label]
    assert capital == []
