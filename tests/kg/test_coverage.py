"""What the page about the base counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.assess.assessment import assess_all
from kg.read.base import Base
from kg.views.claim import claim_page
from kg.views.coverage import AboutPage, about_page
from tests.records import CLAIM, cohorts, finding, study

SAMPLES = [{"id": "all", "description": "people", "n": 90, "countries": ["NO", "GB"]}]


@pytest.fixture(scope="module")
def about(make: Callable[..., Base]) -> Callable[..., AboutPage]:
    def page(*studies: Any, claims: Any = ()) -> AboutPage:
        base = make(studies, *claims)
        return about_page(base, assess_all(base))

    return page


def test_findings_are_counted_by_what_they_mean_for_their_claims(about: Any) -> None:
    balance = about(*cohorts("lower", "lower", "lower", "higher", "not-detected")).balance

    assert [(one.name, one.number, one.percent) for one in balance.directions] == [
        ("support it", 3, 60),
        ("contradict it", 1, 20),
        ("found no effect", 1, 20),
        ("leave it open", 0, 0),
    ]
    assert (balance.studied, balance.one_sided.number) == (1, 0)


def test_a_claim_with_nothing_but_support_is_told(about: Any) -> None:
    silent = finding("f", effect=None, contributes="theme", result="higher")
    balance = about(*cohorts("lower"), study("t-2001", silent)).balance

    assert (balance.studied, balance.one_sided.number, balance.one_sided.percent) == (1, 1, 100)


def test_studies_are_counted_by_country_decade_and_reading(about: Any) -> None:
    page = about(
        study("a-1999", finding("f"), year=1999, samples=SAMPLES),
        study("b-2001", finding("f"), year=2001, abstract_complete="no"),
        study("c-2002", finding("f"), year=2002, publication="retracted", notice="taken back"),
    )

    assert [(one.name, one.number) for one in page.countries] == [
        ("Norway", 1),
        ("United Kingdom", 1),
    ]
    assert (page.other_countries, page.no_country.number, page.studies) == (0, 1, 2)
    assert [(one.name, one.number) for one in page.decades] == [("1990s", 1), ("2000s", 1)]
    assert {one.name: one.number for one in page.reading}[
        "every finding of the abstract recorded"
    ] == 1


def test_searches_are_counted_and_the_last_is_dated(about: Any) -> None:
    search = {"kind": "scoping", "date": "2026-11-26", "string": "support, no effect"}
    page = about(*cohorts("lower"), claims=[CLAIM | {"search": search}])

    assert page.last_search == "2026-11-26"
    assert [(one.name, one.percent) for one in page.searches] == [("a scoping search", 100)]


def test_a_claim_says_how_far_its_studies_were_read(make: Callable[..., Base]) -> None:
    two = [
        study("a-1999", finding("f"), finding("g", outcome={"concept": "Anxiety"}, bears_on=[],
              unlinked="no claim"), year=1999, read="full-text"),
        study("b-2001", finding("f"), year=2001, read="abstract", abstract_complete="no"),
    ]  # fmt: skip
    base = make(two)
    read = claim_page(base, base.claims["claim"], assess_all(base)).read

    assert (read.studies, read.abstract_only, read.incomplete) == (2, 1, 1)


def test_an_empty_base_has_a_page(about: Any) -> None:
    page = about()

    assert (page.studies, page.balance.votes, page.balance.studied) == (0, 0, 0)
    assert page.balance.one_sided.percent == 0
