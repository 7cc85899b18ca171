"""Strict YAML: a small, safe part of YAML 1.2, read from libyaml's events.

No aliases, anchors, tags, duplicate keys or empty values; `NO` stays a string; numbers
keep their printed form as Decimal. Nesting is walked with a stack of our own, so that no
file can exhaust the machine's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import yaml

from kg.report import Problem

MAX_BYTES = 250_000
MAX_DEPTH = 20
MAX_VALUES = 10_000
_NUMERIC = frozenset("+-.0123456789")
"""With what a number can start."""
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,18}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,2})?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_REMEDY = "mind the indent (spaces, no tabs), and quote text that holds ': ' or ' #'"
_REMEDIES = (
    ("\\t", "indent with spaces, no tabs"),
    ("tab character", "indent with spaces, no tabs"),
    ("mapping values", "quote the text if it holds ': '; else mind the indent"),
    ("cannot start any token", "quote the text: it starts with a sign that YAML keeps for itself"),
    ("end of stream", "close the quote; a quote within is written twice: 'it''s'"),
    ("expected ','", "close the bracket or brace; quote text that holds one"),
    ("escape", "use single quotes; in double ones a backslash starts an escape"),
    ("hexdecimal", "use single quotes; in double ones a backslash starts an escape"),
    ("unicode", "use single quotes; in double ones a backslash starts an escape"),
    ("tag", "take the tag (!) out"),
    ("<document start>", "one record a file: take '...' and what follows out"),
)
"""Parts of libyaml's messages, and what a curator can do."""

