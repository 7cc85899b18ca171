"""tiebeam check."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.check import check_folder, report_of
from kg.cli.options import PROBLEMS, WRONG_USE, Root, print_problems, progress_bar
from kg.forms import as_annotations, as_json
from kg.keep import SCHEMAS
from kg.recheck import Recheck, Tell
from kg.report import Problem, Report
from kg.revision import NoRevision, files_at, folder_in_repository, forked_from

_RULED = ("syntax", "schema", "references", "terms", "numbers", "consistency")
_LAYOUT, _SHAPES, _REASONING = "layout", "shapes", "reasoning"
MOST = 500
"""Records whose layout is looked at; some milliseconds each, too many for a whole large base."""
MANY = 1_000
"""Records of a base whose shapes are checked unasked: some seconds; of a larger one minutes."""


class Form(StrEnum):
    """Forms of a report."""

    text = "text"
    json = "json"
    github = "github"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Report only on these files and folders; everything is read all the same."),
]
Changed = Annotated[
    str | None,
    typer.Option(
        metavar="REF",
        help="Report only on files that differ from where HEAD left this revision of git, "
        "uncommitted ones too, and on problems that were not there then.",
    ),
]
Format = Annotated[Form, typer.Option("--format", help="Form of the report.")]
Shapes = Annotated[
    bool | None,
    typer.Option(
        "--shapes/--no-shapes",
        help=f"Check the compiled graph as well, as a build does. Without either it is done for "
        f"files that are named or changed, in a base of up to {MANY:,} records.",
    ),
]
Reason = Annotated[
    bool,
    typer.Option(
        "--reason",
        help="Let HermiT decide whether ontology and all records that count hold together.",
    ),
]

Cache = Annotated[
    bool, typer.Option("--cache/--no-cache", help="Take up where the last check ended.")
]


@dataclass
class _Outcome:
    """What is to be told."""

    done: Recheck
    whole: Report
    shown: tuple[Problem, ...]
    scope: frozenset[str] | None
    """The files asked for, if not all."""
    stages: list[str] = field(default_factory=lambda: list(_RULED))
    skipped: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def add(self, problems: Iterable[Problem]) -> None:
        self.shown = tuple(sorted({*self.shown, *problems}))


def check(  # noqa: PLR0913  # the options of a command
    paths: Paths = None,
    changed: Changed = None,
    form: Format = Form.text,
    root: Root = Path(),
    *,
    shapes: Shapes = None,
    reason: Reason = False,
    cache: Cache = True,
) -> None:
    """Check ontology and evidence; exit 1 where a problem is found, a warning too.

    Example: tiebeam check evidence/studies/rueger-2016.yaml
    """
    chosen = [_below(root, path) for path in paths or ()]
    with progress_bar() as tell:
        done = check_folder(root, tell, kept=cache)
        gc.freeze()  # a large base need not be searched for rings, now or at the end
        outcome = _ruled(root, done, chosen, changed)
        _lay(outcome)
        few = outcome.scope is not None and len(done.records) <= MANY
        _shape(outcome, tell, wanted=few if shapes is None else shapes)
        _reason(outcome, tell, wanted=reason)
    _tell(outcome, form, root)
    if outcome.shown or (reason and _REASONING in outcome.skipped):
        raise typer.Exit(PROBLEMS)


def _ruled(root: Path, done: Recheck, chosen: list[str], changed: str | None) -> _Outcome:
    """What the rules found, so far as it was asked for."""
    files, report = done.files, report_of(done)
    if report.good and (root / SCHEMAS).is_dir():
        from kg.curate.schema import refresh

        refresh(done.base, root)
    nothing = [_nothing(path) for path in chosen if not any(_covers(path, f) for f in files)]
    shown = [problem for problem in report.problems if _asked(chosen, problem.file)]
    scope = {file for file in files if _asked(chosen, file)}
    if changed is not None:
        differing, shown = _since(root, changed, done, shown)
        scope &= differing
    limited = bool(chosen) or changed is not None
    outcome = _Outcome(done, report, (), frozenset(scope) if limited else None)
    outcome.add([*nothing, *shown])
    return outcome


def _lay(outcome: _Outcome) -> None:
    """Layout of the records asked for, where they are not too many."""
    records = sorted((outcome.scope or frozenset()) & outcome.done.records.keys())
    if outcome.scope is None or len(records) > MOST:
        outcome.skipped.append(_LAYOUT)
        return
    from kg.curate.formatting import unformatted

    outcome.add(unformatted({file: outcome.done.files[file] for file in records}))
    outcome.stages.append(_LAYOUT)


def _since(
    root: Path, ref: str, done: Recheck, problems: list[Problem]
) -> tuple[set[str], list[Problem]]:
    """Files that differ from a revision; problems in them, and others that it did not have."""
    files = done.files
    try:
        before = files_at(root, forked_from(root, ref), files)
    except NoRevision as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None
    differing = {f for f in {*before, *files} if before.get(f) != files.get(f)}
    if all(problem.file in differing for problem in problems):
        return differing, problems
    had = set(report_of(Recheck(before, done.state)).problems)
    return differing, [one for one in problems if one.file in differing or one not in had]


def _shape(outcome: _Outcome, tell: Tell, *, wanted: bool) -> None:
    """Shapes of what was asked for, where the base is sound enough to be compiled."""
    if not wanted or not outcome.whole.good:
        outcome.skipped.append(_SHAPES)
        return
    from kg.stages import shaped

    tell("checking shapes", 0, 0)
    files = outcome.done.files
    scope = files if outcome.scope is None else outcome.scope
    outcome.add(shaped(outcome.done.base, files, scope))
    outcome.stages.append(_SHAPES)


def _reason(outcome: _Outcome, tell: Tell, *, wanted: bool) -> None:
    """Reason over everything and say so; a clash is told wherever it lies."""
    if wanted and outcome.whole.good:
        from kg.stages import reasoned

        tell("reasoning with HermiT", 0, 0)
        found = reasoned(outcome.done.base, outcome.done.files)
        outcome.add(found.problems)
        outcome.stages.append(_REASONING)
        outcome.said.append(str(found))
        return
    outcome.skipped.append(_REASONING)
    if wanted:
        outcome.said.append("not reasoned over: mend the problems of the base first")


def _tell(outcome: _Outcome, form: Form, root: Path) -> None:
    report = replace(outcome.whole, problems=outcome.shown)
    if form is Form.json:
        typer.echo(as_json(report, outcome.stages, outcome.skipped))
    elif form is Form.github:
        for line in as_annotations(report.problems, folder_in_repository(root)):
            typer.echo(line)
    else:
        print_problems(report.problems)
        skipped = f"; not run: {', '.join(outcome.skipped)}" if outcome.skipped else ""
        typer.echo(f"stages: {', '.join(outcome.stages)}{skipped}")
        more = "; tiebeam explain RULE says more of a rule" if report.problems else ""
        for line in (f"{report}{more}", *outcome.said):
            typer.echo(line)


def _nothing(path: str) -> Problem:
    mend = "check the path; records end in .yaml, the ontology in .ttl"
    return Problem(path, 1, 1, "nothing-checked", "", "no record is there", mend)


def _below(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except (ValueError, RuntimeError):  # RuntimeError: links that lead back to themselves
        typer.echo(f"{path} does not lie below {root}; name files of this base", err=True)
        raise typer.Exit(WRONG_USE) from None


def _asked(chosen: list[str], file: str) -> bool:
    return not chosen or any(_covers(path, file) for path in chosen)


def _covers(path: str, file: str) -> bool:
    return path in {".", file} or file.startswith(f"{path}/")
