"""The forest plot of a page: read by its own axis, each picture says the figures of its row."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

CLAIM = "/claim/support-pooled"


@pytest.fixture(scope="module")
def table(client: TestClient) -> ET.Element:
    text = client.get(CLAIM, headers={"accept": "text/html"}).text
    (found,) = re.findall(r'<table class="forest">.*?</table>', text, re.DOTALL)
    return ET.fromstring(found.replace("<br>", "<br/>"))  # noqa: S314  # our own page


def _percent(element: ET.Element, name: str) -> float:
    return float(element.attrib[name].removesuffix("%"))


def _ratio(table: ET.Element, place: float) -> float:
    """The ratio at a place, by the first and the last tick of the axis."""
    ticks = [(_percent(t, "x"), math.log(float(t.text or ""))) for t in table.iter("text")]
    (left, low), (right, high) = ticks[0], ticks[-1]
    return math.exp(low + (place - left) * (high - low) / (right - left))


def _numbers(row: ET.Element) -> list[float]:
    return [float(text) for text in re.findall(r"\d+\.\d+", row.findtext("td/div/span") or "")]


def test_a_row_is_drawn_where_its_figures_are(table: ET.Element) -> None:
    rows = table.findall("tbody/tr")[:4]

    assert [row.findtext("th/a") for row in rows] == [
        "Alpha 2001",
        "Beta 2004",
        "Gamma 2008",
        "Delta 2010",
    ]
    for row in rows:
        value, low, high = _numbers(row)
        (interval,) = row.findall(".//line[@class='stroke']")
        (square,) = (svg for svg in row.iter("svg") if svg.find("rect") is not None)
        assert _ratio(table, _percent(square, "x")) == pytest.approx(value, abs=0.006)
        arrows = len(row.findall(".//path"))
        if arrows == 0:
            assert _ratio(table, _percent(interval, "x1")) == pytest.approx(low, abs=0.006)
            assert _ratio(table, _percent(interval, "x2")) == pytest.approx(high, abs=0.006)
    assert [len(row.findall(".//path")) for row in rows] == [0, 0, 0, 2]


def test_the_diamond_and_the_prediction_bar_are_drawn_where_their_figures_are(
    table: ET.Element,
) -> None:
    pooled, new = table.findall("tbody/tr")[4:]
    value, low, high = _numbers(pooled)
    (box,) = (svg for svg in pooled.iter("svg") if svg.find("polygon") is not None)
    left, width = _percent(box, "x"), _percent(box, "width")
    (outline,) = box.iter("polygon")
    peak = float(outline.attrib["points"].split()[1].split(",")[0])

    assert pooled.findtext("th") == "Pooled, 4 data sets"
    assert _ratio(table, left) == pytest.approx(low, abs=0.006)
    assert _ratio(table, left + width) == pytest.approx(high, abs=0.006)
    assert _ratio(table, left + width * peak / 100) == pytest.approx(value, abs=0.006)
    assert len(new.findall(".//path")) == 1
    assert _numbers(new)[0] < low < high < _numbers(new)[1]


def test_weights_of_the_table_make_a_hundred_and_squares_follow_them(table: ET.Element) -> None:
    rows = table.findall("tbody/tr")[:4]
    weights = [float((row.findtext("td") or "").removesuffix("%")) for row in rows]
    areas = [float(rect.attrib["width"]) ** 2 for rect in table.iter("rect")]

    assert sum(weights) == pytest.approx(100, abs=0.2)
    for weight, area in zip(weights, areas, strict=True):
        assert area / max(areas) == pytest.approx(weight / max(weights), abs=0.01)


def test_the_null_line_of_every_row_stands_at_one(table: ET.Element) -> None:
    lines = [
        line
        for row in table.findall("tbody/tr")
        for line in row.findall(".//line[@class='axis']")
        if line.attrib["x1"] == line.attrib["x2"]
    ]

    assert len(lines) == 6
    assert {round(_ratio(table, _percent(line, "x1")), 3) for line in lines} == {1}


def test_a_picture_needs_no_styles_of_its_own_and_no_reader_hears_it_twice(
    client: TestClient, table: ET.Element
) -> None:
    assert "style=" not in client.get(CLAIM, headers={"accept": "text/html"}).text
    outer = [svg for cell in table.iter("div") for svg in cell.findall("svg")]
    assert len(outer) == 7
    assert all(svg.get("aria-hidden") or svg.find("text") is not None for svg in outer)


def test_a_claim_without_a_figure_to_compare_says_why_of_each_finding(client: TestClient) -> None:
    text = client.get("/claim/support-lowers-symptoms", headers={"accept": "text/html"}).text

    assert "No finding curated here has a figure that could stand beside others." in text
    assert "Findings without a row (2)" in text
    assert "the record does not say which step of the exposure it is for" in text
    assert "</a>: the source is retracted" in text
