"""The document behind a concept's page."""

from __future__ import annotations

from dataclasses import dataclass

from kg import iris
from kg.about import claim_roles, finding_roles
from kg.assess.tally import Assessment
from kg.read.base import Base
from kg.terms import DIMENSION, LEVEL
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
    claims: tuple[ClaimCard, ...]
    studies: tuple[Link, ...]
    retired: bool
    replaced_by: Link | None


def concept_page(base: Base, name: str, assessments: dict[str, Assessment]) -> ConceptPage:
    term = base.terms.by_name[name]
    dimension = base.terms.dimension_of(name)
    return ConceptPage(
        id=name,
        iri=iris.concept(name),
        label=term.label,
        sort=_sort(base, name),
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
        claims=_claims(base, name, assessments),
        studies=_studies(base, name),
        retired=term.retired,
        replaced_by=concept_link(base, term.replaced_by) if term.replaced_by else None,
    )


def _sort(base: Base, name: str) -> str:
    if base.terms.is_a(name, DIMENSION):
        return "dimension"
    return "group" if base.terms.is_a(name, LEVEL) else "concept"


def _claims(base: Base, name: str, assessments: dict[str, Assessment]) -> tuple[ClaimCard, ...]:
    """Claims in whose roles or population the concept, or a narrower one, stands."""
    found = []
    for other, entry in sorted(base.claims.items()):
        named = {*claim_roles(base, entry.record).values()}
        named |= {group.level for group in entry.record.group}
        if any(base.terms.is_a(one, name) for one in named):
            found.append(card(base, entry.record, assessments[other]))
    return tuple(found)


def _studies(base: Base, name: str) -> tuple[Link, ...]:
    found = set()
    for entry, _, finding in base.findings():
        named = {*finding_roles(finding).values(), *(group.level for group in finding.group)}
        if any(base.terms.is_a(one, name) for one in named):
            found.add(entry.record.id)
    return tuple(study_link(base, study) for study in sorted(found))
