"""Rules over figures: what they warn of, and what they must let pass."""

from __future__ import annotations

import pytest

from kg.check import check_files
from kg.rules.example import EXAMPLE, STUDY

EFFECT = "effect: {measure: or, value: 0.72, ci: [0.60, 0.86], p: 0.001}"
EXPOSURE = "    exposure: {concept: PerceivedSupport}\n    outcome"
GROUPS = "exposure: {concept: PerceivedSupport, contrast: {from: little, to: much}}"
ONE_SD = "exposure: {concept: PerceivedSupport, contrast: {from: mean, to: above, unit: 1 SD}}"


def _warnings(effect: str, exposure: str = "", n: int = 600) -> set[str]:
    text = EXAMPLE[STUDY].replace(EFFECT, f"effect: {{{effect}}}").replace("n: 600", f"n: {n}")
    text = text.replace("n: 1000", f"n: {max(n, 1000)}")
    text = text.replace("result: lower", "result: unclear")
    if exposure:
        text = text.replace(EXPOSURE, f"    {exposure}\n    outcome")
    files = {file: t.encode() for file, t in (dict(EXAMPLE) | {STUDY: text}).items()}
    return {problem.rule for problem in check_files(files)[1].problems}


@pytest.mark.parametrize(
    "effect",
    [
        "measure: or, value: 0.72, ci: [0.60, 0.86]",
        "measure: or, value: 2.2, ci: [1.2, 3.9]",  # rounded to one digit
        "measure: or, value: 1.0, ci: [1.0, 1.1]",
        "measure: or, value: 9, ci: [2, 40]",
        "measure: or, value: 0.1, ci: [0.0, 0.3]",  # rounds to no ratio at all: nothing is said
        "measure: r, value: 0.26, ci: [0.24, 0.28], n: 20000",
        "measure: r, value: 0.90, ci: [0.865, 0.926], n: 200",  # even by Fisher's z only
        "measure: smd, value: -0.27, ci: [-0.48, -0.06]",
        "measure: b, value: -0.21, ci: [-0.34, -0.07], p: 0.003",
        "measure: or, value: 0.42, ci: [0.20, 0.85], p: 0.02",
        "measure: b, value: 0.51, se: 0.18, p: 0.004",
        "measure: b, value: -0.69, se: 0.15, p: <0.001",
        "measure: b, value: 0.1, se: 0.0, p: 0.5",
        "measure: b, value: 0.02, ci: [-0.01, 0.05], p: '>0.05'",
        "measure: b, value: 0.02, ci: [0.00, 0.04], p: 0.05",  # on the edge, by rounding
        "measure: b, value: 0.10, ci: [0.02, 0.18], ci_level: 90, p: 0.04",
        "measure: b, p: 0.03",
        "measure: b, ci: [0.02, 0.18]",
        "measure: rd, value: 0.05, ci: [0.01, 0.09], p: 0.014",
    ],
)
def test_sound_figures_pass(effect: str) -> None:
    assert _warnings(effect) - {"number-in-range"} == set()


@pytest.mark.parametrize(
    ("effect", "rule"),
    [
        ("measure: or, value: 0.79, ci: [0.60, 0.86]", "estimate-in-middle"),
        ("measure: or, value: 1.50, ci: [1.00, 2.00]", "estimate-in-middle"),  # a difference
        ("measure: r, value: 0.90, ci: [0.70, 0.93]", "estimate-in-middle"),
        ("measure: b, value: 0.30, ci: [0.10, 0.40]", "estimate-in-middle"),
        ("measure: b, value: 0.02, ci: [-0.01, 0.05], p: 0.01", "p-agrees"),
        ("measure: b, value: 0.02, ci: [-0.01, 0.05], p: <0.05", "p-agrees"),
        ("measure: b, value: 0.10, ci: [0.02, 0.18], p: 0.2", "p-agrees"),
        ("measure: b, value: 0.10, ci: [0.02, 0.18], p: '>0.05'", "p-agrees"),
        ("measure: b, value: 0.10, ci: [0.02, 0.18], p: <0.0001", "p-agrees"),
        ("measure: b, value: 0.51, se: 0.18, p: 0.4", "p-agrees"),
        ("measure: b, value: 0.51, se: 0.18, p: <0.00001", "p-agrees"),
        ("measure: r, value: 0.26, ci: [0.24, 0.28], n: 200", "standard-error-floor"),
    ],
)
def test_a_figure_that_cannot_be_so_is_told(effect: str, rule: str) -> None:
    assert _warnings(effect) == {rule}


@pytest.mark.parametrize(
    ("effect", "exposure", "n"),
    [
        ("measure: or, value: 0.72, ci: [0.60, 0.86]", GROUPS, 480),
        ("measure: hr, value: 0.72, ci: [0.60, 0.86]", GROUPS, 120),
        ("measure: or, value: 0.72, ci: [0.60, 0.86]", ONE_SD, 120),
        ("measure: smd, value: -0.27, ci: [-0.31, -0.23]", GROUPS, 600),
        ("measure: or, value: 1.63, ci: [1.62, 1.64]", "", 22268),  # printed so, wrongly
    ],
)
def test_an_interval_too_narrow_for_its_people_is_told(effect: str, exposure: str, n: int) -> None:
    assert _warnings(effect, exposure, n) == {"standard-error-floor"}


@pytest.mark.parametrize(
    ("effect", "exposure", "n"),
    [
        ("measure: or, value: 0.72, ci: [0.60, 0.86]", GROUPS, 2000),
        ("measure: hr, value: 0.72, ci: [0.60, 0.86]", GROUPS, 600),
        ("measure: or, value: 0.72, ci: [0.60, 0.86]", ONE_SD, 600),
        ("measure: or, value: 1.01, ci: [0.98, 1.04]", "", 200),  # for one point of a long scale
        (
            "measure: rr, value: 0.95, ci: [0.94, 0.96]",
            GROUPS,
            100,
        ),  # has no floor
        ("measure: or, value: 0.72, ci: [0.60, 0.86]", "", 600),
    ],
)
def test_a_narrow_interval_that_can_be_so_passes(effect: str, exposure: str, n: int) -> None:
    assert _warnings(effect, exposure, n) == set()
