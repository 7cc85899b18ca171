"""tiebeam schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.check import check_files, input_files
from kg.cli.options import PROBLEMS, Root, print_problems

Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the schemas; .cache/schema below the root without it."),
]


def schema(root: Root = Path(), out: Out = None) -> None:
    """Write JSON Schemas with which an editor completes and checks records.

    Once they are there, tiebeam check keeps those in .cache/schema up to date.

    Example: tiebeam schema --out /tmp/schema
    """
    from kg.curate.schema import FOLDER, write

    base, report = check_files(input_files(root))
    if not report.good:
        print_problems(report.problems)
        typer.echo("nothing written: mend the problems of the base first")
        raise typer.Exit(PROBLEMS)
    folder = out if out is not None else root / FOLDER
    written = write(base, folder)
    for path in written:
        typer.echo(f"wrote {path}")
    if not written:
        typer.echo(f"the schemas in {folder} are up to date")
