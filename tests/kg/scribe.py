"""Writes a record as another hand might."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import yaml

WORDS = ["why", "a: b", "- c", "{x", "'", '"', "# again", "Ü ber", "see 10.1/x, p. 3"]


class Scribe:
    """Writes a node of YAML as another hand might: keys in any order, any style, with comments."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # thousands of draws would be slow to shrink
        self.comments: list[str] = []

    def file(self, text: str) -> str:
        """The file as this hand writes it."""
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        head = self._note("") + "\n" if self._chance() else ""
        return head + "\n".join(self._block(node, "")) + "\n" + self._note("")

    def _chance(self) -> bool:
        return self._random.randrange(4) == 0

    def _note(self, pad: str) -> str:
        """Lines of comment, or nothing."""
        if not self._chance():
            return ""
        self.comments.append("# " + " ".join(self._random.choices(WORDS, k=2)))
        return f"{pad}{self.comments[-1]}\n"

    def _beside(self) -> str:
        return f" {self._note('')}".rstrip()

    def _pairs(self, node: Any) -> list[tuple[str, Any]]:
        pairs = [(key.value, value) for key, value in node.value]
        return self._random.sample(pairs, len(pairs)) if self._chance() else pairs

    def _block(self, node: Any, pad: str) -> list[str]:
        if isinstance(node, yaml.MappingNode):
            heads = [(f"{pad}{key}:", value) for key, value in self._pairs(node)]
        else:
            heads = [(f"{pad}-", value) for value in node.value]
        return [line for head, value in heads for line in self._item(head, value, pad)]

    def _item(self, head: str, value: Any, pad: str) -> list[str]:
        above = [line for line in self._note(pad).split("\n") if line]
        if self._chance():
            above.append("")
        inner = pad + " " * self._random.randint(1, 4)
        if isinstance(value, yaml.ScalarNode):
            text = self._scalar(value, inner)
            return [*above, f"{head} {text}{'' if text.startswith('>') else self._beside()}"]
        if not value.value or value.flow_style or self._chance():
            gap = f"{self._beside()}\n{inner}" if self._chance() else " "
            return [*above, f"{head}{gap}{self._flow(value, inner)}{self._beside()}"]
        below = [line for line in self._note(inner).split("\n") if line]
        return [*above, f"{head}{self._beside()}", *self._block(value, inner), *below]

    def _flow(self, node: Any, pad: str) -> str:
        gap = f"{self._beside()}\n{pad}" if self._chance() else ""
        if isinstance(node, yaml.ScalarNode):
            return gap + self._scalar(node, "", flow=True)
        if isinstance(node, yaml.MappingNode):
            parts = [f"{key}: {self._flow(value, pad)}" for key, value in self._pairs(node)]
        else:
            parts = [self._flow(value, pad) for value in node.value]
        end = f"{self._beside()}\n{pad}" if self._chance() else ""
        signs = "{}" if isinstance(node, yaml.MappingNode) else "[]"
        return gap + signs[0] + ", ".join(parts) + end + signs[1]

    def _scalar(self, node: Any, pad: str, *, flow: bool = False) -> str:
        text: str = node.value
        if not node.style and re.fullmatch(r"[-+.\d][-+.\deE]*", text):
            return text
        if not flow and self._chance() and "  " not in text:
            return f">-{self._beside()}\n{pad}" + text.replace(" ", f"\n{pad}", 1)
        if self._chance():
            return "'" + text.replace("'", "''") + "'"
        if not node.style and not (flow and re.search(r"[,\[\]{}:?#]", text)):
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
