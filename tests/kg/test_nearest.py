"""Did you mean: likely names are found, unlikely ones are not offered."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.check import check_files, input_files
from kg.nearest import Names
from kg.records.countries import COUNTRIES
from kg.rules.concept_exists import check
from tests.conftest import PROJECT

NAMES = Names(
    {
        "SocialSupport": ("social support", "backing"),
        "PerceivedSupport": ("perceived support",),
        "Loneliness": (),
        "PHQ-9": (),
        "PHQ-2": (),
    }
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("social support", "SocialSupport"),
        ("social-support", "SocialSupport"),
        ("Social_Support", "SocialSupport"),
        ("SOCIALSUPPORT", "SocialSupport"),
        ("SocialSuport", "SocialSupport"),
        ("SoicalSupport", "SocialSupport"),
        ("backing", "SocialSupport"),
        ("bakcing", "SocialSupport"),
        ("PercievedSupport", "PerceivedSupport"),
        ("lonelyness", "Loneliness"),
        ("phq9", "PHQ-9"),
        ("PHQ", None),
        ("Zebra", None),
        ("", None),
        ("---", None),
        ("x" * 10_000, None),
    ],
)
def test_what_is_meant(text: str, meant: str | None) -> None:
    assert NAMES.nearest(text) == meant


@given(st.text(max_size=60))
def test_any_text_has_a_known_name_for_an_answer_or_none(text: str) -> None:
    assert NAMES.nearest(text) in {None, "SocialSupport", "PerceivedSupport", "Loneliness",
                                   "PHQ-9", "PHQ-2"}  # fmt: skip


def test_there_are_as_many_countries_as_iso_has_and_names_lead_to_codes() -> None:
    assert len(COUNTRIES) == 249
    known = Names(COUNTRIES)
    assert [known.nearest(text) for text in ("UK", "England", "Norway", "U.S.A.", "Brasil")] == [
        "GB", "GB", "NO", "US", "BR",
    ]  # fmt: skip
    assert [known.nearest(text) for text in ("XX", "EU", "Atlantis")] == [None, None, None]


def test_a_misspelt_name_among_many_is_looked_up_soon() -> None:
    names = Names(f"author-{number}-{number % 70 + 1950}" for number in range(10_000))
    names.nearest("warm-up-of-the-index-2000")
    started = time.process_time()

    found = [names.nearest(f"autor-{number}-1980") for number in range(20)]

    assert time.process_time() - started < 2.0
    assert all(found)


def test_every_concept_of_the_ontology_is_found_by_its_label() -> None:
    base, _ = check_files(input_files(PROJECT))
    terms = base.terms
    known = Names({name: (term.label,) for name, term in terms.concepts.items()})

    assert [n for n, term in terms.concepts.items() if known.nearest(term.label) != n] == []
    assert list(check(base)) == []
