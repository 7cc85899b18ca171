"""tiebeam fmt."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Annotated

import typer

from kg.check import input_files
from kg.cli.options import PROBLEMS, WRONG_USE, Root, print_problems, progress
from kg.curate.formatting import Unformatted, formatted, is_record, not_formatted
from kg.curate.storing import replace_file
from kg.report import Problem

Paths = Annotated[
    list[Path] | None, typer.Argument(help="Records and folders; all records without it.")
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where it would.")]
Diff = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]


def fmt(
    paths: Paths = None, root: Root = Path(), *, check: Check = False, diff: Diff = False
) -> None:
    """Lay records out: fields in the order of the models, lines of 100 characters.

    Comments stay; lines that begin with #: are the help of a template, and go. A file that is
    not valid is left alone, and its problems are told.

    Example: tiebeam fmt evidence/studies/rueger-2016.yaml
    """
    files = _records(root, paths or [])
    changed, problems = _formatted(files)
    if diff:
        for file, new in changed.items():
            typer.echo(_diff(file, files[file], new), nl=False)
    if check:
        problems += [not_formatted(file, files[file], new) for file, new in changed.items()]
    if not (check or diff):
        for file, new in changed.items():
            replace_file(root / file, new)
            typer.echo(f"{file}: laid out anew")
    print_problems(sorted(problems))
    typer.echo(_summary(files, changed, written=not (check or diff)))
    if problems or (changed and (check or diff)):
        raise typer.Exit(PROBLEMS)


def _formatted(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:
    """The new form of each file that has another, and what keeps files from having one."""
    changed: dict[str, bytes] = {}
    problems: list[Problem] = []
    with progress() as tell:
        for number, (file, data) in enumerate(files.items(), 1):
            tell(f"record {number} of {len(files)}")
            try:
                new = formatted(file, data)
            except Unformatted as error:
                problems += error.problems
                continue
            if new != data:
                changed[file] = new
    return changed, problems


def _records(root: Path, paths: list[Path]) -> dict[str, bytes]:
    """The records below some paths. Ends the command where there is none."""
    found = {file: data for file, data in input_files(root).items() if is_record(file)}
    if not paths:
        chosen = found
    else:
        chosen = {}
        for path in paths:
            below = {file: data for file, data in found.items() if _covers(root, path, file)}
            if not below:
                mend = "name a file or folder below evidence/; records end in .yaml"
                typer.echo(f"{path}: no record is there; {mend}", err=True)
                raise typer.Exit(WRONG_USE)
            chosen |= below
    if not chosen:
        typer.echo(f"no record was found below {root}; check the working directory", err=True)
        raise typer.Exit(PROBLEMS)
    return chosen


def _covers(root: Path, path: Path, file: str) -> bool:
    return (root / file).resolve().is_relative_to(path.resolve())


def _diff(file: str, old: bytes, new: bytes) -> str:
    before, after = (data.decode().splitlines(keepends=True) for data in (old, new))
    return "".join(unified_diff(before, after, f"a/{file}", f"b/{file}"))


def _summary(files: Mapping[str, bytes], changed: Mapping[str, bytes], *, written: bool) -> str:
    verb = "laid out anew" if written else "would be laid out anew"
    return f"looked at {len(files)} records; {len(changed)} {verb}"
