"""tiebeam build."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.cli.options import PROBLEMS, Out, Root, out_folder, print_problems, progress


def build(root: Root = Path(), out: Out = None) -> None:
    """Check, reason over and weigh everything, and write a snapshot.

    Example: tiebeam build --out /tmp/snapshots
    """
    from kg.build import build as run

    with progress() as tell:
        built = run(root, out_folder(root, out), tell)
    print_problems(built.report.problems)
    typer.echo(str(built.report.checked))
    if built.snapshot is None:
        typer.echo(f"not built: {len(built.report.problems)} problems")
        raise typer.Exit(PROBLEMS)
    typer.echo(f"built snapshot {built.snapshot.id} with {built.snapshot.manifest['quads']} quads")