Path = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, both from 1."""


@dataclass
class Document:
    """One file as plain values (dict, tuple, str, int, Decimal, bool) with their places.

    Most files are without fault, and nobody asks for their places: with the file's `data`
    they are found when they are first asked for.
    """

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict, compare=False, repr=False)
    key_places: dict[Path, Place] = field(default_factory=dict, compare=False, repr=False)
    data: bytes | None = field(default=None, repr=False)

    @cached_property
    def mappings(self) -> tuple[tuple[Path, dict[str, Any]], ...]:
        """Each mapping within the value and its path, outermost first: rules look into them all."""
        found: list[tuple[Path, dict[str, Any]]] = []
        _gather(self.value, (), found)
        return tuple(found)

    def place(self, path: Path) -> Place:
        """Place of a value, or of the nearest value around it."""
        self._locate()
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def _locate(self) -> None:
        if self.data is not None and not self.places:
            found, _ = parse(self.file, self.data)
            self.places, self.key_places = found.places, found.key_places

    def key_place(self, path: Path) -> Place:
        """Place of the key that holds a value."""
        self._locate()
        return self.key_places.get(path) or self.place(path)

    def get(self, path: Path) -> Any:  # noqa: ANN401  # whatever YAML held
        """The value at a path, or None."""
        value = self.value
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def _gather(value: Any, path: Path, found: list[tuple[Path, dict[str, Any]]]) -> None:  # noqa: ANN401
    if isinstance(value, dict):
        found.append((path, value))
    elif not isinstance(value, tuple):
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | tuple):
            _gather(inner, (*path, key), found)


class Unreadable(Exception):
    """A file from which no value can be had; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def field_name(path: Path) -> str:
    """`findings[0].effect.ci`, as curators read it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def parse(file: str, data: bytes) -> tuple[Document, list[Problem]]:
    """Read one file. Raises Unreadable where no value can be had at all."""
    text = decode(file, data)
    builder = _Builder(file)
    try:
        loader = yaml.CSafeLoader(text)
        while (event := loader.get_event()) is not None:
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_syntax(file, error, builder.quote)) from None
    except yaml.YAMLError as error:
        what = f"not readable as YAML ({error})"
        raise Unreadable(_yaml(file, (1, 1), what, "write plain YAML in UTF-8")) from None
    if not builder.roots:
        raise Unreadable(_yaml(file, (1, 1), "the file is empty", "write a record, or delete it"))
    return builder.document, builder.problems


def _yaml(file: str, place: Place, what: str, mend: str, path: Path = ()) -> Problem:
    return Problem(file, *place, "yaml", field_name(path), what, mend)


def _syntax(file: str, error: yaml.MarkedYAMLError, quote: tuple[Place, int] | None) -> Problem:
    """An error of YAML where the mistake is likely to lie: what was opened and is not closed."""
    told, context = _place(error.problem_mark), _place(error.context_mark)
    what = str(error.problem or error.context)
    place, why = told or context or (1, 1), f"not YAML: {what}"
    if quote and told and quote[1] == told[0]:
        place, why = quote[0], f"not YAML: a quote is opened here and closed on line {quote[1]}"
        what = "end of stream"
    elif context and "end of stream" in what:
        place, why = context, "not YAML: a quote is opened here and never closed"
    elif context and told and "expected ','" in what and context[0] < told[0]:
        place, why = context, f"not YAML: what is opened here is not closed before line {told[0]}"
    mend = next((mend for part, mend in _REMEDIES if part in what), _REMEDY)
    return _yaml(file, place, why, mend)


def _place(mark: yaml.Mark | None) -> Place | None:
    return (mark.line + 1, mark.column + 1) if mark else None


def decode(file: str, data: bytes) -> str:
    """The text of a file. Raises Unreadable where it is none that a record may have."""
    if len(data) > MAX_BYTES:
        what = f"more than {MAX_BYTES} bytes, the limit"
        raise Unreadable(_yaml(file, (1, 1), what, "split the record"))
    if data.startswith(_UTF_16):
        raise Unreadable(_yaml(file, (1, 1), "is UTF-16", "save the file as UTF-8"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_of(data[: error.start].decode("utf-8"), error.start)
        what = f"byte {data[error.start]:#04x} is not UTF-8"
        raise Unreadable(_yaml(file, place, what, "save the file as UTF-8")) from None
    for problem in _text_problems(file, text):
        raise Unreadable(problem)
    return text


def _text_problems(file: str, text: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield _yaml(file, (1, 1), "starts with a byte order mark", "save as UTF-8 without BOM")
    if match := re.search("\r", text):
        place = _place_of(text, match.start())
        yield _yaml(file, place, "a line ends in CR", "save the file with LF line ends")
    if match := _CONFLICT.search(text):
        place = _place_of(text, match.start())
        yield _yaml(
            file, place, "a merge conflict is left in the file", "settle it and take the marks out"
        )
    if match := UNPRINTABLE.search(text):
        place = _place_of(text, match.start())
        what = f"control character U+{ord(match.group()):04X}"
        yield _yaml(file, place, what, "take the character out")


def _place_of(text: str, offset: int) -> Place:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def scalar(text: str) -> str | int | Decimal | bool | None:
    """A plain scalar by YAML 1.2's core schema; what looks odd stays text."""
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if text[0] not in _NUMERIC:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and not _LEADING_ZERO.fullmatch(text):
        return Decimal(text)
    return text


@dataclass
class _Frame:
    """An open mapping or sequence."""

    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    key_place: Place = (1, 1)
    duplicate: bool = False


