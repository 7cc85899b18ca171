"""How credible a difference between groups is: after the questions of ICEMAN, computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.assess.constants import MANY_MODIFIERS
from kg.assess.evidence import Line
from kg.records.finding import Modification

Grade = Literal["very low", "low", "moderate", "high"]
GRADES: tuple[Grade, ...] = ("very low", "low", "moderate", "high")
_LIKELY, _MAY, _UNLIKELY = Decimal("0.05"), Decimal("0.01"), Decimal("0.005")


@dataclass(frozen=True)
class Credibility:
    """A grade with what was asked and answered."""

    grade: Grade
    answers: tuple[tuple[str, str], ...]
    """Question and answer; an answer that costs a level begins with a minus."""

    @property
    def holds(self) -> bool:
        """Whether the difference is credible enough to divide a verdict."""
        return GRADES.index(self.grade) >= GRADES.index("moderate")


def credibility(lines: Iterable[Line]) -> Credibility | None:
    """The credibility of what voting findings on a modification say; None without any."""
    found = [
        (line, line.finding)
        for line in lines
        if line.votes and isinstance(line.finding, Modification)
    ]
    if not found:
        return None
    answers = tuple(_answers(found))
    lost = sum(len(answer) - len(answer.lstrip("-")) for _, answer in answers)
    return Credibility(GRADES[max(0, len(GRADES) - 1 - lost)], answers)


def _answers(found: list[tuple[Line, Modification]]) -> Iterator[tuple[str, str]]:
    findings = [finding for _, finding in found]
    tested = sum(one.tested == "interaction" for one in findings)
    yield "tested?", f"in {tested} of {len(findings)}" if tested else "-no test is described"
    within = any(one.compared == "within-study" for one in findings)
    yield "compared within studies?", "yes" if within else "-no, between studies only"
    side = _side(found)
    yield "chance?", _chance([finding for _, finding in side])
    again = len({line.unit for line, _ in side})
    yield "found again?", f"{again} data sets" if again > 1 else "-no, in one data set"
    foreseen = any(one.predicted == "yes" or one.prespecified == "yes" for one in findings)
    yield "said beforehand?", "yes" if foreseen else "-not that we know"
    looks = max((one.modifiers_tested or 0 for one in findings), default=0)
    many = looks > MANY_MODIFIERS.value
    yield "how many looks?", f"-{looks} modifiers tried" if many else str(looks or "not told")


def _side(found: list[tuple[Line, Modification]]) -> list[tuple[Line, Modification]]:
    """Those that found the difference the way in which more data sets did; all if none did."""
    ways = [
        [one for one in found if one[0].direction == way] for way in ("supports", "contradicts")
    ]
    return max(ways, key=lambda some: len({line.unit for line, _ in some})) or found


def _chance(findings: list[Modification]) -> str:
    ps = [one.effect.p for one in findings if one.effect and one.effect.p is not None]
    if not ps:
        return "-no p is printed"
    best = min(map(_at_most, ps))
    if best > _LIKELY:
        return f"--very likely, p = {best}"
    if best > _MAY:
        return f"-likely, p = {best}"
    return f"may not be, p = {best}" if best > _UNLIKELY else f"unlikely, p = {best}"


def _at_most(p: Decimal | str) -> Decimal:
    """A p as printed; of one that is only said to be above a bound, the most it can be."""
    if isinstance(p, Decimal):
        return p
    return Decimal(1) if p.startswith(">") else Decimal(p.lstrip("< "))
