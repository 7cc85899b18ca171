"""Which representation an Accept header gets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.sparql.negotiation import (
    BOOLEANS,
    CSV,
    FORMATS,
    GRAPHS,
    JSON,
    JSON_LD,
    MAX_HEADER,
    N_TRIPLES,
    RDF_XML,
    TABLES,
    TSV,
    TURTLE,
    XML,
    Offer,
    choose,
    choose_format,
    parse_accept,
    quality,
)

STEADY = settings(derandomize=True, deadline=None)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form", "expected"),
    [
        (None, "SELECT", JSON),
        ("", "SELECT", JSON),
        ("*/*", "SELECT", JSON),
        ("*/*", "ASK", JSON),
        ("*/*", "CONSTRUCT", TURTLE),
        ("application/sparql-results+xml", "SELECT", XML),
        ("Application/SPARQL-results+XML", "ASK", XML),
        ("application/xml", "SELECT", XML),
        ("application/json", "SELECT", JSON),
        ("application/json", "DESCRIBE", JSON_LD),
        ("text/csv; charset=utf-8", "SELECT", CSV),
        ("text/csv;header=present;q=0.5, text/tab-separated-values;q=0.6", "SELECT", TSV),
        ("text/csv", "ASK", None),
        ("text/*", "SELECT", CSV),
        ("text/*;q=0.9, application/json;q=0.1", "SELECT", CSV),
        ("application/sparql-results+json;q=0, */*", "SELECT", XML),
        ("text/csv, application/sparql-results+json", "SELECT", CSV),
        ("text/turtle;q=0.8, application/n-triples", "CONSTRUCT", N_TRIPLES),
        ("text/turtle", "SELECT", None),
        ("application/pdf", "CONSTRUCT", None),
        ("*/*;q=0", "SELECT", None),
        ("nonsense, ;;;, */json, text/csv;q=2, text/tab-separated-values", "SELECT", TSV),
        ("application/sparql-results+xml, application/rdf+xml", "SELECT", XML),
        ("application/rdf+xml, application/sparql-results+xml", "CONSTRUCT", RDF_XML),
        (BROWSER, "SELECT", XML),
    ],
)
def test_the_format_follows_the_header_and_the_form_of_the_query(
    accept: str | None, form: str, expected: Offer | None
) -> None:
    assert choose_format(accept, form) == expected


@pytest.mark.parametrize("name", ["json", "csv", "tsv"])
def test_a_client_that_names_only_result_sets_gets_rdf_for_construct(name: str) -> None:
    accept = {"json": JSON, "csv": CSV, "tsv": TSV}[name].media_type

    assert choose_format(accept, "CONSTRUCT") == TURTLE
    assert choose_format(XML.media_type, "CONSTRUCT") == RDF_XML


def test_the_more_specific_range_decides_whatever_its_quality() -> None:
    ranges = parse_accept("text/*;q=1, text/csv;q=0.1")

    assert quality(ranges, CSV)[0] == 0.1
    assert choose("text/*;q=0.2, text/csv;q=0.1, */*;q=0.3", (CSV, TSV)) == TSV


def test_an_overlong_header_is_cut_at_a_part() -> None:
    header = "text/csv, " + "text/plain, " * MAX_HEADER

    assert len(parse_accept(header)) <= MAX_HEADER / len("text/plain,")
    assert choose(header, TABLES) == CSV


def test_nothing_offered_is_nothing_chosen() -> None:
    assert choose("*/*", ()) is None


_media = st.sampled_from(
    [n for o in (*TABLES, *GRAPHS) for n in o.names] + ["text/*", "*/*", "a/b"]
)
_part = st.builds(
    "{}{}".format, _media, st.sampled_from(["", ";q=0", ";q=0.5", "; q=1.000", ";v=b"])
)
_header = st.one_of(st.text(max_size=80), st.lists(_part, max_size=6).map(", ".join))


@STEADY
@given(_header, st.sampled_from([TABLES, BOOLEANS, GRAPHS]))
def test_what_is_chosen_is_acceptable_and_none_only_if_nothing_is(
    header: str, offers: tuple[Offer, ...]
) -> None:
    chosen = choose(header, offers)
    ranges = parse_accept(header)

    if header.strip():
        acceptable = [offer for offer in offers if quality(ranges, offer)[0] > 0]
        assert (chosen in acceptable) if acceptable else (chosen is None)
    else:
        assert chosen == offers[0]


@STEADY
@given(_header, st.sampled_from(sorted(FORMATS)))
def test_the_format_always_fits_the_form(header: str, form: str) -> None:
    assert choose_format(header, form) in (*FORMATS[form], None)
