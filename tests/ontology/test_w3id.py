"""The redirect file leads every address that the graph uses to a page of the server."""

from __future__ import annotations

import re
from pathlib import Path

from kg.snapshot import Snapshot

RULES = [
    (re.compile(pattern), target)
    for pattern, target in re.findall(
        r"^RewriteRule (\S+) https://tiebeam\.example(\S*) \[R=303,L\]$",
        (Path(__file__).parents[2] / "ontology" / "w3id" / ".htaccess").read_text(),
        re.MULTILINE,
    )
]


def _target(path: str) -> str:
    """Where the first rule that fits sends a path, as mod_rewrite would."""
    for pattern, target in RULES:
        if found := pattern.search(path):
            return re.sub(r"\$(\d)", lambda ref: found[int(ref[1])] or "", target)
    return ""


def test_every_page_is_reached_by_its_address(example_snapshot: Snapshot) -> None:
    assert [p for p in example_snapshot.paths if _target(p[1:]) != p] == []


def test_terms_and_graphs_are_reached_too(example_snapshot: Snapshot) -> None:
    terms = example_snapshot.manifest["terms"]
    graphs = example_snapshot.manifest["graphs"]

    assert all(_target(f"ontology/{name}") == f"/ontology/{name}" for name in terms)
    assert all(_target(f"graph/{name}") for name in graphs)
    assert _target("graph/study/example-2020") == "/study/example-2020"
