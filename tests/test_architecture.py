"""Layers, budgets, and nothing done at import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
FILES = sorted(
    path for folder in ("kg", "server", "tests") for path in (PROJECT / folder).rglob("*.py")
)
SOURCES = [path for path in FILES if "tests" not in path.relative_to(PROJECT).parts]
MAX_FILE, MAX_FUNCTION = 400, 40
BANNED = {"utils", "util", "helpers", "helper", "common", "misc"}

# From the bottom up; a module may import from lower layers, and from its own.
LAYERS = [
    {"kg.nearest", "kg.report", "kg.sources", "kg.tokens"},
    {"kg.records"},
    {"kg.terms"},
    {"kg.individuals"},
    {"kg.instruments", "kg.designs", "kg.mappings"},
    {"kg.read"},
    {"kg.about", "kg.iris", "kg.citation"},
    {"kg.places", "kg.statement"},
    {"kg.rules", "kg.lint"},
    {"kg.known"},
    {"kg.recheck", "kg.keep"},
    {"kg.check"},
    {"kg.forms", "kg.revision"},
    {"kg.curate"},
    {"kg.compile"},
    {"kg.axioms", "kg.codebook", "kg.plain_values", "kg.reasoner"},
    {"kg.shapes"},
    {"kg.entail", "kg.reason", "kg.export", "kg.suggest", "kg.explain"},
    {"kg.assess"},
    {"kg.meaning"},
    {"kg.views"},
    {"kg.snapshot"},
    {"kg.dataset", "kg.build"},
    {"kg.stages"},
    {"kg.cli"},
    {"server.settings", "server.problems", "server.security", "server.plots"},
    {"server.sparql"},
    {"server.downloads"},
    {"server.render"},
    {"server.errors", "server.query_page"},
    {"server.files"},
    {"server.pages"},
    {"server.app"},
    {"server.serve"},
    {"server.cli"},
    {"server.__main__"},
]


def _module(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _unit(module: str) -> str | None:
    """The module or package of the layers that a module belongs to."""
    unit = ".".join(module.split(".")[:2])
    return unit if any(unit in layer for layer in LAYERS) else None


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _level(unit: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if unit in layer)


@pytest.mark.parametrize("path", SOURCES, ids=_module)
def test_a_module_imports_only_from_its_own_layer_and_below(path: Path) -> None:
    module = _module(path)
    unit = _unit(module)
    if unit is None:
        assert module in {"kg", "server"}, f"{module} has no layer; add it to LAYERS"
        return
    for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        other = _unit(name)
        assert other is None or other == unit or _level(other) < _level(unit), name


def test_kg_knows_nothing_of_serving() -> None:
    for path in SOURCES:
        names = list(_imports(ast.parse(path.read_text(encoding="utf-8"))))
        if _module(path).startswith("kg"):
            assert not [
                n for n in names if n.startswith(("server", "fastapi", "jinja2", "uvicorn"))
            ]


@pytest.mark.parametrize("path", FILES, ids=_module)
def test_files_and_functions_keep_their_budget(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert text.count("\n") <= MAX_FILE
    assert path.stem not in BANNED
    for function in functions:
        assert (function.end_lineno or 0) - function.lineno < MAX_FUNCTION, function.name


def test_the_median_function_is_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert lengths[len(lengths) // 2] < 10


@pytest.mark.parametrize("path", SOURCES, ids=_module)
def test_nothing_is_done_at_import(path: Path) -> None:
    allowed = (
        ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef,
        ast.AsyncFunctionDef, ast.ClassDef,
    )  # fmt: skip
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        guard = isinstance(node, ast.If) and ast.unparse(node.test) in {
            "TYPE_CHECKING", "__name__ == '__main__'",
        }  # fmt: skip
        assert isinstance(node, allowed) or docstring or guard, ast.unparse(node)


def test_checking_records_does_not_load_the_heavy_libraries() -> None:
    code = (
        "import sys; from kg.cli.app import create_cli\n"
        "try: create_cli()(['check', 'evidence/studies'])\n"
        "finally: print(*sorted(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)

    assert "\nchecked " in run.stdout
    assert not {"rdflib", "owlready2", "scipy", "numpy", "fastapi"} & set(run.stdout.split())


def test_the_command_line_loads_what_a_command_needs_only_when_it_runs() -> None:
    command = [sys.executable, "-c", "import sys, server.cli; print(*sys.modules)"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)

    heavy = {"assess", "build", "compile", "explain", "shapes", "suggest", "views"}
    assert not {f"kg.{name}" for name in heavy} & set(run.stdout.split())
