"""The page of a study tells in words who took part."""

from __future__ import annotations

import pytest

from kg.check import check_files
from kg.rules.example import STUDY, changed
from kg.rules.rule import Change
from kg.views.study import study_page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("countries: [KR, GB]", "South Korea, United Kingdom"),
        ("age: {min: 15, max: 24}", "15 to 24 years old"),
        ("age: {min: 65}", "65 years and older"),
        ("age: {max: 18, mean: 12.5}", "up to 18 years old, mean age 12.5"),
        ("age: {min: 0, max: 2}", "0 to 2 years old"),
        ("age: {mean: 46.3}", "mean age 46.3"),
    ],
)
def test_a_sample_is_told_by_the_names_of_countries_and_by_its_ages(fields: str, told: str) -> None:
    base, _ = check_files(changed(Change(STUDY, "town, n: 1000}", f"town, {fields}}}")))

    (sample, *_) = study_page(base, base.studies["example-2020"], ()).samples

    assert sample.facts == told