class _Builder:
    """Turns events into values, keeping places and gathering problems."""

    def __init__(self, file: str) -> None:
        self.document = Document(file)
        self.problems: list[Problem] = []
        self.roots = 0
        self.quote: tuple[Place, int] | None = None
        """Where the last quoted text of several lines starts, and the line on which it ends."""
        self._values = 0
        self._open: list[_Frame] = []

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.ScalarEvent):  # first, since most are
            self._count(place)
            self._refuse_extras(event, place)
            self._take_scalar(event, place)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._count(place)
            self._refuse_extras(event, place)
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [], place)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_as_key(place, "an alias")
            self._complain(place, f"alias *{event.anchor}", "write the value out")
            self._put("", place)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._second_document(place)
            if event.version or event.tags:
                self._complain(place, "a directive (%)", "take it out")

    def _count(self, place: Place) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            what = f"holds more than {MAX_VALUES} keys and values"
            raise Unreadable(_yaml(self.document.file, place, what, "split the record"))

    def _take_scalar(self, event: yaml.ScalarEvent, place: Place) -> None:
        frame = self._open[-1] if self._open else None
        end = event.end_mark.line + 1 if event.end_mark else place[0]
        if event.style in {"'", '"'} and end > place[0]:
            self.quote = place, end
        if frame and isinstance(frame.container, dict) and frame.key is None:
            self._take_key(frame, event.value, place)
            return
        # Only between double quotes can a sign be written that does not stand in the text itself.
        if event.style == '"' and (match := UNPRINTABLE.search(event.value)):
            self._complain(place, f"control character U+{ord(match.group()):04X}", "take it out")
        value = scalar(event.value) if event.implicit[0] else event.value
        if value is None:
            self._empty(frame, place)
            value = ""
        self._put(value, place)

    def _empty(self, frame: _Frame | None, place: Place) -> None:
        name = field_name(self._next_path())
        where = frame.key_place if frame and frame.key else place
        mend = "write one; where it is unknown, take the line out"
        if frame and frame.key and " " in frame.key:
            mend = "quote the text before it: inside { } a comma ends a text"
        file = self.document.file
        self.problems.append(Problem(file, *where, "empty-value", name, "holds no value", mend))

    def _take_key(self, frame: _Frame, key: str, place: Place) -> None:
        frame.key, frame.key_place = key, place
        path = (*frame.path, key)
        frame.duplicate = path in self.document.key_places
        if frame.duplicate:
            line, _ = self.document.key_places[path]
            what, mend = f"stands a second time, first on line {line}", "keep one of the two"
            name = field_name(path)
            self.problems.append(
                Problem(self.document.file, *place, "duplicate-key", name, what, mend)
            )
        else:
            self.document.key_places[path] = place

    def _start(self, container: dict[str, Any] | list[Any], place: Place) -> None:
        self._refuse_as_key(place, "a list or mapping")
        frame = self._open[-1] if self._open else None
        path = self._next_path()
        if frame and frame.duplicate:
            path = (*path, "again")
        if len(self._open) >= MAX_DEPTH:
            what = f"nested deeper than {MAX_DEPTH}"
            raise Unreadable(_yaml(self.document.file, place, what, "no record needs that", path))
        self.document.places.setdefault(path, place)
        self._open.append(_Frame(container, path))

    def _refuse_as_key(self, place: Place, what: str) -> None:
        frame = self._open[-1] if self._open else None
        if frame and isinstance(frame.container, dict) and frame.key is None:
            raise Unreadable(
                _yaml(self.document.file, place, f"{what} stands as a key", "use a word")
            )

    def _close(self) -> None:
        frame = self._open.pop()
        value = tuple(frame.container) if isinstance(frame.container, list) else frame.container
        self._put(value, self.document.places[frame.path])

    def _next_path(self) -> Path:
        if not self._open:
            return ()
        frame = self._open[-1]
        if isinstance(frame.container, dict):
            return (*frame.path, frame.key or "")
        return (*frame.path, len(frame.container))

    def _put(self, value: Any, place: Place) -> None:  # noqa: ANN401
        self.document.places.setdefault(self._next_path(), place)
        if not self._open:
            self.document.value = value
            return
        frame = self._open[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
            return
        if not frame.duplicate:
            frame.container[frame.key or ""] = value
        frame.key = None

    def _second_document(self, place: Place) -> None:
        self.roots += 1
        if self.roots > 1:
            raise Unreadable(
                _yaml(self.document.file, place, "a second document starts", "one record a file")
            )

    def _refuse_extras(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place
    ) -> None:
        if event.anchor:
            self._complain(place, f"anchor &{event.anchor}", "take it out")
        if event.tag:
            self._complain(place, f"tag {event.tag}", "take it out")

    def _complain(self, place: Place, what: str, mend: str) -> None:
        self.problems.append(
            _yaml(self.document.file, place, f"{what} is not allowed here", mend, self._next_path())
        )
