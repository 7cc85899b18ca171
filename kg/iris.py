"""Addresses: each thing's IRI is the base and the path of its page."""

from __future__ import annotations

BASE = "https://w3id.org/tiebeam/"
ONTOLOGY = f"{BASE}ontology/"


def page(path: str) -> str:
    """IRI of a page's thing, given its path as `/claim/x`."""
    return BASE + path.removeprefix("/")


def concept(name: str) -> str:
    return f"{BASE}concept/{name}"


def study(name: str) -> str:
    return f"{BASE}study/{name}"


def finding(study_name: str, name: str) -> str:
    return f"{study(study_name)}#finding/{name}"


def sample(study_name: str, name: str) -> str:
    return f"{study(study_name)}#sample/{name}"


def arm(study_name: str, name: str) -> str:
    return f"{study(study_name)}#arm/{name}"


def claim(name: str) -> str:
    return f"{BASE}claim/{name}"


def thesis(name: str) -> str:
    return f"{BASE}thesis/{name}"


def dataset(name: str) -> str:
    return f"{BASE}dataset/{name}"


def release(day: str) -> str:
    return f"{BASE}release/{day}"


def graph(name: str) -> str:
    """IRI of a named graph: ontology, study/x, claim/x, entailed, ..."""
    return f"{BASE}graph/{name}"
