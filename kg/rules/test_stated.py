"""A difference between groups says whether it was tested."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.read.base import Base
from kg.read.document import Path
from kg.records.effect import Effect
from kg.records.finding import Comparison, Contrast, Finding, Modification
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule

_ROWS_ONLY = frozenset({"strata-only", "side-by-side"})
_TESTS = frozenset({"interaction", "difference"})
_INTERACTION = re.compile(r"\binteract(s|ed|ion|ions)?\b", re.IGNORECASE)
_NO_TEST = re.compile(r"\b(not tested|without (a )?test|no test|untested)\b", re.IGNORECASE)


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        if isinstance(finding, Contrast | Comparison | Modification):
            for path, what, mend in (*_unsaid(finding), *_words(finding)):
                yield Fault(entry, ("findings", index, *path), what, mend)


def _unsaid(finding: Finding) -> Iterator[tuple[Path, str, str]]:
    if not isinstance(finding, Contrast) or finding.tested or finding.result == "unclear":
        return
    if not _has_test(finding.effect):
        mend = "write tested: difference, not-described or side-by-side"
        yield (), "compares groups and does not say whether the difference was tested", mend


def _words(finding: Contrast | Comparison | Modification) -> Iterator[tuple[Path, str, str]]:
    """Where `tested` says one thing, and the figure or the words of the record another."""
    text = f"{finding.summary} {finding.note or ''}"
    denied = _NO_TEST.search(text)
    if finding.tested in _ROWS_ONLY and not denied:
        told = "a p or an interval" if _has_test(finding.effect) else ""
        told = told or ("an interaction" if _INTERACTION.search(text) else "")
        if told:
            mend = "correct tested, or say in note that no test was made"
            yield ("tested",), f"{finding.tested}, yet the record tells of {told}", mend
    if finding.tested in _TESTS and denied:
        what = f"{finding.tested}, yet the record says {denied[0]!r}"
        yield ("tested",), what, "correct tested or the words"


def _has_test(effect: Effect | None) -> bool:
    return effect is not None and (effect.p or effect.ci or effect.se) is not None


RULE = Rule(
    id="test-stated",
    problem="A difference between groups does not say whether it was tested, or says both.",
    why="Two rows that look unlike are no difference; readers must see which of the two it is.",
    mend="Write in tested what the source did; agree with it in figures and words.",
    passes=Change(STUDY, "    tested: difference\n", "    effect: {measure: md, p: <0.001}\n"),
    fails=Change(STUDY, "    tested: difference\n", ""),
    check=check,
    reach="record",
    severity="warning",
)
