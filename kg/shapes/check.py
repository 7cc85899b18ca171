"""Problems of the compiled graph, each at the line of the record that it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from kg.compile.graphs import SHAPES, Graphs
from kg.read.base import Base
from kg.report import Problem
from kg.shapes.engine import Result, ShapesRefused, nameless, validate
from kg.shapes.place import Finder
from kg.shapes.schema import SHAPE, Schema, read_schema

_SHOWN = 80


def shape_problems(files: Mapping[str, bytes], base: Base, graphs: Graphs) -> list[Problem]:
    """What in the asserted graphs breaks a shape, or what is wrong with the shapes."""
    schema, problems = read_schema(SHAPES, files.get(SHAPES, b""))
    if problems:
        return problems
    if blank := nameless(graphs):
        what, mend = f"{blank[0]} has a blank node", "give the thing an address in the compiler"
        return [Problem("kg/compile", 1, 1, "shape-Address", "", what, mend)]
    try:
        results = validate(schema.text, graphs)
    except ShapesRefused as error:
        mend = "mend the shape that it names"
        return [Problem(SHAPES, 1, 1, "shapes", "", f"the engine says: {error}", mend)]
    finder = Finder(files, base) if results else None
    return sorted({_problem(schema, finder, result) for result in results if finder})


def _problem(schema: Schema, finder: Finder, result: Result) -> Problem:
    shape = schema.shapes[result.shape]
    properties = shape.properties
    if not properties and result.path:
        properties = (result.path,)
    place = finder.find(result.focus, properties)
    value = result.value if result.value not in {"", result.focus} else ""
    what = f"{shape.what} (here {value[:_SHOWN]})" if value else shape.what
    rule = f"shape-{result.shape.removeprefix(SHAPE)}"
    return Problem(
        place.file, place.line, place.column, rule, place.field, what, shape.mend, shape.severity
    )
