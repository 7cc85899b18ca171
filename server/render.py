"""Documents to HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from server.downloads import FORMS
from server.plots import draw_forest, map_radius
from server.problems import Problem

_DIRECTIONS = (
    ("contradicts", "Findings that contradict the claim"),
    ("no-effect", "Findings of no effect"),
    ("supports", "Findings that support the claim"),
    ("inconclusive", "Findings that leave it open"),
)
"""Contrary and null findings stand first: they are the ones that readers miss elsewhere."""


class Templates:
    """Jinja templates that escape everything and fail on an undefined name."""

    def __init__(self, snapshot: str) -> None:
        self._environment = Environment(
            loader=PackageLoader("server"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        forms = [
            {"suffix": form.suffix, "media_type": form.offer.media_type, "label": form.label}
            for form in FORMS
        ]
        self._environment.globals |= {
            "snapshot": snapshot,
            "forms": forms,
            "directions": _DIRECTIONS,
            "draw_forest": draw_forest,
            "map_radius": map_radius,
        }

    def page(self, kind: str, document: Mapping[str, Any]) -> bytes:
        """A page of a snapshot."""
        return self._render(kind, {"page": document})

    def error(self, problem: Problem) -> bytes:
        """A problem as a page."""
        return self._render("error", {"problem": problem})

    def sparql(self, document: Mapping[str, Any]) -> bytes:
        """The page on which one writes a query."""
        return self._render("sparql", document)

    def _render(self, name: str, values: Mapping[str, Any]) -> bytes:
        return self._environment.get_template(f"{name}.html").render(values).encode()
