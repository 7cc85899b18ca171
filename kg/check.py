"""The checking pipeline: files to base and report."""

from __future__ import annotations

from pathlib import Path

from kg.keep import Keep
from kg.known import State
from kg.lint.rule import lint_rules
from kg.read.base import Base
from kg.read.files import GUIDES, evidence_files
from kg.recheck import Files, Recheck, Tell, without_collecting
from kg.report import Problem, Report
from kg.rules.catalogue import RULES

__all__ = ["Files", "check_files", "check_folder", "input_files", "is_input", "report_of"]


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
    return top == "evidence" and not hidden and file not in GUIDES


def check_files(files: Files) -> tuple[Base, Report]:
    """Read and check everything; all problems come back at once, in order of place."""
    done = Recheck(files, State())
    return done.base, report_of(done)


def check_folder(root: Path, tell: Tell = lambda *_: None, *, kept: bool = True) -> Recheck:
    """Check what is below a root, helped by what the last check there kept, unless told not to."""
    keep = Keep(root)
    with without_collecting():
        before = keep.read() if kept else State()
        done = Recheck(input_files(root), before, tell)
        if kept:
            keep.write(done.state, before)
    return done


def report_of(done: Recheck) -> Report:
    """All problems that a check found, and what it checked."""
    concepts, rules = len(done.terms.concepts), len(RULES) + len(lint_rules())
    problems = done.state.problems
    if not done.records:
        what, mend = "no record was found", "check the path and the working directory"
        problems = (Problem("evidence", 1, 1, "nothing-checked", "", what, mend), *problems)
    checked = done.state.checked(len(done.files), concepts, rules)
    return Report(tuple(sorted(problems)), checked, done.state.explained)
