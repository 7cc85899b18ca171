"""The ontology's lint: each rule with its examples, and on the real ontology."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from kg.check import check_files
from kg.lint.rule import LintRule, lint_rules, retired_targets
from kg.lint.run import lint
from kg.places import Places
from kg.report import Problem

PROJECT = Path(__file__).parents[2]
CASES = [pytest.param(rule, id=rule.id) for rule in lint_rules()]
TB = "https://w3id.org/tiebeam/ontology/"
CONCEPT = "https://w3id.org/tiebeam/concept/"
NEW = """
tb:New a owl:Class ; rdfs:subClassOf tb:SocialTie ; skos:prefLabel "new ties"@en ;
    skos:definition "Bonds that are made up for this test."@en ; dcterms:source "editors" .
"""
PLANTED = [
    ("skos:prefLabel", "tb:altLabel", "term-undeclared"),
    ('skos:prefLabel "new ties"@en ;', "", "label-missing"),
    ('"new ties"@en', '"new ties"', "language"),
    ('"new ties"@en', '"new  ties"@en', "text-whitespace"),
    ('"new ties"@en', '"Loneliness"@en', "label-shared"),
    ("Bonds that are made up for this test.", "New ties.", "definition-repeats-label"),
    ('skos:definition "Bonds that are made up for this test."@en ;', "", "definition-missing"),
    ('dcterms:source "editors"', "skos:notation 'x'", "source-missing"),
    ("tb:SocialTie ;", "tb:SocialTie , tb:SocailTie ;", "term-undeclared"),
    ("tb:SocialTie ;", "tb:SocialTie , tb:New ;", "cycle"),
    ('dcterms:source "editors"', 'dcterms:source "editors" ; tb:about "ties"', "literal-under-"),
    ('dcterms:source "editors"', 'dcterms:source "editors" ; tb:topic tb:New', "iri-under-data-"),
    ("a owl:Class", "a owl:Class , owl:ObjectProperty", "two-kinds"),
    ("a owl:Class", "a owl:Class ; owl:deprecated true", "retired-without-successor"),
    ('dcterms:source "editors"', 'tb:exactSynonym "loneliness"@en', "synonym-is-label"),
    ("owl:Class ;", "owl:Class ; owl:disjointwith tb:Loneliness ;", "owl-word-unknown"),
    ("owl:Class ;", "owl:Class ; owl:equivalentClass skos:Collection ;", "foreign-"),
]


@cache
def _ontology() -> dict[str, bytes]:
    return {f"ontology/{path.name}": path.read_bytes() for path in PROJECT.glob("ontology/*.ttl")}


def _with_new(old: str = "", new: str = "") -> list[Problem]:
    """Lint of the real ontology with one more term, which has one mistake."""
    assert not old or NEW.count(old) == 1, old
    domain = _ontology()["ontology/domain.ttl"] + NEW.replace(old, new).encode()
    return lint({**_ontology(), "ontology/domain.ttl": domain})


@pytest.mark.parametrize("rule", CASES)
def test_the_passing_example_breaks_no_rule(rule: LintRule) -> None:
    assert lint({"ontology/example.ttl": rule.passes.encode()}) == []


@pytest.mark.parametrize("rule", CASES)
def test_the_failing_example_breaks_this_rule_alone(rule: LintRule) -> None:
    problems = lint({"ontology/example.ttl": rule.fails.encode()})

    assert {problem.rule for problem in problems} == {rule.id}
    assert {problem.severity for problem in problems} == {rule.severity}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_says_what_why_and_what_to_do(rule: LintRule) -> None:
    assert rule.passes != rule.fails
    assert re.match(r"[a-z].*[^.]$", rule.title)
    assert all(text.endswith(".") for text in (rule.problem, rule.why, rule.solution))


def test_both_forms_of_an_unknown_neighbour_are_found() -> None:
    (rule,) = (one for one in lint_rules() if one.id == "ontology-scope-note-unknown")

    told = [problem.what for problem in lint({"ontology/example.ttl": rule.fails.encode()})]

    assert len(told) == 2
    assert any("support" in what for what in told)
    assert any("helplessness" in what for what in told)


def test_every_file_beside_the_queries_belongs_to_one() -> None:
    folder = files("kg.lint").joinpath("queries")
    ids = {rule.id.removeprefix("ontology-") for rule in lint_rules()}
    expected = {f"{name}{end}" for name in ids for end in (".rq", ".passes.ttl", ".fails.ttl")}

    assert {file.name for file in folder.iterdir()} == expected | {"preamble.ttl"}


def test_the_real_ontology_has_no_problem() -> None:
    assert [str(problem) for problem in lint(_ontology())] == []
    assert _with_new() == []


@pytest.mark.parametrize(("old", "new", "rule"), PLANTED)
def test_a_mistake_planted_in_the_real_ontology_is_found(old: str, new: str, rule: str) -> None:
    assert [p.rule for p in _with_new(old, new) if p.rule.startswith(f"ontology-{rule}")]


def test_a_problem_stands_at_the_line_and_column_of_its_term() -> None:
    text = _ontology()["ontology/domain.ttl"].decode()
    lines = text.count("\n")

    (problem,) = _with_new('skos:prefLabel "new ties"@en ;', "")

    place = (problem.file, problem.line, problem.column)
    assert place == ("ontology/domain.ttl", lines + 2, 1)
    assert problem.what == "New has no preferred label"
    assert not problem.mend.endswith(".")


def test_a_term_that_is_no_subject_is_found_where_it_is_named() -> None:
    lines = _ontology()["ontology/domain.ttl"].decode().count("\n")

    (problem,) = _with_new("tb:SocialTie ;", "tb:SocialTie , tb:SocailTie ;")

    assert (problem.line, problem.column) == (lines + 2, 53)


def test_check_runs_the_lint_over_the_ontology(example_files: dict[str, bytes]) -> None:
    name = "ontology/example.ttl"
    text = example_files[name].decode().replace('skos:prefLabel "men"@en', "tb:pole 'adverse'")
    _, good = check_files(example_files)
    _, report = check_files({**example_files, name: text.encode()})

    assert good.problems == ()
    assert good.checked.rules > len(lint_rules())
    assert {problem.rule for problem in report.problems} == {
        "ontology-term-undeclared",
        "ontology-label-missing",
    }
    assert not report.good


def test_an_ontology_that_does_not_parse_is_not_linted(example_files: dict[str, bytes]) -> None:
    broken = example_files["ontology/example.ttl"] + b"\ntb:Odd a owl:Class"
    _, report = check_files({**example_files, "ontology/example.ttl": broken})

    assert [problem.rule for problem in report.problems] == ["turtle"]


def test_places_heed_strings_comments_bases_and_prefixes() -> None:
    text = (
        "@prefix tb: <http://example.org/tb/> .\n"
        "@base <http://example.org/base/> .\n"
        'tb:One tb:says "tb:Two a tb:Thing ." ; tb:value 1.5 . # tb:Three a tb:Thing .\n'
        "PREFIX x: <http://example.org/x/>\n"
        '  tb:Two tb:says """many\nlines, <Four> . tb:Four""" ; tb:sees <Five> , x:Six.Seven .\n'
        "[] tb:sees tb:One . <Five> tb:sees tb:Two ."
    )
    found = Places({"a.ttl": text.encode()}).mentions

    assert found["http://example.org/tb/One"] == [("a.ttl", 3, 1), ("a.ttl", 7, 12)]
    assert found["http://example.org/tb/Two"] == [("a.ttl", 5, 3), ("a.ttl", 7, 36)]
    assert found["http://example.org/base/Five"] == [("a.ttl", 7, 21), ("a.ttl", 6, 38)]
    assert found["http://example.org/x/Six.Seven"] == [("a.ttl", 6, 47)]
    assert not {name for name in found if name.endswith(("Three", "Four"))}


def test_every_term_of_the_ontology_has_a_place_where_its_statement_begins() -> None:
    texts = {file: data.decode() for file, data in _ontology().items()}
    where = Places(_ontology()).mentions
    declared = re.compile(
        r"^tb:(\w+) a owl:(?:Class|ObjectProperty|DatatypeProperty)", re.MULTILINE
    )

    wrong = [
        match[1]
        for file, text in texts.items()
        for match in declared.finditer(text)
        if where[TB + match[1]][0] != (file, text.count("\n", 0, match.start()) + 1, 1)
    ]

    assert wrong == []
    assert where[f"{CONCEPT}CesD"][0][0] == "ontology/instruments.ttl"


def test_every_retired_target_says_what_retired_it() -> None:
    triples = retired_targets()
    by = {
        name: {quad.subject for quad in triples if quad.predicate.value.endswith(name)}
        for name in ("deprecated", "source", "label")
    }

    assert len(by["deprecated"]) >= 5
    assert by["deprecated"] == by["source"] == by["label"]


def test_the_table_of_rules_is_in_step() -> None:
    guide = (PROJECT / "ontology" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(ontology-[a-z-]+)` \| (.*) \| (error|warning) \|$", guide, re.MULTILINE
    )

    assert rows == [(rule.id, rule.problem, rule.severity) for rule in lint_rules()]
