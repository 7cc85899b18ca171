"""The data set as served, as text: sorted N-Quads. A fifth of the memory of quads, and of the time.

A triple stands in one named graph, so each line here is two of the dump: the triple in the
default graph, unless it was withdrawn, and the same in its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby, pairwise

from kg import iris
from kg.compile.graphs import WITHDRAWN, Graphs

_WITHDRAWN = f" <{iris.graph(WITHDRAWN)}>"


class Lines:
    """All triples with their graph, in the order of N-Quads."""

    def __init__(self, graphs: Graphs) -> None:
        """Takes the graphs, of which nothing is left: both at once take twice the memory."""
        self._lines: list[str] = []
        for name in tuple(graphs):
            end = f" <{iris.graph(name)}>"
            self._lines += [f"{triple}{end}" for triple in graphs.pop(name)]
        self._lines.sort()

    def shared(self) -> list[tuple[str, str]]:
        """Lines of triples that stand in two graphs, and would count twice; there must be none."""
        return [pair for pair in pairwise(self._lines) if len({*map(_triple, pair)}) == 1]

    def dump(self) -> Iterator[str]:
        """The lines of the dump, each with its end."""
        for line in self._lines:
            if not line.endswith(_WITHDRAWN):
                yield f"{_triple(line)} .\n"
            yield f"{line} .\n"

    def page(self, address: str) -> str:
        """N-Triples of what a page is about; nodes without a name stay out."""
        found = (_triple(line) for run in self._pages.get(address, ()) for line in self._lines[run])
        return "".join(f"{one} .\n" for one in found if one.split(" ", 2)[2][:2] != "_:")

    @cached_property
    def _pages(self) -> dict[str, list[slice]]:
        """Where the lines of each page stand: a page's own fragments lie next to it, or nearly."""
        found: dict[str, list[slice]] = defaultdict(list)
        start = 0
        for page, lines in groupby(self._lines, _page):
            end = start + sum(1 for _ in lines)
            found[page].append(slice(start, end))
            start = end
        return found


def _triple(line: str) -> str:
    return line[: line.rindex(" ")]


def _page(line: str) -> str:
    """The address of a subject before its fragment; empty for one without a name."""
    return line[1 : line.index(">")].partition("#")[0] if line.startswith("<") else ""
