"""Comments of a YAML file: found in the text, and hung on what they speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from kg.curate.tree import Item, Node, homes, items

HELP = "#:"
"""What a line of help in a template begins with."""
_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
_NOTHING_BEFORE = re.compile(r"[-?\s]*")


@dataclass(frozen=True)
class Comment:
    """One comment and its place. `alone` means that nothing else stands on its line."""

    text: str
    index: int
    column: int
    alone: bool


def find(text: str) -> Iterator[Comment]:
    """Every comment, in order: what begins with # outside all scalars."""
    at = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            yield from _between(text, at, start)
            header = _BLOCK_HEADER.match(text, start) if token.style in {"|", ">"} else None
            if header:
                yield _comment(text, header.start(1), header[1])
            at = end
    yield from _between(text, at, len(text))


def kept(text: str) -> Iterator[Comment]:
    """Every comment but the help of templates, which has done its work in a valid record."""
    return (one for one in find(text) if not (one.alone and one.text.startswith(f"{HELP} ")))


def hang(root: Node, text: str) -> list[str]:
    """Hang each comment kept on its item; gives those that head the file, above a blank line."""
    rows = list(items(root))
    starts = [item.start for item in rows]
    top = text[: starts[0]] if starts else ""
    blanks = [match.start() for match in re.finditer(r"\n[ \t]*\n", top)]
    header: list[str] = []
    for comment in kept(text):
        position = bisect_right(starts, comment.index)
        before = rows[position - 1] if position else None
        after = rows[position] if position < len(rows) else None
        if blanks and comment.index < blanks[-1]:
            header.append(comment.text)
        elif before is None and after:
            after.above.append(comment.text)
        elif before:
            _hang(comment, before, after)
    return header


def _between(text: str, start: int, end: int) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text, start, end):
        yield _comment(text, match.start(), match[0])


def _comment(text: str, index: int, words: str) -> Comment:
    line_start = text.rfind("\n", 0, index) + 1
    alone = _NOTHING_BEFORE.fullmatch(text, line_start, index) is not None
    return Comment(words.rstrip(), index, index - line_start, alone)


def _hang(comment: Comment, before: Item, after: Item | None) -> None:
    pending = before.value.start > comment.index and (
        before.value.items is None or before.value.flow
    )
    if not comment.alone:
        _outermost_ended(before, comment).beside.append(comment.text)
    elif pending:  # between a key and its value
        before.above.append(comment.text)
    else:
        _hang_alone(comment, before, after)


def _outermost_ended(item: Item, comment: Comment) -> Item:
    """Behind a closing brace stands what is said of the whole."""
    while item.home.owner and item.home.flow and item.home.end <= comment.index:
        item = item.home.owner
    return item


def _hang_alone(comment: Comment, before: Item, after: Item | None) -> None:
    """Above what follows, or below the last item of a mapping or list that ends here."""
    around = list(homes(after)) if after else []
    for node in (before.value, *homes(before)):
        if node.items is None or node in around:
            continue
        within = node.start < comment.index < node.end if node.flow else _ends(node, comment, after)
        if within and node.items:
            node.below.append(comment.text)
            return
    (after or before).above.append(comment.text)


def _ends(node: Node, comment: Comment, after: Item | None) -> bool:
    """Whether a comment behind a block still stands at its indent."""
    deeper = after is None or comment.column > after.home.column
    return bool(node.items) and deeper and node.column <= comment.column
