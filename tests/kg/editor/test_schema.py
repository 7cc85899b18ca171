"""The schemas themselves: every good record passes, and the usual mistakes do not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from kg.check import check_files, input_files
from kg.curate.formatting import is_record
from kg.curate.schema import FOLDER, refresh, schemas, write
from kg.read.base import FOLDERS, Base
from kg.records.finding import BaseFinding
from kg.rules.example import CLAIM, DATASET, EXAMPLE, STUDY

PROJECT = Path(__file__).parents[3]


class _Reader(yaml.CSafeLoader):
    """YAML 1.2, as editors read it: only true and false are truth values."""


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag.rpartition(":")[2] in {"int", "float"}]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _base() -> Base:
    base, report = check_files(input_files(PROJECT))
    assert report.good
    return base


@cache
def _validators(*, example: bool) -> dict[str, Draft7Validator]:
    base = _base()
    if example:
        base, _ = check_files({name: text.encode() for name, text in EXAMPLE.items()})
    found = schemas(base)
    for schema in found.values():
        Draft7Validator.check_schema(schema)
    return {kind: Draft7Validator(schema) for kind, schema in found.items()}


def _mistakes(file: str, text: str, *, example: bool = True) -> list[str]:
    validator = _validators(example=example)[FOLDERS[file.split("/")[1]]]
    value: Any = yaml.load(text, _Reader)  # noqa: S506  # a safe loader
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def test_every_record_of_the_real_base_and_of_the_examples_passes() -> None:
    real = {f: data.decode() for f, data in input_files(PROJECT).items() if is_record(f)}
    found = {file: _mistakes(file, text, example=False) for file, text in real.items()}
    found |= {f: _mistakes(f, text) for f, text in EXAMPLE.items() if is_record(f)}

    assert len(found) > 100
    assert {file: mistakes for file, mistakes in found.items() if mistakes} == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (STUDY, "year: 2020\n", "", "$: 'year'"),
        (STUDY, "year: 2020", 'year: "2020"', "$.year"),
        (STUDY, 'pmid: "12345678"', "pmid: 12345678", "$.pmid"),
        (STUDY, "design: cohort", "design: cohorts", "$.design"),
        (STUDY, "design: cohort", "desing: cohort", "$: Additional"),
        (STUDY, "abstract_complete: yes", "abstract_complete: true", "$.abstract_complete"),
        (STUDY, "authors: [Example]", "authors: Example", "$.authors"),
        (STUDY, "authors: [Example]", "authors: []", "$.authors"),
        (STUDY, "id: example-2020", "id: Example 2020", "$.id"),
        (STUDY, "kind: contrast", "kind: contrasts", "$.findings[1].kind"),
        (STUDY, "    kind: contrast\n", "", "$.findings[1]: 'kind'"),
        (STUDY, "    result: lower", "    result: more", "$.findings[0].result"),
        (STUDY, "    result: lower", "    tested: interaction", "$.findings[0]: "),
        (STUDY, "value: 0.72", "value: low", "$.findings[0].effect.value"),
        (STUDY, "ci: [0.60, 0.86]", "ci: [0.60]", "$.findings[0].effect.ci"),
        (STUDY, "p: 0.001", "p: small", "$.findings[0].effect.p"),
        (STUDY, "exposure: {concept: P", "exposure: {concept: Q", "$.findings[0].exposure.concept"),
        (STUDY, "{dimension: sex, level: Women, role", "{dimension: sex, level: Adults, role",
         "$.findings[0].group[0].level"),
        (STUDY, "{dimension: sex, level: Women, role", "{dimension: sexes, level: Women, role",
         "$.findings[0].group[0].dimension"),
        (STUDY, "level: Women, reference: Men", "level: Women, reference: Adults",
         "$.findings[1].between.reference"),
        (CLAIM, "expects: lower", "expects: weaker", "$.expects"),
        (CLAIM, "kind: association", "kind: modification", "$: "),
        (CLAIM, "search: {kind: none}", "search: none", "$.search"),
        (DATASET, "kind: cohort", "kind: group", "$.kind"),
    ],
)  # fmt: skip
def test_a_usual_mistake_does_not_pass(file: str, old: str, new: str, where: str) -> None:
    assert EXAMPLE[file].count(old) == 1

    found = _mistakes(file, EXAMPLE[file].replace(old, new))

    assert any(mistake.startswith(where) for mistake in found), found


def test_a_retired_concept_is_not_offered_and_does_not_pass() -> None:
    text = EXAMPLE[STUDY].replace(
        "quantity: {concept: PerceivedSupport}", "quantity: {concept: OldSupport}"
    )

    assert text != EXAMPLE[STUDY]
    assert _mistakes(STUDY, text)


def test_every_field_is_described() -> None:
    study = schemas(_base())["study"]
    parts = [study, *(part for part in study["$defs"].values() if "properties" in part)]
    fields = {name: field for part in parts for name, field in part["properties"].items()}

    assert len(fields) > 60
    assert [
        name for name, field in fields.items() if not {"description", "$ref"} & field.keys()
    ] == []
    assert list(study["$defs"]["Contrast"]["properties"])[:4] == [*BaseFinding.leading]


def test_a_second_run_writes_nothing_and_the_same_base_gives_the_same_bytes(tmp_path: Path) -> None:
    written = write(_base(), tmp_path / "one")

    assert [path.name for path in written] == ["study.json", "claim.json", "dataset.json"]
    assert write(_base(), tmp_path / "one") == []
    write(_base(), tmp_path / "two")
    for path in written:
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_schemas_are_kept_up_to_date_only_where_somebody_uses_them(tmp_path: Path) -> None:
    refresh(_base(), tmp_path)
    assert list(tmp_path.iterdir()) == []

    (tmp_path / FOLDER).mkdir(parents=True)
    refresh(_base(), tmp_path)
    assert len(list((tmp_path / FOLDER).iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_no_reason_for_check_to_fail(tmp_path: Path) -> None:
    (tmp_path / FOLDER / "study.json").mkdir(parents=True)  # a folder where a file should be

    refresh(_base(), tmp_path)

    assert (tmp_path / FOLDER / "study.json").is_dir()
