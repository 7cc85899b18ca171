"""A finding speaks to claims of its own kind and about its own concepts."""

from __future__ import annotations

from collections.abc import Iterator

from kg.about import claim_roles, finding_roles
from kg.read.base import Base
from kg.records.finding import Finding
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_SIDES = frozenset({"against", "against_outcome"})


def check(base: Base) -> Iterator[Fault]:
    yield from _modified(base)
    yield from _gathered(base)
    for entry, index, finding in base.findings():
        for position, name in enumerate(finding.bears_on):
            path = ("findings", index, "bears_on", position)
            for what, mend in _misfits(base, finding, name):
                yield Fault(entry, path, what, mend)


def _modified(base: Base) -> Iterator[Fault]:
    for entry in base.claims.values():
        name = getattr(entry.record, "of", "")
        target = base.claims.get(name) or base.theses.get(name)
        if target and target.record.kind not in {"association", "modification"}:
            what = f"{name} is of kind {target.record.kind}"
            yield Fault(entry, ("of",), what, "name the association that is modified")


def _gathered(base: Base) -> Iterator[Fault]:
    for entry in base.theses.values():
        for index, name in enumerate(entry.record.gathers):
            if name in base.theses:
                mend = "a thesis gathers claims; let that thesis name this one in broader"
                yield Fault(entry, ("gathers", index), f"{name} is a thesis", mend)


def _misfits(base: Base, finding: Finding, name: str) -> Iterator[tuple[str, str]]:
    if name in base.theses:
        yield f"{name} is a thesis", "link the claim that it gathers"
    if name not in base.claims:
        return
    claim = base.claims[name].record
    if claim.kind != finding.kind:
        what = f"{name} is of kind {claim.kind}, the finding of kind {finding.kind}"
        yield what, "link a claim of the same kind, or say in `unlinked` why there is none"
        return
    ours, wanted = finding_roles(finding), claim_roles(base, claim)
    for role in sorted(wanted.keys() - ours.keys()):
        yield f"it has no {role}, {name} has {wanted[role]}", "link a claim about the same parts"
    for role in sorted(ours.keys() & _SIDES - wanted.keys()):
        yield f"it has {role}, {name} has none", "link a claim about the same parts"
    for role, theirs in wanted.items():
        known = {theirs, ours.get(role)} <= base.terms.concepts.keys()
        if known and not base.terms.related(ours[role], theirs):
            what = f"its {role} is {ours[role]}, that of {name} is {theirs}"
            yield what, "link a claim about this concept, a broader or a narrower one"


RULE = Rule(
    id="link-fits",
    problem="A finding is linked to a claim of another kind, or about something else.",
    why="A main effect says nothing on buffering, and loneliness is not lack of support.",
    mend="Link the claim that it is about, or say in `unlinked` why there is none.",
    passes=Change(
        STUDY, "exposure: {concept: PerceivedSupport}", "exposure: {concept: SocialSupport}"
    ),
    fails=Change(STUDY, "exposure: {concept: PerceivedSupport}", "exposure: {concept: Loneliness}"),
    check=check,
    reach="ties",
)
