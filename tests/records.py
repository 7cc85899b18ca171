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
