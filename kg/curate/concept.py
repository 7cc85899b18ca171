"""Begin a concept of the ontology, in the file and facet where its parent stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.curate.concepts import near_names, nearest
from kg.curate.names import label_of
from kg.iris import ONTOLOGY
from kg.places import Places
from kg.terms import CONSTRUCT, DIMENSION, Terms

_NAME = re.compile(r"[A-Z][A-Za-z0-9]{1,79}")
_TURTLE = ox.RdfFormat.TURTLE


class NotBegun(Exception):
    """Why a concept is not begun, and what to do instead."""


class Near(NotBegun):
    """A concept of nearly this name is there; it may be another thing all the same."""


@dataclass(frozen=True)
class Begun:
    """A stub, the file that it goes into, the line that it gets, and the file's new text."""

    file: str
    line: int
    stub: str
    text: str


def concept(
    name: str, parent: str, terms: Terms, files: Mapping[str, bytes], *, anyway: bool = False
) -> Begun:
    """Put a stub below a parent. Raises NotBegun, and Near unless `anyway`."""
    _refuse_name(name, terms)
    _refuse_parent(parent, terms)
    if not anyway:
        _refuse_near(name, terms)
    place = Places(files).of((ONTOLOGY + parent,))
    if place is None or not place[0].startswith("ontology/domain"):
        raise NotBegun(f"{parent} stands in no domain file; name a narrower parent")
    file, line = place
    stub = _stub(name, parent)
    before = files[file].decode("utf-8")
    after, at = _inserted(before, line, stub)
    _prove(before, after, name)
    return Begun(file, at, stub, after)


def _refuse_name(name: str, terms: Terms) -> None:
    if not _NAME.fullmatch(name):
        raise NotBegun(f"{name!r} is no name; write capitals for words, as PeerMentoring")
    same = [one for one in terms.by_name if one.casefold() == name.casefold()]
    same += [one for one in terms.properties if one.casefold() == name.casefold()]
    for one in same:
        term = terms.by_name.get(one)
        if term and term.retired:
            raise NotBegun(
                f"{one} was retired, and names are not used again; use {term.replaced_by}"
            )
        raise NotBegun(f"{one} is there already; use it")
    for other, kind, text in _names(terms):
        if text.casefold() == label_of(name).casefold():
            raise NotBegun(f"{other} has {text!r} as its {kind}; use {other}")


def _refuse_parent(parent: str, terms: Terms) -> None:
    term = terms.by_name.get(parent)
    if term is None:
        near = nearest(parent, terms.concepts)
        hint = f"; near it: {', '.join(near)}" if near else "; look in ontology/domain*.ttl"
        raise NotBegun(f"there is no concept {parent}{hint}")
    if term.retired:
        raise NotBegun(f"{parent} is retired; its children go to {term.replaced_by}")
    if terms.is_a(parent, DIMENSION):
        raise NotBegun("a dimension needs more than a stub: ontology/README.md, Adding a term")
    if parent not in terms.concepts and parent != CONSTRUCT:
        raise NotBegun(f"{parent} belongs to the evidence model and has no concepts below it")


def _refuse_near(name: str, terms: Terms) -> None:
    near = near_names(name, terms.concepts)
    if near:
        shown = ", ".join(f"{one} ({terms.by_name[one].label})" for one in near)
        raise Near(f"near it there is: {shown}; use one of these, or say --anyway if none is meant")


def _names(terms: Terms) -> Iterator[tuple[str, str, str]]:
    for name, term in terms.by_name.items():
        yield name, "label", term.label
        yield from ((name, f"{kind} synonym", text) for kind, text in term.synonyms)


def _stub(name: str, parent: str) -> str:
    return (
        f"tb:{name} a owl:Class ;\n"
        f"    rdfs:subClassOf tb:{parent} ;\n"
        f'    skos:prefLabel "{label_of(name)}"@en ;\n'
        "    # Write what follows, without the #; the scope note only where a neighbour is near.\n"
        '    # skos:definition "What it is, in one sentence of our own."@en ;\n'
        '    # skos:scopeNote "What tells it from its nearest neighbour."@en ;\n'
        '    # dcterms:source "editors" or <the address of a publication that speaks of it> ;\n'
        ".\n"
    )


def _inserted(text: str, line: int, stub: str) -> tuple[str, int]:
    """The text with the stub after the paragraph in which a line stands, and the stub's line."""
    rows = text.split("\n")
    end = next((index for index in range(line, len(rows)) if not rows[index].strip()), len(rows))
    rows[end:end] = ["", *stub.rstrip("\n").split("\n")]
    return "\n".join(rows), end + 2


def _prove(before: str, after: str, name: str) -> None:
    """The ontology says what it said, and of the new term only what the stub says."""
    try:
        had, has = _statements(before), _statements(after)
    except SyntaxError as error:
        raise NotBegun(f"the file does not parse ({error.msg}); run tiebeam check") from None
    new = has - had
    if had - has or {triple.subject for triple in new} != {ox.NamedNode(ONTOLOGY + name)}:
        raise NotBegun("the stub would change another statement; write it by hand")


def _statements(text: str) -> frozenset[ox.Triple]:
    data = ox.Dataset(ox.parse(text.encode("utf-8"), format=_TURTLE))
    data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(quad.triple for quad in data)
