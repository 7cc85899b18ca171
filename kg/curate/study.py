"""Begin the record of a study, blank or from a reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.curate.duplicates import Catalogue, Duplicate, identifiers_of
from kg.curate.names import study_id
from kg.curate.reference import Hint, Reference
from kg.curate.template import INTRODUCTION, Template, written
from kg.records.study import REVIEWS, Study
from kg.report import Problem

_BIBLIOGRAPHY = (
    "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid",
    "publication",
)  # fmt: skip
DOUBTED = frozenset({"corrected", "expression-of-concern", "retracted"})
"""Standings that a notice explains."""
_TRIALS = frozenset({"randomised-trial", "cluster-randomised-trial", "non-randomised-trial"})
_OF_REVIEWS = ("includes", "samples.studies")
_OF_PEOPLE = ("dataset", "samples.dataset", "samples.percent_women", "samples.age")
_OF_TRIALS = ("arms",)
_NEVER = ("withdrawn",)


def path_of(name: str) -> str:
    """Where the record of a study lies, from the root."""
    return f"evidence/studies/{name}.yaml"


def study(name: str, reference: Reference | None = None, design: str | None = None) -> str:
    """The text of a new record; what the reference and the design say is filled in."""
    values: dict[str, Any] = {"id": name, "curator": "editors"}
    if design:
        values["design"] = design
    if reference:
        given = {key: getattr(reference, key) for key in _BIBLIOGRAPHY}
        values |= {key: value for key, value in given.items() if value}
    live = ["findings"]
    if values.get("publication") in DOUBTED:
        live.append("notice")
    template = Template(
        values=values,
        notes=_notes(name, reference.hints if reference else ()),
        live=live,
        hidden=_hidden(design),
    )
    return INTRODUCTION + written(Study, template)


def _notes(name: str, hints: Iterable[Hint]) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = defaultdict(list)
    notes["findings"].append(f"Begin one with: tiebeam new finding {name} --kind association")
    for hint in hints:
        notes[hint.field].append(f"{hint.text}.")
    return dict(notes)


def _hidden(design: str | None) -> tuple[str, ...]:
    if design is None:
        return _NEVER
    of_others = _OF_PEOPLE if design in REVIEWS else _OF_REVIEWS
    return (*_NEVER, *of_others, *(() if design in _TRIALS else _OF_TRIALS))


@dataclass(frozen=True)
class Begun:
    """The text of a new record, where it goes from the root, and what to tell the curator."""

    file: str
    text: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What the curator asks for, beside the references."""

    name: str | None = None
    design: str | None = None
    anyway: bool = False
    """Whether a title like another one is no reason to stop."""


def begin(
    source: str,
    references: Iterable[Reference],
    catalogue: Catalogue,
    taken: Iterable[str],
    wishes: Wishes,
) -> Iterator[Begun | Problem]:
    """A record for each reference that the base does not have; else why there is none.

    What is begun counts as taken for the references after it.
    """
    ids = set(taken)
    for reference in references:
        duplicate = catalogue.find(reference)
        if duplicate and (duplicate.certain or not wishes.anyway):
            yield _duplicate(source, reference, duplicate)
            continue
        name = wishes.name or _minted(reference, ids)
        if name is None:
            yield _nameless(source, reference)
            continue
        ids.add(name)
        catalogue.add(path_of(name), reference.title, identifiers_of(reference))
        yield Begun(path_of(name), study(name, reference, wishes.design), _told(reference))


def _minted(reference: Reference, taken: Collection[str]) -> str | None:
    if not reference.authors or reference.year is None:
        return None
    return study_id(reference.authors[0], reference.year, taken)


def _duplicate(source: str, reference: Reference, found: Duplicate) -> Problem:
    what = f"{found.file} has {found.why}: {reference.title[:80]}"
    mend = "go on with that record"
    if not found.certain:
        mend += ", or say --anyway if this is another paper"
    return Problem(source, reference.line, 1, "duplicate", "", what, mend)


def _nameless(source: str, reference: Reference) -> Problem:
    author = reference.authors[0][:60] if reference.authors else "no author"
    what = (
        f"no id can be made of {author} and {reference.year or 'no year'}: {reference.title[:80]}"
    )
    mend = "give one with --id, this reference alone in its file"
    return Problem(source, reference.line, 1, "reference", "", what, mend)


def _told(reference: Reference) -> tuple[str, ...]:
    standing = reference.publication
    if standing not in DOUBTED:
        return ()
    reasons = [hint.text for hint in reference.hints if hint.field == "publication"]
    return (f"publication: {standing}" + (f" ({'; '.join(reasons)})" if reasons else ""),)
