"""Damaged records: each is told at its place with a remedy, soon, and without a traceback."""

from __future__ import annotations

import time

import pytest

from kg.check import check_files
from kg.rules.example import EXAMPLE
from tests.kg.damaged import bytes_and_yaml, fields, meaning
from tests.kg.damaged.case import Case

CASES: tuple[Case, ...] = (
    *bytes_and_yaml.ENCODING,
    *bytes_and_yaml.YAML,
    *fields.KEYS,
    *fields.WORDS,
    *fields.TYPES,
    *meaning.TERMS,
    *meaning.REFERENCES,
    *meaning.FIGURES,
)
SECONDS = 1.0
"""Time on the processor, for the whole base; a case takes some ten milliseconds."""
FOLLOWS = {"field-required"}
"""What is told beside a misspelt key, or a file that holds none of its fields."""


def test_there_are_200_records_and_each_is_damaged_in_its_own_way() -> None:
    assert len({(case.file, case.data) for case in CASES}) == len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
    assert not [case.name for case in CASES if case.data == EXAMPLE[case.file].encode()]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_a_damaged_record_is_told_at_its_place_with_a_remedy(case: Case) -> None:
    files = {name: text.encode() for name, text in EXAMPLE.items()} | {case.file: case.data}
    started = time.process_time()

    _, report = check_files(files)

    assert time.process_time() - started < SECONDS
    told = [problem for problem in report.problems if problem.file == case.file]
    expected = (case.rule, *case.place)
    found = [p.mend for p in told if (p.rule, p.line, p.column) == expected]
    assert any(case.mend in mend for mend in found), [str(problem) for problem in told]
    assert {problem.rule for problem in told} <= {case.rule} | FOLLOWS
    assert all(problem.what and problem.mend for problem in told)
    assert all("\n" not in str(problem) and len(str(problem)) < 1000 for problem in told)
