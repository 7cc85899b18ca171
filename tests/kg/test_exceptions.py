"""Warnings: told with the way to explain them, silent once a reason stands, never in vain."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from kg.check import check_files
from kg.cli.app import create_cli
from kg.compile.graphs import compile_base
from kg.report import Report
from kg.rules.catalogue import RULES
from kg.rules.example import CLAIM, DATASET, EXAMPLE, STUDY, THESIS, changed
from kg.rules.rule import Rule
from kg.views.study import study_page

ODD = ("value: 0.72, ci: [0.60, 0.86]", "value: 0.79, ci: [0.60, 0.86]")
REASON = "reason: So printed in the abstract."
EXPLAINED = f"exceptions: [{{rule: estimate-in-middle, finding: women, {REASON}}}]"
WARNINGS = [pytest.param(rule, id=rule.id) for rule in RULES if rule.severity == "warning"]


def _study(*changes: tuple[str, str], exceptions: str = "") -> dict[str, bytes]:
    text = EXAMPLE[STUDY].replace("findings:\n", f"{exceptions}\nfindings:\n")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {file: t.encode() for file, t in (dict(EXAMPLE) | {STUDY: text}).items()}


def _checked(*changes: tuple[str, str], exceptions: str = "") -> Report:
    return check_files(_study(*changes, exceptions=exceptions))[1]


def test_a_warning_stops_no_build_and_says_how_to_explain_it() -> None:
    report = _checked(ODD)

    (problem,) = report.problems
    assert problem.severity == "warning"
    assert report.good
    assert problem.mend.endswith(
        "exceptions: [{rule: estimate-in-middle, finding: women, reason: ...}]"
    )


@pytest.mark.parametrize("rule", WARNINGS)
def test_every_warning_is_silent_and_counted_once_its_record_explains_it(rule: Rule) -> None:
    files = changed(rule.fails)
    _, report = check_files(files)
    for problem in report.problems:
        offered = problem.mend.rpartition("exceptions: ")[2].replace("...", "It is so printed.")
        text = files[problem.file].decode()
        item = offered.removeprefix("[").removesuffix("]")
        head = "" if "\nexceptions:\n" in text else "exceptions:\n"
        files[problem.file] = (
            text.replace("exceptions:\n", f"exceptions:\n  - {item}\n").encode()
            if not head
            else f"{text}{head}  - {item}\n".encode()
        )

    _, explained = check_files(files)

    assert explained.problems == ()
    assert explained.explained == len(report.problems) > 0


@pytest.mark.parametrize(
    ("exception", "what", "mend"),
    [
        ("rule: estimate-in-the-middle, finding: women", "no rule", "did you mean estimate-in-mi"),
        ("rule: sing-agrees, finding: women", "no rule", "did you mean sign-agrees?"),
        ("rule: quite-else", "no rule", "use one of: "),
        ("rule: sign-agrees, finding: women", "is an error", "mend what it finds"),
        ("rule: estimate-in-middle, finding: woman", "no finding woman", "did you mean women?"),
        ("rule: estimate-in-middle, finding: zzz", "no finding zzz", "name a finding"),
        ("rule: p-agrees, finding: women", "does not warn of women", "take it out"),
        ("rule: estimate-in-middle", "does not warn of the record", "name the finding"),
    ],
)
def test_an_exception_that_fits_no_warning_is_an_error(
    exception: str, what: str, mend: str
) -> None:
    report = _checked(ODD, exceptions=f"exceptions: [{{{exception}, {REASON}}}]")

    told = [problem for problem in report.problems if problem.rule == "exception-fits"]
    assert len(told) == 1
    assert not report.good
    assert what in told[0].what
    assert mend in told[0].mend


def test_a_warning_whose_exception_is_about_another_finding_is_still_told() -> None:
    other = EXPLAINED.replace("finding: women", "finding: women-and-men")

    assert {p.rule for p in _checked(ODD, exceptions=other).problems} == {
        "estimate-in-middle",
        "exception-fits",
    }


def test_a_second_exception_for_one_warning_silences_nothing() -> None:
    item = EXPLAINED.removeprefix("exceptions: [").removesuffix("]")

    report = _checked(ODD, exceptions=f"exceptions: [{item}, {item}]")

    assert [problem.field for problem in report.problems] == ["exceptions[1]"]


def test_a_reason_of_one_word_is_none() -> None:
    report = _checked(ODD, exceptions=EXPLAINED.replace("So printed in the abstract.", "Right."))

    assert [problem.field for problem in report.problems] == ["exceptions[0].reason"]


def test_an_exception_is_not_stale_while_a_file_cannot_be_read() -> None:
    """What it is about may be in that file."""
    files = _study(exceptions=f"exceptions: [{{rule: title-once, {REASON}}}]")
    files["evidence/studies/broken-2000.yaml"] = b"id: ["

    assert {problem.rule for problem in check_files(files)[1].problems} == {"yaml"}


@pytest.mark.parametrize("file", [CLAIM, THESIS, DATASET])
def test_every_kind_of_record_takes_exceptions(file: str) -> None:
    stale = f"{EXAMPLE[file]}exceptions: [{{rule: claim-once, {REASON}}}]\n"
    files = {name: text.encode() for name, text in (dict(EXAMPLE) | {file: stale}).items()}

    assert [problem.rule for problem in check_files(files)[1].problems] == ["exception-fits"]


def test_an_exception_is_on_the_page_of_the_study_and_in_the_graph() -> None:
    base, _ = check_files(_study(ODD, exceptions=EXPLAINED))
    text = "estimate-in-middle (women): So printed in the abstract."

    page = study_page(base, base.studies["example-2020"], ())
    graph = compile_base(base, {})["study/example-2020"]

    assert page.exceptions == (text,)
    assert [str(t.object) for t in graph if str(t.predicate).endswith("checkedByHand>")] == [
        f'"{text}"'
    ]


def test_an_unexplained_warning_ends_the_command_with_1_and_an_explained_one_with_0(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def run(files: dict[str, bytes]) -> tuple[int, str]:
        root = tmp_path_factory.mktemp("root")
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        result = CliRunner().invoke(create_cli(), ["check", "--root", str(root)])
        return result.exit_code, result.output

    code, output = run(_study(ODD))
    explained_code, explained = run(_study(ODD, exceptions=EXPLAINED))

    assert (code, explained_code) == (1, 0)
    assert output.count("estimate-in-middle findings[0].effect.ci") == 1
    assert explained.endswith("0 errors, 1 warning explained\n")
