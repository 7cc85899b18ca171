"""A made-up base of any size, over the real ontology; for measuring only, and no evidence.

Studies are like those of evidence/: five findings each, of four kinds, most of them linked to a
claim. Few claims have most of the findings, and half of the studies share a data set.
"""

from __future__ import annotations

from math import erfc, exp, sqrt
from pathlib import Path
from random import Random

EXPOSURES = (
    "PerceivedSupport", "SocialSupport", "Loneliness", "FamilySupport", "PartnerSupport",
    "ParentalSupport", "FriendSupport", "ReceivedSupport", "NetworkSize", "SocialIntegration",
)  # fmt: skip
OUTCOMES = ("DepressiveSymptoms", "DepressiveDisorder", "PsychologicalDistress")
GROUPS = (
    "age, level: Adults", "age, level: Youth", "age, level: OlderAdults", "sex, level: Women",
    "place, level: UrbanArea", "place, level: DeprivedArea", "work, level: Employed",
)  # fmt: skip
EXPECTS = ("stronger", "weaker", "reversed")
LEVELS = ("individual", "household", "group", "area", "country")
ONTOLOGY = Path(__file__).parents[2] / "ontology"
STUDIES_A_CLAIM, STUDIES_A_DATASET = 20, 10
_LEAST = 0.001
"""The smallest p that is printed as it is."""

_ROLES = """\
    exposure: {{concept: {exposure}, measured_as: questions on {exposure}, level: individual}}
    outcome: {{concept: {outcome}, measured_as: questions on {outcome}, form: score}}
    follow_up: {{value: {years}, unit: years}}
"""
_STUDY = """\
id: study-{number}
title: {exposure} and later {outcome} in {people} people of made-up town {number}
authors: [Example, Sample, Muster{number}]
year: {year}
journal: Journal of Made-up Studies
volume: "{volume}"
doi: 10.5555/made-up.{number}
pmid: "{pmid}"
publication: published
design: cohort
{dataset}samples:
  - id: people
    description: people of made-up town {number}
    n: {people}
    countries: [GB, "NO"]
    age: {{min: 18, max: 75, mean: {age}}}
    percent_women: {women}
read: abstract
abstract_complete: yes
curator: editors
findings:
  - id: overall
    kind: association
    sample: people
    group: [{group}]
{roles}    result: lower
    {effect}
    adjusted_for: [age, sex, {outcome} at the start]
    baseline: adjusted
    bears_on: [claim-{claim}]
    locator: table 2
    summary: People with more {exposure} had less {outcome} after some years in town {number}.
  - id: women
    kind: association
    sample: people
    group:
      - {{dimension: sex, level: Women, role: stratum, n: {half}}}
{roles}    result: lower
    {effect_in_women}
    bears_on: [claim-{claim}]
    locator: table 3
    summary: Women with more {exposure} had less {outcome} after some years in town {number}.
  - id: women-and-men
    kind: modification
    sample: people
{roles}    base: lower
    modifiers: [{{dimension: sex, level: Women, reference: Men}}]
    result: stronger
    tested: interaction
    bears_on: [change-{claim}]
    locator: table 3
    summary: The link was stronger in women than in men of town {number}.
  - id: more-in-women
    kind: contrast
    sample: people
    quantity: {{concept: {exposure}}}
    between: {{dimension: sex, level: Women, reference: Men}}
    follow_up: {{value: {years}, unit: years}}
    result: more
    tested: not-described
    unlinked: no claim on this yet
    locator: table 1
    summary: Women of town {number} had more {exposure} than men.
  - id: between-the-two
    kind: mediation
    sample: people
    exposure: {{concept: {exposure}}}
    mediator: {{concept: SelfEsteem, measured_as: a scale of ten items}}
    outcome: {{concept: {outcome}}}
    follow_up: {{value: {years}, unit: years}}
    result: part
    unlinked: no claim on this yet
    locator: table 4
    summary: Self-esteem stood for part of the link in town {number}.
"""


