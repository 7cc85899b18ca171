"""Every rule that a problem can name: what it finds, why, how to mend it, and examples.

What a failing example is told is what the rule says of it when it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import chain

from kg.check import check_files
from kg.compile.graphs import SHAPES
from kg.curate.formatting import RULE as NOT_FORMATTED
from kg.curate.formatting import formatted, unformatted
from kg.lint.rule import LintRule, lint_rules, preamble
from kg.lint.run import lint
from kg.report import Problem, Severity
from kg.rules.catalogue import RULES
from kg.rules.example import EXAMPLE, STUDY, changed
from kg.rules.rule import Change, Rule
from kg.shapes.schema import SHAPE, Shape, read_schema

_CONTEXT = 3
_LINT_FILE = "ontology/example.ttl"


@dataclass(frozen=True)
class Line:
    """A line of an example: `>` marks what it is about, `-` what it lacks."""

    mark: str
    number: int
    text: str


@dataclass(frozen=True)
class Example:
    """Part of a file, and what the rule says of it."""

    title: str
    file: str
    lines: tuple[Line, ...]
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """One rule. `examples` runs it."""

    id: str
    sort: str
    problem: str
    why: str
    mend: str
    severity: Severity
    examples: Callable[[], tuple[Example, ...]] = tuple


def explanations(files: Mapping[str, bytes]) -> tuple[Explanation, ...]:
    """All rules, those of records first; of the files only the shapes are looked at."""
    return (
        *map(_record_rule, RULES),
        _layout_rule(),
        *map(_lint_rule, lint_rules()),
        *_build_rules(),
        *_shapes(files.get(SHAPES, b"")),
    )


def _record_rule(rule: Rule) -> Explanation:
    words = (rule.problem, rule.why, rule.mend, rule.severity)
    return Explanation(rule.id, "Records", *words, partial(_record_examples, rule))


@cache
def _record_examples(rule: Rule) -> tuple[Example, ...]:
    _, report = check_files(changed(rule.fails))
    passes = _of_change("This passes", rule.passes, ())
    return passes, _of_change("This fails", rule.fails, report.problems)


def _of_change(title: str, change: Change, problems: Iterable[Problem]) -> Example:
    before, after = EXAMPLE.get(change.file, ""), changed(change).get(change.file, b"").decode()
    file = change.file
    if not after:
        file = "a base without records" if file == "*" else f"a base without {file}"
    return Example(title, file, excerpt(before, after) if after else (), _says(problems))


def _says(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(map(str, problems))


def excerpt(before: str, after: str) -> tuple[Line, ...]:
    """The lines of `after` that differ from `before`, with some around them."""
    old, new = before.splitlines(), after.splitlines()
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT)
    return tuple(chain.from_iterable(_changes(group, old, new) for group in groups))


def _changes(
    group: Iterable[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[Line]:
    for kind, low, high, start, end in group:
        if kind == "delete":
            yield from (Line("-", number + 1, old[number]) for number in range(low, high))
        mark = " " if kind == "equal" else ">"
        yield from (Line(mark, number + 1, new[number]) for number in range(start, end))


def _layout_rule() -> Explanation:
    return Explanation(
        NOT_FORMATTED,
        "Records",
        "A record is not in the order and layout that all records share.",
        "In one layout a change shows as the lines that it changes, and nothing else.",
        "Run tiebeam fmt; it keeps comments and changes no meaning.",
        "warning",
        _layout_examples,
    )


@cache
def _layout_examples() -> tuple[Example, ...]:
    tidy = formatted(STUDY, EXAMPLE[STUDY].encode()).decode()
    passes = tidy.replace("year: 2020\n", "year: 2020  # of the printed version\n")
    fails = tidy.replace("year: 2020\n", "").replace("title:", "year: 2020\ntitle:", 1)
    told = _says(unformatted({STUDY: fails.encode()}))
    return (
        Example("This passes", STUDY, excerpt(tidy, passes)),
        Example("This fails", STUDY, excerpt(tidy, fails), told),
    )


def _lint_rule(rule: LintRule) -> Explanation:
    words = (rule.problem, rule.why, rule.solution, rule.severity)
    return Explanation(rule.id, "Ontology", *words, partial(_lint_examples, rule))


@cache
def _lint_examples(rule: LintRule) -> tuple[Example, ...]:
    told = _says(lint({_LINT_FILE: rule.fails.encode()}))
    return (
        Example("This passes", _LINT_FILE, excerpt(preamble(), rule.passes)),
        Example("This fails", _LINT_FILE, excerpt(preamble(), rule.fails), told),
    )


def _build_rules() -> tuple[Explanation, ...]:
    """What only a build looks at. They have no example: to break one takes a whole base."""
    return (
        Explanation(
            "consistent",
            "Build",
            "Ontology and records contradict each other, by HermiT.",
            "From a contradiction everything follows, so that no answer would mean anything.",
            "Look at the axioms that the message names, each with its place; one of them is wrong.",
            "error",
        ),
        Explanation(
            "one-graph",
            "Build",
            "One triple stands in two named graphs.",
            "A query over both graphs would count it twice.",
            "Let the compiler write it into the graph of one record.",
            "error",
        ),
        Explanation(
            "shapes",
            "Build",
            "The file of shapes cannot be used, or an engine would pass over part of it.",
            "A shape that nobody heeds finds nothing and looks as if all were well.",
            "Write the shape in the words of SHACL that the message allows.",
            "error",
        ),
    )


def _shapes(data: bytes) -> Iterator[Explanation]:
    """The shapes that tell something; each is its own example."""
    schema, _ = read_schema(SHAPES, data)
    for iri, shape in sorted(schema.shapes.items()):
        if shape.what:
            yield _shape(iri.removeprefix(SHAPE), shape, schema.text)


def _shape(name: str, shape: Shape, text: str) -> Explanation:
    return Explanation(
        f"shape-{name}",
        "Graph",
        f"{_upper(shape.what)}.",
        "Every query over the graph may count on what the shapes say.",
        f"{_upper(shape.mend)}.",
        shape.severity,
        lambda: (Example("The shape", SHAPES, tuple(_declaration(name, text))),),
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _declaration(name: str, text: str) -> Iterator[Line]:
    begun = False
    for number, line in enumerate(text.splitlines(), 1):
        begun = begun or line.startswith(f"shape:{name} a ")
        if begun:
            yield Line(" ", number, line)
        if begun and line.endswith(" ."):
            return
