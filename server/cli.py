"""tiebeam: the commands of kg, and serve."""

from __future__ import annotations

from kg.cli.app import create_cli


def main() -> None:
    """Entry of the console script."""
    create_cli()()
