"""Figures, counts and reasons stand where the contribution has them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.base import Base
from kg.read.document import Path
from kg.records.finding import Comparison, Finding, Mediation, Modification
from kg.rules.example import STUDY
from kg.rules.rule import Change, Fault, Rule


def check(base: Base) -> Iterator[Fault]:
    for entry, index, finding in base.findings():
        for path, what, mend in (*_contribution(finding), *_start(finding)):
            yield Fault(entry, ("findings", index, *path), what, mend)
    for entry in base.studies.values():
        if bool(entry.record.findings) == bool(entry.record.no_findings):
            what = "holds findings and a reason for none" if entry.record.findings else "no finding"
            yield Fault(entry, (), what, "write findings, or no_findings with the reason")


def _contribution(finding: Finding) -> Iterator[tuple[Path, str, str]]:
    if (finding.tally is not None) != (finding.contributes == "tally"):
        yield (), "tally and contributes do not agree", "write both: contributes: tally, tally: ..."
    if finding.effect is not None and finding.contributes in {"theme", "argument"}:
        mend = "contributes: estimate, or take the effect out"
        yield ("effect",), f"a {finding.contributes} has no figure", mend
    effect = finding.effect
    if effect is not None and not {effect.value, effect.ci, effect.se, effect.p} - {None}:
        yield (
            ("effect",),
            "an effect without any figure",
            "write value, ci, se or p, or take it out",
        )


def _start(finding: Finding) -> Iterator[tuple[Path, str, str]]:
    if isinstance(finding, Mediation | Modification) and (
        bool(finding.exposure) == bool(finding.between)
    ):
        mend = "give exposure or between, not both"
        yield (), f"a {finding.kind} is of one link or one difference between groups", mend
    if isinstance(finding, Comparison) and not (finding.against or finding.against_outcome):
        mend = "give against, against_outcome or both"
        yield (), "a comparison sets one link against another", mend


RULE = Rule(
    id="contribution-fits",
    problem="A figure under a theme, an empty effect, a count without its word, no findings.",
    why="Themes and arguments never vote; a count is not an estimate.",
    mend="Make contributes, effect and tally agree; a study without findings says why.",
    passes=Change(
        STUDY,
        "    result: more\n",
        "    result: more\n    contributes: tally\n    tally: {agree: 3, of: 4}\n",
    ),
    fails=Change(STUDY, "    result: lower\n", "    result: lower\n    contributes: theme\n"),
    check=check,
    reach="record",
)
