"""Each rule: its passing example passes all rules, its failing one breaks it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.rules
from kg.check import check_files
from kg.rules.catalogue import RULES
from kg.rules.example import changed
from kg.rules.rule import Rule

CASES = [pytest.param(rule, id=rule.id) for rule in RULES]


@pytest.mark.parametrize("rule", CASES)
def test_the_passing_example_breaks_no_rule(rule: Rule) -> None:
    _, report = check_files(changed(rule.passes))

    assert report.problems == ()


@pytest.mark.parametrize("rule", CASES)
def test_the_failing_example_breaks_this_rule_alone(rule: Rule) -> None:
    _, report = check_files(changed(rule.fails))

    assert {problem.rule for problem in report.problems} == {rule.id}


@pytest.mark.parametrize("rule", CASES)
def test_the_two_examples_differ_and_the_words_are_there(rule: Rule) -> None:
    assert rule.passes != rule.fails
    assert all(text.endswith(".") for text in (rule.problem, rule.why, rule.mend))


def test_every_rule_file_is_in_the_catalogue_and_ids_are_unique() -> None:
    files = {path.stem for path in Path(kg.rules.__file__).parent.glob("*.py")}
    others = {
        "__init__",
        "catalogue",
        "estimand",
        "example",
        "rule",
        "run",
        "scale",
        "ties",
        "walk",
    }

    assert {rule.id.replace("-", "_") for rule in RULES} == files - others
    assert len({rule.id for rule in RULES}) == len(RULES)
