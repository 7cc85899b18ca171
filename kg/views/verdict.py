"""What a claim page says first: the verdict, how sure it is, and why."""

from __future__ import annotations

from dataclasses import dataclass

from kg.assess.assessment import Assessment
from kg.assess.certainty import Judged, Limit
from kg.assess.credibility import Credibility
from kg.assess.disagreement import Explanation
from kg.assess.sensitivity import Row
from kg.assess.verdict import Verdict
from kg.meaning import VERDICTS
from kg.read.base import Base
from kg.records.claim import Claim
from kg.records.countries import country_names
from kg.statement import label
from kg.views.parts import Link, VerdictSign, claim_link, study_link, verdict_sign

METHOD = "/assessment"


@dataclass(frozen=True)
class LimitView:
    """Why certainty lost levels."""

    domain: str
    levels: int
    reason: str


@dataclass(frozen=True)
class CertaintyView:
    """How sure a verdict may be."""

    final: str
    start: str
    start_reason: str
    research: str
    """What the research alone would allow."""
    of_research: tuple[LimitView, ...]
    of_reading: tuple[LimitView, ...]
    notes: tuple[str, ...]
    """What could not be looked at, and cost nothing."""


@dataclass(frozen=True)
class AnswerView:
    """One question about a difference between groups."""

    question: str
    answer: str
    costs: int
    """Levels of credibility that the answer takes away."""


@dataclass(frozen=True)
class CredibilityView:
    """How credible a difference between groups is."""

    grade: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True)
class SensitivityRow:
    """The same rules over part of the evidence."""

    name: str
    datasets: int
    reviews: int
    verdict: VerdictSign
    changed: bool
    because: str


@dataclass(frozen=True)
class ExplanationView:
    """What differs between findings that disagree."""

    feature: str
    supporting: str
    others: str


@dataclass(frozen=True)
class ReleasedVerdict:
    """What a release said of the claim."""

    release: Link
    verdict: str
    certainty: str
    findings: int


@dataclass(frozen=True)
class OverrideView:
    """The verdict that a person gave in place of the computed one."""

    by: str
    date: str
    reason: str
    computed: VerdictSign


@dataclass(frozen=True)
class VerdictView:
    """The top of a claim's page."""

    sign: VerdictSign
    sentence: str
    """What holds, for whom, how sure: one line."""
    rule: Link
    because: str
    override: OverrideView | None
    direction_only: bool
    lead: Link | None
    differs_by: tuple[Link, ...]
    certainty: CertaintyView | None
    credibility: CredibilityView | None
    explanations: tuple[ExplanationView, ...]
    sensitivity: tuple[SensitivityRow, ...]
    history: tuple[ReleasedVerdict, ...]


def verdict_word(name: str | None) -> str:
    """The word of a verdict; empty where there is none."""
    return next((shown.word for one, shown in VERDICTS.items() if one == name), "")


def rule_link(rule: str) -> Link:
    """The place on the page of rules where one stands."""
    return Link(f"{METHOD}#rule/{rule}", rule.replace("-", " "))


def verdict_view(base: Base, claim: Claim, one: Assessment) -> VerdictView:
    lead = one.case.lead
    return VerdictView(
        sign=verdict_sign(one.verdict.label),
        sentence=verdict_sentence(base, claim, one),
        rule=rule_link(one.computed.rule),
        because=one.computed.because,
        override=_override(one),
        direction_only=one.verdict.direction_only,
        lead=study_link(base, lead.study.id) if lead else None,
        differs_by=tuple(claim_link(base, name) for name in one.case.differs_by),
        certainty=_certainty(one.certainty) if one.certainty else None,
        credibility=_credibility(one.credibility) if one.credibility else None,
        explanations=tuple(_explanation(base, found) for found in one.explanations),
        sensitivity=tuple(_sensitivity(base, row, one.verdict) for row in one.sensitivity),
        history=_history(base, claim.id),
    )


def verdict_sentence(base: Base, claim: Claim, one: Assessment) -> str:
    """What holds, for whom and how sure, in one line."""
    found = VERDICTS[one.verdict.label].sentence
    groups = " and ".join(label(base.terms, group.level) for group in claim.group)
    whom = f" for {groups}" if groups and one.certainty else ""
    if one.override:
        return f"{found}{whom}: so {one.override.by}, against the rules."
    if one.certainty is None:
        return f"{found}."
    sized = not one.verdict.direction_only or one.verdict.label not in {"supports", "opposite"}
    only = "" if sized else ", by direction only"
    return f"{found}{whom}{only}; certainty is {one.certainty.final}."


def _override(one: Assessment) -> OverrideView | None:
    given = one.override
    if given is None:
        return None
    return OverrideView(given.by, given.date, given.reason, verdict_sign(one.computed.label))


def _certainty(judged: Judged) -> CertaintyView:
    return CertaintyView(
        final=judged.final,
        start=judged.start,
        start_reason=judged.start_reason,
        research=judged.research,
        of_research=tuple(_limit(one) for one in judged.limits if one.of == "research"),
        of_reading=tuple(_limit(one) for one in judged.limits if one.of == "reading"),
        notes=judged.notes,
    )


def _limit(limit: Limit) -> LimitView:
    return LimitView(limit.domain, limit.levels, limit.reason)


def _credibility(graded: Credibility) -> CredibilityView:
    answers = ((question, answer, answer.lstrip("-")) for question, answer in graded.answers)
    return CredibilityView(
        graded.grade,
        tuple(AnswerView(asked, bare, len(full) - len(bare)) for asked, full, bare in answers),
    )


def _explanation(base: Base, found: Explanation) -> ExplanationView:
    sides = (_named(base, found.feature, side) for side in (found.supporting, found.others))
    return ExplanationView(found.feature, *sides)


def _named(base: Base, feature: str, values: tuple[str, ...]) -> str:
    if feature == "countries":
        return country_names(values)
    if feature == "design":
        return ", ".join(base.designs.label(value) for value in values)
    return ", ".join(_name(base, value) for value in values)


def _name(base: Base, value: str) -> str:
    if value in base.terms.by_name:
        return label(base.terms, value)
    scale = base.instruments.named(value)
    return scale.label if scale else value.replace("-", " ")


def _sensitivity(base: Base, row: Row, verdict: Verdict) -> SensitivityRow:
    name = f"without {_unit(base, row.left_out)}" if row.left_out else row.name
    sign, turned = verdict_sign(row.label), row.turns(verdict.label)
    return SensitivityRow(name, row.datasets, row.reviews, sign, turned, row.because)


def _unit(base: Base, name: str) -> str:
    """A data set by its name, or a study by its authors."""
    if name in base.datasets:
        return base.datasets[name].record.name
    return study_link(base, name).label


def _history(base: Base, name: str) -> tuple[ReleasedVerdict, ...]:
    return tuple(
        ReleasedVerdict(
            Link(f"/release/{day}", day),
            verdict_word(row.verdict),
            row.certainty or "",
            row.findings,
        )
        for day, entry in sorted(base.releases.items())
        for row in entry.record.claims
        if row.claim == name
    )
