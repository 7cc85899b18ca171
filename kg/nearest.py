"""Did you mean: the known name that somebody is likely to have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from unicodedata import normalize

_ALIKE = 0.72
_SHORT = 3
"""Of names so short every other letter makes another name."""
_LONG = 100
"""Longer texts are no misspelt names."""


class Names:
    """Known names, with other words for each: labels, synonyms, names of countries."""

    def __init__(self, names: Iterable[str] | Mapping[str, Iterable[str]]) -> None:
        self._names = names

    def nearest(self, text: str) -> str | None:
        """The name that is written so but for case, space and marks; else one that looks like it.

        Of names that are alike the most similar wins, then the first in order.
        """
        wanted = _letters(text)
        if not wanted or len(wanted) > _LONG:
            return None
        return self._spelt.get(wanted) or (self._alike(wanted) if len(wanted) > _SHORT else None)

    @cached_property
    def _spelt(self) -> Mapping[str, str]:
        names = self._names
        also = names if isinstance(names, Mapping) else dict.fromkeys(names, ())
        found = {_letters(text): name for name in sorted(also) for text in also[name]}
        return found | {_letters(name): name for name in sorted(also, reverse=True)}

    @cached_property
    def _pairs(self) -> Mapping[str, frozenset[str]]:
        return {spelt: _pairs(spelt) for spelt in sorted(self._spelt)}

    def _alike(self, wanted: str) -> str | None:
        ours = _pairs(wanted)
        best, meant = _ALIKE, None
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        for spelt, theirs in self._pairs.items():
            # One letter in the middle spoils two pairs; names with few pairs in common are skipped.
            if 3 * len(ours & theirs) < min(len(ours), len(theirs)):
                continue
            matcher.set_seq1(spelt)
            if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
                best, meant = ratio, self._spelt[spelt]
        return meant


def _letters(text: str) -> str:
    """Social support, social-support and SocialSupport are one spelling."""
    return re.sub(r"[\W_]", "", normalize("NFKC", text)).casefold()


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text))) or frozenset({text})
