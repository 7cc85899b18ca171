"""A title names one publication."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from unicodedata import normalize

from kg.read.base import Base, Entry
from kg.records.study import Study
from kg.rules.example import RETRACTED
from kg.rules.rule import Change, Fault, Rule

_SHORT = 5
"""Titles of fewer words that differ in one are two titles."""
_ALIKE = 0.8
_ARTICLE = 3
_LOOKED_AT = 8
_Words = tuple[str, ...]


def check(base: Base) -> Iterator[Fault]:
    seen: dict[_Words, list[tuple[Entry[Study], _Words]]] = defaultdict(list)
    for entry in base.studies.values():
        words = _words(entry.record.title)
        keys = _keys(words)
        others = (other for key in keys for other in seen[key][:_LOOKED_AT])
        for first in {e.file: e for e, theirs in others if _alike(words, theirs)}.values():
            if not _related(entry.record, first.record):
                what = f"{first.record.id} has this title too, or nearly"
                mend = "merge the files of one publication, or say in relations what joins the two"
                yield Fault(entry, ("title",), what, mend)
        for key in keys:
            seen[key].append((entry, words))


def title_keys(title: str) -> set[str]:
    """Keys of a title; titles that can be alike have one in common."""
    return {" ".join(key) for key in _keys(_words(title))}


def _words(title: str) -> _Words:
    return tuple(re.findall(r"\w+", normalize("NFKC", title).casefold()))


def _keys(words: _Words) -> set[_Words]:
    """The title, and what is left of it without each word: titles one word apart share a key."""
    if len(words) < _SHORT:
        return {words}
    return {words, *(words[:place] + words[place + 1 :] for place in range(len(words)))}


def _alike(ours: _Words, theirs: _Words) -> bool:
    """Whether two titles are the same but for an article or the spelling of one word."""
    mine = [*(Counter(ours) - Counter(theirs)).elements()]
    yours = [*(Counter(theirs) - Counter(ours)).elements()]
    if not (mine and yours):
        return all(len(word) <= _ARTICLE and word.isalpha() for word in mine + yours)
    one, other = mine[0], yours[0]
    spelt = one.isalpha() and SequenceMatcher(None, one, other).ratio() > _ALIKE
    return spelt and len(mine) == len(yours) == 1


def _related(one: Study, other: Study) -> bool:
    pairs = ((one, other), (other, one))
    return any(relation.study == b.id for a, b in pairs for relation in a.relations)


RULE = Rule(
    id="title-once",
    problem="Two studies have the same title, or nearly.",
    why="One publication in two files votes twice, and without a DOI nothing else shows it.",
    mend="Merge the files, or say in relations what joins the two publications.",
    passes=Change(
        RETRACTED,
        "title: Support and symptoms, taken back",
        "title: Support and symptoms in a town",
    ),
    fails=Change(
        RETRACTED,
        "title: Support and symptoms, taken back",
        "title: Support, and later symptoms, in a made-up Town",
    ),
    check=check,
    reach="ties",
    severity="warning",
)
