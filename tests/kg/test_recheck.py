"""Checking what an edit can have changed gives the answer that checking everything gives."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.check import check_files, report_of
from kg.keep import Keep
from kg.known import State
from kg.read.base import Base, Entry, kind_of
from kg.recheck import Recheck
from kg.rules.catalogue import RULES
from kg.rules.example import (
    CLAIM,
    DATASET,
    EXAMPLE,
    MODIFICATION,
    ONTOLOGY,
    RETRACTED,
    STUDY,
)
from kg.rules.rule import Rule
from tests.kg.edits import Curator, Files, Writer

OTHER = "evidence/studies/other-2021.yaml"
THIRD = "evidence/studies/third-2022.yaml"
LOWER = "evidence/claims/models/lower-again.yaml"
FILES = {
    **EXAMPLE,
    OTHER: EXAMPLE[STUDY].replace("example-2020", "other-2021").replace("2020", "2021")
    .replace("12345678", "22345678").replace("Support and later", "Support in other towns and"),
    THIRD: EXAMPLE[STUDY].replace("example-2020", "third-2022").replace("2020", "2022")
    .replace("12345678", "32345678").replace("Support and later", "Support in third towns and")
    .replace("support-lowers-symptoms", "lower-again"),
    LOWER: EXAMPLE[CLAIM].replace("id: support-lowers-symptoms", "id: lower-again")
    .replace("two-models", "support-lowers-symptoms"),
}  # fmt: skip
Edit = Callable[[Files], Files]


def _texts(rule: Rule) -> list[tuple[str, str, str]]:
    changes = (rule.passes, rule.fails)
    return [(change.file, change.old, change.new) for change in changes if change.file != "*"]


WORDS = sorted({one for rule in RULES for one in _texts(rule)})
NAMES = sorted(FILES)
IDS = ["example-2020", "other-2021", "third-2022", "support-lowers-symptoms", "lower-again",
       "sex-modifies-support", "two-models", "example-cohort", "taken-back-2019"]  # fmt: skip


def _replaced(change: tuple[str, str, str]) -> Edit:
    """An example of a rule, as far as the file still holds its text."""
    file, old, new = change

    def edit(files: Files) -> Files:
        text = files.get(file, b"").decode()
        return files | {file: (text.replace(old, new, 1) if text and old else new).encode()}

    return edit


def _renamed(file: str, old: str, new: str) -> Edit:
    return lambda files: files | {file: files.get(file, b"").replace(old.encode(), new.encode())}


edits: st.SearchStrategy[Edit] = st.one_of(
    st.sampled_from(WORDS).map(_replaced),
    st.sampled_from(NAMES).map(lambda file: lambda files: files | {file: FILES[file].encode()}),
    st.sampled_from(NAMES[:-1]).map(
        lambda file: lambda files: {name: data for name, data in files.items() if name != file}
    ),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(IDS), st.sampled_from(IDS)).map(
        lambda given: _renamed(*given)
    ),
    st.tuples(st.sampled_from([STUDY, OTHER, CLAIM]), st.sampled_from(["a", "zz"])).map(
        lambda given: (
            lambda files: (
                files | {given[0].replace(".yaml", f"-{given[1]}.yaml"): files.get(given[0], b"")}
            )
        )
    ),
    st.sampled_from(NAMES).map(lambda file: lambda files: files | {file: b"a: [b\n"}),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(edits, min_size=1, max_size=6))
def test_after_any_edits_the_answer_is_that_of_a_first_check(steps: list[Edit]) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    with tempfile.TemporaryDirectory() as folder:
        keep = Keep(Path(folder))
        for step in (lambda files: files, *steps):
            files = step(files)
            before = keep.read()
            again, first = Recheck(files, before), Recheck(files, State())
            keep.write(again.state, before)

            assert report_of(again) == report_of(first)
            assert again.base == first.base


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_in_a_base_full_of_ties_each_edit_is_answered_as_at_first(seed: int) -> None:
    writer = Writer(seed)
    files = writer.whole()
    state = Recheck(files, State()).state
    for _ in range(12):
        files = writer.edited(files)
        again, first = Recheck(files, state), Recheck(files, State())

        assert report_of(again) == report_of(first)
        state = again.state


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32))
def test_in_part_of_the_real_base_each_edit_is_answered_as_at_first(seed: int) -> None:
    curator = Curator(seed)
    state = Recheck(curator.files, State()).state
    for _ in range(8):
        curator.edit()
        again, first = Recheck(curator.files, state), Recheck(curator.files, State())

        assert report_of(again) == report_of(first)
        state = again.state


def test_the_writer_and_its_edits_find_what_rests_on_several_records() -> None:
    """What it never writes, the property above would not notice; nor warnings that are silent."""
    found: set[str] = set()
    explained = 0
    for seed in range(20):
        report = report_of(Recheck(Writer(seed).whole(), State()))
        found |= {problem.rule for problem in report.problems}
        explained += report.explained

    assert explained > 0
    wide = {rule.id for rule in RULES if rule.check and rule.reach not in {"record", "names"}}
    assert wide - found <= {"identifier-form", "id-unique", "retracted-source"}


def test_the_edits_find_faults_of_every_rule() -> None:
    """What no edit brings about, the property above would not notice."""
    found: set[str] = set()
    for change in WORDS:
        files = {name: text.encode() for name, text in FILES.items()}
        _, report = check_files(_replaced(change)(files))
        found |= {problem.rule for problem in report.problems}

    assert {rule.id for rule in RULES} - found <= {"nothing-checked"}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.reach == "record"], ids=lambda rule: rule.id
)
def test_a_rule_that_looks_at_one_record_finds_the_same_in_each_alone(rule: Rule) -> None:
    for change in (rule.passes, rule.fails):
        files = {name: text.encode() for name, text in FILES.items()}
        whole, _ = check_files(_replaced((change.file, change.old, change.new))(files))
        alone = [p for one in whole.entries for p in rule.problems(_with(whole, one))]

        assert sorted(alone) == sorted(rule.problems(whole))


def _with(base: Base, *entries: Entry[Any]) -> Base:
    return Base(base.terms, entries, base.names, base.instruments, base.designs)


def _parsed_again(files: Files, edit: Files) -> set[str]:
    """Files that a check reads a record of after an edit."""
    before = Recheck(files, State())
    return {one.file for one in Recheck(files | edit, before.state).used}


def test_an_edit_is_checked_with_the_records_it_is_tied_to_and_no_others() -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    own = {STUDY, OTHER, THIRD, CLAIM, DATASET}

    touched = _parsed_again(files, {RETRACTED: files[RETRACTED] + b"note: Read again.\n"})

    assert RETRACTED in touched
    assert CLAIM in touched
    assert not {THIRD, DATASET} & touched
    assert own <= _parsed_again(files, {STUDY: files[STUDY] + b"note: Read again.\n"})


def test_another_ontology_checks_everything_again() -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    before = Recheck(files, State())
    without = files[ONTOLOGY].replace(b"tb:PerceivedSupport a owl:Class", b"tb:Other a owl:Class")

    again = Recheck(files | {ONTOLOGY: without}, before.state)

    assert "concept-exists" in {problem.rule for problem in again.state.problems}
    assert report_of(again) == report_of(Recheck(files | {ONTOLOGY: without}, State()))


def test_kinds_of_files_are_those_of_their_folders() -> None:
    assert {kind_of(file) for file in (STUDY, MODIFICATION, DATASET)} == {
        "study", "claim", "dataset",
    }  # fmt: skip


def _answer_after(files: Files, edit: Files) -> tuple[str, ...]:
    """Problems after an edit, the same with and without an earlier check."""
    again = report_of(Recheck(files | edit, Recheck(files, State()).state))
    assert again == report_of(Recheck(files | edit, State()))
    return tuple(map(str, again.problems))


def test_a_nearer_name_is_offered_in_a_file_that_is_not_tied_to_it() -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    files[OTHER] = files[OTHER].replace(b"[support-lowers-symptoms]", b"[supports-lower-symptom]")
    nearer = EXAMPLE[CLAIM].replace("id: support-lowers-symptoms", "id: supports-lower-symptoms")

    told = _answer_after(
        files, {"evidence/claims/models/supports-lower-symptoms.yaml": nearer.encode()}
    )

    (found,) = [text for text in told if "reference-resolves" in text]
    assert "did you mean supports-lower-symptoms?" in found


def test_a_record_hidden_by_another_of_its_id_stays_hidden() -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    twin = files[THIRD].replace(b"bears_on: [lower-again]", b"unlinked: none")
    files[THIRD.replace("third", "thirds")] = twin
    linked = files[OTHER].replace(b"[support-lowers-symptoms]", b"[lower-again]")
    files[OTHER] = linked
    taken = {OTHER: EXAMPLE[STUDY].replace("example-2020", "other-2021").encode()}

    found = _answer_after(files, taken)

    assert [text for text in found if text.startswith(f"{LOWER}:1:1: finding-linked")]
