"""Releases: written once, read strictly, and a digest that tells evidence from wording."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.assess.assessment import assess_all
from kg.assess.release import release_of
from kg.check import check_files, input_files
from kg.cli.app import create_cli
from kg.compile.graphs import WITHDRAWN, compile_base
from kg.read.base import Base
from kg.read.release import read_releases, release_text
from kg.rules.example import CLAIM, EXAMPLE, MODIFICATION, RELEASE, RELEASED, STUDY
from kg.views.release import release_page
from tests.conftest import BaseWith

NAME = "support-lowers-symptoms"
DAMAGED = {
    "not text": (b"\xff\xfe", 1, "codec can't decode"),
    "empty": (b"", 1, "the columns are not claim,evidence,findings,verdict"),
    "other columns": (b"claim,findings\n", 1, "the columns are not"),
    "a column too many": (
        RELEASED.replace(",very low\n", ",very low,2\n").encode(),
        3,
        "Extra inputs",
    ),
    "a column too few": (
        RELEASED.replace(",1,imprecise,very low\n", "\n").encode(),
        1,
        "line 3: findings",
    ),
    "no digest": (RELEASED.replace("fedc", "FEDC").encode(), 3, "should match pattern"),
    "no id": (RELEASED.replace("sex-", "Sex ").encode(), 2, "should match pattern"),
    "an open quote": (RELEASED.replace("sex-", '"sex-').encode(), 1, "unexpected end"),
    "a huge number": (RELEASED.replace(",1,", f",{'9' * 5000},").encode(), 1, "digit"),
}


@pytest.mark.parametrize("case", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_release_is_told_with_a_remedy(case: tuple[bytes, int, str]) -> None:
    data, line, what = case

    releases, (problem,) = read_releases({RELEASE: data})

    assert releases == {}
    assert (problem.file, problem.line, problem.rule) == (RELEASE, line, "release")
    assert what in problem.what
    assert "git" in problem.mend


def test_a_file_that_is_called_by_no_day_is_no_release() -> None:
    _, (problem,) = read_releases({"evidence/releases/latest.csv": RELEASED.encode()})

    assert "should match pattern" in problem.what


def test_what_is_written_is_read_as_it_was(example_base: Base) -> None:
    release = release_of(example_base, "2020-12-31")

    releases, problems = read_releases({RELEASE: release_text(release)})

    assert problems == []
    assert releases["2020-12-31"].record == release


def _digest(base_with: BaseWith, old: str = "", new: str = "") -> str:
    assert old in EXAMPLE[STUDY]
    return assess_all(base_with({STUDY: EXAMPLE[STUDY].replace(old, new)}))[NAME].evidence


@pytest.mark.parametrize(
    ("old", "new"),
    [("result: lower", "result: not-detected"), ("n: 1000", "n: 900"), ("0.72", "0.73")],
)
def test_other_evidence_has_another_digest(base_with: BaseWith, old: str, new: str) -> None:
    assert _digest(base_with, old, new) != _digest(base_with)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Women with more support had fewer symptoms later.", "Put otherwise."),
        ("locator: abstract\n    summary: Women with", "locator: table 2\n    summary: Women with"),
        ("title: Support", "title: On support"),
    ],
)
def test_other_words_have_the_same_digest(base_with: BaseWith, old: str, new: str) -> None:
    assert _digest(base_with, old, new) == _digest(base_with)


def test_a_claim_since_withdrawn_is_withdrawn_from_history_too(base_with: BaseWith) -> None:
    taken = EXAMPLE[CLAIM] + "withdrawn: {reason: Said twice.}\n"
    base = base_with({RELEASE: RELEASED, CLAIM: taken})

    graphs = compile_base(base, {})

    assert NAME in str(graphs[WITHDRAWN])
    assert NAME not in str(graphs["release/2020-12-31"])
    assert "sex-modifies-support" in str(graphs["release/2020-12-31"])


def test_the_command_writes_a_release_once_and_the_base_stays_good(example_root: Path) -> None:
    runner, app = CliRunner(), create_cli()
    line = ["release", "2020-12-31", "--root", str(example_root)]

    first, second = runner.invoke(app, line), runner.invoke(app, line)

    assert first.exit_code == 0, first.output
    assert "commit it" in first.output
    assert second.exit_code == 2
    assert "never written anew" in second.output
    assert [path.name for path in (example_root / "evidence/releases").iterdir()] == [
        "2020-12-31.csv"
    ]
    assert check_files(input_files(example_root))[1].problems == ()


@pytest.mark.parametrize("day", ["today", "2020-13-01", "../2020-12-31", "2020-12-31\n"])
def test_the_command_refuses_what_is_no_day(example_root: Path, day: str) -> None:
    line = ["release", day, "--root", str(example_root)]
    result = CliRunner().invoke(create_cli(), line)

    assert result.exit_code == 2
    assert "write it as 2026-12-01" in result.output
    assert not (example_root / "evidence/releases").exists()


def test_the_page_of_a_release_tells_changed_added_and_withdrawn_claims(
    base_with: BaseWith,
) -> None:
    (head, modification, support) = RELEASED.splitlines(keepends=True)
    taken = EXAMPLE[MODIFICATION] + "withdrawn: {reason: Said twice.}\n"
    base = base_with({RELEASE: head + modification + support, MODIFICATION: taken})
    earlier = base_with({RELEASE: head})

    page = release_page(base, base.releases["2020-12-31"], assess_all(base))
    first = release_page(earlier, earlier.releases["2020-12-31"], assess_all(earlier))

    assert [row.claim.path for row in page.changed] == [f"/claim/{NAME}"]
    assert [link.path for link in page.withdrawn] == ["/claim/sex-modifies-support"]
    assert page.added == ()
    assert len(first.added) == 2
