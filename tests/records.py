"""Small made-up records of one claim, to be changed by the test that needs them."""

from __future__ import annotations

from typing import Any

CLAIM: dict[str, Any] = {
    "id": "claim",
    "kind": "association",
    "exposure": {"concept": "SocialSupport"},
    "outcome": {"concept": "PsychologicalDistress"},
    "expects": "lower",
    "reading": "predictive",
    "search": {"kind": "none"},
}
OR = {"measure": "or", "value": 0.72, "ci": [0.60, 0.86]}
STEP = {"from": "low", "to": "high"}
EXPOSURE = {"concept": "SocialSupport", "contrast": STEP}
OUTCOME = {"concept": "PsychologicalDistress"}


def finding(name: str, **more: Any) -> dict[str, Any]:
    plain = {
        "id": name,
        "kind": "association",
        "sample": "all",
        "exposure": EXPOSURE,
        "outcome": OUTCOME,
        "result": "lower",
        "effect": OR,
        "bears_on": ["claim"],
        "locator": "abstract",
        "summary": "What was found.",
    }
    return {key: value for key, value in (plain | more).items() if value is not None}


def study(name: str, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": "T",
        "authors": ["A"],
        "year": 2000,
        "publication": "published",
        "design": "cohort",
        "samples": [
            {"id": "all", "description": "people", "n": 5000},
            {"id": "part", "description": "some", "n": 3000, "part_of": "all"},
            {"id": "core", "description": "few", "n": 2000, "part_of": "part"},
        ],
        "read": "abstract",
        "abstract_complete": "yes",
        "curator": "editors",
        "findings": list(findings),
    } | more


def _cohort(name: str, **effect: Any) -> dict[str, Any]:
    found = finding("support", effect={"measure": "or"} | effect, bears_on=["support-pooled"])
    year = int(name[-4:])
    title = f"Support and distress in {name}, made up"
    return study(name, found, title=title, authors=[name[:-5].title()], year=year)


COHORTS: dict[str, dict[str, Any]] = {
    "evidence/claims/models/support-pooled.yaml": CLAIM | {"id": "support-pooled"},
    "evidence/studies/alpha-2001.yaml": _cohort("alpha-2001", value=0.72, ci=[0.60, 0.86]),
    "evidence/studies/beta-2004.yaml": _cohort("beta-2004", value=0.55, ci=[0.40, 0.76]),
    "evidence/studies/gamma-2008.yaml": _cohort("gamma-2008", value=0.90, ci=[0.75, 1.08]),
    "evidence/studies/delta-2010.yaml": _cohort("delta-2010", value=0.30, ci=[0.05, 1.80]),
}
"""A claim with four data sets whose figures may be pooled, by file."""
