"""Strict YAML: what it reads, what it refuses, and where it says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.document import MAX_BYTES, MAX_DEPTH, MAX_VALUES, Unreadable, parse
from kg.read.quick import quick_value


def _value(text: str) -> Any:
    document, problems = parse("f.yaml", text.encode())
    assert problems == []
    return document.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("12", 12),
        ("-3", -3),
        ("012", "012"),
        ("12:30:45", "12:30:45"),
        ("2020-01-01", "2020-01-01"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("'12'", "12"),
        ("99999999999999999999", "99999999999999999999"),
        ("1e99999", "1e99999"),
    ],
)
def test_plain_scalars_follow_yaml_1_2_and_never_surprise(text: str, value: object) -> None:
    assert _value(f"a: {text}") == {"a": value}


@pytest.mark.parametrize("printed", ["1.50", "0.050", "-0.30", "1.0"])
def test_a_decimal_keeps_its_printed_form(printed: str) -> None:
    value = _value(f"a: {printed}")["a"]

    assert isinstance(value, Decimal)
    assert str(value) == printed


def test_every_value_and_key_has_its_place() -> None:
    document, _ = parse("f.yaml", b"a:\n  - b: 1\n    c: [x, y]\n")

    assert document.place(("a", 0, "c", 1)) == (3, 12)
    assert document.key_place(("a", 0, "c")) == (3, 5)
    assert document.place(("a", 0, "missing")) == (2, 5)


REFUSED = [
    ("second document", b"a: 1\n---\nb: 2\n", (2, 1)),
    ("empty file", b"", (1, 1)),
    ("only a comment", b"# nothing\n", (1, 1)),
    ("not UTF-8", b"a: 1\nb: \xff\n", (2, 4)),
    ("UTF-16", "a: 1".encode("utf-16"), (1, 1)),
    ("byte order mark", b"\xef\xbb\xbfa: 1\n", (1, 1)),
    ("CRLF", b"a: 1\r\nb: 2\r\n", (1, 5)),
    ("NUL", b"a: 1\nb: \x00\n", (2, 4)),
    ("escape character", b"a: \x1b[31m\n", (1, 4)),
    ("tab indent", b"a:\n\tb: 1\n", (2, 1)),
    ("merge conflict", b"a: 1\n<<<<<<< HEAD\nb: 2\n", (2, 1)),
    ("list as key", b"? [a]\n: 1\n", (1, 3)),
    ("two colons", b"a: b: c\n", (1, 5)),
    ("open quote", b'a: "b\n', (1, 4)),
    ("nested too deep", b"a: " + b"[" * 30, (1, 23)),
    ("nested beyond any stack", b"a: " + b"[" * 200_000, (1, 23)),
    ("too long", b"#" * (MAX_BYTES + 1), (1, 1)),
]


@pytest.mark.parametrize(
    ("data", "place"), [pytest.param(data, place, id=name) for name, data, place in REFUSED]
)
def test_what_cannot_be_read_is_told_at_its_place(data: bytes, place: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as refused:
        parse("f.yaml", data)

    problem = refused.value.problem
    assert (problem.line, problem.column) == place
    assert problem.rule == "yaml"
    assert problem.mend


@pytest.mark.parametrize(
    "text",
    ["a: &x 1", "a: &x 1\nb: *x", "a: !!str 1", "a: !!python/object:os.system x", 'a: "\\0"'],
)
def test_anchors_aliases_tags_and_hidden_characters_are_refused(text: str) -> None:
    _, problems = parse("f.yaml", text.encode())

    assert {problem.rule for problem in problems} == {"yaml"}


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]

    document, problems = parse("f.yaml", "\n".join(lines).encode())

    assert len(problems) > 300
    assert document.value["a39"] == ("",) * 9


def test_duplicate_keys_are_told_once_each_even_when_they_hold_mappings() -> None:
    _, problems = parse("f.yaml", b"a: {x: 1}\na: {x: 2}\n")

    assert [(p.rule, p.line, p.field) for p in problems] == [("duplicate-key", 2, "a")]


def _read_or_refused(data: bytes) -> bool:
    """Whether a value came, or a problem at a line; any other exception fails the test."""
    try:
        document, problems = parse("f.yaml", data)
    except Unreadable as error:
        return error.problem.line >= 1
    return document.value is not None or bool(problems)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise(data: bytes) -> None:
    assert _read_or_refused(data)


@given(st.text(alphabet="ab:-[]{}&*!'\"#,\n 1.", max_size=60))
def test_no_text_near_yaml_makes_it_fail_otherwise(text: str) -> None:
    assert _read_or_refused(text.encode())


_SOUND = b"a: {b: [1, -0.50, x, '12', true], c: \"d\\u00e9\"}\ne:\n  - f: 012\n    g: {h: {}}\n"


@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.sampled_from(list("{}[]:,-?&*!|>'\"%#~ \nab1."))),
        max_size=4,
    )
)
def test_the_quick_reader_finds_the_same_value_or_leaves_the_file_to_the_other(
    edits: list[tuple[int, str]],
) -> None:
    text = _SOUND.decode()
    for place, sign in edits:
        text = f"{text[:place]}{sign}{text[place:]}"
    value = quick_value("f.yaml", text.encode())
    try:
        document, problems = parse("f.yaml", text.encode())
    except Unreadable:
        assert value is None
        return

    assert value is None if problems else value == document.value
    assert repr(value) == repr(document.value) or problems


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2", "a:", "a: &x 1", "a: !!str 1", "a: [*x]", "? [a]\n: 1", '"\\x07": "\\x07"',
        "a: 1\n---\nb: 1", "%YAML 1.1\n---\na: 1", "", "# nothing", "a: <<<<<<< x\n\tb", "&x a: 1",
        "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, f"a: [{'1,' * MAX_VALUES}]",
    ],
)  # fmt: skip
def test_the_quick_reader_judges_nothing_that_is_odd(text: str) -> None:
    assert quick_value("f.yaml", text.encode()) is None
    assert quick_value("f.yaml", _SOUND) == _value(_SOUND.decode())
