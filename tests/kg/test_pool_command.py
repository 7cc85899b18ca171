"""tiebeam pool, as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kg.assess import table as table_module
from kg.assess.table import Columns, NoColumn, read_table
from kg.cli.app import create_cli

DATA = Path(__file__).parent / "meta_analysis"
PUBLISHED = yaml.safe_load((DATA / "published.yaml").read_text(encoding="utf-8"))
KEYS = {
    "k", "estimate", "se", "ci_low", "ci_high", "tau2", "i2", "q", "q_p", "pi_low", "pi_high",
}  # fmt: skip
SMALL = "study,yi,vi\na,0.1,0.02\nb,0.5,0.03\nc,0.4,0.01\n"


def _run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(create_cli(), ["pool", *arguments], input=stdin)


def _piped(text: str | bytes, *more: str) -> Result:
    return _run("-", "--effect", "yi", "--variance", "vi", *more, stdin=text)


def _json(*arguments: str, stdin: str | bytes | None = None) -> dict[str, Any]:
    result = _run(*arguments, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def _published(case: dict[str, Any], *more: str) -> dict[str, Any]:
    file = str(DATA / f"{case['file']}.csv")
    return _json(file, "--effect", "yi", "--variance", "vi", "--ci", case["ci"], *more)


def _name(case: dict[str, Any]) -> str:
    return "-".join(str(case[key]) for key in ("file", "method", "ci", "group") if key in case)


@pytest.mark.parametrize("case", PUBLISHED["models"], ids=_name)
def test_the_command_gives_the_figures_of_metafor(case: dict[str, Any]) -> None:
    found = _published(case, "--method", case["method"])

    assert found.keys() == KEYS | {"conventions"}
    for name, expected in case["metafor"].items():
        assert found[name] == pytest.approx(expected, rel=1e-4, abs=5e-5), name


@pytest.mark.parametrize("case", PUBLISHED["printed"], ids=_name)
def test_the_command_gives_what_the_sources_print(case: dict[str, Any]) -> None:
    found = _published(case, "--method", case["method"])

    for name in KEYS & case.keys():
        assert found[name] == pytest.approx(case[name], abs=0.5001 * 10 ** -case["digits"]), name


@pytest.mark.parametrize("case", PUBLISHED["groups"], ids=_name)
def test_groups_and_the_test_between_them_are_those_of_metafor(case: dict[str, Any]) -> None:
    found = _published(case, "--group", case["group"])

    tested = {"groups", "q_between", "q_between_df", "q_between_p"}
    assert found.keys() == KEYS | {"conventions"} | tested
    assert found["groups"].keys() == case["groups"].keys()
    for name in tested - {"groups"}:
        assert found[name] == pytest.approx(case[name], rel=1e-4), name
    for group, numbers in case["groups"].items():
        assert found["groups"][group].keys() == KEYS
        for name, expected in numbers.items():
            assert found["groups"][group][name] == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_standard_errors_do_as_well_as_variances() -> None:
    by_se = "yi,se\n0.1,0.2\n0.5,0.3\n0.4,0.1\n"
    by_variance = "yi,vi\n0.1,0.04\n0.5,0.09\n0.4,0.01\n"

    one = _json("-", "--effect", "yi", "--se", "se", stdin=by_se)
    other = _json("-", "--effect", "yi", "--variance", "vi", stdin=by_variance)

    assert one["estimate"] == pytest.approx(other["estimate"])
    assert one["se"] == pytest.approx(other["se"])


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace(",", ";").replace(".", ","),
        "\ufeff" + SMALL,
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("\n", "\r"),
        SMALL.replace(",", "\t"),
        'study,yi,vi\n"a, and b","0.1",0.02\n"two\nlines",0.5,"0.03"\n"c ""x""",0.4,0.01\n\n,,\n',
        'study,yi,vi\na,"0,1","0,02"\nb,"0,5","0,03"\nc,"0,4","0,01"\n',
    ],
    ids=["semicolon", "byte-order-mark", "crlf", "cr", "tab", "quoted", "quoted-decimal-comma"],
)
def test_dialects_of_csv_give_the_same(text: str) -> None:
    arguments = ("-", "--effect", "yi", "--variance", "vi")

    assert _json(*arguments, stdin=text) == _json(*arguments, stdin=SMALL)


def test_printed_minus_signs_are_read() -> None:
    table = read_table("t", "yi,vi\n\u22120.5,1\n\u20130.25,1\n".encode(), Columns("yi", "vi"))

    assert table.effects == [-0.5, -0.25]


