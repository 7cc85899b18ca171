"""tiebeam suggest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.check import check_files, input_files
from kg.cli.options import PROBLEMS, WRONG_USE, Root, print_problems

Claim = Annotated[
    str | None, typer.Argument(help="Id of the claim to find evidence for; all claims without it.")
]


def suggest(claim: Claim = None, root: Root = Path()) -> None:
    """Find findings that fall under a claim and do not bear on it; a person decides.

    Example: tiebeam suggest ties-lower-distress
    """
    from kg.suggest import suggestions

    base, report = check_files(input_files(root))
    if not report.good:
        print_problems(report.problems)
        typer.echo("nothing suggested: mend the problems of the base first")
        raise typer.Exit(PROBLEMS)
    if claim is not None and claim not in base.claims:
        typer.echo(f"there is no claim {claim}; name one of evidence/claims/ by its id", err=True)
        raise typer.Exit(WRONG_USE)
    found = [one for one in suggestions(base) if claim in {None, one.claim}]
    for one in found:
        typer.echo(str(one))
    looked = f"{report.checked.findings} findings, {1 if claim else report.checked.claims} claims"
    typer.echo(f"compared {looked}; {len(found)} suggestions")
