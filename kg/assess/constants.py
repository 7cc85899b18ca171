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
EGGER_P = Constant(
    "egger-p",
    0.1,
    "Largest p of Egger's test from which small data sets are said to show other effects.",
    "Sterne et al. 2011, doi:10.1136/bmj.d4002: the test has little power.",
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
SIGN_P = Constant(
    "sign-p",
    0.05,
    "Largest p of the sign test by which data sets without a common figure speak for a direction.",
    "Cochrane Handbook, chapter 12: votes by direction, never by significance.",
)
AGREE = Constant(
    "agree",
    0.8,
    "Share of data sets that must point one way for a direction; below it they disagree.",
    "Editors.",
)
DISSENT = Constant(
    "dissent",
    2,
    "Data sets on either side from which a claim is conflicting, if none reaches the share agree.",
    "Editors; two opposite signs are enough as well.",
)
DIAMOND_MIN = Constant(
    "diamond-min",
    3,
    "Fewest data sets of one family whose pooled effect is shown and decides a verdict.",
    "Editors; two give an interval that says nothing (Hartung-Knapp with one degree of freedom).",
)
TRIVIAL_RATIO = Constant(
    "trivial-ratio",
    1.25,
    "Odds, risk and rate ratios between this and its inverse are too small to matter.",
    "Default equivalence range of metaumbrella.",
)
TRIVIAL_SMD = Constant(
    "trivial-smd",
    0.1,
    "Standardised mean differences below this are too small to matter.",
    "Default equivalence range of metaumbrella.",
)
TRIVIAL_R = Constant(
    "trivial-r",
    0.05,
    "Correlations below this are too small to matter.",
    "Half of the standardised difference, as d is about 2r.",
)
LARGE_REVIEW = Constant(
    "large-review",
    10,
    "Studies in a leading review from which its evidence is not called sparse.",
    "Editors.",
)
ENOUGH_DATASETS = Constant(
    "enough-datasets",
    5,
    "Data sets from which evidence without a review is not called sparse.",
    "Editors.",
)
ENOUGH_PEOPLE = Constant(
    "enough-people",
    788,
    "People from which evidence is not called sparse.",
    "Two groups, 80 % power for a standardised difference of 0.2.",
)
LATER_MIN = Constant(
    "later-min",
    3,
    "Later data sets that can turn what a leading review found into a conflict.",
    "Editors.",
)
MANY_MODIFIERS = Constant(
    "many-modifiers",
    10,
    "Modifiers tried in one study from which a difference may be a chance find.",
    "After ICEMAN, which counts up to three as few and more than ten as many.",
)
CONSTANTS = (
    LEVEL,
    RHO,
    POOL_MIN,
    PREDICTION_MIN,
    EGGER_MIN,
    EGGER_P,
    P_SPREAD,
    CENTRE_SLACK,
    FLOOR_OR,
    FLOOR_OR_SD,
    FLOOR_HR,
    FLOOR_R,
    HALF_RISK,
    SIGN_P,
    AGREE,
    DISSENT,
    DIAMOND_MIN,
    TRIVIAL_RATIO,
    TRIVIAL_SMD,
    TRIVIAL_R,
    LARGE_REVIEW,
    ENOUGH_DATASETS,
    ENOUGH_PEOPLE,
    LATER_MIN,
    MANY_MODIFIERS,
)
