"""tiebeam check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.check import check_files, input_files
from kg.cli.options import PROBLEMS, WRONG_USE, Root, print_problems
from kg.report import Report

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Report only on these files and folders; everything is read all the same."),
]


def check(paths: Paths = None, root: Root = Path()) -> None:
    """Check ontology and evidence; exit 1 where a problem is found.

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
    _, report = check_files(files)
    report = _only(report, chosen)
    print_problems(report.problems)
    typer.echo(f"{report.checked}; {len(report.problems)} problems")
    if not report.good:
        raise typer.Exit(PROBLEMS)


def _below(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        typer.echo(f"{path} does not lie below {root}; name files of this base", err=True)
        raise typer.Exit(WRONG_USE) from None


def _covers(path: str, file: str) -> bool:
    return path in {".", file} or file.startswith(f"{path}/")


def _only(report: Report, chosen: list[str]) -> Report:
    if not chosen:
        return report
    kept = (p for p in report.problems if any(_covers(path, p.file) for path in chosen))
    return Report(tuple(kept), report.checked)
