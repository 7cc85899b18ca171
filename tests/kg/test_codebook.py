"""The codebook: every name that a record may use, as one table."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import get_args

import pytest

from kg.check import check_files
from kg.codebook import COLUMNS, codebook
from kg.read.base import Base
from kg.records.study import Design
from tests.ontology.models import ontology

CONTRACT = """concept,label,definition,kind,broader,dimension,synonyms,scope note,source,retired,
replaced by,in records,pole,part of,version of,measures,mixes,items,informant,answers,range,
high score,recall,cut-offs,traps,note,facet,features"""
KINDS = {
    "concept", "dimension", "group", "instrument", "part of an instrument", "study design",
    "design feature",
}  # fmt: skip


@cache
def _base() -> Base:
    base, _ = check_files(ontology())
    return base


@cache
def _rows() -> dict[str, dict[str, str]]:
    table = csv.DictReader(io.StringIO(codebook(_base()).decode(), newline=""))
    return {row["concept"]: row for row in table}


def _of(kind: str) -> list[dict[str, str]]:
    return [row for row in _rows().values() if row["kind"] == kind]


def test_columns_keep_their_names_and_order() -> None:
    header = codebook(_base()).decode().partition("\r\n")[0]

    assert header == ",".join(COLUMNS) == CONTRACT.replace("\n", "")


def test_rows_stand_in_order_of_name_each_once() -> None:
    names = [
        line[0]
        for line in list(csv.reader(io.StringIO(codebook(_base()).decode(), newline="")))[1:]
    ]

    assert names == sorted(set(names))
    assert {row["kind"] for row in _rows().values()} == KINDS


def test_everything_that_a_record_may_name_has_its_row() -> None:
    base = _base()
    scales = {s.name for one in base.instruments.by_name.values() for s in one.scales}
    designs = {one.name for one in base.designs.by_word.values()}

    assert set(_rows()) == {*base.terms.concepts, *scales, *designs, *base.designs.features}
    assert {row["in records"] for row in _of("study design")} == set(get_args(Design))
    assert {row["in records"] for row in _of("dimension")} == set(base.terms.dimensions)
    written = [row["in records"] for kind in KINDS for row in _of(kind) if "instrument" in kind]
    assert [base.instruments.named(text) for text in written].count(None) == 0


def test_each_row_says_what_its_kind_has() -> None:
    for row in _rows().values():
        part = row["kind"] == "part of an instrument"
        assert row["label"], row
        assert part or row["definition"], row
        assert part == bool(row["part of"]), row
    assert all(row["features"] for row in _of("study design"))
    assert all(row["facet"] for row in _of("design feature"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "CesD",
            {
                "in records": "CES-D", "range": "0 to 60, sum", "pole": "adverse",
                "measures": "DepressiveSymptoms", "recall": "past week", "items": "20",
                "informant": "self | also read out by an interviewer",
            },
        ),
        ("CesD#scale/positive-affect", {"part of": "CesD", "measures": "PositiveAffect"}),
        ("Women", {"kind": "group", "dimension": "sex", "in records": "Women"}),
        ("Loneliness", {"kind": "concept", "broader": "SocialDisconnection", "pole": "adverse"}),
    ],
)  # fmt: skip
def test_a_row_holds_what_the_ontology_says(name: str, expected: dict[str, str]) -> None:
    row = _rows()[name]

    assert {column: row[column] for column in expected} == expected


def test_every_instrument_or_a_part_of_it_says_what_it_measures() -> None:
    saying = [row for row in _rows().values() if row["measures"] or row["mixes"]]
    known = {row["part of"] or row["concept"] for row in saying}

    assert {row["concept"] for row in _of("instrument")} == known


def test_cut_offs_and_traps_stand_side_by_side() -> None:
    row = _rows()["CesD"]

    assert [text[:3] for text in row["cut-offs"].split(" | ")] == ["≥16", "≥27"]
    assert any("must be reversed" in text for text in row["traps"].split(" | "))
