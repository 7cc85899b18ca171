"""What a claim page says first, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from kg.assess.assessment import assess_all
from kg.assess.certainty import DOMAINS, LIMITS
from kg.assess.verdict import Label
from kg.meaning import EMPTY_CELLS, VERDICTS
from kg.read.base import Base
from kg.rules.example import RELEASE, RELEASED
from kg.views.claim import ClaimPage, claim_page
from tests.conftest import BaseWith
from tests.records import CLAIM, finding, study

Make = Callable[..., Base]
SEX = {"dimension": "sex", "role": "stratum"}
WOMEN, MEN = SEX | {"level": "Women"}, SEX | {"level": "Men"}


def _page(base: Base, name: str = "claim") -> ClaimPage:
    return claim_page(base, base.claims[name], assess_all(base))


def _studies(*results: str, **more: Any) -> list[dict[str, Any]]:
    return [
        study(f"one-{2000 + n}", finding("f", result=result, **more), year=2000 + n)
        for n, result in enumerate(results)
    ]


def test_one_line_says_what_holds_and_how_sure(make: Make) -> None:
    page = _page(make(_studies(*["lower"] * 6, effect=None)))

    assert page.verdict.sentence == (
        "The evidence supports this, by direction only; certainty is very low."
    )
    assert page.verdict.rule.path == "/assessment#rule/sign-test"


def test_nothing_studied_has_no_certainty(make: Make) -> None:
    verdict = _page(make([])).verdict

    assert verdict.sentence == "Nothing curated here has studied this."
    assert verdict.certainty is None


def test_found_against_not_found_says_conflicting_and_what_differs(make: Make) -> None:
    for_it = [study(f"yes-{n}", finding("f", group=[WOMEN])) for n in (1, 2)]
    others = [study(f"no-{n}", finding("f", result="not-detected", group=[MEN])) for n in (1, 2)]

    verdict = _page(make([*for_it, *others])).verdict

    assert verdict.sign.word == "conflicting"
    assert [(one.feature, one.supporting, one.others) for one in verdict.explanations] == [
        ("groups", "women", "men")
    ]


def test_countries_and_designs_that_differ_are_told_by_their_names(make: Make) -> None:
    def samples(country: str) -> list[dict[str, Any]]:
        return [{"id": "all", "description": "people", "countries": [country]}]

    for_it = [
        study(f"yes-{n}", finding("f"), design="cohort", samples=samples("KR")) for n in (1, 2)
    ]
    others = [
        study(
            f"no-{n}",
            finding("f", result="not-detected"),
            design="cross-sectional",
            samples=samples("GB"),
        )
        for n in (1, 2)
    ]

    explanations = _page(make([*for_it, *others])).verdict.explanations

    assert {(one.feature, one.supporting, one.others) for one in explanations} == {
        ("countries", "South Korea", "United Kingdom"),
        ("design", "cohort study", "cross-sectional study"),
    }


def test_a_part_without_evidence_is_not_called_another_verdict(make: Make) -> None:
    rows = {row.name: row for row in _page(make(_studies("lower", "lower"))).verdict.sensitivity}

    assert rows["low risk of bias only"].verdict.word == "not studied"
    assert not rows["low risk of bias only"].changed


def test_limits_of_reading_stand_apart_from_those_of_the_research(make: Make) -> None:
    certainty = _page(make(_studies("lower"))).verdict.certainty

    assert certainty is not None
    assert [one.domain for one in certainty.of_research] == ["imprecision"]
    assert [one.domain for one in certainty.of_reading] == ["not appraised"]


def test_each_verdict_and_each_limit_has_its_words() -> None:
    assert set(VERDICTS) == set(get_args(Label))
    assert len(LIMITS) >= len(DOMAINS)


@pytest.mark.parametrize(
    ("gap", "group", "expected"),
    [
        ("not-studied", [WOMEN], "not studied"),
        ("not-reported-apart", [WOMEN], "not reported apart"),
        ("not-yet-curated", [WOMEN], "not yet curated"),
        ("not-yet-curated", None, "not reported apart"),
    ],
    ids=["nobody has", "a curator says so", "only women here", "findings on everybody"],
)
def test_an_empty_cell_says_why_it_is_empty(
    make: Make, gap: str, group: list[dict[str, str]] | None, expected: str
) -> None:
    men = {"dimension": "sex", "level": "Men"}
    claim = CLAIM | {"gaps": [{"question": "And men?", "kind": gap, "group": [men]}]}

    whom = _page(make([study("one-2000", finding("f", group=group))], claim)).whom

    rows = {row.level.label: row for row in whom.rows}
    assert rows["men"].cells[0].scoreboard is None
    assert rows["men"].cells[0].empty == expected
    assert expected in EMPTY_CELLS


def test_outcomes_are_columns_and_the_first_row_is_everyone(make: Make) -> None:
    other = finding("g", outcome={"concept": "DepressiveSymptoms"}, group=[WOMEN])

    whom = _page(make([study("one-2000", finding("f"), other)])).whom

    assert [one.label for one in whom.outcomes] == ["depressive symptoms", "psychological distress"]
    assert [cell.scoreboard and cell.scoreboard.findings for cell in whom.everyone] == [1, 1]
    assert [cell.empty for cell in whom.rows[0].cells] == ["", "not reported apart"]


def test_a_review_that_is_split_is_counted_as_split(make: Make) -> None:
    both = [finding("a"), finding("b", result="higher", effect=None)]

    page = _page(make([study("r-2001", *both, design="meta-analysis")]))

    board = page.scoreboard
    rows = {row.name: row.reviews for row in page.verdict.sensitivity}
    assert rows["with figures only"] == 1
    assert (board.reviews, board.split_reviews) == (1, 1)
    assert board.sentence == "Of 1 review curated here: 1 found differing things."


def test_releases_are_the_ledger_of_verdicts(base_with: BaseWith) -> None:
    verdict = _page(base_with({RELEASE: RELEASED}), "support-lowers-symptoms").verdict

    assert [(row.release.path, row.verdict, row.certainty) for row in verdict.history] == [
        ("/release/2020-12-31", "imprecise", "very low")
    ]


def test_a_verdict_that_a_person_gave_stands_beside_the_computed_one(make: Make) -> None:
    given = {"verdict": "opposite", "by": "editors", "date": "2026-11-26"}
    claim = CLAIM | {"override": given | {"reason": "The scale runs the other way."}}

    verdict = _page(make(_studies("lower"), claim)).verdict

    assert verdict.sign.word == "the opposite"
    assert verdict.sentence == ("The evidence points the other way: so editors, against the rules.")
    assert verdict.override is not None
    assert verdict.override.computed.word == "imprecise"
    assert verdict.rule.path == "/assessment#rule/too-few"


def test_a_limit_that_costs_nothing_is_noted(make: Make) -> None:
    certainty = _page(make(_studies("lower", "lower"))).verdict.certainty

    assert certainty is not None
    assert certainty.notes == (
        "publication bias: not assessable: fewer than 10 data sets with a figure of one kind",
    )
