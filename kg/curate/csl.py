"""CSL-JSON, as Zotero and DOI services write it: one item, or a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.curate.reference import Raw, Unusable

_SPACE = re.compile(r"[ \t\n\r]*")
_TITLES = ("container-title", "publisher")


def read(text: str) -> Iterator[Raw | Unusable]:
    """Each item of the text, or why it cannot be used."""
    begin = _skip(text, 0)
    listed = text.startswith("[", begin)
    place = _skip(text, begin + 1) if listed else begin
    line, counted = 1, 0
    while place < len(text) and not text.startswith("]", place):
        line, counted = line + text.count("\n", counted, place), place
        try:
            item, end = json.JSONDecoder().raw_decode(text, place)
        except json.JSONDecodeError as error:
            yield Unusable(error.lineno, f"not JSON: {error.msg.lower()}", "export the file anew")
            return
        except (ValueError, RecursionError):
            yield Unusable(line, "an item that no reference needs", "export the file anew")
            return
        yield _item(line, item)
        place = _skip(text, end)
        if listed and text.startswith(",", place):
            place = _skip(text, place + 1)
        elif not text.startswith("]", place):
            break
    if (not listed and place < len(text)) or (listed and not text.startswith("]", place)):
        line = text.count("\n", 0, place) + 1
        yield Unusable(line, "not JSON: a comma or the end is missing", "export the file anew")


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _item(line: int, item: object) -> Raw | Unusable:
    if not isinstance(item, dict):
        return Unusable(line, "the item is no reference", "write it as {...} with title and author")
    return Raw(
        line=line,
        title=_text(item, "title"),
        authors=_authors(item.get("author")),
        date=_date(item.get("issued")),
        journal=next(filter(None, (_text(item, name) for name in _TITLES)), ""),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        pages=_text(item, "page") or _text(item, "article-number") or _text(item, "number"),
        doi=_text(item, "DOI"),
        pmid=_text(item, "PMID"),
        pmcid=_text(item, "PMCID"),
    )


def _text(item: dict[str, Any], name: str) -> str:
    """A value as text; some services write a list of one."""
    value = item.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _authors(found: object) -> list[str]:
    people = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [_family(one) for one in people]


def _family(one: dict[str, Any]) -> str:
    parts = ("dropping-particle", "non-dropping-particle", "family")
    names = [text for text in (_text(one, part) for part in parts) if text]
    return " ".join(names) or _text(one, "literal") or _text(one, "name")


def _date(found: object) -> str:
    """`2019-2020` for a range of years; a service's own words where there are no parts."""
    if not isinstance(found, dict):
        return ""
    parts = found.get("date-parts")
    rows = (
        [row for row in parts if isinstance(row, list) and row] if isinstance(parts, list) else []
    )
    years = [str(row[0]) for row in rows if isinstance(row[0], int | str)]
    return "-".join(years) or _text(found, "raw") or _text(found, "literal")
