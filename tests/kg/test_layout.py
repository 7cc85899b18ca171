"""The layout of records: order, quotes, folding, comments."""

from __future__ import annotations

import pytest

from kg.curate.formatting import RULE, Unformatted, formatted, unformatted
from kg.rules.example import EXAMPLE, STUDY

HEAD = """\
id: a-2020
title: T
authors: [A]
year: 2020
publication: published
design: cohort
"""
TAIL = """\
read: abstract
abstract_complete: no
curator: editors
"""


def _fmt(file: str, text: str) -> str:
    return formatted(file, text.encode()).decode()


def _study(middle: str, tail: str = "no_findings: none yet\n") -> str:
    return _fmt("evidence/studies/a-2020.yaml", HEAD + middle + TAIL + tail)


def test_fields_stand_in_the_order_of_the_models() -> None:
    finding = """\
findings:
  - summary: More support, fewer symptoms.
    locator: abstract
    effect: {ci: [0.1, 0.50], value: .30, measure: r}
    result: lower
    outcome: {form: score, concept: Loneliness}
    exposure: {concept: PerceivedSupport}
    group: [{role: sample, level: Women, dimension: sex}]
    sample: all
    unlinked: no claim yet
    kind: association
    id: one
"""

    assert _study("samples: [{n: 5, description: people, id: all}]\n", finding) == HEAD + (
        """\
samples:
  - {id: all, description: people, n: 5}
"""
        + TAIL
        + """\
findings:
  - id: one
    kind: association
    sample: all
    group: [{dimension: sex, level: Women, role: sample}]
    exposure: {concept: PerceivedSupport}
    outcome: {concept: Loneliness, form: score}
    result: lower
    effect: {measure: r, value: .30, ci: [0.1, 0.50]}
    unlinked: no claim yet
    locator: abstract
    summary: More support, fewer symptoms.
"""
    )


@pytest.mark.parametrize(
    ("given_as", "kept_as"),
    [
        ('"NO"', "[NO]"),
        ("'NO'", "[NO]"),
        ("NO", "[NO]"),
    ],
)
def test_norway_stays_norway(given_as: str, kept_as: str) -> None:
    text = _study(f"samples:\n  - {{id: all, description: x, countries: [{given_as}]}}\n")

    assert f"countries: {kept_as}" in text
    assert _fmt("evidence/studies/a-2020.yaml", text) == text


@pytest.mark.parametrize("number", ["1.50", ".26", "1e3", "-0.036", "+0.5", "5.", "0.30"])
def test_a_number_keeps_its_printed_form(number: str) -> None:
    text = _study(f"samples:\n  - {{id: all, description: x, percent_women: {number}}}\n")

    assert f"percent_women: {number}}}" in text


@pytest.mark.parametrize(
    ("text", "kept_as"),
    [
        ('"0012"', '"0012"'),
        ('"142"', '"142"'),
        ("'1017-1067'", "1017-1067"),
        ('"2026-11-24"', '"2026-11-24"'),
        ("2026-11-24", '"2026-11-24"'),
        ('"1:30"', '"1:30"'),
        ('"0x1F"', '"0x1F"'),
        ('"0o17"', '"0o17"'),
        ('"1_000"', '"1_000"'),
        ('".inf"', '".inf"'),
        ('"null"', '"null"'),
        ('"~"', '"~"'),
        ('"true"', '"true"'),
        ("True", '"True"'),
        ('"yes"', "yes"),
        ('"a: b"', '"a: b"'),
        ('"a #b"', '"a #b"'),
        ('"a, b"', "a, b"),
        ('"[a"', '"[a"'),
        ('"- a"', '"- a"'),
        ('"it\'s"', "it's"),
        ("'say \"x\": y'", "'say \"x\": y'"),
        ('"back\\\\slash: x"', "'back\\slash: x'"),
        ('"tab\\tx"', '"tab\\tx"'),
        ('"x\\u2028y"', '"x\\Ly"'),
        ("|-\n  one line", "one line"),
        (">-\n  two\n  lines", "two lines"),
        ("two\n  lines", "two lines"),
        ('"ends:"', '"ends:"'),
        ('"@x"', '"@x"'),
        ("über Δ", "über Δ"),
        ("emoji \U0001f600", "emoji \U0001f600"),
    ],
)
def test_text_has_quotes_only_where_some_reader_would_take_it_for_something_else(
    text: str, kept_as: str
) -> None:
    result = _study(f"pages: {text}\nsamples:\n  - {{id: all, description: x}}\n")

    assert f"\npages: {kept_as}\n" in result


def test_a_text_that_braces_would_force_into_quotes_stands_on_a_line_of_its_own() -> None:
    text = _study('samples:\n  - {id: all, description: "women, and men"}\n')

    assert "  - id: all\n    description: women, and men\n" in text


def test_long_texts_are_folded_and_a_long_word_stands_alone() -> None:
    words = "word " * 60 + "x" * 120 + " end"
    text = _study(f"design_note: {words}\nsamples:\n  - {{id: all, description: x}}\n")

    lines = text.split("\n")
    assert max(len(line) for line in lines if "xxx" not in line) <= 100
    assert f"  {'x' * 120}" in lines


def test_a_long_list_of_names_fills_lines() -> None:
    names = [f"Author{number}" for number in range(30)]
    text = HEAD.replace("[A]", f"[{', '.join(names)}]")
    result = _fmt(
        "evidence/studies/a-2020.yaml",
        text + "samples: [{id: a, description: x}]\n" + TAIL + "no_findings: none\n",
    )

    block = result.split("authors: ")[1].split("\nyear")[0]
    assert block.count("\n") == 3
    assert block.startswith("[Author0, Author1, ")
    assert block.endswith("Author29]")


COMMENTED = """\
# The head of the file.

# on the year
year: 2020  # printed so
id: a-2020
title: T
authors: [A]
publication: published
design: cohort # after one space
samples: # in whom
  # the first
  - {id: all, # inside
     description: x}
  # - {id: gone, description: taken out}
# on reading
read: abstract
abstract_complete: no
curator: editors
no_findings: >- # why
  none yet
# the end
"""


def test_comments_stay_with_what_they_speak_of() -> None:
    assert _fmt("evidence/studies/a-2020.yaml", COMMENTED) == (
        """\
# The head of the file.

id: a-2020
title: T
authors: [A]
# on the year
year: 2020  # printed so
publication: published
design: cohort  # after one space
samples:  # in whom
  # the first
  - id: all  # inside
    description: x
  # - {id: gone, description: taken out}
# on reading
read: abstract
abstract_complete: no
curator: editors
no_findings: none yet  # why
# the end
"""
    )


def test_a_file_that_is_not_valid_is_refused_with_its_problems() -> None:
    with pytest.raises(Unformatted) as caught:
        formatted(STUDY, EXAMPLE[STUDY].replace("year: 2020", "yaer: 2020").encode())

    assert {problem.rule for problem in caught.value.problems} == {"unknown-key", "field-required"}


def test_a_record_of_another_layout_is_told_at_the_first_line_that_differs() -> None:
    text = _study("samples: [{id: a, description: x}]\n").replace("year: 2020\n", "")
    late = text.replace("publication:", "year: 2020\npublication:").replace(
        "title: T", "title: 'T'"
    )

    (problem,) = unformatted({"evidence/studies/a-2020.yaml": late.encode()})

    assert (problem.rule, problem.line, problem.severity) == (RULE, 2, "warning")
