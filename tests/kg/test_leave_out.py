"""Leaving out a data set by what is known of the whole is the same as starting over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assess.evidence import lines_by_claim
from kg.assess.figures import Figures
from kg.assess.leave_out import cases_without
from kg.assess.verdict import case_of
from kg.read.base import Base
from tests.records import CLAIM, finding, review, smd, study

RESULTS = st.sampled_from(["lower", "higher", "not-detected", "unclear"])
YEARS = st.integers(1995, 2005)


def _cohort(n: int, year: int, result: str, size: float | None, dataset: str | None) -> Any:
    signed = {"lower": -1, "higher": 1}.get(result, 0)
    effect = None if size is None or result == "unclear" else smd(signed * size)
    more = {"dataset": dataset} if dataset else {}
    return study(f"c{n}-{year}", finding("f", result=result, effect=effect), year=year, **more)


COHORTS = st.lists(
    st.tuples(YEARS, RESULTS, st.sampled_from([None, 0.1, 0.3]), st.sampled_from([None, "a", "b"])),
    max_size=9,
)
REVIEWS = st.lists(st.tuples(YEARS, RESULTS), max_size=3)


@given(cohorts=COHORTS, reviews=REVIEWS)
@settings(max_examples=60, deadline=None)
def test_each_case_is_that_of_the_other_lines_alone(
    make: Callable[..., Base], cohorts: Any, reviews: Any
) -> None:
    base = make([
        *(_cohort(n, *one) for n, one in enumerate(cohorts)),
        *(
            review(f"r{n}-{year}", finding("f", result=result, effect=None), year=year)
            for n, (year, result) in enumerate(reviews)
        ),
    ])  # fmt: skip
    figures = Figures(base, base.claims[CLAIM["id"]].record)
    lines = lines_by_claim(base)[CLAIM["id"]]

    found = dict(cases_without(figures, lines, case_of(figures, lines)))

    assert found == {
        left: case_of(figures, [line for line in lines if line.unit != left])
        for left in {line.unit for line in lines}
    }
