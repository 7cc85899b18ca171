"""What a check can do beyond the rules: compile the base for its shapes, and reason over it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.assess.assessment import assess_all
from kg.assess.triples import assessment_triples
from kg.check import Files
from kg.compile.graphs import Graphs, compile_base, ordered
from kg.read.base import Base
from kg.reason import Reasoned, reason
from kg.report import Problem
from kg.shapes.check import shape_problems


def compiled(base: Base, files: Files) -> Graphs:
    """The asserted graphs of a sound base."""
    return compile_base(base, {f: data for f, data in files.items() if f.endswith(".ttl")})


def shaped(base: Base, files: Files, scope: Iterable[str]) -> list[Problem]:
    """What breaks a shape in the files asked for, with all that the build would add."""
    graphs = compiled(base, files)
    graphs["assessment"] = ordered(assessment_triples(base, assess_all(base).values()))
    wanted = set(scope)
    return [one for one in shape_problems(files, base, graphs) if one.file in wanted]


def reasoned(base: Base, files: Files) -> Reasoned:
    """Whether all that counts is consistent."""
    return reason(compiled(base, files), files, base)
