"""One effect for each data set, group and claim, with what was left out and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations

from kg.about import claim_roles, finding_roles
from kg.assess.constants import RHO
from kg.assess.estimate import Estimate, NoEstimate
from kg.assess.evidence import Line, around_of
from kg.assess.family import Family
from kg.assess.figures import Candidate, Figures
from kg.assess.orientation import people_of
from kg.records.finding import FollowUp

Level = tuple[str, str]
"""A dimension and one of its levels."""
_DAYS = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}


@dataclass(frozen=True)
class LeftOut:
    """A line without an effect of its own in the selection."""

    line: Line
    because: str


@dataclass(frozen=True)
class Unit:
    """What one data set says within one family. Its estimate is above 0 where it supports."""

    dataset: str
    family: Family
    estimate: Estimate
    lines: tuple[Line, ...]
    """The findings behind the estimate."""

    @property
    def people(self) -> int:
        """People behind it, as far as printed."""
        return people_behind(self.lines)


@dataclass(frozen=True)
class Selection:
    """One effect for each data set and family; families are never pooled with each other."""

    claim: str
    group: Level | None
    units: tuple[Unit, ...]
    left_out: tuple[LeftOut, ...]

    def families(self) -> Mapping[Family, tuple[Unit, ...]]:
        """Units by family, in order: what may be pooled, row by row."""
        names = sorted({unit.family for unit in self.units})
        return {name: tuple(u for u in self.units if u.family == name) for name in names}


def select(
    figures: Figures,
    lines: Iterable[Line],
    group: Level | None = None,
    horizon: FollowUp | None = None,
) -> Selection:
    """Choose among the lines of a claim, overall or of one group.

    Within a data set and family, in this order: samples that are not part of another; whole
    samples before parts of them; the claim's concepts exactly; the follow-up nearest to
    `horizon`, where one is given; outcome at the start handled, then most variables held
    constant, without a mediator; most people. What is then left is averaged if it is of one
    exposure, arm, level and phase, and otherwise left out as split within the data set.
    """
    candidates: dict[tuple[str, Family], list[Candidate]] = {}
    left: list[LeftOut] = []
    for line in lines:
        if group is not None and group not in levels_of(line):
            continue
        found = figures.of(line)
        if isinstance(found, NoEstimate):
            left.append(LeftOut(line, found.reason))
        else:
            candidates.setdefault((line.unit, found.family), []).append(found)
    chooser = _Chooser(figures, group, horizon, left)
    ordered = sorted(candidates.items(), key=lambda item: item[0])
    units = [chooser.unit(*key, found) for key, found in ordered]
    order = sorted(left, key=lambda one: (one.line.study.id, one.line.finding.id))
    return Selection(figures.claim.id, group, tuple(unit for unit in units if unit), tuple(order))


def levels_of(line: Line) -> set[Level]:
    """The groups of a finding, whatever their role."""
    return {(group.dimension, group.level) for group in line.finding.group}


@dataclass
class _Chooser:
    """Chooses for one claim and group, and says what it leaves out."""

    figures: Figures
    group: Level | None
    horizon: FollowUp | None
    left: list[LeftOut]

    def unit(self, dataset: str, family: Family, found: list[Candidate]) -> Unit | None:
        """The unit of one data set, or None with the reason told."""
        found = self._not_nested(found)
        strata: dict[frozenset[Level], list[Candidate]] = {}
        for one in found:
            strata.setdefault(self._strata(one), []).append(one)
        whole = frozenset[Level]()
        if whole in strata:
            rest = (one for key, some in strata.items() if key for one in some)
            self._leave(rest, "a part of people who are taken whole")
            strata = {whole: strata[whole]}
        elif not self._make_a_whole(list(strata)):
            self._leave(found, "parts of the people that do not make up the whole")
            return None
        order = sorted(strata.items(), key=lambda item: sorted(item[0]))
        parts = [part for _, some in order if (part := self._part(dataset, family, some))]
        return _joined(parts) if parts else None

    def _not_nested(self, found: list[Candidate]) -> list[Candidate]:
        """Without those whose sample lies in a sample that is there as well."""
        there = {(one.line.study.id, one.line.sample.id) for one in found}
        kept = []
        for one in found:
            study = one.line.study
            outer = around_of(study, one.line.sample)
            around = next((name for name in outer if (study.id, name) in there), None)
            if around is None:
                kept.append(one)
            else:
                self._leave([one], f"nested in the sample {around}, which is taken")
        return kept

    def _strata(self, one: Candidate) -> frozenset[Level]:
        """The parts of its sample that a candidate is of, beyond the groups that are asked for."""
        strata = {(g.dimension, g.level) for g in one.line.finding.group if g.role == "stratum"}
        return frozenset(level for level in strata - {self.group} if not self._claimed(level))

    def _claimed(self, level: Level) -> bool:
        """Whether the claim is about this group or one around it."""
        return any(
            group.dimension == level[0] and self.figures.base.terms.is_a(level[1], group.level)
            for group in self.figures.claim.group
        )

    def _make_a_whole(self, parts: Sequence[frozenset[Level]]) -> bool:
        """Whether parts are two or more unrelated levels of one dimension, such as women and men.

        One row alone is no whole: it is often printed because the others showed nothing.
        """
        related = self.figures.base.terms.related
        levels = [level for part in parts for level in part]
        return (
            len(parts) > 1
            and all(len(part) == 1 for part in parts)
            and len({dimension for dimension, _ in levels}) == 1
            and not any(related(a[1], b[1]) for a, b in combinations(levels, 2))
        )

    def _part(self, dataset: str, family: Family, found: list[Candidate]) -> Unit | None:
        """The effect of people who are taken together."""
        found = self._best(found, "another is closer to the claim's concepts", self._exactness)
        if len({_kind_of_effect(one) for one in found}) > 1:
            self._leave(found, "split within the data set: exposure, arm, level or phase differ")
            return None
        found = self._best(found, "another follow-up is nearer", self._nearness)
        found = self._best(found, "another model is adjusted further", self._adjustment)
        found = self._best(found, "another is of more people", _people)
        lines = tuple(one.line for one in found)
        return Unit(dataset, family, averaged([one.estimate for one in found]), lines)

    def _best(
        self, found: list[Candidate], why: str, rank: Callable[[Candidate], tuple[float, ...]]
    ) -> list[Candidate]:
        if len(found) == 1:
            return found
        top = max(rank(one) for one in found)
        self._leave((one for one in found if rank(one) < top), why)
        return [one for one in found if rank(one) == top]

    def _leave(self, some: Iterable[Candidate], why: str) -> None:
        self.left.extend(LeftOut(one.line, why) for one in some)

    def _exactness(self, one: Candidate) -> tuple[float, ...]:
        """How many of the claim's concepts, and its phase, are the finding's own."""
        claim = self.figures.claim
        ours, theirs = finding_roles(one.line.finding), claim_roles(self.figures.base, claim)
        wanted = getattr(getattr(claim, "outcome", None), "phase", None)
        phase = getattr(getattr(one.line.finding, "outcome", None), "phase", None)
        exact = [ours.get(role) == concept for role, concept in theirs.items() if role != "outcome"]
        outcome = ours.get("outcome") == theirs.get("outcome")
        return (outcome, wanted is None or phase == wanted, sum(exact))

    def _nearness(self, one: Candidate) -> tuple[float, ...]:
        if self.horizon is None:
            return (0,)
        follow_up = one.line.finding.follow_up
        return (-abs(_days(follow_up) - _days(self.horizon)) if follow_up else -math.inf,)

    def _adjustment(self, one: Candidate) -> tuple[float, ...]:
        return adjustment(one.line, self.figures.mediators)


def adjustment(line: Line, between: AbstractSet[str]) -> tuple[float, ...]:
    """How far a finding is adjusted; one that holds a mediator constant comes last."""
    held = [text.casefold() for text in line.finding.adjusted_for]
    mediated = any(name in text for text in held for name in between)
    handled = line.finding.baseline in {"adjusted", "cases-excluded"}
    return (not mediated, handled, len(held))


def people_behind(lines: Iterable[Line]) -> int:
    """Most people behind any of some findings on the same people; 0 where none is printed."""
    return max((people_of(line.study, line.finding) or 0 for line in lines), default=0)


def _people(one: Candidate) -> tuple[float, ...]:
    return (people_of(one.line.study, one.line.finding) or 0,)


def _days(time: FollowUp) -> float:
    return float(time.value) * _DAYS[time.unit]


def _kind_of_effect(one: Candidate) -> tuple[object, ...]:
    """Exposure, arm, level and phase: effects that differ in these are not averaged."""
    finding = one.line.finding
    exposure = getattr(finding, "exposure", None) or getattr(finding, "quantity", None)
    fields = ("concept", "comparator", "received", "level", "reported", "whose")
    phase = getattr(getattr(finding, "outcome", None), "phase", None)
    return (*(getattr(exposure, field, None) for field in fields), phase)


def averaged(estimates: Sequence[Estimate], rho: float = RHO.value) -> Estimate:
    """The mean of effects of the same people, correlated by `rho` (Borenstein 2009, ch. 24).

    The variance is the sum over all pairs of rho * se_i * se_j, and of each variance, over m^2.
    """
    first, m = estimates[0], len(estimates)
    if m == 1:
        return first
    errors = [one.se for one in estimates]
    alone = math.fsum(one.variance for one in estimates)
    pairs = math.fsum(a * b for a, b in combinations(errors, 2))
    return replace(
        first,
        value=math.fsum(one.value for one in estimates) / m,
        variance=(alone + 2 * rho * pairs) / m**2,
        steps=(*first.steps, f"mean of {m} effects of the same people, correlated by {rho:g}"),
    )


def _joined(parts: Sequence[Unit]) -> Unit:
    """One unit of parts that have nobody in common, weighted by the inverse of their variance."""
    first = parts[0]
    if len(parts) == 1:
        return first
    weights = [1 / part.estimate.variance for part in parts]
    total = math.fsum(weights)
    value = math.fsum(w * p.estimate.value for w, p in zip(weights, parts, strict=True)) / total
    said = f"{len(parts)} parts of the people, weighted by the inverse of their variance"
    estimate = replace(
        first.estimate,
        value=value,
        variance=1 / total,
        steps=(*first.estimate.steps, said),
    )
    return replace(first, estimate=estimate, lines=tuple(ln for part in parts for ln in part.lines))
