"""Findings that fall under a claim and do not name it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.rules.example import CLAIM, EXAMPLE, MODIFICATION, STUDY
from kg.suggest import suggestions
from tests.conftest import BaseWith

UNLINKED = EXAMPLE[STUDY].replace(
    "    bears_on: [support-lowers-symptoms]\n", "    unlinked: to be looked at\n"
)
CLAIM_FOR_ALL = EXAMPLE[CLAIM].replace("group:\n  - {dimension: age, level: Adults}\n", "")
WOMEN = "group:\n  - {dimension: sex, level: Women}\n"
GAP = "gaps:\n  - {question: Is it so?, kind: not-yet-curated}\n"
CONTRAST = f"""\
id: women-have-more-support
kind: contrast
quantity: {{concept: SocialSupport}}
between: {{dimension: sex, level: Women, reference: Men}}
expects: more
reading: descriptive
search: {{kind: none}}
{GAP}"""


def _names(found: object) -> list[tuple[str, str]]:
    assert isinstance(found, tuple)
    return [(one.finding, one.claim) for one in found]


def test_a_finding_of_a_narrower_concept_is_found_with_the_reason(base_with: BaseWith) -> None:
    broad = CLAIM_FOR_ALL.replace("PerceivedSupport", "SocialSupport") + GAP
    base = base_with({STUDY: UNLINKED, CLAIM: broad})

    (found,) = suggestions(base)

    assert str(found) == (
        f"{STUDY}:16: example-2020#women could bear on support-lowers-symptoms: "
        "its exposure PerceivedSupport is narrower than SocialSupport; "
        "the same outcome DepressiveSymptoms (unlinked so far: to be looked at)"
    )


def test_a_contrast_is_found_by_its_quantity_and_both_groups(base_with: BaseWith) -> None:
    file = "evidence/claims/models/women-have-more-support.yaml"

    found = suggestions(base_with({file: CONTRAST}))

    assert _names(found) == [("example-2020#women-and-men", "women-have-more-support")]
    assert found[0].because == (
        "its quantity PerceivedSupport is narrower than SocialSupport",
        "the same level Women",
        "the same reference Men",
    )


def test_a_finding_of_the_claims_group_is_found(base_with: BaseWith) -> None:
    claim = CLAIM_FOR_ALL.replace("stated_by", f"{WOMEN}stated_by") + GAP

    found = suggestions(base_with({STUDY: UNLINKED, CLAIM: claim}))

    assert found[0].because[-1] == "the same group Women"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reading: predictive", "group:\n  - {dimension: sex, level: Men}\nreading: predictive"),
        ("reading: predictive", "group:\n  - {dimension: age, level: Adults}\nreading: predictive"),
        ("{concept: PerceivedSupport}", "{concept: PerceivedSupport, level: area}"),
        ("{concept: DepressiveSymptoms}", "{concept: DepressiveSymptoms, phase: onset}"),
    ],
    ids=["other level", "unknown group", "area", "phase"],
)
def test_what_does_not_fall_under_the_claim_is_not_suggested(
    old: str, new: str, base_with: BaseWith
) -> None:
    claim = CLAIM_FOR_ALL + GAP
    assert _names(suggestions(base_with({STUDY: UNLINKED, CLAIM: claim})))

    assert suggestions(base_with({STUDY: UNLINKED, CLAIM: claim.replace(old, new)})) == ()


def test_a_broader_or_another_concept_is_not_suggested(base_with: BaseWith) -> None:
    for concept in ("SocialSupport", "Loneliness"):
        study = UNLINKED.replace("exposure: {concept: Perceived", f"exposure: {{concept: {concept}")
        study = study.replace(f"{concept}Support", concept)

        assert suggestions(base_with({STUDY: study, CLAIM: CLAIM_FOR_ALL + GAP})) == ()


def test_a_linked_finding_and_a_retracted_study_are_left_alone(base_with: BaseWith) -> None:
    assert suggestions(base_with({CLAIM: CLAIM_FOR_ALL})) == ()


def test_a_modification_of_a_modification_is_not_evidence_for_the_first(
    base_with: BaseWith,
) -> None:
    study = UNLINKED.replace("kind: association", "kind: modification").replace(
        "    result: lower\n",
        "    modifiers: [{dimension: sex, level: Women, reference: Men}%s]\n"
        "    result: stronger\n    tested: interaction\n",
    )
    study = study.replace(
        "    effect: {measure: or, value: 0.72, ci: [0.60, 0.86], p: 0.001}\n", ""
    )
    claim = EXAMPLE[CLAIM] + GAP
    second = ", {dimension: age, level: Adults}"

    one = base_with({CLAIM: claim, STUDY: study.replace("%s", "")})
    two = base_with({CLAIM: claim, STUDY: study.replace("%s", second)})

    assert _names(suggestions(one)) == [("example-2020#women", Path(MODIFICATION).stem)]
    assert suggestions(two) == ()


def _suggest(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", "suggest", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_command_prints_each_with_its_place_and_what_was_compared(example_root: Path) -> None:
    (example_root / STUDY).write_text(UNLINKED)
    (example_root / CLAIM).write_text(CLAIM_FOR_ALL + GAP)

    run = _suggest(example_root, "support-lowers-symptoms")

    assert run.returncode == 0
    assert run.stdout.startswith(f"{STUDY}:16: example-2020#women could bear on ")
    assert run.stdout.endswith("compared 3 findings, 1 claims; 1 suggestions\n")


def test_the_command_refuses_an_unknown_claim_and_a_broken_base(example_root: Path) -> None:
    assert _suggest(example_root, "no-such-claim").returncode == 2

    (example_root / STUDY).write_text("id: 1\n")

    run = _suggest(example_root)
    assert run.returncode == 1
    assert "nothing suggested" in run.stdout
