"""Whatever a file holds, checking it ends with a report."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.check import check_files
from kg.rules.example import CLAIM, DATASET, EXAMPLE, MODIFICATION, STUDY, THESIS

GOOD = {name: text.encode() for name, text in EXAMPLE.items()}
RECORDS = st.sampled_from([STUDY, CLAIM, MODIFICATION, THESIS, DATASET])
PIECES = st.sampled_from(
    [b"", b" ", b"\n", b"\t", b":", b"- ", b"[", b"]", b"{", b"}", b"'", b'"', b"&a ", b"*a",
     b"!!x ", b"|", b">", b"#", b"? ", b"---\n", b"\r", b"\x00", b"\xff", b"0", b"1e99", b"-",
     b"null", b"~", b"[]", b"{}", b"true", b"9" * 18, b"0.5", b"<0.05", b"Women", b"id", b"adults"]
)  # fmt: skip
LINES = {name: text.splitlines(keepends=True) for name, text in EXAMPLE.items()}


def _reported(file: str, data: bytes) -> bool:
    """Whether every problem has its place and remedy; an exception fails the test."""
    _, report = check_files(GOOD | {file: data})
    return all(
        problem.file and problem.line >= 1 and problem.column >= 1 and problem.what and problem.mend
        for problem in report.problems
    )


@given(RECORDS, st.binary(max_size=300))
def test_any_bytes(file: str, data: bytes) -> None:
    assert _reported(file, data)


@given(RECORDS, st.data())
@settings(max_examples=300, deadline=10_000)
def test_any_piece_put_anywhere_into_a_good_record(file: str, data: st.DataObject) -> None:
    text = GOOD[file]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 20))
        text = text[:start] + data.draw(PIECES) + text[end:]

    assert _reported(file, text)


@given(RECORDS, st.data())
@settings(max_examples=200, deadline=10_000)
def test_lines_of_a_good_record_left_out_repeated_and_exchanged(
    file: str, data: st.DataObject
) -> None:
    lines = data.draw(st.lists(st.sampled_from(LINES[file]), max_size=60))

    assert _reported(file, "".join(lines).encode())


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["adults", "women", "Women", "sex", "PerceivedSupport", "or", "lower"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["id", "kind", "concept", "dimension", "level"]), inner),
    max_leaves=12,
)  # fmt: skip


@given(RECORDS, VALUES, st.data())
@settings(max_examples=300, deadline=10_000)
def test_any_value_in_the_place_of_another(file: str, value: Any, data: st.DataObject) -> None:
    """The value is written as JSON, which is YAML; so every field meets every type."""
    import json

    lines = list(LINES[file])
    index = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[index].partition(": ")
    lines[index] = f"{key}{colon or ': '}{json.dumps(value)}\n"

    assert _reported(file, "".join(lines).encode())
