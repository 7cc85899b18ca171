"""All pages of a snapshot, each with the triples of its thing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg import iris
from kg.assess.assessment import Assessment
from kg.assess.evidence import Line
from kg.compile.lines import Lines
from kg.explain import Explanation
from kg.read.base import Base
from kg.report import Checked
from kg.views.claim import claim_page
from kg.views.concept import concept_page, ontology_page, uses
from kg.views.coverage import about_page
from kg.views.design import design_page, feature_page
from kg.views.gap_map import gap_map
from kg.views.instrument import instrument_page, instruments_used
from kg.views.lists import claims_page, home_page, thesis_page
from kg.views.mapping import mapping_pages
from kg.views.method import method_page
from kg.views.release import release_page
from kg.views.rules import rule_page, rules_page
from kg.views.study import dataset_page, study_page
from kg.views.verdict import METHOD


@dataclass(frozen=True)
class Page:
    """One page: where it is, which template shows it, its document and its graph."""

    path: str
    kind: str
    document: str
    """JSON object."""
    triples: str
    """N-Triples, sorted; empty where the page is about no single thing."""


def pages(
    base: Base,
    lines: Lines,
    assessments: dict[str, Assessment],
    checked: Checked,
    rules: Sequence[Explanation],
) -> Iterator[Page]:
    """Every page, in order of path."""
    documents = chain(_documents(base, assessments, checked), _rules(rules))
    for path, kind, document in sorted(documents, key=lambda item: item[0]):
        text = json.dumps(document, default=_fields_of, ensure_ascii=False, sort_keys=True)
        yield Page(path, kind, text, lines.page(iris.page(path)))


def _fields_of(part: Any) -> dict[str, Any]:  # noqa: ANN401  # a document, or a part of one
    """What `asdict` would give, one level at a time: to copy all first takes most of the time."""
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def _documents(
    base: Base, assessments: dict[str, Assessment], checked: Checked
) -> Iterator[tuple[str, str, Any]]:
    yield "/", "home", home_page(base, checked)
    yield "/claims", "claims", claims_page(base, assessments)
    yield "/about", "about", about_page(base, assessments)
    yield METHOD, "assessment", method_page()
    yield "/map", "map", gap_map(base)
    yield "/ontology", "ontology", ontology_page(base)
    for name, claim in base.claims.items():
        yield f"/claim/{name}", "claim", claim_page(base, claim, assessments)
    for name, thesis in base.theses.items():
        yield f"/thesis/{name}", "thesis", thesis_page(base, thesis, assessments)
    lines = _lines_by_study(assessments)
    for name, study in base.studies.items():
        yield f"/study/{name}", "study", study_page(base, study, lines.get(name, ()))
    for name, dataset in base.datasets.items():
        yield f"/dataset/{name}", "dataset", dataset_page(base, dataset)
    for day, release in base.releases.items():
        yield f"/release/{day}", "release", release_page(base, release, assessments)
    used = uses(base)
    for name in base.terms.concepts:
        yield f"/concept/{name}", "concept", concept_page(base, name, used, assessments)
    yield from _individuals(base)
    yield from mapping_pages(base)


def _rules(rules: Sequence[Explanation]) -> Iterator[tuple[str, str, Any]]:
    yield "/rules", "rules", rules_page(rules)
    for rule in rules:
        yield f"/rule/{rule.id}", "rule", rule_page(rule)


def _individuals(base: Base) -> Iterator[tuple[str, str, Any]]:
    used = instruments_used(base)
    for name in base.instruments.by_name:
        yield f"/concept/{name}", "instrument", instrument_page(base, name, used)
    for word, design in base.designs.by_word.items():
        yield f"/concept/{design.name}", "design", design_page(base, word)
    for name in base.designs.features:
        yield f"/concept/{name}", "design", feature_page(base, name)


def _lines_by_study(assessments: dict[str, Assessment]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for assessment in assessments.values():
        for line in assessment.lines:
            found.setdefault(line.study.id, []).append(line)
    return found
