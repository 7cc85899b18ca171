"""tiebeam explain."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import WRONG_USE, Root

if TYPE_CHECKING:
    from kg.explain import Example, Explanation

Rule = Annotated[str | None, typer.Argument(help="Id of a rule, as problems name it.")]


def explain(rule: Rule = None, root: Root = Path()) -> None:
    """Say what a rule finds, why, and how to mend it, with examples; list all without one.

    Example: tiebeam explain interval-brackets-value
    """
    from kg.compile.graphs import SHAPES
    from kg.explain import explanations

    shapes = root / SHAPES
    known = explanations({SHAPES: shapes.read_bytes()} if shapes.is_file() else {})
    if rule is None:
        _list(known)
        return
    found = next((one for one in known if one.id == rule), None)
    if found is None:
        close = get_close_matches(rule, [one.id for one in known], 1)
        hint = f"did you mean {close[0]}?" if close else "tiebeam explain lists all rules"
        typer.echo(f"there is no rule {rule}; {hint}", err=True)
        raise typer.Exit(WRONG_USE)
    typer.echo("\n".join(_text(found)))


def _list(known: Sequence[Explanation]) -> None:
    for sort, rules in groupby(known, lambda one: one.sort):
        typer.echo(f"{sort}:")
        for one in rules:
            severity = " (warning)" if one.severity == "warning" else ""
            typer.echo(f"  {one.id}{severity}: {one.problem}")


def _text(one: Explanation) -> list[str]:
    head = [f"{one.id} ({one.severity})", one.problem, "", f"Why: {one.why}", f"Mend: {one.mend}"]
    return head + [line for example in one.examples() for line in _example(example)]


def _example(example: Example) -> list[str]:
    lines = [f"  {line.mark} {line.number:>4}  {line.text}".rstrip() for line in example.lines]
    told = [f"  {message}" for message in example.says]
    return [
        "",
        f"{example.title}, {example.file}:",
        *lines,
        *([""] if lines and told else []),
        *told,
    ]
