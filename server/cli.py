"""tiebeam: the commands of kg, and serve."""

from __future__ import annotations

from kg.cli.app import create_cli
from server.serve import serve


def main() -> None:
    """Entry of the console script."""
    app = create_cli()
    app.command()(serve)
    app()
