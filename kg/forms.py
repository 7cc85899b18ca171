"""The forms of a report beside plain text: one JSON document, and annotations of a forge."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from kg.report import Problem, Report, printable

VERSION = 1
"""Of the JSON form. Keys may be added; one that goes or changes its meaning raises it."""


def as_json(report: Report, stages: Sequence[str], skipped: Sequence[str]) -> str:
    """One object: `version`, `good`, `checked`, `errors`, `warnings`, warnings that
    are `explained`, `stages` that ran, those `skipped`, and `problems`, each with all its fields;
    in ASCII."""
    document = {
        "version": VERSION,
        "good": report.good,
        "checked": asdict(report.checked),
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "explained": report.explained,
        "stages": list(stages),
        "skipped": list(skipped),
        "problems": [asdict(problem) for problem in report.problems],
    }
    return json.dumps(document, indent=2)


def as_annotations(problems: Sequence[Problem], below: str = "") -> Iterator[str]:
    """Workflow commands, one a problem; `below` is the base's folder from the repository's root."""
    for problem in problems:
        properties = {
            "file": below + problem.file,
            "line": problem.line,
            "col": problem.column,
            "title": problem.rule,
        }
        said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        field = f"{problem.field}: " if problem.field else ""
        yield f"::{problem.severity} {said}::{_data(f'{field}{problem.what}; {problem.mend}')}"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
