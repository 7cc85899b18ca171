"""tiebeam new, as a curator uses it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kg.check import check_files, input_files
from kg.cli.new import ClaimKind, FindingKind
from kg.curate import claim as claims
from kg.curate import finding as findings
from kg.read.base import read_record
from kg.read.document import parse
from kg.rules.example import CLAIM, DATASET, STUDY
from tests.kg.curator import files_below, problems_of, run_new, terms_of

NBIB = Path(__file__).parent / "references" / "pubmed.nbib"
BEGUN = "evidence/studies/vanderberg-2019.yaml"


def _edit(path: Path, values: dict[str, str]) -> None:
    """Write values behind the keys that wait for them, and take the help out, as a person would."""
    lines = [one for one in path.read_text().splitlines() if not one.lstrip().startswith("#:")]
    text = "\n".join(lines) + "\n"
    for key, value in values.items():
        text, count = re.subn(
            rf"^([ -]*{key}:)$", rf"\1 {value}", text, count=1, flags=re.MULTILINE
        )
        assert count == 1, key
    path.write_text(text)


def test_from_pubmed_to_a_good_record_it_takes_two_commands_and_an_editor(
    example_root: Path,
) -> None:
    study = run_new(example_root, "study", "--from", str(NBIB))
    finding = run_new(
        example_root, "finding", "vanderberg-2019", "--kind", "association", "--id", "befriended",
        "--exposure", "befriending", "--outcome", "Loneliness",
    )  # fmt: skip
    assert (study.exit_code, finding.exit_code) == (0, 0), study.output + finding.output
    assert study.stdout == finding.stdout == f"{example_root / BEGUN}\n"

    _edit(
        example_root / BEGUN,
        {
            "design": "randomised-trial",
            "id": "older-people",
            "description": "people of 65 years and more who live alone",
            "read": "abstract",
            "abstract_complete": "yes",
            "sample": "older-people",
            "result": "not-detected",
            "bears_on": "[]",
            "locator": "abstract",
            "summary": "Those befriended were as lonely as the others at the end.",
        },
    )
    text = (example_root / BEGUN).read_text()
    (example_root / BEGUN).write_text(
        text.replace("    bears_on: []\n", "    unlinked: no claim on befriending yet\n")
    )

    base, report = check_files(input_files(example_root))
    assert report.problems == ()
    record = base.studies["vanderberg-2019"].record
    assert record.authors[0] == "van der Berg"
    assert [one.kind for one in record.findings] == ["association"]


def test_check_tells_each_value_that_a_new_study_waits_for(example_root: Path) -> None:
    run_new(example_root, "study", "--from", str(NBIB))

    fields = "design samples[0].id samples[0].description read abstract_complete findings"
    assert problems_of(example_root, BEGUN) == [f"empty-value {one}" for one in fields.split()]


def test_what_a_record_needs_is_never_told_to_be_taken_out(example_root: Path) -> None:
    run_new(example_root, "study", "--from", str(NBIB))
    path = example_root / BEGUN
    path.write_text(path.read_text() + "note:\n")

    _, _, problems = read_record(BEGUN, path.read_bytes(), "study")

    remedies = {one.field: one.mend for one in problems}
    assert remedies["design"] == remedies["samples[0].id"] == "write one; the record needs it"
    assert remedies["note"] == "write one; where it is unknown, take the line out"


def test_a_blank_study_offers_what_its_design_needs(example_root: Path) -> None:
    blank = ("study", "--id", "a-2020", "--stdout", "--design")
    trial = run_new(example_root, *blank, "randomised-trial").stdout
    review = run_new(example_root, *blank, "meta-analysis").stdout

    assert "design: randomised-trial\n" in trial
    assert "#: arms: " in trial
    assert "#: includes: " not in trial
    assert "#: includes: " in review
    assert "#: arms: " not in review
    assert not (example_root / "evidence/studies/a-2020.yaml").exists()


def test_a_retracted_source_is_told_and_waits_for_its_notice(
    example_root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "retracted.nbib"
    taken_back = "PT  - Retracted Publication\nRIN - J Made Up Stud. 2020;1:1. PMID: 90000009"
    file.write_text(NBIB.read_text().replace("PL  - England", taken_back))

    run = run_new(example_root, "study", "--from", str(file))

    assert run.exit_code == 0
    assert "publication: retracted (PubMed: retraction in J Made Up Stud. 2020" in run.stderr
    text = (example_root / BEGUN).read_text()
    assert "\npublication: retracted\n" in text
    assert "\nnotice:\n" in text


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("10.5555/MADEUP.2019.7", "10.5555/EXAMPLE.2020", "DOI 10.5555/example.2020"),
        ("PMID- 90000001", "PMID- 12345678", "PMID 12345678"),
        ("TI  - Befriending and loneliness among older people who live alone in a made-up town: a",
         "TI  - Support, and LATER symptoms in a made-up town:", "nearly the same title"),
    ],
)  # fmt: skip
def test_a_publication_that_is_there_is_stopped_with_its_file(
    example_root: Path, old: str, new: str, why: str
) -> None:
    before = files_below(example_root)

    run = run_new(example_root, "study", "--from", "-", stdin=NBIB.read_text().replace(old, new))

    assert run.exit_code == 1
    assert f"standard input:2:1: duplicate: {STUDY} has {why}" in run.stderr
    assert run.stdout == ""
    assert files_below(example_root) == before


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        ("Support and later symptoms in a made-up town", True),
        ("SUPPORT and later symptoms: in a made up town.", True),
        ("Suport and later symptoms in a made-up town", True),
        ("Support and later symptoms in a made-up town: a cohort study", True),
        ("Support and later symptoms in a village", False),
        ("Support and symptoms", False),
    ],
)
def test_titles_are_alike_but_for_case_marks_and_a_typo(
    example_root: Path, title: str, *, alike: bool
) -> None:
    text = f"TY  - JOUR\nTI  - {title}\nAU  - New, A\nPY  - 2021\nER  -\n"

    assert run_new(example_root, "study", "--from", "-", stdin=text).exit_code == int(alike)
    again = run_new(
        example_root, "study", "--from", "-", "--anyway", "--id", "new-2021b", stdin=text
    )
    assert again.exit_code == 0


def test_an_unfinished_record_counts_as_there_and_so_does_the_one_before(
    example_root: Path,
) -> None:
    twice = run_new(example_root, "study", "--from", "-", stdin=NBIB.read_text() * 2)
    again = run_new(example_root, "study", "--from", str(NBIB))

    assert (twice.exit_code, again.exit_code) == (1, 1)
    assert twice.stdout == f"{example_root / BEGUN}\n"
    assert f"{BEGUN} has DOI" in twice.stderr
    assert f"{BEGUN} has DOI" in again.stderr


def test_a_study_that_cannot_be_read_is_named_as_not_compared(example_root: Path) -> None:
    (example_root / STUDY).write_text("title: [\n")

    run = run_new(example_root, "study", "--from", str(NBIB))

    assert run.exit_code == 0
    assert f"not compared: {STUDY}" in run.stderr


def test_several_references_give_several_records_and_a_bad_one_is_told(example_root: Path) -> None:
    ris = "TY  - JOUR\nTI  - {}\nAU  - Osypuk, T\nPY  - 2012\nER  -\n"
    text = ris.format("First of all") + ris.format("") + ris.format("A second one altogether")

    run = run_new(example_root, "study", "--from", "-", stdin=text)

    assert run.exit_code == 1
    assert run.stdout.split() == [
        str(example_root / f"evidence/studies/osypuk-2012{letter}.yaml") for letter in ("", "b")
    ]
    assert run.stderr.startswith("standard input:6:1: reference: it has no title;")


def test_a_name_without_latin_letters_asks_for_an_id(example_root: Path) -> None:
    text = "TY  - JOUR\nTI  - On ties\nAU  - \u738b, \u4f1f\nPY  - 2012\nER  -\n"

    bare = run_new(example_root, "study", "--from", "-", stdin=text)
    named = run_new(example_root, "study", "--from", "-", "--id", "wang-2012", stdin=text)

    assert (bare.exit_code, named.exit_code) == (1, 0)
    assert "no id can be made of \u738b" in bare.stderr
    assert "authors: [\u738b]" in (example_root / "evidence/studies/wang-2012.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["study"], 2, "--from"),
        (["study", "--from", "nowhere.ris"], 2, "nowhere.ris"),
        (["study", "--id", "../x"], 2, "is no id"),
        (["study", "--id", "x-2020", "--design", "guess"], 2, "guess"),
        (["study", "--id", "example-2020"], 1, "is there already"),
        (["finding", "exampel-2020", "--kind", "contrast"], 2, "did you mean example-2020"),
        (["finding", "example-2020", "--kind", "contrast", "--exposure", "x"], 2,
         "contrast: it has no exposure; it has: quantity"),
        (["finding", "example-2020", "--kind", "contrast", "--id", "women"], 1, "already"),
        (["claim", "support-lowers-symptoms", "--kind", "thesis", "--topic", "new"], 1, CLAIM),
        (["claim", "x", "--kind", "guess", "--topic", "models"], 2, "guess"),
        (["claim", "x", "--kind", "thesis", "--topic", "../../etc"], 2, "is no id"),
        (["claim", "x", "--kind", "thesis", "--topic", "models", "--exposure", "x"], 2, "thesis"),
        (["dataset", "example-cohort"], 1, "is there already"),
        (["dataset", "X"], 2, "is no id"),
        (["concept", "warm", "--parent", "SocialSupport"], 1, "is no name"),
        (["concept", "socialSupport", "--parent", "SocialTie"], 1, "is no name"),
        (["concept", "Socialsupport", "--parent", "SocialTie"], 1, "SocialSupport is there"),
        (["concept", "EnactedSupport", "--parent", "SocialSupport"], 1, "use ReceivedSupport"),
        (["concept", "SocialSuport", "--parent", "SocialTie"], 1, "there is: SocialSupport"),
        (["concept", "SupportReceived", "--parent", "SocialSupport"], 1, "ReceivedSupport"),
        (["concept", "WarmGlow", "--parent", "SocialSuport"], 1, "near it: SocialSupport"),
        (["concept", "WarmGlow", "--parent", "Sex"], 1, "a dimension needs more"),
        (["concept", "WarmGlow", "--parent", "Finding"], 1, "evidence model"),
        (["concept", "WarmGlow", "--parent", "Construct"], 1, "no domain file"),
    ],
)  # fmt: skip
def test_what_cannot_be_begun_says_why_and_writes_nothing(
    example_root: Path, arguments: list[str], code: int, words: str
) -> None:
    before = files_below(example_root)

    run = run_new(example_root, *arguments)

    assert run.exit_code == code, run.output
    assert words in run.output
    assert "Traceback" not in run.output
    assert files_below(example_root) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["study", "--from", str(NBIB)],
        ["finding", "example-2020", "--kind", "mediation"],
        ["claim", "x", "--kind", "contrast", "--topic", "models"],
        ["dataset", "x"],
        ["concept", "PeerMentoring", "--parent", "Intervention"],
    ],
)
def test_showing_writes_nothing(example_root: Path, arguments: list[str]) -> None:
    before = files_below(example_root)

    run = run_new(example_root, *arguments, "--stdout")

    assert run.exit_code == 0
    assert run.stdout.count("\n") > 3
    assert files_below(example_root) == before


@pytest.mark.parametrize("kind", get_args(ClaimKind))
def test_a_claim_has_the_fields_of_its_kind(example_root: Path, kind: str) -> None:
    run = run_new(example_root, "claim", "new-one", "--kind", kind, "--topic", "models")

    file = "evidence/claims/models/new-one.yaml"
    assert run.exit_code == 0
    document, _ = parse(file, (example_root / file).read_bytes())
    model = claims.KINDS[kind]
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert required <= set(document.value) <= set(model.model_fields)
    assert {one.split()[0] for one in problems_of(example_root, file)} == {"empty-value"}


def test_concepts_are_filled_in_by_name_label_or_synonym_and_offered_for_other_words(
    example_root: Path,
) -> None:
    run = run_new(
        example_root, "claim", "new-one", "--kind", "comparison", "--topic", "other",
        "--exposure", "enacted support", "--against", "Perceived Support",
        "--outcome", "depresive symptoms", "--stdout",
    )  # fmt: skip

    document, _ = parse("x", run.stdout.encode())
    assert document.get(("exposure", "concept")) == "ReceivedSupport"
    assert document.get(("against", "concept")) == "PerceivedSupport"
    assert document.get(("outcome", "concept")) == ""
    assert "DepressiveSymptoms (depressive symptoms)" in " ".join(run.stdout.split())
    assert "outcome: no concept is called 'depresive symptoms'. Nearest: Depress" in run.stderr
    assert "other is a new topic; so far: models" in run.stderr


def test_a_data_set_is_begun_and_near_names_are_told(example_root: Path) -> None:
    run = run_new(example_root, "dataset", "example-cohort-2")

    assert run.exit_code == 0
    assert f"nearly of this name: {Path(DATASET).stem}" in run.stderr
    assert problems_of(example_root, "evidence/datasets/example-cohort-2.yaml") == [
        f"empty-value {field}" for field in ("name", "kind", "description", "source")
    ]


def test_a_new_concept_stands_below_its_parent_and_check_tells_what_is_missing(
    example_root: Path,
) -> None:
    run = run_new(example_root, "concept", "PeerMentoring", "--parent", "SocialSupport")

    assert run.stdout == f"{example_root / 'ontology/domain.ttl'}\n"
    term = terms_of(example_root).by_name["PeerMentoring"]
    assert (term.label, term.parents, term.definition) == ("peer mentoring", ("SocialSupport",), "")
    _, report = check_files(input_files(example_root))
    text = (example_root / "ontology/domain.ttl").read_text().split("\n")
    assert {one.rule for one in report.problems} == {
        "ontology-definition-missing", "ontology-source-missing",
    }  # fmt: skip
    assert {text[one.line - 1] for one in report.problems} == {"tb:PeerMentoring a owl:Class ;"}


def test_a_concept_near_another_is_begun_when_the_curator_insists(example_root: Path) -> None:
    run = run_new(example_root, "concept", "SocialSuport", "--parent", "SocialSupport", "--anyway")

    assert run.exit_code == 0
    assert "SocialSuport" in terms_of(example_root).by_name


@pytest.mark.parametrize("command", ["study", "finding", "claim", "dataset", "concept"])
def test_each_command_helps_with_an_example(example_root: Path, command: str) -> None:
    run = run_new(example_root, command, "--help")

    assert run.exit_code == 0
    assert f"Example: tiebeam new {command}" in run.output


def test_kinds_are_those_of_the_models() -> None:
    assert get_args(FindingKind) == tuple(findings.KINDS)
    assert get_args(ClaimKind) == tuple(claims.KINDS)
