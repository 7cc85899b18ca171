"""A record as a tree that keeps its comments, so that it can be written anew.

Built on libyaml's nodes. A round-trip library hangs a comment on the value before it, so it
would go astray when keys change places, and loses those inside braces; here it hangs on what
stands under it or beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from kg.read.document import Document, Path


@dataclass
class Node:
    """A value: text or number where `items` is None, else a mapping or a list."""

    text: str = ""
    """What a scalar says; a number as it is printed."""
    is_text: bool = True
    items: list[Item] | None = None
    keyed: bool = False
    """Whether it is a mapping."""
    flow: bool = False
    start: int = 0
    end: int = 0
    column: int = 0
    owner: Item | None = None
    below: list[str] = field(default_factory=list)
    """Comments after its last item."""


@dataclass
class Item:
    """A key with its value, or a member of a list, with the comments that go with it."""

    key: str
    value: Node
    home: Node
    start: int
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def tree_of(document: Document, text: str) -> Node:
    """The tree of a file that was read without a problem, still without comments."""
    return _node(yaml.compose(text, Loader=yaml.CSafeLoader), document, ())


def items(node: Node) -> Iterator[Item]:
    """Every item below a node, in order of place; an outer one before those within it."""
    for item in node.items or ():
        yield item
        yield from items(item.value)


def homes(item: Item) -> Iterator[Node]:
    """The mappings and lists around an item, innermost first."""
    around: Item | None = item
    while around is not None:
        yield around.home
        around = around.home.owner


def _node(given: Any, document: Document, path: Path) -> Node:  # noqa: ANN401  # untyped library
    start, end = given.start_mark, given.end_mark
    node = Node(start=start.index, end=end.index, column=start.column)
    if isinstance(given, yaml.ScalarNode):
        node.text, node.is_text = given.value, isinstance(document.get(path), str)
        return node
    node.items, node.flow = [], bool(given.flow_style)
    node.keyed = isinstance(given, yaml.MappingNode)
    pairs = given.value if node.keyed else [(one, one) for one in given.value]
    for index, (key, value) in enumerate(pairs):
        name = key.value if node.keyed else ""
        inner = _node(value, document, (*path, name if node.keyed else index))
        inner.owner = Item(name, inner, node, key.start_mark.index)
        node.items.append(inner.owner)
    return node
