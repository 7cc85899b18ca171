"""The verdict on a claim: the first rule that fires, and what it looked at."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.assess.constants import AGREE, DISSENT, LATER_MIN, SIGN_P
from kg.assess.evidence import Line
from kg.assess.families import PooledFamily, pooled_families
from kg.assess.figures import Figures
from kg.assess.review import Lead, leading_review
from kg.assess.tally import Counts, count
from kg.assess.units import Level, select
from kg.citation import short_citation
from kg.records.claim import Override, VerdictLabel

Label = VerdictLabel
OVERRIDE = "override"


@dataclass(frozen=True)
class Case:
    """What the rules look at."""

    counts: Counts
    lead: Lead | None
    families: tuple[PooledFamily, ...]
    differs_by: tuple[str, ...] = ()
    """Modification claims that say the link differs, and are credible."""

    @property
    def family(self) -> PooledFamily | None:
        """The family that decides: the largest that says something, or else the largest."""
        telling = (one for one in self.families if one.reached != "imprecise")
        return next(telling, self.families[0] if self.families else None)


@dataclass(frozen=True)
class Verdict:
    """A label with the rule that gave it, and the rule's inputs in words."""

    label: Label
    rule: str
    because: str
    direction_only: bool = False
    """Whether it rests on directions alone, without a figure."""


@dataclass(frozen=True)
class VerdictRule:
    """One rule: an id for pages and graph, what it says, and the rule itself."""

    id: str
    says: str
    give: Callable[[Case], Verdict | None]


def case_of(figures: Figures, lines: Iterable[Line], group: Level | None = None) -> Case:
    """The case of some lines of a claim, or of those that are of one group."""
    kept = [line for line in lines if line.votes]
    lead = leading_review(figures.base, figures.claim, kept)
    families = select(figures, kept, group).families()
    return Case(count(kept), lead, pooled_families(figures.claim, families, kept))


def judge(case: Case) -> Verdict:
    """The first rule that fires; the last one always does."""
    return next(found for rule in RULES if (found := rule.give(case)))


def overridden(computed: Verdict, by: Override) -> Verdict:
    """The verdict that a person gave in place of the computed one."""
    because = f"{by.by} on {by.date}: {by.reason}"
    return Verdict(by.verdict, OVERRIDE, because, computed.direction_only)


def _not_studied(case: Case) -> Verdict | None:
    if case.counts.findings:
        return None
    return Verdict("not-studied", "not-studied", "no finding curated here votes on it")


def _depends(case: Case) -> Verdict | None:
    if not case.differs_by:
        return None
    return Verdict("depends", "depends", f"it differs: {', '.join(case.differs_by)}")


def _reviews_disagree(case: Case) -> Verdict | None:
    found = case.counts.reviews
    piles = [found["supports"], found["contradicts"], found["no-effect"]]
    total = sum(found.values())
    if sum(pile > 0 for pile in piles) <= 1 or max(piles) >= AGREE.value * total:
        return None
    because = f"of {total} reviews {piles[0]} support it and {sum(piles[1:])} do not"
    return Verdict("conflicting", "reviews-disagree", because, direction_only=True)


def _review_leads(case: Case) -> Verdict | None:
    lead = case.lead
    if lead is None:
        return None
    leads = f"{short_citation(lead.study)} ({lead.why}) leads"
    if lead.direction is None:
        because = f"{leads}, and found differing things"
        return Verdict("conflicting", "review-leads", because, direction_only=True)
    votes, total = lead.later.datasets[lead.direction], lead.later.total
    after = f"; of {total} later data sets {votes} say the same" if total else ""
    if total >= LATER_MIN.value and 2 * votes < total:
        return Verdict(
            "conflicting", "review-against-later", f"{leads}{after}", direction_only=True
        )
    label: Label = _REVIEWED[lead.direction]
    if lead.trivial:
        label = "supports-trivial" if label == "supports" else "no-important-effect"
    sized = any(line.finding.effect is not None for line in lead.lines)
    return Verdict(label, "review-leads", f"{leads}{after}", direction_only=not sized)


_REVIEWED: Mapping[str, Label] = {
    "supports": "supports",
    "contradicts": "opposite",
    "no-effect": "imprecise",
}
"""A null of a review is no proof of absence: its size is not known here."""


def _votes_conflict(case: Case) -> Verdict | None:
    """One way against the other, or found against not found, whichever way it was found.

    A data set that is split within itself stands on both sides.
    """
    found, split = case.counts.datasets, case.counts.split
    fewer, more = sorted((found["supports"], found["contradicts"]))
    rest = fewer + found["no-effect"]
    apart = fewer > 0 or min(more + split, rest + split) >= DISSENT.value
    if not apart or max(found.values()) >= AGREE.value * case.counts.total:
        return None
    return Verdict("conflicting", "votes-conflict", _votes(case), direction_only=True)


