"""What a claim page says first: the verdict, how sure it is, and why."""

from __future__ import annotations

from kg.meaning import VERDICTS


def verdict_word(label: str | None) -> str:
    """The word of a verdict; empty where there is none."""
    return next((shown.word for name, shown in VERDICTS.items() if name == label), "")
