"""tiebeam release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.check import check_files, input_files
from kg.cli.options import PROBLEMS, WRONG_USE, Root, print_problems
from kg.read.release import FOLDER, release_text

Day = Annotated[str, typer.Argument(help="The day of the release, as 2026-12-01.")]


def release(day: Day, root: Root = Path()) -> None:
    """Write down what is known of each claim, so that later evidence can be set against it.

    Example: tiebeam release 2026-12-01
    """
    from kg.assess.release import release_of

    base, report = check_files(input_files(root))
    if not report.good:
        print_problems(report.problems)
        typer.echo("nothing released: mend the problems of the base first")
        raise typer.Exit(PROBLEMS)
    file = root / FOLDER / f"{day}.csv"
    if file.exists():
        typer.echo(f"{file} is there already; a release is never written anew", err=True)
        raise typer.Exit(WRONG_USE)
    try:
        text = release_text(release_of(base, day))
    except ValueError:
        typer.echo(f"{day!r} is no day; write it as 2026-12-01", err=True)
        raise typer.Exit(WRONG_USE) from None
    file.parent.mkdir(exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(text)
    part.replace(file)
    typer.echo(f"wrote {file}; commit it, and never change it")
