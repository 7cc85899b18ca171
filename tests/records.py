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


def smd(value: float, se: float = 0.1) -> dict[str, Any]:
    return {"measure": "smd", "value": value, "se": se}


def cohorts(*results: str, start: int = 0, **more: Any) -> list[dict[str, Any]]:
    """A cohort of its own for each result, of 2001 and later, without figures unless given."""
    plain = {"effect": None} | more
    return [
        study(f"c{n}-2001", finding("f", result=result, **plain), year=2001)
        for n, result in enumerate(results, start)
    ]


def review(name: str, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A meta-analysis of 341 studies, of 2000, unless something else is given."""
    samples = [{"id": "all", "description": "studies", "n": 50000, "studies": 341}]
    return study(name, *findings, **({"design": "meta-analysis", "samples": samples} | more))


MODIFICATION: dict[str, Any] = {
    "id": "modification",
    "kind": "modification",
    "of": "claim",
    "modifier": {"dimension": "sex", "level": "Women", "reference": "Men"},
    "expects": "stronger",
    "reading": "predictive",
    "search": {"kind": "none"},
}


def modified(name: str, **more: Any) -> dict[str, Any]:
    """A finding that the link is stronger in women, tested within a study, foreseen."""
    plain = {
        "kind": "modification",
        "modifiers": [MODIFICATION["modifier"]],
        "tested": "interaction",
        "compared": "within-study",
        "predicted": "yes",
        "base": "lower",
        "result": "stronger",
        "effect": {"measure": "b", "value": -0.2, "se": 0.05, "p": 0.001},
        "bears_on": ["modification"],
    }
    return finding(name, **(plain | more))


def modifiers(*results: str, **more: Any) -> list[dict[str, Any]]:
    """A cohort for each finding of a modification, its figure without value."""
    plain = {"effect": {"measure": "b", "p": 0.001}} | more
    return [
        study(f"m{n}-2001", modified("f", result=result, **plain), year=2001)
        for n, result in enumerate(results)
    ]


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
