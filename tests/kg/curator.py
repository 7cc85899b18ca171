"""What tests of tiebeam new share: the command as a curator runs it, and what it leaves."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from kg.cli.app import create_cli
from kg.read.base import FOLDERS, read_record
from kg.terms import Terms, read_terms


def run_new(root: Path, *arguments: str, stdin: str = "") -> Result:
    command, *rest = arguments
    return CliRunner().invoke(
        create_cli(), ["new", command, "--root", str(root), *rest], input=stdin
    )


def problems_of(root: Path, file: str) -> list[str]:
    """What reading the record tells; the rules on the whole base run where it is whole."""
    _, _, problems = read_record(file, (root / file).read_bytes(), FOLDERS[file.split("/")[1]])
    return [f"{one.rule} {one.field}" for one in problems]


def files_below(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def terms_of(root: Path) -> Terms:
    terms, _ = read_terms({p.name: p.read_bytes() for p in root.glob("ontology/*.ttl")})
    return terms
