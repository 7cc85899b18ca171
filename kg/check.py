"""The checking pipeline: files to base and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kg.designs import designs_of
from kg.individuals import read_individuals
from kg.instruments import instruments_of
from kg.lint.rule import lint_rules
from kg.lint.run import lint
from kg.mappings import mappings_of
from kg.read.base import Base, base_of
from kg.read.files import GUIDE, evidence_files, sort_out
from kg.read.release import is_release, read_releases
from kg.report import Checked, Problem, Report
from kg.rules.catalogue import RULES
from kg.rules.run import run
from kg.terms import read_terms

Files = Mapping[str, bytes]
"""Input files by path from the root."""


def input_files(root: Path) -> dict[str, bytes]:
    """The ontology and everything among the records below a root, in order of name."""
    found = sorted(path for path in root.glob("ontology/*.ttl") if path.is_file())
    ontology = {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
    return dict(evidence_files(root)) | ontology


def is_input(file: str) -> bool:
    """Whether a path from the root is that of an input file."""
    top, _, name = file.partition("/")
    if top == "ontology":
        return name.endswith(".ttl") and "/" not in name
    hidden = any(part.startswith(".") for part in name.split("/"))
    return top == "evidence" and not hidden and file != GUIDE


def check_files(files: Files) -> tuple[Base, Report]:
    """Read and check everything; all problems come back at once, in order of place."""
    terms, problems = read_terms(_below(files, "ontology/"))
    evidence = _below(files, "evidence/")
    tables = {file: data for file, data in evidence.items() if is_release(file)}
    records, misplaced = sort_out({f: evidence[f] for f in evidence if f not in tables})
    base, found = base_of(records.items(), terms)
    releases, wrong = read_releases(tables)
    base = replace(_with_individuals(base, files), releases=releases)
    problems += misplaced + found + wrong
    explained = 0
    if not any(problem.rule == "turtle" for problem in problems):
        found, explained = run(base)
        problems += found
        problems += lint(_below(files, "ontology/"))
    checked = _checked(files, base)
    if not records:
        what, mend = "no record was found", "check the path and the working directory"
        problems.append(Problem("evidence", 1, 1, "nothing-checked", "", what, mend))
    return base, Report(tuple(sorted(set(problems))), checked, explained)


def _with_individuals(base: Base, files: Files) -> Base:
    individuals = read_individuals(_below(files, "ontology/"))
    instruments, designs = instruments_of(individuals), designs_of(individuals)
    mappings = mappings_of(individuals)
    return replace(base, instruments=instruments, designs=designs, mappings=mappings)


def _below(files: Files, folder: str) -> Files:
    return {file: data for file, data in files.items() if file.startswith(folder)}


def _checked(files: Files, base: Base) -> Checked:
    return Checked(
        files=len(files),
        studies=len(base.studies),
        claims=len(base.claims),
        datasets=len(base.datasets),
        findings=sum(1 for _ in base.findings()),
        concepts=len(base.terms.concepts),
        rules=len(RULES) + len(lint_rules()),
    )
