"""Right models that an ontology which is too strict would refuse.

Each stands beside an axiom that looks sensible and would refuse it: so each model tries
something, and whoever adds such an axiom is told here what it costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.compile.graphs import ordered
from kg.reason import reason, whole
from kg.reasoner import decide
from kg.rules.example import EXAMPLE, STUDY
from kg.shapes.check import shape_problems
from tests.ontology.models import compiled, pruned, read, triples


@dataclass(frozen=True)
class Right:
    """Records that must pass, and an axiom that looks sensible and would refuse them."""

    too_strict: str
    records: dict[str, str]


def _claim(name: str, fields: str) -> dict[str, str]:
    text = f"id: {name}\n{fields}\nreading: predictive\nsearch: {{kind: none}}\n"
    gap = "gaps: [{question: Is it so?, kind: not-yet-curated}]\n"
    return {f"evidence/claims/models/{name}.yaml": text + gap}


def _finding(fields: str) -> dict[str, str]:
    head = EXAMPLE[STUDY].partition("findings:\n")[0].replace("example-2020", "right-2021")
    head = head.replace("example.2020", "right.2021").replace("12345678", "23456789")
    head = head.replace("dataset: example-cohort\n", "").replace("year: 2020", "year: 2021")
    head = head.replace("title: Support and later symptoms in a made-up town", "title: Right")
    text = f"""{head}findings:
  - id: overall
    sample: adults
    locator: abstract
    summary: A made-up finding.
"""
    text += "".join(f"    {line}\n" for line in fields.splitlines())
    return {"evidence/studies/right-2021.yaml": text}


SYMPTOMS = "outcome: {concept: DepressiveSymptoms}"
EVENTS = _claim(
    "events-raise-symptoms",
    f"kind: association\nexposure: {{concept: LifeEvent}}\n{SYMPTOMS}\nexpects: higher",
)
BUFFERING = _claim(
    "support-buffers-events",
    "kind: modification\nof: events-raise-symptoms\n"
    "modifier: {concept: PerceivedSupport}\nexpects: weaker",
)
SEXES = "between: {dimension: sex, level: Women, reference: Men}"
RIGHT = {
    "the outcome is relational": Right(
        "tb:outcome rdfs:range tb:HealthOutcome .",
        _claim(
            "befriending-lowers-loneliness",
            "kind: association\nexposure: {concept: Befriending, comparator: usual care}\n"
            "outcome: {concept: Loneliness}\nexpects: lower",
        )
        | _finding(
            "kind: association\nexposure: {concept: Befriending, comparator: usual care}\n"
            "outcome: {concept: Loneliness}\nresult: lower\n"
            "bears_on: [befriending-lowers-loneliness]"
        ),
    ),
    "the stressor is a tie": Right(
        "tb:Stressor owl:disjointWith tb:RelationalConstruct .",
        _claim(
            "conflict-raises-symptoms",
            f"kind: association\nexposure: {{concept: MaritalConflict}}\n{SYMPTOMS}\n"
            "expects: higher",
        )
        | _finding(
            f"kind: association\nexposure: {{concept: MaritalConflict}}\n{SYMPTOMS}\n"
            "result: higher\nbears_on: [conflict-raises-symptoms]"
        ),
    ),
    "sex modifies a buffering": Right(
        "tb:modifies rdfs:range tb:AssociationClaim .",
        EVENTS
        | BUFFERING
        | _claim(
            "sex-modifies-buffering",
            "kind: modification\nof: support-buffers-events\n"
            "modifier: {dimension: sex, level: Women, reference: Men}\nexpects: stronger",
        )
        | _finding(
            f"kind: modification\nexposure: {{concept: LifeEvent}}\n{SYMPTOMS}\nbase: higher\n"
            "modifiers:\n  - {concept: PerceivedSupport}\n"
            "  - {dimension: sex, level: Women, reference: Men}\n"
            "result: not-detected\ntested: interaction\nbears_on: [sex-modifies-buffering]"
        ),
    ),
    "symptoms act on support": Right(
        "tb:exposure rdfs:range [ a owl:Class ; owl:complementOf tb:HealthOutcome ] .",
        _claim(
            "symptoms-lower-support",
            "kind: association\nexposure: {concept: DepressiveSymptoms}\n"
            "outcome: {concept: PerceivedSupport}\nexpects: lower\n"
            "reverse_of: support-lowers-symptoms",
        )
        | _finding(
            "kind: association\nexposure: {concept: DepressiveSymptoms}\n"
            "outcome: {concept: PerceivedSupport}\nresult: lower\nvariation: within\n"
            "bears_on: [symptoms-lower-support]"
        ),
    ),
    "a mediation explains a difference between groups": Right(
        "tb:between rdfs:domain [ a owl:Class ; "
        "owl:unionOf ( tb:ContrastFinding tb:ContrastClaim ) ] .",
        _claim(
            "gap-explains-sex-difference",
            f"kind: mediation\n{SEXES}\nmediator: {{concept: SupportGap}}\n{SYMPTOMS}\n"
            "expects: part",
        )
        | _finding(
            f"kind: mediation\n{SEXES}\nmediator: {{concept: SupportGap}}\n{SYMPTOMS}\n"
            "result: none\nbears_on: [gap-explains-sex-difference]"
        ),
    ),
    "a typology is an exposure": Right(
        "tb:exposure rdfs:range [ a owl:Class ; owl:complementOf tb:NetworkType ] .",
        _claim(
            "network-types-go-with-symptoms",
            f"kind: association\nexposure: {{concept: NetworkType}}\n{SYMPTOMS}\nexpects: higher",
        )
        | _finding(
            "kind: association\nexposure:\n  concept: NetworkType\n"
            f"  contrast: {{from: diverse, to: restricted}}\n{SYMPTOMS}\n"
            "result: higher\nbears_on: [network-types-go-with-symptoms]"
        ),
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_model_breaks_no_rule_and_only_a_stricter_ontology_refuses_it(name: str) -> None:
    _, base, problems = read(RIGHT[name].records)
    assert problems == []
    graphs = compiled(base)
    strict = graphs["ontology"] + triples(RIGHT[name].too_strict)

    assert decide(whole(pruned({**graphs, "ontology": strict}))) is None


def test_all_right_models_hold_together_and_pass_the_shapes() -> None:
    records: dict[str, str] = {}
    for number, right in enumerate(RIGHT.values()):
        for file, text in right.records.items():
            new = text.replace("right-2021", f"right-{number}").replace("23456789", f"2345{number}")
            new = new.replace("right.2021", f"right.{number}")
            new = new.replace("title: Right", f"title: Right {number}")
            records[file.replace("right-2021", f"right-{number}")] = new
    files, base, problems = read(records)
    graphs = compiled(base)
    assessed = {"assessment": ordered(assessment_triples(base, assess_all(base).values()))}

    assert problems == []
    assert reason(graphs, files, base).problems == ()
    assert shape_problems(files, base, graphs | assessed) == []
