"""A verdict given by a person: theirs holds, the computed one stands beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.assess.triples import assessment_triples
from kg.assess.verdict import rule_texts
from kg.check import check_files
from kg.iris import ONTOLOGY
from kg.rules.example import CLAIM as FILE
from tests.records import CLAIM, MODIFICATION, cohorts, modifiers

GIVEN = {
    "verdict": "imprecise",
    "by": "editors",
    "date": "2026-11-26",
    "reason": "All of them asked people who had sought help.",
}
OVERRIDDEN = CLAIM | {"override": GIVEN}


def test_the_given_verdict_holds_and_the_computed_one_stands_beside_it(assess: Any) -> None:
    plain = assess(cohorts(*["lower"] * 6))["claim"]
    found = assess(cohorts(*["lower"] * 6), OVERRIDDEN)["claim"]

    assert (found.verdict.label, found.verdict.rule) == ("imprecise", "override")
    assert found.verdict.because == f"editors on 2026-11-26: {GIVEN['reason']}"
    assert found.verdict.rule in rule_texts()
    assert found.computed == plain.verdict == plain.computed
    assert (found.certainty, found.evidence) == (plain.certainty, plain.evidence)
    assert found.sensitivity == plain.sensitivity


def test_groups_share_the_given_verdict(assess: Any) -> None:
    women = [{"dimension": "sex", "level": "Women", "role": "sample"}]
    (group,) = assess(cohorts(*["lower"] * 6, group=women), OVERRIDDEN)["claim"].groups

    assert (group.verdict.label, group.own.label) == ("imprecise", "supports")


def test_a_difference_that_a_person_judged_imprecise_divides_nothing(assess: Any) -> None:
    studies = [*cohorts(*["lower"] * 6), *modifiers(*["stronger"] * 6)]
    found = assess(studies, CLAIM, MODIFICATION | {"override": GIVEN})

    assert found["claim"].verdict.label == "supports"


def test_the_graph_says_both(make: Any, assess: Any) -> None:
    studies = cohorts(*["lower"] * 6)
    triples = assessment_triples(make(studies, OVERRIDDEN), assess(studies, OVERRIDDEN).values())
    said = {
        triple.predicate.value.removeprefix(ONTOLOGY): getattr(triple.object, "value", "")
        for triple in triples
        if str(triple.subject).endswith("claim/claim#assessment>")
    }

    assert said["verdict"] == "imprecise"
    assert said["computedVerdict"] == "supports"
    assert said["verdictRule"].endswith("rule/override")
    assert said["computedRule"].endswith("rule/sign-test")
    assert (said["overriddenBy"], said["overriddenOn"]) == ("editors", "2026-11-26")
    assert said["overrideReason"] == GIVEN["reason"]


@pytest.mark.parametrize(
    ("field", "value", "mend"),
    [
        ("verdict", "suports", "use supports (of"),
        ("date", '"2026-02-30"', "write a day of the calendar, as 2026-11-24, quoted"),
        ("date", '"20261124"', "write a day of the calendar, as 2026-11-24, quoted"),
        ("reason", "Wrong.", "write a sentence of 20 characters or more, on one line"),
        ("reason", "because I say so and know better", "with a full stop"),
        ("by", '""', "on one line"),
    ],
)
def test_an_override_that_is_not_whole_is_told_with_its_remedy(
    example_files: dict[str, bytes], field: str, value: str, mend: str
) -> None:
    lines = "".join(
        f"  {name}: {value if name == field else json.dumps(said)}\n"
        for name, said in GIVEN.items()
    )
    text = example_files[FILE].decode().rstrip() + f"\noverride:\n{lines}"

    _, report = check_files(example_files | {FILE: text.encode()})

    (problem,) = report.problems
    assert problem.field == f"override.{field}"
    assert mend in problem.mend


def test_an_override_lacks_nothing(example_files: dict[str, bytes]) -> None:
    text = example_files[FILE].decode().rstrip() + "\noverride:\n  verdict: imprecise\n"

    _, report = check_files(example_files | {FILE: text.encode()})

    assert {problem.field for problem in report.problems} == {
        "override.by", "override.date", "override.reason"
    }  # fmt: skip
