"""What claims and findings are about: the concept in each of their roles."""

from __future__ import annotations

from collections.abc import Mapping

from kg.read.base import Base
from kg.records.claim import Claim, ModificationClaim
from kg.records.finding import Finding, Modification
from kg.records.group import Modifier

ROLES: Mapping[str, str] = {
    "exposure": "exposure",
    "against": "against",
    "mediator": "mediator",
    "quantity": "quantity",
    "outcome": "outcome",
    "against_outcome": "againstOutcome",
}
"""Fields of findings and claims that hold a concept, with their properties in the graph."""


def finding_roles(finding: Finding) -> dict[str, str]:
    """Concept or level by role; modifiers as modifier-1, modifier-2, ..."""
    roles = _concepts(finding)
    if isinstance(finding, Modification):
        roles |= _numbered(finding.modifiers)
    return roles | _between(finding)


def claim_roles(base: Base, claim: Claim) -> dict[str, str]:
    """Concept or level by role; a modification takes the roles of what it modifies."""
    if isinstance(claim, ModificationClaim):
        chain = modification_chain(base, claim)
        modified = base.claims.get(chain[-1].of)
        roles = _concepts(modified.record) if modified else {}
        return roles | _numbered(tuple(link.modifier for link in reversed(chain)))
    return _concepts(claim) | _between(claim)


def modification_chain(base: Base, claim: ModificationClaim) -> tuple[ModificationClaim, ...]:
    """The claim, the modification it modifies, and so on; the last one modifies an association."""
    chain = [claim]
    seen = {claim.id}
    while chain[-1].of in base.claims and chain[-1].of not in seen:
        seen.add(chain[-1].of)
        record = base.claims[chain[-1].of].record
        if not isinstance(record, ModificationClaim):
            break
        chain.append(record)
    return tuple(chain)


def _concepts(record: Finding | Claim) -> dict[str, str]:
    parts = ((role, getattr(record, role, None)) for role in ROLES)
    return {role: part.concept for role, part in parts if part is not None}


def _numbered(modifiers: tuple[Modifier, ...]) -> dict[str, str]:
    names = (modifier.concept or modifier.level for modifier in modifiers)
    return {f"modifier-{number}": name for number, name in enumerate(names, 1) if name}


def _between(record: Finding | Claim) -> dict[str, str]:
    between = getattr(record, "between", None)
    if between is None:
        return {}
    return {"level": between.level, "reference": between.reference}
