"""A p-value agrees with the interval or standard error beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg.read.base import Base
from kg.records.effect import Effect
from kg.rules.example import RETRACTED
from kg.rules.rule import Change, Fault, Rule
from kg.rules.scale import NORMAL, Interval, Range, bounds, half_unit, interval, printed

_SLACK, _SHARE = 0.5, 0.2
"""How far two tests of one figure (Wald, likelihood ratio, t) may differ: in z, and per z."""
_LEAST = 1e-15


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        effect = finding.effect
        if effect is None or effect.p is None:
            continue
        what = _against_interval(effect) or _against_z(effect)
        if what:
            mend = "compare p, figures and ci_level with the paper"
            yield Fault(entry, ("findings", index, "effect", "p"), what, mend)


def _against_interval(effect: Effect) -> str | None:
    """Whether p and interval fall on different sides of the interval's level."""
    found, p = interval(effect), _p(effect)
    if found is None or p is None:
        return None
    alpha = (100 - effect.ci_level) / 100
    if (found.low.low > 0 or found.high.high < 0) and p.low >= alpha:
        return f"p {_words(effect)}, yet {bounds(effect)} excludes no effect"
    if found.low.high < 0 < found.high.low and p.high <= alpha:
        return f"p {_words(effect)}, yet {bounds(effect)} includes no effect"
    return None


def _against_z(effect: Effect) -> str | None:
    """Whether p is far from what estimate and standard error give."""
    z, p = _z(effect), _p(effect)
    if z is None or p is None:
        return None
    least, most = (_z_of(edge) for edge in (p.high, p.low))
    slack = _SLACK + _SHARE * z.high
    if z.high + slack < least or z.low - slack > most:
        about = 2 * (1 - NORMAL.cdf(z.middle))
        return f"p {_words(effect)}, yet estimate and spread give about {about:.1g}"
    return None


def _p(effect: Effect) -> Range | None:
    """The values that p may have, by its rounding or its bound."""
    if isinstance(effect.p, Decimal):
        half = half_unit(effect.p)
        if not 0 <= effect.p <= 1:
            return None
        return Range(max(0.0, float(effect.p) - half), min(1.0, float(effect.p) + half))
    text = str(effect.p)
    bound = float(text[1:])
    return Range(0, bound) if text[0] == "<" else Range(bound, 1)


def _z(effect: Effect) -> Range | None:
    """How many standard errors the estimate lies from no effect, by the rounding of print."""
    found = interval(effect)
    estimate = printed(effect, effect.value) if effect.value is not None else None
    if found is not None:
        estimate = estimate or found.middle
        return _ratio(estimate, _se(found))
    if estimate is None or effect.se is None or effect.se <= 0:
        return None
    half = half_unit(effect.se)
    return _ratio(estimate, Range(float(effect.se) - half, float(effect.se) + half))


def _se(found: Interval) -> Range:
    return Range((found.high.low - found.low.high) / (2 * found.z), found.se_most)


def _ratio(estimate: Range, se: Range) -> Range | None:
    if se.low <= 0:
        return None
    near = max(0.0, estimate.low, -estimate.high)
    return Range(near / se.high, max(abs(estimate.low), abs(estimate.high)) / se.low)


def _z_of(p: float) -> float:
    return NORMAL.inv_cdf(1 - max(p, _LEAST) / 2)


def _words(effect: Effect) -> str:
    return f"= {effect.p}" if isinstance(effect.p, Decimal) else f"{effect.p}"


RULE = Rule(
    id="p-agrees",
    problem="A p-value does not fit the interval or standard error beside it.",
    why="The three say the same thing; where they differ, one was misread or is of another test.",
    mend="Compare p, figures and ci_level with the paper; tests may differ a little.",
    passes=Change(RETRACTED, "ci: [0.10, 0.48]", "ci: [-0.01, 0.55], ci_level: 99, p: 0.014"),
    fails=Change(RETRACTED, "ci: [0.10, 0.48]", "ci: [0.10, 0.48], p: 0.35"),
    check=check,
    reach="record",
    severity="warning",
)
