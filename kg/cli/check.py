"""tiebeam check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.check import Files, check_files, input_files
from kg.cli.options import PROBLEMS, WRONG_USE, Root, print_problems, progress
from kg.compile.graphs import compile_base
from kg.curate.formatting import unformatted
from kg.curate.schema import refresh
from kg.read.base import Base
from kg.reason import reason as reason_over
from kg.report import Report

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Report only on these files and folders; everything is read all the same."),
]


Reason = Annotated[
    bool,
    typer.Option(
        "--reason",
        help="Let HermiT decide whether ontology and all records that count hold together.",
    ),
]


def check(paths: Paths = None, root: Root = Path(), *, reason: Reason = False) -> None:
    """Check ontology and evidence; exit 1 where a problem is found, a warning too.

    Example: tiebeam check evidence/studies/rueger-2016.yaml
    """
    chosen = [_below(root, path) for path in paths or ()]
    files = input_files(root)
    for path in chosen:
        if not any(_covers(path, file) for file in files):
            typer.echo(
                f"{path}:1:1: nothing-checked: no record is there; "
                "check the path; records end in .yaml, the ontology in .ttl"
            )
            raise typer.Exit(PROBLEMS)
    base, report = check_files(files)
    if report.good:
        refresh(base, root)
    shown = _only(report, chosen)
    named = {f: data for f, data in files.items() if any(_covers(path, f) for path in chosen)}
    shown = Report(tuple(sorted([*shown.problems, *unformatted(named)])), shown.checked)
    print_problems(shown.problems)
    explained = f", {report.explained} warnings explained" if report.explained else ""
    more = "; tiebeam explain RULE says more of a rule" if shown.problems else ""
    typer.echo(f"{report.checked}; {len(shown.problems)} problems{explained}{more}")
    sound = _hold_together(base, report, files) if reason else True
    if shown.problems or not sound:
        raise typer.Exit(PROBLEMS)


def _hold_together(base: Base, report: Report, files: Files) -> bool:
    """Reason over everything and say so; a clash is told wherever it lies."""
    if not report.good:
        typer.echo("not reasoned over: mend the problems of the base first")
        return False
    with progress() as tell:
        tell("reasoning with HermiT")
        graphs = compile_base(base, {f: data for f, data in files.items() if f.endswith(".ttl")})
        reasoned = reason_over(graphs, files, base)
    print_problems(reasoned.problems)
    typer.echo(str(reasoned))
    return not reasoned.problems


def _below(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except (ValueError, RuntimeError):  # RuntimeError: links that lead back to themselves
        typer.echo(f"{path} does not lie below {root}; name files of this base", err=True)
        raise typer.Exit(WRONG_USE) from None


def _covers(path: str, file: str) -> bool:
    return path in {".", file} or file.startswith(f"{path}/")


def _only(report: Report, chosen: list[str]) -> Report:
    if not chosen:
        return report
    kept = (p for p in report.problems if any(_covers(path, p.file) for path in chosen))
    return Report(tuple(kept), report.checked, report.explained)
