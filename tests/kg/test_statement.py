"""The sentence that a claim makes."""

from __future__ import annotations

import pytest

from kg.read.base import Base
from kg.rules.example import CLAIM, EXAMPLE, MODIFICATION
from kg.statement import statement
from tests.conftest import BaseWith

_HEAD = "reading: {}\nsearch: {{kind: none}}\ngaps:\n  - {{question: Open?, kind: not-studied}}\n"
_NEW = "evidence/claims/models/new.yaml"


def _sentence(base: Base, name: str) -> str:
    return statement(base, base.claims[name].record)


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        ("causal", "Perceived support lowers depressive symptoms in adults"),
        ("predictive", "Perceived support is followed by lower depressive symptoms in adults"),
        ("descriptive", "Perceived support goes with lower depressive symptoms in adults"),
    ],
)
def test_the_verb_follows_the_reading(base_with: BaseWith, reading: str, sentence: str) -> None:
    text = EXAMPLE[CLAIM].replace("reading: predictive", f"reading: {reading}")

    assert _sentence(base_with({CLAIM: text}), "support-lowers-symptoms") == sentence


def test_a_modification_names_the_link_and_the_groups(example_base: Base) -> None:
    assert _sentence(example_base, "sex-modifies-support") == (
        "The link from perceived support to later depressive symptoms "
        "is stronger in women than in men"
    )


def test_a_modification_by_a_concept_weakens_or_strengthens(base_with: BaseWith) -> None:
    text = EXAMPLE[MODIFICATION].replace(
        "{dimension: sex, level: Women, reference: Men}", "{concept: Loneliness}"
    )

    assert _sentence(base_with({MODIFICATION: text}), "sex-modifies-support") == (
        "Loneliness strengthens the link from perceived support to later depressive symptoms"
    )


def test_a_modification_of_a_modification_names_both(base_with: BaseWith) -> None:
    text = "id: new\nkind: modification\nof: sex-modifies-support\nexpects: weaker\n"
    text += "modifier: {concept: Loneliness}\n" + _HEAD.format("predictive")

    assert _sentence(base_with({_NEW: text}), "new") == (
        "Loneliness weakens the strengthening of the link from perceived support "
        "to later depressive symptoms in women"
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            "kind: contrast\nexpects: more\nquantity: {concept: PerceivedSupport}\n"
            "between: {dimension: sex, level: Women, reference: Men}\n",
            "Perceived support is higher in women than in men",
        ),
        (
            "kind: comparison\nexpects: stronger\nexposure: {concept: Loneliness}\n"
            "against: {concept: PerceivedSupport}\noutcome: {concept: DepressiveSymptoms}\n",
            "Loneliness matters more for depressive symptoms than perceived support",
        ),
        (
            "kind: mediation\nexpects: part\nmediator: {concept: PerceivedSupport}\n"
            "between: {dimension: sex, level: Women, reference: Men}\n"
            "outcome: {concept: DepressiveSymptoms}\n",
            "Perceived support explains part of the difference in depressive symptoms "
            "between women and men",
        ),
    ],
)
def test_other_kinds_have_their_own_sentence(
    base_with: BaseWith, fields: str, sentence: str
) -> None:
    text = f"id: new\n{fields}" + _HEAD.format("descriptive")

    assert _sentence(base_with({_NEW: text}), "new") == sentence