def made_up(studies: int, claims: int | None = None) -> dict[str, bytes]:
    """Input files by path: so many studies, their claims and data sets, and the ontology.

    `claims` is the number of associations; each has a modification as well.
    """
    claims = claims or max(1, studies // STUDIES_A_CLAIM)
    files = {f"ontology/{path.name}": path.read_text() for path in ONTOLOGY.glob("*.ttl")}
    for number in range(claims):
        files[f"evidence/claims/made-up/claim-{number}.yaml"] = _claim(number)
        files[f"evidence/claims/made-up/change-{number}.yaml"] = _change(number)
    for number in range(max(1, studies // STUDIES_A_DATASET)):
        files[f"evidence/datasets/cohort-{number}.yaml"] = _dataset(number)
    for number in range(studies):
        files[study_file(number)] = _study(number, claims)
    return {name: text.encode() for name, text in sorted(files.items())}


def study_file(number: int) -> str:
    """Path of one of the studies."""
    return f"evidence/studies/study-{number}.yaml"


def _about(claim: int) -> tuple[str, str]:
    return EXPOSURES[claim % len(EXPOSURES)], OUTCOMES[claim // len(EXPOSURES) % len(OUTCOMES)]


def _claim(number: int) -> str:
    exposure, outcome = _about(number)
    level = LEVELS[number // (len(GROUPS) * len(EXPOSURES) * len(OUTCOMES)) % len(LEVELS)]
    return f"""\
id: claim-{number}
kind: association
exposure: {{concept: {exposure}, level: {level}}}
outcome: {{concept: {outcome}}}
expects: lower
reading: predictive
group:
  - {{dimension: {GROUPS[number % len(GROUPS)]}}}
search: {{kind: none}}
gaps:
  - {{question: Does it hold for made-up town {number}?, kind: not-studied}}
"""


def _change(number: int) -> str:
    group = GROUPS[number // (len(EXPOSURES) * len(OUTCOMES)) % len(GROUPS)]
    expects = EXPECTS[number // (len(GROUPS) * len(EXPOSURES) * len(OUTCOMES)) % len(EXPECTS)]
    return f"""\
id: change-{number}
kind: modification
of: claim-{number}
modifier: {{dimension: sex, level: Women, reference: Men}}
expects: {expects}
reading: predictive
group:
  - {{dimension: {group}}}
search: {{kind: none}}
gaps:
  - {{question: Does the difference hold in made-up town {number}?, kind: not-studied}}
"""


def _dataset(number: int) -> str:
    return f"""\
id: cohort-{number}
name: Made-up Cohort {number}
kind: cohort
description: Adults of made-up town {number}, asked twice.
source: made up for measuring
"""


def _study(number: int, claims: int) -> str:
    random = Random(number)  # noqa: S311  # no secret
    claim = int(claims * random.random() ** 3)
    exposure, outcome = _about(claim)
    people = random.randrange(400, 4000)
    years = number % STUDIES_A_DATASET + 1
    return _STUDY.format(
        number=number,
        claim=claim,
        exposure=exposure,
        outcome=outcome,
        year=1980 + number % 45,
        volume=number % 90 + 1,
        pmid=number + 1,
        dataset=f"dataset: cohort-{number // STUDIES_A_DATASET}\n" if number % 2 else "",
        people=people,
        half=people // 2,
        age=random.randrange(300, 600) / 10,
        women=random.randrange(400, 600) / 10,
        years=years,
        group=f"{{dimension: {GROUPS[number % len(GROUPS)]}, role: sample}}",
        roles=_ROLES.format(exposure=exposure, outcome=outcome, years=years),
        effect=_effect(random),
        effect_in_women=_effect(random),
    )


def _effect(random: Random) -> str:
    """An odds ratio with the interval and p that go with it."""
    log, error = -random.uniform(0.2, 0.5), random.uniform(0.06, 0.12)
    low, high = exp(log - 1.96 * error), exp(log + 1.96 * error)
    chance = erfc(-log / error / sqrt(2))
    p = f"{chance:.4f}" if chance > _LEAST else "<0.001"
    return f"effect: {{measure: or, value: {exp(log):.2f}, ci: [{low:.2f}, {high:.2f}], p: {p}}}"
