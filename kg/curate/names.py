"""Names for new things: ids of studies from their authors, labels of concepts from their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_FOLDED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
_LETTERS = "bcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_MAX_FAMILY = 60


def study_id(family: str, year: int, taken: Collection[str]) -> str | None:
    """First author and year, as desilva-2005; the next free letter where that is taken.

    None where the name has no letters that an id may hold, or no letter is left.
    """
    name = folded(family)[:_MAX_FAMILY].strip("-")
    if not name:
        return None
    plain = f"{name}-{year}"
    candidates = (plain, *(plain + letter for letter in _LETTERS))
    return next((one for one in candidates if one not in taken), None)


def folded(family: str) -> str:
    """`van der Berg` as vanderberg, `Müller-Lüdenscheidt` as muller-ludenscheidt."""
    text = unicodedata.normalize("NFKD", family.casefold().translate(_FOLDED))
    text = re.sub(r"[\u2010-\u2015-]+", "-", text)
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "", text)).strip("-")


def label_of(name: str) -> str:
    """`PeerMentoring` as peer mentoring; capitals in a row stay, as in CBTGroup."""
    words = _WORD.findall(name)
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)
