"""Every constant of the assessment, with its meaning and source: one table, to be published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Constant:
    """A number that a person chose."""

    name: str
    value: float
    meaning: str
    source: str


LEVEL = Constant(
    "level",
    0.95,
    "Level of confidence and prediction intervals.",
    "Convention of the field.",
)
RHO = Constant(
    "rho",
    0.6,
    "Correlation assumed between effects of one data set when they are averaged.",
    "Editors; the value that Metapsy assumes within studies.",
)
POOL_MIN = Constant(
    "pool-min",
    2,
    "Fewest data sets that can be pooled.",
    "Heterogeneity has no estimate from one.",
)
PREDICTION_MIN = Constant(
    "prediction-min",
    3,
    "Fewest data sets for a prediction interval.",
    "Higgins, Thompson and Spiegelhalter 2009: t with k - 2 degrees of freedom.",
)
EGGER_MIN = Constant(
    "egger-min",
    10,
    "Fewest data sets for a test of funnel plot asymmetry.",
    "Sterne et al. 2011, doi:10.1136/bmj.d4002.",
)
P_SPREAD = Constant(
    "p-spread",
    2.0,
    "Largest ratio between the largest and the smallest standard error that a printed estimate "
    "and its p-value allow after rounding; beyond it no standard error is taken from p.",
    "Editors.",
)
CENTRE_SLACK = Constant(
    "centre-slack",
    0.1,
    "How far, in standard errors and beyond rounding, an interval's centre may lie from its "
    "estimate before the figures are doubted.",
    "Editors.",
)
FLOOR_OR = Constant(
    "floor-or",
    3.464,
    "Smallest standard error of a log odds ratio between two groups, times the root of n.",
    "Groups of equal size: 12/n for an outcome of many ordered steps, 16/n for one of two.",
)
FLOOR_OR_SD = Constant(
    "floor-or-sd",
    1.732,
    "Smallest standard error of a log odds ratio per standard deviation, times the root of n.",
    "No effect: 3/n for an outcome of many ordered steps, 4/n for one of two.",
)
FLOOR_HR = Constant(
    "floor-hr",
    2.0,
    "Smallest standard error of a log hazard ratio between two groups, times the root of n.",
    "From 1/events + 1/events, least where everybody has the event.",
)
FLOOR_R = Constant(
    "floor-r",
    1.0,
    "Smallest standard error of Fisher's z, times the root of n.",
    "Fisher 1921: 1/(n - 3).",
)
HALF_RISK = Constant(
    "half-risk",
    0.5,
    "Risk by the end of follow-up that is assumed where a common outcome's risk is not known.",
    "VanderWeele 2020, doi:10.1111/biom.13197.",
)
CONSTANTS = (
    LEVEL,
    RHO,
    POOL_MIN,
    PREDICTION_MIN,
    EGGER_MIN,
    P_SPREAD,
    CENTRE_SLACK,
    FLOOR_OR,
    FLOOR_OR_SD,
    FLOOR_HR,
    FLOOR_R,
    HALF_RISK,
)
