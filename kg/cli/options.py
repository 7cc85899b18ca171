"""Options that several commands share, and how commands speak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kg.recheck import Tell
from kg.report import Problem

Root = Annotated[
    Path,
    typer.Option(
        help="Folder that holds ontology/ and evidence/.",
        envvar="TIEBEAM_ROOT",
        file_okay=False,
        exists=True,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder for snapshots; snapshots/ below the root where it is not given.",
        envvar="TIEBEAM_OUT",
        file_okay=False,
    ),
]
GOOD, PROBLEMS, WRONG_USE = 0, 1, 2
"""Exit codes of every command."""


def out_folder(root: Path, out: Path | None) -> Path:
    return out if out is not None else root / "snapshots"


def print_problems(problems: Iterable[Problem]) -> None:
    """One problem a line, on standard output."""
    for problem in problems:
        typer.echo(str(problem))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tells what is being done where a person waits; silent when piped."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield status.update


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """Shows how far it is, where the output is a terminal; silent when piped."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("reading", total=None)

        def tell(what: str, done: int, total: int) -> None:
            shown.update(task, description=what, completed=done, total=total or None)

        yield tell
