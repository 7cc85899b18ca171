"""The one layout of a record: fields in the order of the models, lines of 100 characters.

What fits on a line stands on one, in braces or brackets; other mappings and lists take a line
an item, and so do those with a text that would need quotes only for the braces. Lists of
mappings on the record's first level always do, so that a change of one item is a change of one
line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.curate.quoting import fold, scalar, within_braces
from kg.curate.tree import Item, Node, items
from kg.records.order import fields, model_of

WIDTH = 100
_STEP = 2
_SHORT = 30
"""A list of items up to this length fills lines where it does not fit on one."""


def lay_out(root: Node, header: list[str], annotation: Any) -> str:  # noqa: ANN401
    """The text of a record; `annotation` says what the file holds."""
    lines = [*header, ""] if header else []
    return "\n".join([*lines, *_block(root, annotation, 0)]) + "\n"


def _ordered(node: Node, annotation: Any) -> list[tuple[Item, Any]]:  # noqa: ANN401
    """The items of a mapping in canonical order, or of a list, each with what it holds."""
    found = node.items or []
    if not node.keyed:
        return [(item, annotation) for item in found]
    kind = next((item.value.text for item in found if item.key == "kind"), None)
    model = model_of(annotation, kind)
    known = fields(model) if model else {}
    rank = {name: number for number, name in enumerate(known)}
    found = sorted(found, key=lambda item: rank.get(item.key, len(rank)))
    return [(item, known.get(item.key)) for item in found]


def _block(node: Node, annotation: Any, indent: int) -> Iterator[str]:  # noqa: ANN401
    for item, inner in _ordered(node, annotation):
        yield from _item(item, inner, indent)
    yield from (" " * indent + comment for comment in node.below)


def _item(item: Item, annotation: Any, indent: int) -> Iterator[str]:  # noqa: ANN401
    pad, keyed = " " * indent, item.home.keyed
    head = f"{pad}{item.key}:" if keyed else f"{pad}-"
    if not keyed:
        _lift(item, annotation)
    lines = _short(item, annotation, head, indent)
    block = lines is None
    if lines is None:
        lines = list(_block(item.value, annotation, indent + _STEP))
        lines = [head, *lines] if keyed else [head + lines[0][len(head) :], *lines[1:]]
    kept = item.beside[-1:] if keyed or not block else []
    moved = item.beside[: len(item.beside) - len(kept)]
    yield from (pad + comment for comment in (*item.above, *moved))
    yield from _with_comment(lines, kept, last=not block)


def _lift(item: Item, annotation: Any) -> None:  # noqa: ANN401
    """Between a dash and the first key is no place for a comment: it goes above the dash."""
    if item.value.keyed and item.value.items:
        first, _ = _ordered(item.value, annotation)[0]
        item.above += [*first.above, *first.beside[:-1]]
        first.above, first.beside = [], first.beside[-1:]


def _with_comment(lines: list[str], beside: list[str], *, last: bool) -> list[str]:
    if beside:
        lines[-1 if last else 0] += f"  {beside[0]}"
    return lines


def _short(item: Item, annotation: Any, head: str, indent: int) -> list[str] | None:  # noqa: ANN401
    """The lines of a value that is no block."""
    node, room = item.value, WIDTH - indent - _STEP
    pad = " " * (indent + _STEP)
    if node.items is None:
        words = scalar(node.text) if node.is_text else node.text
        first, *rest = fold(words, WIDTH - len(head) - 1, room)
        return [f"{head} {first}", *(pad + line for line in rest)]
    if not node.items:
        return [f"{head} {'{}' if node.keyed else '[]'}"]
    if _has_comments(node) or (indent == 0 and _is_list_of_mappings(node)):
        return None
    line = _line(node, annotation)
    if line and len(head) + 1 + len(line) <= WIDTH:
        return [f"{head} {line}"]
    return _filled(node, head, pad)


def _has_comments(node: Node) -> bool:
    return any((node.below, *((i.above or i.beside or i.value.below) for i in items(node))))


def _is_list_of_mappings(node: Node) -> bool:
    return not node.keyed and any(item.value.items is not None for item in node.items or ())


def _line(node: Node, annotation: Any) -> str:  # noqa: ANN401
    """A value on one line; nothing where it reads better on several."""
    if node.items is None:
        return (within_braces(node.text) or "") if node.is_text else node.text
    if _is_list_of_mappings(node) and len(node.items) > 1:
        return ""
    parts = [(item.key, _line(item.value, inner)) for item, inner in _ordered(node, annotation)]
    if not all(text for _, text in parts):
        return ""
    if node.keyed:
        return "{" + ", ".join(f"{key}: {text}" for key, text in parts) + "}"
    return "[" + ", ".join(text for _, text in parts) + "]"


def _filled(node: Node, head: str, pad: str) -> list[str] | None:
    """A long list of short texts, as the authors of a paper, over several lines."""
    if node.keyed or any(item.value.items is not None for item in node.items or ()):
        return None
    parts = [_line(item.value, None) for item in node.items or ()]
    if not all(parts) or max(map(len, parts)) > _SHORT:
        return None
    lines = [f"{head} ["]
    for part in parts:
        gap = "" if lines[-1].endswith("[") else " "
        if len(lines[-1]) + len(gap) + len(part) + 1 > WIDTH:
            lines.append(f"{pad}{part},")
        else:
            lines[-1] += f"{gap}{part},"
    lines[-1] = f"{lines[-1].removesuffix(',')}]"
    return lines
