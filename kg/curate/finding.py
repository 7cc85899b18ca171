"""Begin a finding in the file of its study, and disturb nothing else there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from kg.curate.roles import Roles, roles
from kg.curate.template import Template, item
from kg.read.document import Document, Unreadable, parse
from kg.records.finding import BaseFinding, Comparison, Finding, Mediation, Modification
from kg.records.study import REVIEWS
from kg.terms import Terms

KINDS: Mapping[str, type[BaseFinding]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in get_args(get_args(Finding)[0])
}
_FIRST = ("id", "kind", "sample", "group")
_HEADING = re.compile(r"findings:[ \t]*(?:#.*)?")
_ID = re.compile(r"[a-z0-9-]+")
_INDENT = 2


class NotInserted(Exception):
    """Why a finding cannot be begun in a file, and how to mend it."""


class _NoPlace(Exception):
    """Why there is no place for it."""


@dataclass(frozen=True)
class Begun:
    """The new text of a study's file, the lines that it has more, and what to tell the curator."""

    text: str
    lines: str
    told: tuple[str, ...]


def begin(
    file: str, data: bytes, kind: str, name: str | None, given: Mapping[str, str], terms: Terms
) -> Begun:
    """A finding after those that a file of a study holds. Raises NotInserted and NoSuchRole.

    But for the one finding more, the file then says what it said before.
    """
    try:
        document, _ = parse(file, data)
    except Unreadable as error:
        raise NotInserted(str(error)) from None
    if not isinstance(document.value, dict):
        raise NotInserted(f"{file} holds no record; begin one with tiebeam new study")
    if name in _ids(document, "findings"):
        raise NotInserted(f"{file} has a finding {name} already; choose another id")
    found = roles(KINDS[kind], given, terms)
    template = _template(kind, document, name, found)
    rows = data.decode("utf-8").removesuffix("\n").split("\n")
    lines = item(KINDS[kind], template, _dash(document, rows))
    try:
        return Begun(_inserted(document, rows, lines), lines, tuple(found.told))
    except _NoPlace as reason:
        raise NotInserted(f"{file}: {reason}") from None


def _template(kind: str, document: Document, name: str | None, found: Roles) -> Template:
    values: dict[str, Any] = {"kind": kind, **found.values}
    if name:
        values["id"] = name
    samples = _ids(document, "samples")
    if len(samples) == 1:
        values["sample"] = samples[0]
    notes = dict(found.notes)
    if len(samples) > 1:
        notes["sample"] = [f"One of: {', '.join(samples)}."]
    notes["bears_on"] = ["Claims of the same kind; or write unlinked, with the reason."]
    live = ["bears_on", "modifiers.concept"]
    if KINDS[kind] in {Mediation, Modification} and "exposure" not in values:
        live.append("exposure")
    if KINDS[kind] is Comparison and "against_outcome" not in values:
        live.append("against")
    if any("level" in one for one in values.get("modifiers", ())):
        live = ["bears_on", "modifiers.reference"]
    return Template(
        values=values,
        notes=notes,
        first=_FIRST,
        live=live,
        hidden=() if document.get(("design",)) in (*REVIEWS, "", None) else ("tally",),
        last=[key for key in BaseFinding.model_fields if key not in _FIRST],
    )


def _inserted(document: Document, before: Sequence[str], lines: str) -> str:
    rows = list(before)
    place = document.key_places.get(("findings",))
    if place is None:
        rows += ["findings:", *lines.splitlines()]
    else:
        _check_heading(document, rows[place[0] - 1])
        end = _end(document, rows, place[0])
        rows[end:end] = lines.splitlines()
    after = "\n".join(rows) + "\n"
    _prove(document, after)
    return after


def _ids(document: Document, key: str) -> list[str]:
    found = document.get((key,))
    rows = found if isinstance(found, tuple) else ()
    ids = (row.get("id") for row in rows if isinstance(row, dict))
    return [one for one in ids if isinstance(one, str) and _ID.fullmatch(one)]


def _dash(document: Document, rows: Sequence[str]) -> int:
    """The column, from 0, of the dashes of the findings that are there."""
    line, column = document.places.get(("findings", 0), (1, 1))
    before = rows[line - 1][: column - 1].rstrip()
    return len(before) - 1 if before.strip() == "-" else _INDENT


def _check_heading(document: Document, row: str) -> None:
    had = document.get(("findings",))
    if had and not isinstance(had, tuple):
        raise _NoPlace("findings is no list; write it as one, each finding after a dash")
    if not _HEADING.fullmatch(row.rstrip()):
        raise _NoPlace(
            "findings stands in [ ] or does not begin its line; write it as a list, each finding "
            "on lines of its own after a dash"
        )


def _end(document: Document, rows: list[str], heading: int) -> int:
    """Where the findings end: before the next field and the comments right above it."""
    others = (line for path, (line, _) in document.key_places.items() if len(path) == 1)
    following = min((line for line in others if line > heading), default=None)
    end = len(rows) if following is None else following - 1
    above = "#" if following else "\0"
    while end > heading and (not rows[end - 1].strip() or rows[end - 1].startswith(above)):
        end -= 1
    return end


def _prove(before: Document, text: str) -> None:
    try:
        after, _ = parse(before.file, text.encode("utf-8"))
    except Unreadable as error:
        raise _NoPlace(f"the file would not be readable: {error.problem.what}") from None
    had = before.get(("findings",)) or ()
    has = after.get(("findings",)) or ()
    rest = {key: value for key, value in before.value.items() if key != "findings"}
    kept = {key: value for key, value in after.value.items() if key != "findings"}
    if rest != kept or not isinstance(has, tuple) or has[:-1] != tuple(had):
        raise _NoPlace("the file would no longer say what it says; add the finding by hand")
