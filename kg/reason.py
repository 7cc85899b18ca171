"""Whether ontology and records hold together, and if not, which axioms clash and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.compile.graphs import WITHDRAWN, Graphs
from kg.compile.triples import TYPE, node
from kg.iris import BASE, ONTOLOGY
from kg.places import FileLine, Places
from kg.plain_values import implied, plain_properties
from kg.read.base import Base
from kg.reasoner import Axiom, ReasonerFailure, decide, explain, short
from kg.report import Problem
from kg.shapes.place import Finder
from kg.terms import Terms

BATCH = 350_000
"""Triples that are reasoned over at once: some 8 seconds and 700 MB of Java."""
EXPLAINED = 3
"""Empty classes that are explained; mending these mends most others."""
_NAME = ox.NamedNode(f"{ONTOLOGY}name")
_SUBCLASS, _CLASS = node("rdfs:subClassOf"), node("owl:Class")
ONTOLOGY_GRAPH = "ontology"
_STUDY = "study/"
_UNREASONED = frozenset({WITHDRAWN, "alignments"})
"""What does not count, and matches with other vocabularies, which are annotations."""
_EVIDENCE = "evidence/"
_CONTRADICTION = "ontology and records contradict each other"
Triples = tuple[ox.Triple, ...]


class _Where:
    """Finds an axiom in a record, or else in the ontology."""

    def __init__(self, files: Mapping[str, bytes], base: Base) -> None:
        self._records, self._ontology = Finder(files, base), Places(files)

    def of(self, terms: tuple[str, ...]) -> FileLine | None:
        """Place of the axiom that names these terms; its subject comes first."""
        for number, iri in enumerate(terms):
            found = self._records.find(iri, terms[number + 1 : number + 2])
            if found.file.startswith(_EVIDENCE):
                return found.file, found.line
        return self._ontology.of(terms)


@dataclass(frozen=True)
class Reasoned:
    """What was reasoned over, and what is wrong with it."""

    triples: int
    classes: int
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        verdict = "not consistent" if self.problems else "consistent"
        return f"reasoned over {self.triples} triples, {self.classes} classes: {verdict}"


def reason(
    graphs: Graphs, files: Mapping[str, bytes] | None = None, base: Base | None = None
) -> Reasoned:
    """Reason over the ontology and all that counts.

    `files` and `base`, which the graphs were made from, tell where an axiom stands.
    """
    where = _Where(files or {}, base or Base(Terms()))
    ontology = graphs.get(ONTOLOGY_GRAPH, ())
    classes = {t.subject for t in ontology if t.predicate == TYPE and t.object == _CLASS}
    named = sum(isinstance(one, ox.NamedNode) for one in classes)
    plain = plain_properties(ontology)
    count, problems = 0, list[Problem]()
    for batch in batches(graphs):
        triples = whole(batch)
        count += len(triples)
        try:
            problems = _judge(batch, implied(triples, plain), where)
        except ReasonerFailure as error:
            mend = f"{error}; nothing is known of consistency until it runs"
            problems = [_problem(None, "the reasoner failed", mend)]
        if problems:
            break
    return Reasoned(count, named, tuple(problems))


def batches(graphs: Graphs, size: int = BATCH) -> Iterator[Graphs]:
    """All that counts, whole where it is small; else some studies at a time, each with the rest.

    A batch holds the ontology, all claims and data sets, some studies, and what is said of every
    study that is linked with another. That hides no contradiction: a part of a study names only
    parts of the same study and things that every batch holds, and no axiom leads back from those
    into another study (a test holds the ontology to that). Only links from study to study could
    form a ring, and each batch has them all.
    """
    kept = {name: found for name, found in graphs.items() if name not in _UNREASONED}
    if sum(map(len, kept.values())) <= size:
        yield kept
        return
    studies = {name: kept.pop(name) for name in graphs if name.startswith(_STUDY)}
    kept["linked studies"] = _linked(studies)
    room = max(size - sum(map(len, kept.values())), size // 4)
    batch: Graphs = {}
    held = 0
    for name, found in studies.items():
        batch[name] = found
        held += len(found)
        if held >= room:
            yield kept | batch
            batch, held = {}, 0
    if batch:
        yield kept | batch


def _linked(studies: Graphs) -> Triples:
    """What studies that are linked with each other are, and their links."""
    said = [
        triple
        for found in studies.values()
        for triple in found
        if _is_study(triple.subject) and not _is_part(triple.object)
    ]
    links = (triple for triple in said if _is_study(triple.object))
    linked = {node for triple in links for node in (triple.subject, triple.object)}
    return tuple(triple for triple in said if triple.subject in linked)


def _is_part(thing: object) -> bool:
    """Whether it is a part of a record, or no thing at all."""
    return not isinstance(thing, ox.NamedNode) or "#" in thing.value


def _is_study(thing: object) -> bool:
    iri = thing.value if isinstance(thing, ox.NamedNode) else ""
    return iri.startswith(BASE + _STUDY) and "#" not in iri


def whole(graphs: Graphs) -> Triples:
    """All that counts, as the reasoner gets it."""
    kept = [triple for name, found in graphs.items() if name not in _UNREASONED for triple in found]
    return (*kept, *_names(kept))


def _names(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """A name for every individual, so that two addresses are two things; OWL assumes no such.

    tb:name is functional: equal individuals would have two names. owl:AllDifferent says the
    same, but HermiT writes it out in pairs and runs out of memory at 4000 individuals.
    """
    return [
        ox.Triple(thing, _NAME, ox.Literal(thing.value.removeprefix(BASE)))
        for thing in sorted({t.subject for t in triples if _is_thing(t.subject)}, key=str)
        if isinstance(thing, ox.NamedNode)
    ]


def _is_thing(subject: object) -> bool:
    """Whether it is a record, a part of one or a concept, and no term of the ontology."""
    iri = subject.value if isinstance(subject, ox.NamedNode) else ""
    return iri.startswith(BASE) and not iri.startswith(ONTOLOGY)


def _judge(graphs: Graphs, triples: Triples, where: _Where) -> list[Problem]:
    empty = decide(triples)
    if empty is not None and not empty:
        return []
    # An empty class makes its concept impossible, and so everything: look at the classes alone.
    axioms = tuple(t for t in graphs[ONTOLOGY_GRAPH] if not _is_thing(t.subject))
    empty = empty or decide(axioms)
    if not empty:
        return [_contradiction(graphs, whole(graphs), where)]
    topmost = _topmost(empty, axioms)
    found = [_empty_class(iri, axioms, where) for iri in topmost[:EXPLAINED]]
    if others := ", ".join(short(iri) for iri in topmost[EXPLAINED:]):
        found.append(_problem(None, f"{others} can have no member", "mend the others first"))
    return found


def _topmost(empty: Sequence[str], axioms: Triples) -> list[str]:
    """Those whose parents can have members: what is below them is empty because they are."""
    below = {
        t.subject.value
        for t in axioms
        if t.predicate == _SUBCLASS
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
        and t.object.value in empty
    }
    return [iri for iri in empty if iri not in below] or list(empty)


def _empty_class(iri: str, axioms: Triples, where: _Where) -> Problem:
    what = f"{short(iri)} can have no member"
    try:
        return _clash(what, explain(axioms, iri), where, iri)
    except ReasonerFailure as error:
        return _problem(where.of((iri,)), what, f"{error}; look at its parents")


def _contradiction(graphs: Graphs, triples: Triples, where: _Where) -> Problem:
    try:
        return _clash(_CONTRADICTION, explain(triples), where)
    except ReasonerFailure as error:
        name = _first_to_clash(graphs)
        place = where.of((BASE + name,))
        before = "the ontology alone contradicts itself"
        if name != ONTOLOGY_GRAPH:
            file = place[0] if place else name
            before = f"what comes before {file} by name is consistent, with it no longer"
        return _problem(place, _CONTRADICTION, f"{error}; {before}")


def _first_to_clash(graphs: Graphs) -> str:
    """The graph with which consistency ends, when they are added one by one."""
    others = sorted(graphs.keys() - _UNREASONED - {ONTOLOGY_GRAPH})
    names = [ONTOLOGY_GRAPH, *others]

    def clashes(number: int) -> bool:
        return decide(whole({name: graphs[name] for name in names[: number + 1]})) is None

    return names[bisect_left(range(len(names) - 1), True, key=clashes)]


def _clash(what: str, axioms: Sequence[Axiom], where: _Where, about: str = "") -> Problem:
    """One problem with all axioms, at the place of the one that is most likely wrong."""
    found = [(where.of(one.terms), one) for one in axioms]
    found.sort(key=lambda pair: (_suspicion(pair[0], pair[1], about), pair[1].text))
    lines = [f"\n    {_at(place)}{_text(one, axioms)}" for place, one in found]
    mend = f"mend or take back one of these:{''.join(lines)}"
    return _problem(found[0][0] if found else None, what, mend)


def _suspicion(
    place: FileLine | None, axiom: Axiom, about: str
) -> tuple[bool, bool, bool, str, int]:
    """Records before the ontology, the class in question before others, links before types."""
    file, line = place or ("", 0)
    in_ontology = not file.startswith(_EVIDENCE)
    return in_ontology, axiom.terms[:1] != (about,), " type " in axiom.text, file, line


def _at(place: FileLine | None) -> str:
    return f"{place[0]}:{place[1]}: " if place else ""


def _text(axiom: Axiom, axioms: Sequence[Axiom]) -> str:
    """The axiom; of a long list of disjoint classes only those that the others speak of."""
    if not axiom.text.startswith("DisjointClasses("):
        return axiom.text
    others = {term for one in axioms if one != axiom for term in one.terms}
    kept = [short(term) for term in axiom.terms if term in others]
    return f"{' and '.join(kept)} are disjoint" if kept else axiom.text


def _problem(place: FileLine | None, what: str, mend: str) -> Problem:
    file, line = place or ("ontology", 1)
    return Problem(file, line, 1, "consistent", "", what, mend)
