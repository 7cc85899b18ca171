"""The command-line program, without the server."""

from __future__ import annotations

import typer

from kg.cli.build import build
from kg.cli.check import check
from kg.cli.explain import explain
from kg.cli.fmt import fmt
from kg.cli.new import new_commands
from kg.cli.pool import pool
from kg.cli.query import query
from kg.cli.release import release
from kg.cli.schema import schema
from kg.cli.suggest import suggest


def create_cli() -> typer.Typer:
    """The commands of kg; the server adds its own."""
    app = typer.Typer(
        name="tiebeam",
        help="A knowledge graph and living evidence base on social ties and mental health.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for command in (check, explain, fmt, schema, build, query, suggest, release, pool):
        app.command()(command)
    app.add_typer(new_commands(), name="new")
    return app
