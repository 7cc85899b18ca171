"""The shapes: well made, in step with the records, and heeded in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

import pyshacl
import pytest
import rdflib
from pydantic import BaseModel

from kg.about import ROLES
from kg.assess.certainty import LEVELS, LimitOf
from kg.assess.credibility import GRADES
from kg.assess.direction import DIRECTIONS
from kg.assess.estimate import Scale
from kg.assess.families import Reached
from kg.assess.verdict import Label
from kg.compile.graphs import SHAPES
from kg.records import claim, dataset, effect, finding, group, role, study
from kg.shapes.engine import ShapesRefused, validate
from kg.shapes.schema import KNOWN, SHAPE, read_schema
from tests.shacl import SH, WHOLE, compiled, shapes_graph, shapes_text

MODELS: Mapping[str, tuple[type[BaseModel], str]] = {
    "Study-publication": (study.Study, "publication"),
    "Study-design": (study.Study, "design"),
    "Study-targetChanged": (study.Study, "target_changed"),
    "Study-read": (study.Study, "read"),
    "Study-abstractComplete": (study.Study, "abstract_complete"),
    "Study-curator": (study.Study, "curator"),
    "Appraisal-overall": (study.RiskOfBias, "overall"),
    "Dataset-datasetKind": (dataset.Dataset, "kind"),
    "Finding-contributes": (finding.BaseFinding, "contributes"),
    "Finding-shape": (finding.BaseFinding, "shape"),
    "Finding-variation": (finding.BaseFinding, "variation"),
    "Finding-baseline": (finding.BaseFinding, "baseline"),
    "Finding-sameReporter": (finding.BaseFinding, "same_reporter"),
    "Association-result": (finding.Association, "result"),
    "Modification-result": (finding.Modification, "result"),
    "Modification-base": (finding.Modification, "base"),
    "Modification-tested": (finding.Modification, "tested"),
    "Modification-scale": (finding.Modification, "scale"),
    "Modification-compared": (finding.Modification, "compared"),
    "Modification-prespecified": (finding.Modification, "prespecified"),
    "Modification-predicted": (finding.Modification, "predicted"),
    "Contrast-result": (finding.Contrast, "result"),
    "Contrast-tested": (finding.Contrast, "tested"),
    "Comparison-result": (finding.Comparison, "result"),
    "Comparison-tested": (finding.Comparison, "tested"),
    "Mediation-result": (finding.Mediation, "result"),
    "Measurement-whose": (role.Measured, "whose"),
    "Measurement-ofLevel": (role.Exposure, "level"),
    "Measurement-reported": (role.Exposure, "reported"),
    "Measurement-received": (role.Exposure, "received"),
    "Measurement-form": (role.Outcome, "form"),
    "Measurement-phase": (role.Outcome, "phase"),
    "Effect-measure": (effect.Effect, "measure"),
    "Effect-oriented": (effect.Effect, "oriented"),
    "Tally-unit": (effect.Tally, "unit"),
    "Qualifier-role": (group.Qualifier, "role"),
    "Claim-reading": (claim.BaseClaim, "reading"),
    "Claim-searchKind": (claim.Search, "kind"),
    "Gap-gapKind": (claim.Gap, "kind"),
    "AssociationClaim-expects": (claim.AssociationClaim, "expects"),
    "ModificationClaim-expects": (claim.ModificationClaim, "expects"),
    "ContrastClaim-expects": (claim.ContrastClaim, "expects"),
    "ComparisonClaim-expects": (claim.ComparisonClaim, "expects"),
    "MediationClaim-expects": (claim.MediationClaim, "expects"),
}
WORDS: Mapping[str, Iterable[str]] = {
    "Measurement-inRole": ROLES.values(),
    "EvidenceLine-direction": DIRECTIONS,
    "Assessment-verdict": get_args(Label),
    "Assessment-computedVerdict": get_args(Label),
    "ReleasedAssessment-verdict": get_args(Label),
    "Assessment-certainty": LEVELS,
    "Assessment-certaintyOfResearch": LEVELS,
    "Assessment-certaintyAtStart": LEVELS,
    "Assessment-credibility": GRADES,
    "SensitivityAnalysis-verdict": get_args(Label),
    "PooledEffect-analysisScale": get_args(Scale),
    "PooledEffect-pooledSays": get_args(Reached),
    "CertaintyLimit-limitOf": get_args(LimitOf),
    "Retracted": ["retracted"],
}
HEADER = "\n".join(line for line in shapes_text().splitlines() if line.startswith("@prefix"))
WELL_MADE = """
shape:A a sh:NodeShape ; sh:targetClass tb:Study ; sh:property shape:A-year .
shape:A-year a sh:PropertyShape ; sh:path tb:year ; sh:minCount 1 ;
    sh:severity sh:Violation ; sh:message "a study has a year; write it"@en .