def _pooled(case: Case) -> Verdict | None:
    first = case.family
    if first is None:
        return None
    labels = {one.reached for one in case.families}
    because = "; ".join(f"{one.family} ({one.k} data sets): {one.reached}" for one in case.families)
    if {"supports", "opposite"} <= labels:
        return Verdict("conflicting", "families-disagree", because)
    if first.vetoed:
        because += f"; not so when {first.nulls} nulls without a figure count as zero"
        small = {first.reached, first.with_nulls} <= {"supports-trivial", "no-important-effect"}
        return Verdict("no-important-effect" if small else "imprecise", "nulls-veto", because)
    return Verdict(first.reached, "pooled", because)


def _sign_test(case: Case) -> Verdict | None:
    found, total = case.counts.datasets, case.counts.total
    for name, label in _BY_VOTES.items():
        p = sign_p(found[name], total)
        if p < SIGN_P.value and found[name] >= AGREE.value * total:
            because = f"{_votes(case)}; sign test p = {p:.3f}"
            return Verdict(label, "sign-test", because, direction_only=True)
    return None


_BY_VOTES: Mapping[Literal["supports", "contradicts"], Label] = {
    "supports": "supports",
    "contradicts": "opposite",
}


def sign_p(votes: int, total: int) -> float:
    """Two-sided p that `votes` or more of `total` fall on one side by chance."""
    if 2 * votes <= total:
        return 1.0
    tail = sum(math.comb(total, k) for k in range(votes, total + 1))
    return min(1.0, float(2 * tail / 2**total))


def _too_few(case: Case) -> Verdict:
    found = case.counts.reviews["inconclusive"]
    open_ = "a review leaves" if found == 1 else f"{found} reviews leave"
    because = _votes(case) + (f"; {open_} it open" if found else "")
    return Verdict("imprecise", "too-few", because, direction_only=True)


def _votes(case: Case) -> str:
    found, counts = case.counts.datasets, case.counts
    words = (
        (found["supports"], "supports it", "support it"),
        (found["contradicts"], "contradicts it", "contradict it"),
        (found["no-effect"], "found no effect", "found no effect"),
        (found["inconclusive"], "leaves it open", "leave it open"),
        (counts.split, "found differing things", "found differing things"),
    )
    told = ", ".join(f"{n} {one if n == 1 else more}" for n, one, more in words if n)
    plural = "s" if counts.total != 1 else ""
    return f"of {counts.total} data set{plural} {told}" if told else "no data set votes on it"


RULES: tuple[VerdictRule, ...] = (
    VerdictRule("not-studied", "No finding votes: not studied here.", _not_studied),
    VerdictRule(
        "depends",
        "A modification of the claim is supported by a credible test: it depends.",
        _depends,
    ),
    VerdictRule(
        "reviews-disagree",
        f"Reviews differ and fewer than {AGREE.value:.0%} agree: conflicting.",
        _reviews_disagree,
    ),
    VerdictRule(
        "review-leads",
        "The best review in scope, unless it leaves the question open, gives the label: supports, "
        "opposite, or imprecise where it found no effect; conflicting where its own findings "
        "differ; trivial or no important effect where its interval lies in the trivial zone.",
        _review_leads,
    ),
    VerdictRule(
        "votes-conflict",
        f"{DISSENT.value:g} data sets that found it and {DISSENT.value:g} that did not, or one "
        f"with each sign, and fewer than {AGREE.value:.0%} agree: conflicting.",
        _votes_conflict,
    ),
    VerdictRule(
        "pooled",
        "The largest family of effects that can be pooled, and whose interval says something, "
        "gives the label.",
        _pooled,
    ),
    VerdictRule(
        "sign-test",
        f"{AGREE.value:.0%} of data sets point one way and the sign test has p below "
        f"{SIGN_P.value:g}: that way, by direction only.",
        _sign_test,
    ),
    VerdictRule("too-few", "Otherwise too little is known: imprecise.", _too_few),
)
_BRANCHES: Mapping[str, Mapping[str, str]] = {
    "review-leads": {
        "review-against-later": f"The best review in scope leads, and most of {LATER_MIN.value:g} "
        "or more later data sets say otherwise: conflicting."
    },
    "pooled": {
        "families-disagree": "Families that can be pooled point opposite ways: conflicting.",
        "nulls-veto": "Pooled effects lie on one side, and no longer do when nulls without a "
        "figure count as zero: imprecise, or no important effect where both are trivial.",
    },
}


def rule_texts() -> dict[str, str]:
    """Every rule id that a verdict can name, in the order in which they are tried."""
    given = "A named person gives the verdict, with a reason; the computed one stands beside it."
    return {OVERRIDE: given} | {
        name: text
        for rule in RULES
        for name, text in {rule.id: rule.says, **_BRANCHES.get(rule.id, {})}.items()
    }
