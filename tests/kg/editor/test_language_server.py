"""Records in an editor: what yaml-language-server offers, shows and underlines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.check import input_files
from kg.curate.formatting import is_record
from kg.rules.example import CLAIM, EXAMPLE, STUDY
from tests.conftest import write_example
from tests.kg.editor.language_server import LanguageServer

PROJECT = Path(__file__).parents[3]
HERE = Path(__file__).parent
SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
TIEBEAM = [sys.executable, "-m", "server"]
ONE_IN = 6
"""The server takes a tenth of a second or more for a record; these are spread over every folder."""
MISSING = [name for name in ("node", "npm") if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("CI"),
    reason="2026-11-25: needs Debian's packages nodejs and npm; in CI they are installed",
)


@pytest.fixture(scope="module")
def program() -> Path:
    """The language server, installed once into the cache of the checkout."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = PROJECT / ".cache" / "yaml-language-server"
    stamp = folder / "package-lock.json"
    if not (stamp.is_file() and stamp.read_bytes() == lock):
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()
            for file in ("package.json", "package-lock.json"):
                shutil.copy(HERE / file, made)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            run = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
            if run.returncode:
                pytest.skip(f"npm cannot install yaml-language-server: {run.stderr[-300:]}")
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
    return folder / SERVER


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_example(tmp_path_factory.mktemp("editor") / "root")
    subprocess.run([*TIEBEAM, "schema"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    """What VS Code is told by the checkout."""
    found: dict[str, object] = json.loads((PROJECT / ".vscode/settings.json").read_text())
    return found


@pytest.fixture(scope="module")
def editor(program: Path, root: Path, settings: dict[str, object]) -> Iterator[LanguageServer]:
    with LanguageServer(program, root, settings) as running:
        yield running


def _study(old: str, new: str) -> str:
    assert EXAMPLE[STUDY].count(old) == 1
    return EXAMPLE[STUDY].replace(old, new)


def test_a_good_record_has_nothing_underlined(editor: LanguageServer) -> None:
    for file, text in EXAMPLE.items():
        if is_record(file):
            assert editor.problems(file, text) == [], file


def test_records_spread_over_the_real_base_have_nothing_underlined(
    program: Path, settings: dict[str, object]
) -> None:
    subprocess.run([*TIEBEAM, "schema"], cwd=PROJECT, check=True)
    files = sorted(item for item in input_files(PROJECT).items() if is_record(item[0]))
    records = {file: data.decode() for file, data in files[::ONE_IN]}

    with LanguageServer(program, PROJECT, settings) as editor:
        found = {file: editor.problems(file, text) for file, text in records.items()}

    assert len(found) > 100
    assert {file: problems for file, problems in found.items() if problems} == {}


def test_concepts_are_offered_with_their_definitions(editor: LanguageServer) -> None:
    offers = editor.offers(
        STUDY, _study("exposure: {concept: PerceivedSupport}", "exposure: {concept: ^}")
    )

    assert len(offers) > 300
    assert "belief that help would be there" in offers["PerceivedSupport"]
    assert "Women" not in offers


def test_a_concept_shows_its_label_and_definition_and_no_other(editor: LanguageServer) -> None:
    shown = editor.hover(STUDY, _study("exposure: {concept: P", "exposure: {concept: P^"))

    assert "perceived support" in shown
    assert "belief that help would be there" in shown
    assert "loneliness" not in shown.lower()


def test_a_field_shows_what_the_manual_says_of_it(editor: LanguageServer) -> None:
    assert "What the curator had in hand." in editor.hover(STUDY, _study("read:", "re^ad:"))


def test_levels_are_those_of_the_dimension(editor: LanguageServer) -> None:
    offers = editor.offers(
        STUDY, _study("{dimension: sex, level: Women, role", "{dimension: sex, level: ^, role")
    )

    assert {"Women", "Men"} <= offers.keys()
    assert not {"Youth", "Adults"} & offers.keys()
    assert offers["Women"]


@pytest.mark.parametrize(
    ("old", "new", "name", "meaning"),
    [
        ("[support-lowers-symptoms]", "[^]", "support-lowers-symptoms", "is followed by"),
        ("dataset: example-cohort", "dataset: ^", "example-cohort", "made-up town"),
        (
            "{concept: DepressiveSymptoms}",
            "{concept: DepressiveSymptoms, instrument: ^}",
            "CES-D",
            "",
        ),
        ("{dimension: sex, level: Women, role", "{dimension: ^, level: Women, role", "sex", ""),
        ("design: cohort", "design: ^", "meta-analysis", "Design of"),
    ],
)
def test_names_of_records_and_words_are_offered(
    editor: LanguageServer, old: str, new: str, name: str, meaning: str
) -> None:
    offers = editor.offers(STUDY, _study(old, new))

    assert meaning in offers[name]


def test_a_claim_shows_its_sentence(editor: LanguageServer) -> None:
    shown = editor.hover(STUDY, _study("bears_on: [sup", "bears_on: [sup^"))

    assert "Perceived support is followed by lower depressive symptoms in adults" in shown


def test_fields_are_those_of_the_kind(editor: LanguageServer) -> None:
    text = EXAMPLE[STUDY] + "  - id: new\n    kind: contrast\n    ^\n"
    offers = editor.offers(STUDY, text)

    assert {"quantity", "between", "result", "summary"} <= offers.keys()
    assert not {"exposure", "modifiers", "kind"} & offers.keys()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    result: lower", "    result: lowered", 23, "lower"),
        ("exposure: {concept: PerceivedSupport}", "exposure: {concept: X}", 21, "no concept of"),
        ("level: Women, role: stratum", "level: Youth, role: stratum", 20, "no level of"),
        ("    result: lower", "    quantity: {concept: Loneliness}", 23, "quantity"),
        ("year: 2020", 'year: "2020"', 4, "integer"),
        ("value: 0.72", "value: high", 24, "number"),
        ("design: cohort", "design: cohort\nnonsense: 1", 9, "nonsense"),
        ("year: 2020\n", "", 1, "year"),
        ("kind: contrast", "kind: contrasts", 29, "contrast"),
    ],
)
def test_a_mistake_is_underlined_where_it_stands(
    editor: LanguageServer, old: str, new: str, line: int, words: str
) -> None:
    found = editor.problems(STUDY, _study(old, new))

    assert [message for at, message in found if at == line and words in message], found


def test_a_claim_that_is_new_is_no_mistake_and_is_offered_once_check_has_run(
    editor: LanguageServer, root: Path
) -> None:
    text = _study("[support-lowers-symptoms]", "[^]")
    assert editor.problems(STUDY, text.replace("^", "a-new-claim")) == []
    assert "a-new-claim" not in editor.offers(STUDY, text)
    claim = root / CLAIM.replace("support-lowers-symptoms", "a-new-claim")
    claim.write_text(EXAMPLE[CLAIM].replace("id: support-lowers-symptoms", "id: a-new-claim"))
    study = root / STUDY
    study.write_text(_study("[support-lowers-symptoms]", "[support-lowers-symptoms, a-new-claim]"))

    subprocess.run([*TIEBEAM, "check", STUDY], cwd=root, check=False)
    editor.changed(root / ".cache/schema/study.json")

    assert "a-new-claim" in editor.offers(STUDY, text)
