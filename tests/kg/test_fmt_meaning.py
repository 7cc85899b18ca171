"""tiebeam fmt on any valid file: no meaning is lost, and a second run changes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.check import check_files, input_files
from kg.compile.graphs import Graphs, compile_base
from kg.curate.formatting import formatted, is_record
from kg.read.base import FOLDERS, read_record
from kg.rules.example import EXAMPLE, STUDY
from tests.kg.scribe import Scribe

PROJECT = Path(__file__).parents[2]
REAL = {
    file: data.decode() for file, data in sorted(input_files(PROJECT).items()) if is_record(file)
}
SOURCES = REAL | {file: text for file, text in EXAMPLE.items() if is_record(file)}


def _fmt(file: str, text: str) -> str:
    return formatted(file, text.encode()).decode()


def _record(file: str, text: str) -> str:
    """A record with every number as printed."""
    record, _, problems = read_record(file, text.encode(), FOLDERS[file.split("/")[1]])
    assert problems == []
    return repr(record)


def _graphs(files: dict[str, str]) -> Graphs:
    base, report = check_files({file: text.encode() for file, text in files.items()})
    assert report.good, report.problems
    ontology = {file: text.encode() for file, text in files.items() if file.endswith(".ttl")}
    return compile_base(base, ontology)


@given(st.sampled_from(sorted(SOURCES)), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_a_record_in_any_hand_says_the_same_after_and_a_second_run_changes_nothing(
    file: str, seed: int
) -> None:
    scribe = Scribe(seed)
    text = scribe.file(SOURCES[file])

    once = _fmt(file, text)

    assert _record(file, once) == _record(file, text)
    assert _fmt(file, once) == once
    other, ours = (yaml.load(once, one) for one in (yaml.BaseLoader, yaml.CBaseLoader))  # noqa: S506
    assert other == ours
    kept = Counter(line[line.index("#") :] for line in once.split("\n") if "  #" in f"  {line}")
    assert Counter(scribe.comments) - kept == Counter()


@given(st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_the_graph_of_a_record_in_any_hand_is_the_same_after(seed: int) -> None:
    text = Scribe(seed).file(EXAMPLE[STUDY])

    before, after = (_graphs(dict(EXAMPLE) | {STUDY: one}) for one in (text, _fmt(STUDY, text)))

    assert before == after
    assert sum(map(len, before.values())) > 100


def test_the_graph_of_the_real_base_is_the_same_after() -> None:
    files = {file: data.decode() for file, data in input_files(PROJECT).items()}
    after = {file: _fmt(file, text) if is_record(file) else text for file, text in files.items()}

    assert _graphs(files) == _graphs(after)
