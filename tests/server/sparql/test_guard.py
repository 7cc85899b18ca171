"""What the guard refuses, and that it reads a query as the engine does."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.tokens import position, tokens
from server.problems import ProblemError
from server.sparql.guard import check
from server.sparql.limits import Limits

LIMITS = Limits()
STEADY = settings(derandomize=True, deadline=None)
HOME = "http://127.0.0.1:1/"  # a port the engine refuses to connect to
PROLOGUE = f"BASE <{HOME}> PREFIX : <{HOME}> PREFIX ex: <{HOME}> PREFIX service: <{HOME}>\n"


def refusal(query: str, limits: Limits = LIMITS) -> str:
    """The kind of problem the guard reports, or an empty string."""
    try:
        check(query, limits)
    except ProblemError as error:
        return error.problem.kind
    return ""


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select*{}", "SELECT"),
        ("SELECTDISTINCT?s{?s?p?o}", "SELECT"),
        ("# SELECT\nPREFIX ask: <urn:select> BASE <http://a/construct> ASK {}", "ASK"),
        ("VERSION '1.2' DESCRIBE <urn:a>", "DESCRIBE"),
        ("PREFIX select: <urn:a#> CONSTRUCT WHERE {?s select:ask ?o}", "CONSTRUCT"),
        ("ASK { { SELECT * {} } }", "ASK"),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(query: str, form: str) -> None:
    assert check(query, LIMITS).form == form


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a/> {} }",
        "SELECT * { service ?x {} }",
        "SELECT * { SeRvIcE\nSILENT :x {} }",
        "SELECT * {SERVICE:x{}}",
        "SELECT * {?s ?p true.SERVICE:x{}}",
        "SELECT * {?s ?p 1SERVICEex:x{}}",
        "SELECT * {SERVICESILENT?x{}}",
        "SELECT * { ?s ?p 'SERVICE' . SERVICE <urn:a> {} }",
        "SELECT * { ?s ?p '''a''' # '''\nSERVICE <urn:a> {} }",
        "SELECT * { ?s ex:a\\' ?o SERVICE <urn:a> {} # '\n}",
    ],
)
def test_service_is_refused_wherever_the_engine_would_call_it(query: str) -> None:
    assert refusal(PROLOGUE + query) == "federation-off"


_plain = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
_HARMLESS = [
    "'SERVICE <a> {{}} {0}'",
    '"SERVICE {0}"',
    "'''SERVICE ' {{ {0}'''",
    '"""SERVICE "" {{ {0}"""',
    "<http://a/service>",
    "<service>",
    "ex:service",
    "service:x",
    "?service",
    "$SERVICE",
    "'x'@service",
    "# SERVICE <a> {{ {0}\n 1",
]


@STEADY
@given(st.sampled_from(_HARMLESS), _plain)
def test_service_in_strings_comments_names_and_variables_passes(place: str, text: str) -> None:
    for unsafe in "'\"\\\r\n":
        text = text.replace(unsafe, " ")
    query = f"SELECT * {{ ?s ?p {place.format(text)} }}"

    assert refusal(query) == ""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?a FILTER(?a<'>') SERVICE :x {} FILTER(''='') }",
        "SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE#>\n:x{} }",
        "SELECT * { ?s ?p ?a FILTER(1<<'>'||''='') SERVICE :x {} }",
        "SELECT * { ?s ?p ?a FILTER(?a<str(?b>0)&&?a<'>') SERVICE :x {} }",
    ],
)
def test_a_sign_that_can_be_read_in_two_ways_is_refused_with_its_place(query: str) -> None:
    with pytest.raises(ProblemError) as caught:
        check(query, LIMITS)

    assert caught.value.problem.kind == "ambiguous-query"
    assert "1:" in caught.value.problem.detail


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?a FILTER(?a < ?b && ?c > ?d) }",
        "SELECT * { ?s ?p ?a FILTER(?a<5||?b>4) }",
        "SELECT * { VALUES (?a ?b) { (<#a> <#b>) (<urn:a(b)> 'x') } }",
        "SELECT * { ?s ?p (1 <http://a/b#c>) FILTER(?s IN (<#a>, <#b>)) }",
        "SELECT * { ?s (<#a>|<#b>)/^<#c>* ?o . ?o <#d> <#e> }",
        "SELECT * { ?s ?p <<( ?a <#b> ?c )>> ; ?q << ?a <#b> ?c >> {| <#d> 1 |} }",
    ],
)
def test_ordinary_queries_pass(query: str) -> None:
    assert refusal(query) == ""


@pytest.mark.parametrize(("opening", "closing"), [("STR(", ")"), ("(", ")"), ("{", "}")])
def test_deep_nesting_is_refused_at_once(opening: str, closing: str) -> None:
    start = time.perf_counter()
    kind = refusal("SELECT * {" + opening * 5000 + closing * 5000 + "}")

    assert kind == "query-too-deep"
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("bracket", ["[ :p ", "<<( ?s ?p ", "<< ?s ?p ", "{| :p ?o ", "(", "IN("])
def test_every_kind_of_bracket_counts(bracket: str) -> None:
    limit = LIMITS.nesting

    assert refusal("SELECT * { ?s ?p " + bracket * limit) == "query-too-deep"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (" + "!" * 5000 + "1 AS ?x) {}",
        "SELECT (1" + "+1" * 5000 + " AS ?x) {}",
        "SELECT (1" + " -1" * 5000 + " AS ?x) {}",
        "SELECT (?a<" + "a:+" * 5000 + "1> AS ?x) {}",
        "SELECT * { ?s " + ":p/" * 5000 + ":p ?o }",
        "SELECT * { ?s " + "^" * 9000 + ":p ?o }",
        "SELECT * { {} " + "UNION {} " * 2000 + "}",
        "SELECT * { " + "OPTIONAL {} " * 2000 + "}",
        "SELECT * { ?s :p (" + "1 " * 5000 + ") }",
        "DESCRIBE " + "<urn:a> " * 5000,
        "SELECT (1 IN (" + "1+" * 5000 + "1) AS ?x) {}",
    ],
)
def test_long_chains_are_refused(query: str) -> None:
    assert refusal(query) == "query-too-large"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x { " + "<urn:a> " * 6000 + "} }",
        "SELECT * { VALUES (?x ?y) { " + "(1 'b'@en) " * 5000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o NOT IN (" + "ex:a, " * 6000 + "1)) }",
    ],
)
def test_long_lists_of_values_pass(query: str) -> None:
    assert refusal(query) == ""


def test_a_chain_after_a_values_block_still_counts() -> None:
    query = "SELECT * { VALUES ?x { 1 } " + "{} " * 2000 + "}"

    assert refusal(query) == "query-too-large"


@pytest.mark.parametrize("word", ["INSERT DATA {}", "DELETE WHERE {}", "LOAD <urn:a>", "drop all"])
def test_an_update_is_called_read_only(word: str) -> None:
    assert refusal("PREFIX a: <urn:a> " + word) == "read-only"


@pytest.mark.parametrize("query", ["", "PREFIX a: <urn:a>", "?x", "ask: 1"])
def test_a_text_without_a_query_form_is_no_query(query: str) -> None:
    assert refusal(query) == "bad-query"


def test_a_string_that_does_not_end_is_named_with_its_place() -> None:
    with pytest.raises(ProblemError) as caught:
        check("SELECT * {\n ?s ?p 'abc }", LIMITS)

    assert "2:8" in caught.value.problem.detail


def test_the_length_is_counted_in_bytes() -> None:
    query = "SELECT * { ?s ?p '" + "é" * 100 + "' }"

    size = len(query) + 100

    assert refusal(query, Limits(query_bytes=size - 1)) == "query-too-long"
    assert refusal(query, Limits(query_bytes=size)) == ""


def test_functions_that_vary_are_noticed() -> None:
    assert check("SELECT (now() AS ?x) {}", LIMITS).volatile
    assert not check("SELECT ?now { ?now ?p 'RAND' }", LIMITS).volatile


def test_from_clauses_are_counted_without_from_named() -> None:
    query = "SELECT * FROM <urn:a> FROM NAMED <urn:b> FROM <urn:c> { ?from ?p 'FROM' }"

    assert check(query, LIMITS).from_clauses == 2


def test_worst_texts_are_read_in_linear_time() -> None:
    texts = ["a." * 30000, "'\\" * 30000, "'''" + "\\'" * 30000, "<a" * 30000, "a" + "." * 60000]
    for text in texts:
        start = time.perf_counter()
        refusal(text)
        assert time.perf_counter() - start < 2, text[:10]


@STEADY
@given(st.text(max_size=200))
def test_tokens_cover_any_text_in_order_and_the_guard_only_raises_problems(text: str) -> None:
    found = list(tokens(text))

    assert all(text.startswith(token.text, token.start) for token in found)
    assert [token.start for token in found] == sorted({token.start for token in found})
    refusal(text)


@STEADY
@given(st.text("ab\n", max_size=20), st.integers(0, 20))
def test_positions_count_from_one(text: str, offset: int) -> None:
    assume(offset <= len(text))
    line, column = position(text, offset).split(":")
    lines = text[:offset].split("\n")

    assert (int(line), int(column)) == (len(lines), len(lines[-1]) + 1)


_CALLS = ["SERVICE ?x{}", "SERVICE :x{}", "SERVICE:x{}", "service<a>{}", "SERVICE#>\n:x{}"]
_CALLS += ["SERVICESILENT?x{}", "SERVICEex:x {}", "service:x{}", "SERVICE <a> {}"]
_FRAGMENTS = [
    *(
        "<",
        "?a<",
        "'>'",
        "'",
        '"',
        "'''",
        "#",
        "#>",
        "\n",
        ">",
        "<'>",
        "<#>",
        "<a>",
        "<b'>",
        "(",
        ")",
    ),
    *("FILTER(", "FILTER(?a<", "BIND(1<", "AS ?x)", ".", " ", "true", "1", "1.", "'a'@en", "ex:a"),
    *(
        "ex:a\\'",
        ":",
        "<<",
        "<<(",
        ")>>",
        ">>",
        "&&",
        "=",
        "IN(",
        "VALUES ?v{",
        "}",
        "{",
        "FILTERex:f(",
    ),
    *(
        "OPTIONAL{",
        "UNION",
        "\\'",
        "_:a",
        "[]",
        "[",
        "]",
        ";",
        ",",
        "a",
        "?s ?p ?o",
        "?s?p?o.",
        "EXISTS{",
    ),
    *("SELECT*{", "SELECT(1 AS ?q)(", "ORDER BY(", "\u203f", "é", "''", "str(", "<?a", "<(", "-1"),
]
_STARTS = ["?s ?p ?o . ", "?s ?p ?o FILTER(?o<", "?s ?p ?o FILTER(true||?o<", "{SELECT (?a<", ""]
_CLOSERS = ["", ")", "1)", "?a)", "'>')", "1>''||''='')"]
_ENDS = ["", "'", "'''", "#", '"', "''')", "FILTER(''='')", "FILTER('''''='')", ">"]
_fragments = st.lists(st.sampled_from(_FRAGMENTS), max_size=3).map("".join)


@given(
    st.tuples(
        st.sampled_from(_STARTS),
        st.sampled_from(_CLOSERS),
        _fragments,
        st.sampled_from(_CALLS),
        _fragments,
        st.sampled_from(_ENDS),
    ).map("".join)
)
@settings(STEADY, max_examples=1500)
def test_no_query_that_makes_the_engine_call_out_passes_the_guard(pattern: str) -> None:
    query = f"{PROLOGUE}SELECT * {{{pattern}}}"
    if _calls_out(query):
        assert refusal(query) != ""


@cache
def _store() -> Store:
    store = Store()
    for value in (Literal(1), Literal(True), Literal("a"), NamedNode(HOME + "a")):
        for name in ("p", "a", "'", "#"):
            store.add(Quad(NamedNode(HOME + "s"), NamedNode(HOME + name), value))
    return store


def _calls_out(query: str) -> bool:
    """Whether the engine tries to reach the service, which fails before any packet is sent."""
    try:
        for _ in _store().query(query):  # type: ignore[union-attr]
            pass
    except OSError:
        return True
    except SyntaxError:
        return False
    except RuntimeError as error:
        return "ervice" in str(error)
    return False
