"""tiebeam query."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import PROBLEMS, WRONG_USE, Out, Root, out_folder


class Table(StrEnum):
    """Formats of a result table."""

    csv = "csv"
    json = "json"
    tsv = "tsv"
    xml = "xml"


Query = Annotated[
    str | None, typer.Argument(help="A file, a named query, or - for standard input.")
]
Format = Annotated[Table, typer.Option("--format", help="Format of a table; graphs are Turtle.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", help="Parameter of a named query, as concept=concept/Loneliness."),
]


def query(
    what: Query = None,
    given: Sets = None,
    table: Format = Table.csv,
    root: Root = Path(),
    out: Out = None,
) -> None:
    """Ask the current snapshot in SPARQL; without a query, list the named ones.

    Example: tiebeam query claims-about --set concept=concept/Loneliness
    """
    from kg.dataset import BadQuery

    try:
        _run(what, given or [], table, out_folder(root, out))
    except BadQuery as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None


def _run(what: str | None, given: list[str], table: Table, folder: Path) -> None:
    from kg.dataset import BadQuery, NamedQuery, ask, named_queries, read_query, substitutions
    from kg.snapshot import current

    if what is None:
        for one in named_queries().values():
            typer.echo(f"{one.name}: {one.title}")
        return
    found = read_query(what, sys.stdin.read() if what == "-" else None)
    pairs = dict(_pair(text) for text in given)
    if isinstance(found, NamedQuery):
        text, bound = found.text, substitutions(found, pairs)
    elif pairs:
        raise BadQuery("--set goes with a named query; write the value into your own")
    else:
        text, bound = found, {}
    snapshot = current(folder)
    if snapshot is None:
        typer.echo(f"there is no snapshot in {folder}; run tiebeam build first", err=True)
        raise typer.Exit(PROBLEMS)
    sys.stdout.buffer.write(ask(snapshot, text, table.value, bound))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().removeprefix("?"), value.strip()
