"""Geometry of plots: places follow numbers, and a picture shows what its table says."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.plots import DIAMOND, INSET, Axis, diamond, draw_forest, forest_axis, map_radius, ticks

FLOATS = st.floats(-50, 50)


def _figure(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "text": f"{value} ({low} to {high})"}


def _plot(
    rows: Sequence[tuple[float, float, float]],
    weights: Sequence[float | None] = (),
    pooled: dict[str, Any] | None = None,
    scale: str = "log",
) -> dict[str, Any]:
    given_weights = weights or [None] * len(rows)
    return {
        "scale": scale,
        "rows": [
            {"figure": _figure(*row), "weight": weight}
            for row, weight in zip(rows, given_weights, strict=True)
        ],
        "pooled": pooled,
    }


@given(FLOATS, st.floats(0.01, 50), st.lists(FLOATS, min_size=2))
def test_places_rise_with_numbers_and_stay_on_the_axis(
    low: float, span: float, values: list[float]
) -> None:
    axis = Axis(low, low + span)
    places = [axis.x(value) for value in sorted(values)]

    assert places == sorted(places)
    assert all(INSET <= place <= 100 - INSET for place in places)
    assert axis.x(low) == INSET
    assert axis.x(low + span) == 100 - INSET


ROWS = st.lists(
    st.builds(lambda at, half: (at, at - half, at + half), st.floats(-5, 5), st.floats(1e-6, 20)),
    min_size=1,
    max_size=12,
)


@given(ROWS)
def test_null_and_every_estimate_lie_on_the_axis_and_an_arrow_stands_where_a_bound_does_not(
    rows: list[tuple[float, float, float]],
) -> None:
    axis = forest_axis([_figure(*row) for row in rows])
    drawing = draw_forest(_plot(rows))

    assert axis.low < 0 < axis.high
    assert drawing.null == axis.x(0)
    for mark, (value, low, high) in zip(drawing.marks, rows, strict=True):
        assert axis.low < value < axis.high
        assert mark.bar.left <= mark.at <= mark.bar.right
        assert mark.bar.cut_left == (low < axis.low)
        assert mark.bar.cut_right == (high > axis.high)


def test_a_very_wide_interval_is_cut_and_the_others_are_whole() -> None:
    narrow = [(-0.3, -0.5, -0.1), (-0.2, -0.4, 0.0), (-0.4, -0.6, -0.2)]
    drawing = draw_forest(_plot([*narrow, (-1.0, -9.0, 7.0)]))

    cut = [(mark.bar.cut_left, mark.bar.cut_right) for mark in drawing.marks]
    assert cut == [(False, False)] * 3 + [(True, True)]


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_the_area_of_a_square_is_in_proportion_to_its_weight(weights: list[float]) -> None:
    drawing = draw_forest(_plot([(0.1, 0, 0.2)] * len(weights), weights))

    for mark, weight in zip(drawing.marks, weights, strict=True):
        assert mark.side == pytest.approx(16 * math.sqrt(weight / max(weights)), abs=0.006)


def test_without_weights_all_squares_are_of_one_size() -> None:
    drawing = draw_forest(_plot([(0.1, 0, 0.2), (0.3, -1, 2)]))

    assert len({mark.side for mark in drawing.marks}) == 1
    assert drawing.diamond is None
    assert drawing.prediction is None


def _corners(points: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in points.split())]


def test_a_diamond_is_pointed_at_its_bounds_and_blunt_where_it_is_cut() -> None:
    axis = Axis(-1, 1)
    whole = _corners(diamond(axis, _figure(0, -0.5, 0.5)).points)
    cut = diamond(axis, _figure(0, -2, 0.5))

    assert whole[0] == whole[5] == (0, DIAMOND / 2)
    assert whole[1] == (50, 0)
    assert whole[2] == whole[3] == (100, DIAMOND / 2)
    assert (cut.bar.cut_left, cut.bar.cut_right) == (True, False)
    assert _corners(cut.points)[0] == (0, DIAMOND / 4)
    assert _corners(cut.points)[5] == (0, 3 * DIAMOND / 4)


@pytest.mark.parametrize(
    ("scale", "low", "high", "labels"),
    [
        ("log", math.log(0.15), math.log(6), ["0.2", "0.5", "1", "2", "5"]),
        ("log", math.log(0.75), math.log(1.25), ["0.8", "0.9", "1", "1.1", "1.2"]),
        ("log", math.log(0.25), math.log(1.8), ["0.3", "0.5", "0.7", "1", "1.5"]),
        ("log", math.log(0.001), math.log(1000), ["0.01", "1", "100"]),
        ("fisher-z", -0.5, 0.1, ["\u22120.4", "\u22120.3", "\u22120.2", "\u22120.1", "0"]),
        ("natural", -2.2, 0.9, ["\u22122", "\u22121", "0"]),
    ],
)
def test_ticks_are_round_numbers_as_papers_print_them(
    scale: str, low: float, high: float, labels: list[str]
) -> None:
    found = [tick.label for tick in ticks(Axis(low, high), scale)]

    assert found == labels


@given(
    st.sampled_from(["log", "fisher-z", "natural"]), st.floats(0.001, 900), st.floats(0.001, 900)
)
def test_every_axis_has_ticks_few_and_apart_and_one_at_the_null(
    scale: str, below: float, above: float
) -> None:
    axis = Axis(-below, above)
    found = ticks(axis, scale)
    places = [tick.at for tick in found]
    null = "1" if scale == "log" else "0"

    assert 1 <= len(found) <= 5
    assert places == sorted(set(places))
    assert [tick.at for tick in found if tick.label == null] == [axis.x(0)]


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_area_of_a_circle_is_in_proportion_to_its_count(count: int, largest: int) -> None:
    share = map_radius(min(count, largest), largest) / map_radius(largest, largest)

    assert share**2 == pytest.approx(min(count, largest) / largest, abs=0.002)
    assert map_radius(0, 0) == 0


def test_drawing_needs_no_numbers_library() -> None:
    code = "import sys, server.app, kg.views.claim; print(*{'numpy', 'scipy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""