"""
MALFORMED = {
    "no path": ("sh:path tb:year ;", "", "A-year: has not one sh:path"),
    "no message": ('sh:message "a study has a year; write it"@en', "", "has not one sh:message"),
    "no remedy": ("; write it", "", "a message without remedy"),
    "no severity": ("sh:severity sh:Violation ;", "", "has not one sh:severity"),
    "two paths": ("sh:path tb:year", "sh:path tb:year , tb:doi", "has not one sh:path"),
    "a shape that is not there": ("shape:A-year .", "shape:B .", "which is no PropertyShape"),
    "a shape without name": (
        "shape:A-year .",
        "[ sh:path tb:doi ; sh:minCount 1 ] .",
        "has no class of SHACL",
    ),
    "a word that SHACL has not": ("sh:minCount", "sh:mincount", "sh#mincount is not among"),
    "a custom component": (
        "sh:minCount 1",
        "tb:atLeastOne true",
        "ontology/atLeastOne is not among",
    ),
    "a component's definition": (
        "shape:A a sh:NodeShape",
        "shape:C a sh:ConstraintComponent ; sh:parameter shape:p . shape:A a sh:NodeShape",
        "C: has no class of SHACL",
    ),
    "broken Turtle": ("sh:path tb:year ;", "sh:path ;", "mend the Turtle"),
}


def _words(model: type[BaseModel], field: str) -> frozenset[str]:
    """The words of a field: those of its Literal, which may stand beside None."""
    annotation = model.model_fields[field].annotation
    words = get_args(annotation)
    nested = [word for one in words for word in get_args(one)]
    return frozenset(word for word in nested or words if isinstance(word, str))


def _local(node: object) -> str:
    return str(node).removeprefix(SHAPE)


def test_every_list_of_words_is_the_one_of_the_records() -> None:
    graph = shapes_graph()
    lists = {
        _local(shape): list(graph.items(first)) for shape, first in graph.subject_objects(SH["in"])
    }
    shapes = {
        name: frozenset(map(str, words))
        for name, words in lists.items()
        if all(isinstance(word, rdflib.Literal) for word in words)
    }
    records = {name: _words(*where) for name, where in MODELS.items()}

    assert shapes == records | {name: frozenset(words) for name, words in WORDS.items()}
    assert all(len(words) == len(set(words)) for words in lists.values())


def test_every_class_that_things_may_have_has_its_shape() -> None:
    graph = shapes_graph()
    (known,) = graph.objects(rdflib.URIRef(f"{SHAPE}Thing-class"), SH["in"])
    targets = {_local(one).rpartition("/")[2] for one in graph.objects(None, SH.targetClass)}

    listed = {_local(one).rpartition("/")[2] for one in graph.items(known)}

    assert targets - {"core#Concept"} == listed - {"core#ConceptScheme"}


def test_every_property_shape_has_an_address_a_path_a_severity_and_a_message_with_remedy() -> None:
    graph = shapes_graph()
    shapes = set(graph.subjects(rdflib.RDF.type, SH.PropertyShape))

    assert shapes == set(graph.objects(None, SH.property)) | {
        shape for shape in shapes if re.search("#(is|Thing)-", str(shape))
    }
    for shape in shapes:
        assert str(shape).startswith(SHAPE)
        assert graph.value(shape, SH.path) is not None
        assert graph.value(shape, SH.severity) == SH.Violation
        (message,) = graph.objects(shape, SH.message)
        assert re.fullmatch(r"[^;]{8,}; [^;]{8,}", str(message)), message


def test_no_shape_is_without_use() -> None:
    graph = shapes_graph()
    shapes = set(graph.subjects(rdflib.RDF.type, SH.NodeShape))
    shapes |= set(graph.subjects(rdflib.RDF.type, SH.PropertyShape))
    shapes |= set(graph.subjects(rdflib.RDF.type, SH.SPARQLConstraint))
    targeted = set(graph.subjects(SH.targetClass)) | set(graph.subjects(SH.targetSubjectsOf))

    assert shapes == targeted | (set(graph.objects()) & shapes)


def test_the_shapes_are_valid_shapes_by_the_shapes_of_shacl() -> None:
    pyshacl.validate(rdflib.Graph(), shacl_graph=shapes_graph(), meta_shacl=True)

    wrong = shapes_graph(HEADER + WELL_MADE.replace("sh:minCount 1", 'sh:minCount "1"'))
    with pytest.raises(pyshacl.errors.ReportableRuntimeError):
        pyshacl.validate(rdflib.Graph(), shacl_graph=wrong, meta_shacl=True)


def test_nothing_in_the_shapes_is_passed_over_in_silence() -> None:
    schema, problems = read_schema(SHAPES, shapes_text().encode())

    assert problems == []
    assert len(schema.shapes) > 200


def test_every_known_word_of_shacl_is_in_use() -> None:
    used = {str(p).removeprefix(str(SH)) for p in set(shapes_graph().predicates())}

    assert used - {"declare", "prefix", "namespace"} >= KNOWN


@pytest.mark.parametrize(("old", "new", "said"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_shape_is_told_at_its_line(old: str, new: str, said: str) -> None:
    good, broken = HEADER + WELL_MADE, HEADER + WELL_MADE.replace(old, new)
    assert broken != good
    assert read_schema(SHAPES, good.encode())[1] == []

    _, problems = read_schema(SHAPES, broken.encode())

    texts = [str(problem).replace("http://www.w3.org/ns/shacl#", "sh#") for problem in problems]
    assert any(said in text for text in texts), texts
    assert all(text.startswith("ontology/shapes.ttl:") for text in texts)


def test_no_shape_at_all_is_a_problem() -> None:
    assert [problem.what for problem in read_schema(SHAPES, b"")[1]] == ["holds no shape"]


def test_a_value_that_shacl_does_not_allow_is_refused_by_the_engine() -> None:
    text = HEADER + WELL_MADE.replace("sh:minCount 1", 'sh:minCount "x"')

    with pytest.raises(ShapesRefused, match="SHACL"):
        validate(text, compiled(WHOLE).graphs)


def test_an_engine_that_takes_the_shapes_finds_nothing_in_records_in_order() -> None:
    graphs = compiled(WHOLE).graphs

    assert validate(shapes_text(), graphs) == []