def test_every_bad_row_is_told_at_its_place_and_nothing_is_pooled() -> None:
    text = "study,yi,vi\na,x,0.02\nb,0.5,0\nc,0.4\nd,,-1\ne,nan,inf\nf,0.1,0.2\n"

    result = _piped(text)

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines[:-1]] == [
        f"standard input:{place}" for place in ("2:2", "3:3", "4:2", "5:2", "5:3", "6:2", "6:3")
    ]
    assert "table yi: 'x' is no number" in lines[0]
    assert lines[-1] == "nothing pooled: 7 problems"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"yi,vi\n\xff,1\n", "2:1: table: byte 0xff is not UTF-8"),
        ("", "there is no row below a header"),
        ("yi,vi\n", "there is no row below a header"),
        ('yi,vi\n1,1\n"2,1\n', "3:1: table: unexpected end of data"),
        ("yi;vi\n0,5;1\n0.5;1\n", "3:1: table yi: '0.5' is no number"),
        ("yi,vi\n1_000,1\n", "'1_000' is no number"),
        ("yi,vi\n1e999,1\n", "'1e999' is no number"),
        ('yi,vi\n"1,234.5",1\n', "'1,234.5' is no number"),
        ("yi,vi\n1,1,1\n", "3 cells where the header has 2"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(text: str | bytes, said: str) -> None:
    result = _piped(text)

    assert result.exit_code == 1
    assert said in result.stdout
    assert "Traceback" not in result.output


def test_a_file_or_table_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "MAX_BYTES", 100)
    assert "larger than" in _piped(SMALL * 5).stdout
    monkeypatch.setattr(table_module, "MAX_BYTES", 10_000)
    monkeypatch.setattr(table_module, "MAX_ROWS", 2)
    assert "more than 2 rows" in _piped(SMALL).stdout
    monkeypatch.setattr(table_module, "MAX_LISTED", 1)
    assert "more than 1 rows" in _piped(SMALL, "--label", "study").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-", "--effect", "Yi", "--variance", "vi"), "no column Yi; did you mean yi?"),
        (("-", "--effect", "yi", "--variance", "variance"), "the columns are study, yi, vi"),
        (("-", "--effect", "yi"), "give either --variance or --se"),
        (("-", "--effect", "yi", "--variance", "vi", "--se", "vi"), "give either"),
        (("nowhere.csv", "--effect", "yi", "--variance", "vi"), "cannot be read: No such file"),
        (("-", "--effect", "yi", "--variance", "vi", "--method", "ML"), "--method"),
    ],
)
def test_wrong_use_is_told_and_exits_with_2(arguments: tuple[str, ...], said: str) -> None:
    result = _run(*arguments, stdin=SMALL)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(NoColumn, match="yi more than once"):
        read_table("t", b"yi,yi,vi\n1,1,1\n", Columns("yi", "vi"))


def test_one_row_is_not_pooled_and_says_why() -> None:
    text = "yi,vi\n0.5,0.1\n"

    plain, machine = _piped(text), _piped(text, "--json")

    assert (plain.exit_code, machine.exit_code) == (1, 1)
    assert plain.stdout == "not pooled: one effect alone: nothing to pool it with\n"
    found = json.loads(machine.stdout)
    assert found["k"] == 1
    assert found["estimate"] is None
    assert "one effect" in found["reason"]


def test_the_text_lists_rows_groups_and_years_below_each_other() -> None:
    text = "study,yi,vi,sex,year\na,0.1,0.02,w,2001\nb,0.5,0.03,w,2002\nc,0.4,0.01,m,2002\n"

    result = _piped(text, "--group", "sex", "--label", "study", "--year", "year")

    assert result.exit_code == 0
    whole, groups, rows, years = (block.splitlines() for block in result.stdout.split("\n\n"))
    assert whole[1].split()[0] == "estimate"
    assert whole[3].startswith("95% interval")
    assert groups[1].split()[:3] == ["m", "1", "one"]
    assert "fewer than two groups" in groups[-1]
    assert [line.split()[0] for line in rows] == ["row", "a", "b", "c"]
    assert [line.split()[:2] for line in years[1:]] == [["2001", "1"], ["2002", "3"]]


def test_years_come_as_steps_in_json() -> None:
    text = "yi,vi,year\n0.1,0.02,2001\n0.5,0.03,2002\n0.4,0.01,2002\n"

    found = _json("-", "--effect", "yi", "--variance", "vi", "--year", "year", stdin=text)

    assert [(step["year"], step["k"]) for step in found["cumulative"]] == [(2001, 1), (2002, 3)]
    assert found["cumulative"][-1]["estimate"] == found["estimate"]


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=200))
def test_no_file_gives_a_traceback(data: bytes) -> None:
    for source in (data, b"yi,vi\n" + data):
        result = _piped(source)

        assert result.exit_code in {0, 1, 2}
        assert result.exception is None or isinstance(result.exception, SystemExit)
