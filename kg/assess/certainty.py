"""How sure a verdict may be: where it starts, and what takes levels away.

Limits of the research and limits of our reading are told apart. GRADE-like, computed; not GRADE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.about import finding_roles
from kg.assess.constants import (
    AGREE,
    EGGER_MIN,
    EGGER_P,
    ENOUGH_DATASETS,
    ENOUGH_PEOPLE,
    LARGE_REVIEW,
)
from kg.assess.estimate import NoEstimate
from kg.assess.evidence import Line
from kg.assess.family import Reading, reading_borne
from kg.assess.figures import Figures
from kg.assess.verdict import Case, Verdict
from kg.read.base import Base
from kg.records.claim import Claim
from kg.suggest import falls_under

if TYPE_CHECKING:
    from kg.assess.asymmetry import Egger

Certainty = Literal["very low", "low", "moderate", "high"]
LEVELS: tuple[Certainty, ...] = ("very low", "low", "moderate", "high")
LimitOf = Literal["research", "reading"]
_RANK: Mapping[Reading, int] = {"descriptive": 0, "predictive": 1, "causal": 2}
_LOW = 1


@dataclass(frozen=True)
class Limit:
    """A reason that takes levels away."""

    domain: str
    levels: int
    of: LimitOf
    reason: str


@dataclass(frozen=True)
class Judged:
    """The certainty of a verdict, with all that led to it."""

    start: Certainty
    start_reason: str
    limits: tuple[Limit, ...]
    research: Certainty
    """What the research would allow if all of it were read in full, searched for and appraised."""
    final: Certainty
    notes: tuple[str, ...] = ()
    """What could not be looked at, or showed nothing, and costs nothing."""


@dataclass(frozen=True)
class Weighed:
    """A claim with what votes on it."""

    figures: Figures
    lines: tuple[Line, ...]
    case: Case
    verdict: Verdict

    @property
    def base(self) -> Base:
        return self.figures.base

    @property
    def claim(self) -> Claim:
        return self.figures.claim

    @property
    def leading(self) -> tuple[Line, ...]:
        """The findings that the verdict rests on first: those of the review that leads, or all."""
        return self.case.lead.lines if self.case.lead else self.lines


def certainty_of(one: Weighed) -> Judged | None:
    """The certainty of a verdict; None where nothing was studied."""
    if not one.lines:
        return None
    start, why = _start(one)
    level, limits = start, list[Limit]()
    for domain in DOMAINS:
        limit = domain(one, level)
        if limit:
            limits.append(limit)
            level = max(0, level - limit.levels)
    research = max(0, start - sum(limit.levels for limit in limits if limit.of == "research"))
    return Judged(LEVELS[start], why, tuple(limits), LEVELS[research], LEVELS[level], _notes(one))


def _start(one: Weighed) -> tuple[int, str]:
    kind, reading = one.claim.kind, one.claim.reading
    borne = _share(one.leading, lambda line: _bears(one, line))
    if kind == "mediation":
        later = _share(one.leading, lambda line: _rank(one, line) > 0)
        return (1, "a path of cause, followed over time") if later > 1 / 2 else (0, "a path of "
                "cause, seen at one time")  # fmt: skip
    if borne <= 1 / 2:
        level, why = _LOW, f"most findings cannot bear a {reading} claim by their design"
    elif reading == "descriptive" and kind != "contrast":
        level, why = 2, "what goes together, found at one time or more"
    else:
        level, why = 3, f"designs that bear a {reading} claim"
    if kind not in {"modification", "comparison"}:
        return level, why
    if kind == "modification" and _share(one.leading, _within) <= 1 / 2:
        return max(0, level - 2), f"{why}; two less for a modification between studies"
    return max(0, level - 1), f"{why}; one less for a {kind}"


def _within(line: Line) -> bool:
    return getattr(line.finding, "compared", None) == "within-study"


def _bears(one: Weighed, line: Line) -> bool:
    """A review bears what its studies may have borne; its parts cannot be told apart here.

    A cause can only be borne where the exposure is an intervention, which chance may have allotted.
    """
    if not line.study.is_review:
        return _rank(one, line) >= _RANK[one.claim.reading]
    exposure = finding_roles(line.finding).get("exposure", "")
    return one.claim.reading != "causal" or one.base.terms.is_a(exposure, "Intervention")


def _rank(one: Weighed, line: Line) -> int:
    return _RANK[reading_borne(one.base.terms, one.base.designs, line.study, line.finding)]


def _inconsistency(one: Weighed, _: int) -> Limit | None:
    if one.verdict.label == "conflicting":
        return Limit("inconsistency", 2, "research", one.verdict.because)
    found, total = one.case.counts.datasets, one.case.counts.total
    if total and one.case.lead is None and max(found.values()) < AGREE.value * total:
        return Limit("inconsistency", 1, "research", "data sets do not point one way")
    first = one.case.family if one.case.lead is None else None
    if first and first.pi_low is not None and first.pi_high is not None:
        sided = first.ci_low > 0 or first.ci_high < 0
        if sided and first.pi_low <= 0 <= first.pi_high:
            return Limit("inconsistency", 1, "research", "a new data set might find the opposite")
    return None


def _imprecision(one: Weighed, _: int) -> Limit | None:
    if one.case.lead and one.case.lead.studies >= LARGE_REVIEW.value:
        return None
    total = one.case.counts.total + one.case.counts.reviewed
    if total <= 1:
        return Limit("imprecision", 2, "research", "one data set or review")
    if total < ENOUGH_DATASETS.value:
        return Limit("imprecision", 1, "research", f"{total} data sets and reviews")
    people = _people(one.lines)
    if people < ENOUGH_PEOPLE.value:
        return Limit("imprecision", 1, "research", f"{people} people, as far as printed")
    return None


def _people(lines: tuple[Line, ...]) -> int:
    """People of all data sets, each by its largest sample."""
    most: dict[str, int] = {}
    for line in lines:
        most[line.unit] = max(most.get(line.unit, 0), line.sample.n or 0)
    return sum(most.values())


def _indirectness(one: Weighed, _: int) -> Limit | None:
    direct = _share(one.leading, lambda line: _is_direct(one, line))
    if direct > 1 / 2:
        return None
    reason = f"{direct:.0%} of what leads is on the claim's own concepts and groups"
    return Limit("indirectness", 1 if direct else 2, "research", reason)


def _is_direct(one: Weighed, line: Line) -> bool:
    return falls_under(one.base, line.finding, one.claim) is not None


def _asymmetry(one: Weighed, _: int) -> Limit | None:
    found = _egger(one)
    if isinstance(found, NoEstimate) or found.p >= EGGER_P.value:
        return None
    reason = f"small data sets show other effects than large ones, Egger p = {found.p:.3f}"
    return Limit("publication bias", 1, "research", reason)


def _egger(one: Weighed) -> Egger | NoEstimate:
    if one.case.lead:
        return NoEstimate("not assessable here: the studies of the review are not at hand")
    if one.case.family is None:
        needed = f"fewer than {EGGER_MIN.value:g} data sets with a figure of one kind"
        return NoEstimate(f"not assessable: {needed}")
    return one.case.family.asymmetry


def _notes(one: Weighed) -> tuple[str, ...]:
    found = _egger(one)
    if isinstance(found, NoEstimate):
        return (f"publication bias: {found.reason}",)
    quiet = f"publication bias: small data sets show no other effects, Egger p = {found.p:.3f}"
    return (quiet,) if found.p >= EGGER_P.value else ()


def _figures(one: Weighed, level: int) -> Limit | None:
    """Directions alone do not say how much: low at most."""
    if not one.verdict.direction_only or level <= _LOW:
        return None
    return Limit("direction only", level - _LOW, "research", "no figure says how much")


def _bias(one: Weighed, _: int) -> Limit | None:
    """What was neither appraised nor read in full costs one level, once."""
    appraised = _share(one.leading, lambda line: line.study.risk_of_bias is not None)
    high = _share(one.leading, lambda line: _overall(line) in {"high", "some-concerns"})
    if high > 1 / 2:
        return Limit("risk of bias", 1, "research", "most findings are open to bias")
    if appraised > 1 / 2:
        return None
    read = _share(one.leading, lambda line: line.study.read == "abstract")
    how = ", read in their abstracts" if read > 1 / 2 else ""
    return Limit("not appraised", 1, "reading", f"risk of bias not assessed{how}")


def _overall(line: Line) -> str:
    return line.study.risk_of_bias.overall if line.study.risk_of_bias else ""


def _search(one: Weighed, level: int) -> Limit | None:
    """Without a systematic search: low at most."""
    if one.claim.search.kind == "systematic" or level <= _LOW:
        return None
    reason = "no systematic search: of the studies curated here"
    return Limit("search", level - _LOW, "reading", reason)


DOMAINS: tuple[Callable[[Weighed, int], Limit | None], ...] = (
    _inconsistency,
    _imprecision,
    _indirectness,
    _asymmetry,
    _figures,
    _bias,
    _search,
)


def _share(lines: tuple[Line, ...], holds: Callable[[Line], bool]) -> float:
    """Share of data sets and reviews, most of whose findings are so."""
    units: dict[str, list[bool]] = {}
    for line in lines:
        units.setdefault(line.unit, []).append(holds(line))
    so = sum(2 * sum(found) > len(found) for found in units.values())
    return so / len(units) if units else 0.0


STARTS: tuple[tuple[str, str], ...] = (
    ("high", "A contrast, a prediction or a causal claim, from designs that bear it."),
    ("moderate", "What goes together, whether seen at one time or later."),
    ("low", "Most findings cannot bear the claim by their design: seen at one time, it follows."),
    ("low", "A path of cause (mediation) that was followed over time; very low where it was not."),
    ("one lower", "A difference between groups within studies, or what matters more."),
    ("two lower", "A difference between groups that was seen between studies only."),
)
"""Where certainty begins."""
LIMITS: Mapping[str, tuple[LimitOf, str]] = {
    "inconsistency": (
        "research",
        "Two levels where the verdict is conflicting; one where fewer than "
        f"{AGREE.value:.0%} of data sets point one way, or where the prediction interval holds "
        "the opposite.",
    ),
    "imprecision": (
        "research",
        f"Two levels for one data set or review; one for fewer than {ENOUGH_DATASETS.value:g}, or "
        f"for fewer than {ENOUGH_PEOPLE.value:g} people. None where a review of "
        f"{LARGE_REVIEW.value:g} studies or more leads.",
    ),
    "publication bias": (
        "research",
        f"One level where {EGGER_MIN.value:g} or more data sets lie askew (Egger p below "
        f"{EGGER_P.value:g}); with fewer it is noted that nobody can tell.",
    ),
    "indirectness": (
        "research",
        "One level where no more than half of what leads is on the claim's own concepts and "
        "groups; two where nothing is.",
    ),
    "direction only": ("research", "Low at most where no figure says how much."),
    "risk of bias": ("research", "One level where most findings are open to bias."),
    "not appraised": (
        "reading",
        "One level where risk of bias was not assessed, whether read in full or in abstract.",
    ),
    "search": ("reading", "Low at most without a systematic search."),
}
"""What each limit is of, and what it costs."""
