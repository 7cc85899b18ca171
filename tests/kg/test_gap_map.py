"""The evidence gap map: what stands in a cell, and which kind of empty a cell is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kg.read.base import Base
from kg.views.gap_map import HEALTH, ILLNESS, SUPPORT, TIES, Cell, GapMap, gap_map
from tests.records import CLAIM, finding, study

Draw = Callable[..., GapMap]


@pytest.fixture(scope="module")
def draw(make: Callable[..., Base]) -> Draw:
    def run(studies: Sequence[dict[str, Any]], *claims: dict[str, Any]) -> GapMap:
        return gap_map(make(studies, *claims))

    return run


def _cells(found: GapMap) -> dict[tuple[str, str], Cell]:
    return {
        (row.exposure.label, outcome.label): cell
        for sheet in found.sheets
        for branch in sheet.branches
        for row in branch.rows
        for outcome, cell in zip(sheet.outcomes, row.cells, strict=True)
    }


def _said(cell: Cell) -> dict[str, int]:
    return {share.hue: share.count for share in cell.shares}


PLACE = ("social support", "psychological distress")


def test_a_data_set_counts_once_and_reviews_are_counted_apart(draw: Draw) -> None:
    cell = _cells(
        draw(
            [
                study("one-2000", finding("f"), finding("g"), dataset="shared"),
                study("two-2001", finding("f", result="higher"), dataset="shared"),
                study("three-2002", finding("f", result="not-detected")),
                study("review-2003", finding("f"), design="meta-analysis"),
            ]
        )
    )[PLACE]

    assert (cell.datasets, cell.reviews, cell.empty) == (2, 1, "")
    assert _said(cell) == {"protective": 2, "null": 1}


def test_two_papers_on_one_trial_count_once_as_on_claims(draw: Draw) -> None:
    again = study("two-2001", finding("f"), relations=[{"kind": "same-trial", "study": "one-2000"}])

    assert _cells(draw([study("one-2000", finding("f")), again]))[PLACE].datasets == 1


def test_the_sign_is_what_a_result_means_for_mental_health(draw: Draw) -> None:
    lonely = {"concept": "Loneliness"}
    well = {"concept": "PsychologicalWellBeing"}
    cells = _cells(
        draw(
            [
                study("a-2000", finding("f", exposure=lonely, result="higher")),
                study("b-2000", finding("f", outcome=well, result="higher")),
                study("c-2000", finding("f"), finding("g", result="not-detected")),
            ]
        )
    )

    assert _said(cells["social disconnection", "psychological distress"]) == {"harmful": 1}
    assert _said(cells["social support", "mental health"]) == {"protective": 1}
    assert _said(cells[PLACE]) == {"mixed": 1}


def test_the_two_kinds_of_empty_cell_are_told_apart(draw: Draw) -> None:
    lonely = {"concept": "Loneliness"}
    anxious = {"concept": "Anxiety"}
    other = CLAIM | {"id": "other", "exposure": lonely, "outcome": anxious}
    cells = _cells(draw([study("a-2000", finding("f"))], CLAIM, other))

    claimed = cells["social disconnection", "anxiety"]
    assert (claimed.empty, claimed.path) == ("claim without finding", "/claim/other")
    nothing = cells["social disconnection", "psychological distress"]
    assert (nothing.empty, nothing.path) == ("not yet curated", "")


def test_a_cell_leads_to_its_only_claim_or_to_the_exposure(draw: Draw) -> None:
    studies = [study("a-2000", finding("f"))]
    second = CLAIM | {"id": "second", "reading": "causal"}

    assert _cells(draw(studies))[PLACE].path == "/claim/claim"
    assert _cells(draw(studies, CLAIM, second))[PLACE].path == "/concept/SocialSupport"


@pytest.mark.parametrize(
    "source",
    [
        study("r-2000", finding("f"), publication="retracted", notice="Taken back."),
        study("r-2000", finding("f"), withdrawn={"reason": "Wrong."}),
        study("r-2000", finding("f", contributes="theme")),
    ],
    ids=["retracted", "withdrawn", "theme"],
)
def test_what_counts_for_nothing_is_not_on_the_map(draw: Draw, source: dict[str, Any]) -> None:
    assert _cells(draw([source]))[PLACE].empty == "claim without finding"


def test_a_withdrawn_claim_opens_no_cell(draw: Draw) -> None:
    found = draw([], CLAIM | {"withdrawn": {"reason": "Wrong."}})

    assert (found.sheets, found.largest) == ((), 0)


def test_a_concept_with_two_broader_ones_stands_under_both(draw: Draw) -> None:
    low = {"concept": "DepressiveSymptoms"}
    cells = _cells(draw([study("a-2000", finding("f", outcome=low))]))

    assert cells["social support", "depression"].datasets == 1
    assert cells[PLACE].datasets == 1


def test_every_tie_of_the_ontology_has_a_row_to_stand_in(real: Base, draw: Draw) -> None:
    assert {HEALTH, ILLNESS, SUPPORT, TIES} <= set(real.terms.concepts)
    for name in real.terms.concepts:
        if real.terms.is_a(name, TIES):
            one = draw([study("a-2000", finding("f", exposure={"concept": name}))])
            assert one.largest == 1, name


def test_ties_come_first_and_what_nothing_is_about_is_listed(draw: Draw) -> None:
    event = {"concept": "LifeEvent"}
    found = draw([study("a-2000", finding("f"), finding("g", exposure=event, result="higher"))])

    (sheet,) = found.sheets
    assert [branch.label for branch in sheet.branches] == ["social relationships", "stressors"]
    absent = {link.path for link in found.absent}
    assert "/concept/SocialCapital" in absent
    assert not {"/concept/LifeEvent", "/concept/SocialSupport"} & absent


def test_ill_health_stands_apart_from_other_outcomes_and_each_sheet_has_rows_of_its_own(
    draw: Draw,
) -> None:
    lonely = {"concept": "Loneliness"}
    well = {"concept": "PsychologicalWellBeing"}
    ties = {"concept": "SocialSupport"}
    found = draw(
        [
            study("a-2000", finding("f"), finding("g", outcome=well, result="higher")),
            study("b-2000", finding("f", exposure=lonely, outcome=ties)),
        ]
    )

    drawn = {
        sheet.id: [row.exposure.label for branch in sheet.branches for row in branch.rows]
        for sheet in found.sheets
    }
    assert drawn == {
        "ill-health": ["social support"],
        "health": ["social support"],
        "other": ["social disconnection"],
    }
    assert [link.label for link in found.sheets[0].bare] == ["social disconnection"]
    assert [link.label for link in found.sheets[2].bare] == ["social support"]


def test_the_order_of_studies_changes_nothing(draw: Draw) -> None:
    studies = [study(f"s{n}-2000", finding("f"), finding("g")) for n in range(4)]

    assert draw(studies) == draw(studies[::-1])
