"""A made-up base of any size, for measuring only."""

from __future__ import annotations

from kg.rules.example import EXAMPLE, RETRACTED, STUDY


def made_up(studies: int) -> dict[str, bytes]:
    """The example base with so many studies more, over its own small ontology."""
    files = {name: text.encode() for name, text in EXAMPLE.items() if name != RETRACTED}
    for number in range(studies):
        text = EXAMPLE[STUDY].replace("example-2020", f"study-{number}")
        text = text.replace("example.2020", f"s{number}").replace("12345678", str(number + 1))
        files[f"evidence/studies/study-{number}.yaml"] = text.encode()
    return files
