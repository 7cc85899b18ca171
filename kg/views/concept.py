"""The document behind a concept's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg import iris
from kg.about import claim_roles, finding_roles
from kg.assess.assessment import Assessment
from kg.read.base import Base
from kg.terms import CONSTRUCT, Term
from kg.views.about import Meaning, findings_by_concept, meanings
from kg.views.about import Uses as FindingUses
from kg.views.instrument import measuring
from kg.views.mapping import MatchRow, match_rows
from kg.views.parts import ClaimCard, Link, card, concept_link, study_link


@dataclass(frozen=True)
class ConceptPage:
    """Everything that the page of a concept shows."""

    id: str
    iri: str
    label: str
    sort: str
    definition: str
    source: str
    scope_note: str
    synonyms: tuple[tuple[str, str], ...]
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    dimension: Link | None
    matches: tuple[MatchRow, ...]
    instruments: tuple[Link, ...]
    claims: tuple[ClaimCard, ...]
    meanings: tuple[Meaning, ...]
    studies: tuple[Link, ...]
    retired: bool
    replaced_by: Link | None


def concept_page(
    base: Base, name: str, used: Uses, assessments: dict[str, Assessment]
) -> ConceptPage:
    term = base.terms.by_name[name]
    dimension = base.terms.dimension_of(name)
    return ConceptPage(
        id=name,
        iri=iris.concept(name),
        label=term.label,
        sort=base.terms.sort(name),
        definition=term.definition,
        source=term.source,
        scope_note=term.scope_note,
        synonyms=term.synonyms,
        broader=tuple(
            concept_link(base, parent) for parent in term.parents if parent in base.terms.concepts
        ),
        narrower=tuple(
            concept_link(base, other)
            for other, child in base.terms.concepts.items()
            if name in child.parents
        ),
        dimension=concept_link(base, base.terms.dimensions[dimension].name) if dimension else None,
        matches=match_rows(base, name),
        instruments=measuring(base, name),
        claims=tuple(
            card(base, base.claims[claim].record, assessments[claim])
            for claim in used.claims.get(name, ())
        ),
        meanings=meanings(base, name, used.findings),
        studies=tuple(study_link(base, study) for study in used.studies.get(name, ())),
        retired=term.retired,
        replaced_by=concept_link(base, term.replaced_by) if term.replaced_by else None,
    )


@dataclass(frozen=True)
class Branch:
    """A concept with all that is narrower."""

    link: Link
    definition: str
    narrower: tuple[Branch, ...]


@dataclass(frozen=True)
class ModelTerm:
    """A class or property of the evidence model."""

    name: str
    label: str
    definition: str
    scope_note: str
    parents: tuple[str, ...]
    matches: tuple[MatchRow, ...]


@dataclass(frozen=True)
class OntologyPage:
    """All concepts, as trees by sort."""

    concepts: tuple[Branch, ...]
    dimensions: tuple[tuple[Link, tuple[Link, ...]], ...]
    model: tuple[ModelTerm, ...]
    properties: tuple[ModelTerm, ...]


def ontology_page(base: Base) -> OntologyPage:
    dimensions = tuple(
        (
            concept_link(base, term.name),
            tuple(concept_link(base, level) for level in base.terms.levels(name)),
        )
        for name, term in base.terms.dimensions.items()
    )
    model = (term for name, term in base.terms.by_name.items() if name not in base.terms.concepts)
    return OntologyPage(
        _branches(base, CONSTRUCT),
        dimensions,
        tuple(_model_term(base, term) for term in model),
        tuple(_model_term(base, term) for term in base.terms.properties.values()),
    )


def _model_term(base: Base, term: Term) -> ModelTerm:
    return ModelTerm(
        term.name,
        term.label,
        term.definition,
        term.scope_note,
        term.parents,
        match_rows(base, term.name),
    )


def _branches(base: Base, parent: str, above: frozenset[str] = frozenset()) -> tuple[Branch, ...]:
    """A concept with two parents stands under both; one that is above itself is not followed."""
    above |= {parent}
    return tuple(
        Branch(concept_link(base, name), term.definition, _branches(base, name, above))
        for name, term in base.terms.concepts.items()
        if parent in term.parents and name not in above
    )


@dataclass(frozen=True)
class Uses:
    """Which claims, studies and findings are about a concept or anything narrower, by concept."""

    claims: Mapping[str, list[str]]
    studies: Mapping[str, list[str]]
    findings: FindingUses


def uses(base: Base) -> Uses:
    """One pass over all records."""
    claims: dict[str, set[str]] = {}
    studies: dict[str, set[str]] = {}
    for name, claim in base.claims.items():
        levels = (group.level for group in claim.record.group)
        _use(base, claims, name, {*claim_roles(base, claim.record).values(), *levels})
    for study, _, finding in base.findings():
        levels = (group.level for group in finding.group)
        _use(base, studies, study.record.id, {*finding_roles(finding).values(), *levels})
    return Uses(_sorted(claims), _sorted(studies), findings_by_concept(base))


def _use(base: Base, found: dict[str, set[str]], user: str, names: set[str]) -> None:
    for name in names:
        for wider in base.terms.ancestors(name):
            found.setdefault(wider, set()).add(user)


def _sorted(found: Mapping[str, set[str]]) -> dict[str, list[str]]:
    return {name: sorted(users) for name, users in found.items()}
