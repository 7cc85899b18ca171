"""Wrong models that are refused, each by what catches it.

test_consistency.py holds more wrong models, in Turtle, for the reasoner alone; kg/rules has an
example for each rule. A row here goes the way of a build: rules, then HermiT, then shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.check import Files
from kg.compile.graphs import Graphs, ordered
from kg.iris import BASE, ONTOLOGY
from kg.read.base import Base
from kg.reason import reason, whole
from kg.reasoner import decide
from kg.report import Problem
from kg.rules.example import CLAIM, EXAMPLE, MODIFICATION, STUDY, THESIS
from kg.shapes.check import shape_problems
from tests.ontology.models import compiled, pruned, read, triples

WOMEN = "<https://w3id.org/tiebeam/study/example-2020#finding/women"
GROUP = "<https://w3id.org/tiebeam/claim/support-lowers-symptoms#group/1>"
SAMPLE = "<https://w3id.org/tiebeam/study/example-2020#sample/adults>"
LINK = "bears_on: [support-lowers-symptoms]"


@dataclass(frozen=True)
class Wrong:
    """The example base with edits of its records, or with triples added or left out."""

    by: str
    """The rule, `reasoner`, or the shape that catches it."""
    changes: tuple[tuple[str, str, str], ...] = ()
    add: str = ""
    drop: str = ""
    """A property that finding `women` is to lose."""


def _edit(by: str, *change: str) -> Wrong:
    file, old, new = change
    return Wrong(by, ((file, old, new),))


BY_RULE = {
    "support received speaks for support that is counted on": _edit(
        "link-fits", STUDY, "concept: PerceivedSupport}\n    o", "concept: ReceivedSupport}\n    o"
    ),
    "an effect in a stressed sample is filed under buffering": _edit(
        "link-fits", STUDY, LINK, "bears_on: [sex-modifies-support]"
    ),
    "a difference between groups is filed under an association": _edit(
        "link-fits", STUDY, "unlinked: no claim on this yet", LINK
    ),
    "a diagnosis speaks for symptoms": _edit(
        "link-fits", STUDY, "{concept: DepressiveSymptoms}", "{concept: DepressiveDisorder}"
    ),
    "evidence speaks for a thesis": _edit("link-fits", STUDY, LINK, "bears_on: [two-models]"),
    "a group is what groups have more of": _edit(
        "concept-exists", STUDY, "quantity: {concept: PerceivedSupport}", "quantity: {concept: Men}"
    ),
    "a city is a sex": _edit("concept-exists", STUDY, "Women, role", "UrbanArea, role"),
    "women differ from women": _edit("two-levels", MODIFICATION, "ence: Men", "ence: Women"),
    "a modifier is a concept and a group": _edit(
        "modifier-whole", MODIFICATION, "{dimension: sex", "{concept: SocialTrust, dimension: sex"
    ),
    "fewer symptoms with an odds ratio above one": _edit(
        "sign-agrees", STUDY, "value: 0.72, ci: [0.60, 0.86]", "value: 1.39, ci: [1.16, 1.67]"
    ),
    "an argument brings an estimate": _edit(
        "contribution-fits", STUDY, "result: lower", "result: lower\n    contributes: argument"
    ),
    "a modification modifies itself": _edit(
        "no-cycle", MODIFICATION, "of: support-lowers-symptoms", "of: sex-modifies-support"
    ),
    "two samples are nested in each other": _edit(
        "no-cycle", STUDY, "town, n: 1000}",
        "town, part_of: all}\n  - {id: all, description: all, part_of: adults}",
    ),
    "a thesis is above itself over a claim": _edit(
        "no-cycle", THESIS, "kind: thesis", "kind: thesis\nbroader: [support-lowers-symptoms]"
    ),
}  # fmt: skip
BY_REASONER = {
    "a claim opposes the claim that it belongs to": _edit(
        "reasoner", MODIFICATION, "reading:",
        "opposes: [support-lowers-symptoms]\nbroader: [support-lowers-symptoms]\nreading:",
    ),
    "a claim is its own reverse": _edit(
        "reasoner", CLAIM, "reading:", "reverse_of: support-lowers-symptoms\nreading:"
    ),
    "a paper corrects itself": _edit(
        "reasoner", STUDY, "read:", "relations: [{kind: corrects, study: example-2020}]\nread:"
    ),
    "a sample is nested in itself": Wrong("reasoner", add=f"{SAMPLE} tb:partOf {SAMPLE} ."),
    "two findings share one estimate": Wrong(
        "reasoner", add=f"finding:women-and-men tb:effect {WOMEN}/effect> ."
    ),
    "two claims share one gap": Wrong(
        "reasoner",
        add="claim:support-lowers-symptoms tb:gap "
        "<https://w3id.org/tiebeam/claim/sex-modifies-support#gap/1> .",
    ),
    "the people of a claim qualify a finding": Wrong(
        "reasoner", add=f"finding:women tb:qualifier {GROUP} ."
    ),
    "a level belongs to two dimensions": Wrong("reasoner", add="c:Women tb:levelOf c:Age ."),
}  # fmt: skip
# What a reasoner passes over, since to it the world is open. A row: shape, what is done.
BY_SHAPE = {
    "a finding has no outcome": Wrong("shape-outcome", drop="outcome"),
    "a property is misspelt": Wrong(
        "shape-AssociationFinding", add="finding:women tb:outcom c:Loneliness ."
    ),
    "a text stands in the place of a claim": Wrong(
        "shape-Association-bearsOn", add='finding:women tb:bearsOn "support-lowers-symptoms" .'
    ),
    "a class stands in the place of a claim": Wrong(
        "shape-Contrast-bearsOn", add="finding:women-and-men tb:bearsOn tb:ContrastClaim ."
    ),
}


APART = (
    ("SupportGap", "DepressiveSymptoms"),
    ("GivenSupport", "PerceivedSupport"),
    ("SocialSupport", "NegativeInteraction"),
    ("SocialSupport", "SocialCapital"),
    ("Befriending", "SocialSupport"),
    ("HousingVoucher", "Stressor"),
    ("PerceivedStress", "Stressor"),
    ("AnxietySymptoms", "AnxietyDisorder"),
    ("Women", "UrbanArea"),
    ("PerceivedSupport", "Women"),
)
"""Nothing is both."""
TOGETHER = (
    ("Stressor", "RelationalConstruct"),
    ("LifeEvent", "RelationalConstruct"),
    ("EmotionalSupport", "PerceivedSupport"),
    ("DepressiveSymptoms", "AnxietySymptoms"),
    ("OlderAdults", "Adults"),
)
"""Something may be both."""


def _edited(wrong: Wrong) -> tuple[Files, Base, list[Problem]]:
    texts: dict[str, str] = {}
    for file, old, new in wrong.changes:
        text = texts.get(file, EXAMPLE[file])
        assert text.count(old) == 1, old
        texts[file] = text.replace(old, new)
    return read(texts)


def _compiled(base: Base, *wrongs: Wrong) -> Graphs:
    graphs = compiled(base)
    name = "study/example-2020"
    for wrong in wrongs:
        lost = (f"<{BASE}{name}#finding/women>", f"<{ONTOLOGY}{wrong.drop}>")
        kept = (t for t in graphs[name] if (str(t.subject), str(t.predicate)) != lost)
        graphs[name] = (*kept, *triples(wrong.add))
    return graphs


@pytest.mark.parametrize("name", BY_RULE)
def test_a_wrong_model_is_caught_by_a_rule(name: str) -> None:
    _, _, problems = _edited(BY_RULE[name])

    assert {problem.rule for problem in problems} == {BY_RULE[name].by}


@pytest.mark.parametrize("name", BY_REASONER)
def test_a_wrong_model_is_caught_by_the_reasoner(name: str) -> None:
    _, base, problems = _edited(BY_REASONER[name])
    assert problems == []

    graphs = pruned(_compiled(base, BY_REASONER[name]))

    assert decide(whole(graphs)) is None


@pytest.mark.parametrize("name", BY_SHAPE)
def test_a_wrong_model_is_caught_by_a_shape(name: str) -> None:
    files, base, problems = _edited(BY_SHAPE[name])
    assert problems == []

    graphs = _compiled(base, BY_SHAPE[name])
    graphs["assessment"] = ordered(assessment_triples(base, assess_all(base).values()))

    assert BY_SHAPE[name].by in {one.rule for one in shape_problems(files, base, graphs)}


def test_a_reasoner_passes_over_what_shapes_catch() -> None:
    _, base, _ = read({})

    assert reason(pruned(_compiled(base, *BY_SHAPE.values()))).problems == ()


def test_what_must_be_kept_apart_is_and_what_may_meet_may() -> None:
    pairs = {f"Both{number}": pair for number, pair in enumerate((*APART, *TOGETHER))}
    turtle = " ".join(
        f"tb:{name} a owl:Class ; rdfs:subClassOf tb:{one} , tb:{other} ."
        for name, (one, other) in pairs.items()
    )
    _, base, _ = read({})
    axioms = [t for t in _compiled(base)["ontology"] if f"<{BASE}concept/" not in str(t.subject)]
    known = {t.subject.value for t in axioms if isinstance(t.subject, ox.NamedNode)}
    assert {ONTOLOGY + name for pair in pairs.values() for name in pair} <= known

    empty = decide((*axioms, *triples(turtle)))

    assert empty is not None
    assert {pairs[iri.removeprefix(ONTOLOGY)] for iri in empty} == set(APART)
