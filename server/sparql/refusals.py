"""Every problem that the SPARQL endpoint can report, in the words its users read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


def query_too_long(size: int, limit: int) -> Problem:
    return Problem(
        413,
        "query-too-long",
        "The query is too long",
        f"It has {size} bytes; the limit is {limit}.",
        "Shorten it, or split its values over several queries.",
    )


def body_too_long(limit: int) -> Problem:
    return Problem(
        413,
        "request-too-long",
        "The request is too long",
        f"Its body or query string has more than {limit} bytes.",
        "Shorten the query, or split it.",
    )


def too_deep(where: str, limit: int) -> Problem:
    return Problem(
        400,
        "query-too-deep",
        "The query is nested too deeply",
        f"At {where} more than {limit} brackets are open.",
        "Use fewer nested groups, functions or lists.",
    )


def too_large(limit: int) -> Problem:
    return Problem(
        400,
        "query-too-large",
        "The query has too many parts",
        f"It has more than {limit} tokens, not counting values in VALUES blocks and IN lists.",
        "Put long lists of terms into a VALUES block, or split the query.",
    )


def ambiguous(where: str) -> Problem:
    return Problem(
        400,
        "ambiguous-query",
        "The query can be read in two ways",
        f"At {where} a `<` may mean 'less than' or begin an IRI.",
        "Put a space after `<` if it means 'less than'; write the IRI in full if it begins one.",
    )


def open_string(where: str) -> Problem:
    return Problem(
        400,
        "bad-query",
        "The query is not valid SPARQL",
        f"error at {where}: a string begins here and does not end.",
        "Close it with the same quotation mark; only tripled marks allow line breaks inside.",
    )


def federation(where: str) -> Problem:
    return Problem(
        400,
        "federation-off",
        "Federated queries are off",
        f"At {where} the query uses SERVICE. This server sends no requests to other servers.",
        "Query the other server yourself and put its results into a VALUES block.",
    )


def no_network(message: str) -> Problem:
    return Problem(
        400,
        "federation-off",
        "Federated queries are off",
        f"The query asked for something outside this server ({message}).",
        "Query the other server yourself and put its results into a VALUES block.",
    )


def no_form() -> Problem:
    return Problem(
        400,
        "bad-query",
        "The query is not valid SPARQL",
        "It has none of the words SELECT, ASK, CONSTRUCT or DESCRIBE.",
        "Begin with one of them, after any PREFIX lines.",
    )


def read_only() -> Problem:
    return Problem(
        403,
        "read-only",
        "This server is read-only",
        "The request is a SPARQL update; only queries are answered here.",
        "Use SELECT, ASK, CONSTRUCT or DESCRIBE. The data change with the next snapshot.",
    )


def bad_query(message: str) -> Problem:
    return Problem(
        400,
        "bad-query",
        "The query is not valid SPARQL",
        message,
        "Mend the query at that line and column; the position counts from 1:1.",
    )


def evaluation_failed(message: str) -> Problem:
    return Problem(
        400,
        "evaluation-failed",
        "The query could not be evaluated",
        message,
        "Only functions and features of SPARQL 1.1 are available.",
    )


def merge_by_from() -> Problem:
    return Problem(
        400,
        "merge-by-from",
        "These graphs cannot be merged by FROM",
        "Some triple stands in several graphs of this data, and it would be counted several times.",
        "Name the graphs by the request parameter default-graph-uri instead.",
    )


def store_failed() -> Problem:
    return Problem(
        500,
        "store-failed",
        "The data could not be read",
        "The store reported an error while it answered the query.",
        "Try again; if it stays so, please report the query.",
    )


def timed_out(limit: float) -> Problem:
    return Problem(
        504,
        "query-timed-out",
        "The query took too long",
        f"It was stopped after {limit:g} s, the limit of this server. It may have had rows.",
        "Make it more specific, connect its patterns, or ask for less with LIMIT.",
    )


def out_of_memory(limit: int) -> Problem:
    return Problem(
        422,
        "query-out-of-memory",
        "The query needs too much memory",
        f"It needed more than {limit // 1_000_000} MB, the limit of this server.",
        "Connect its patterns, and sort or group fewer rows.",
    )


def too_complex() -> Problem:
    return Problem(
        422,
        "query-too-complex",
        "The query is too complex",
        "The evaluator ran out of stack on it.",
        "Use fewer nested or chained parts.",
    )


def result_too_large(limit: int) -> Problem:
    return Problem(
        422,
        "result-too-large",
        "The result is too large",
        f"It has more than {limit} bytes, the limit of this server. No part of it was sent.",
        "Ask for fewer rows or columns, or take the whole data as a file.",
    )


def worker_lost() -> Problem:
    return Problem(
        503,
        "worker-lost",
        "The query was interrupted",
        "The process that evaluated it was stopped from outside.",
        "Send the query again.",
        (("Retry-After", "1"),),
    )


def busy(seconds: int) -> Problem:
    return Problem(
        503,
        "busy",
        "The server is busy",
        "Too many queries are waiting already.",
        f"Try again in {seconds} s.",
        (("Retry-After", str(seconds)),),
    )


def not_acceptable(form: str, media_types: Iterable[str]) -> Problem:
    return Problem(
        406,
        "not-acceptable",
        "No acceptable format",
        f"This can be had as {', '.join(media_types)}.",
        f"Name one of these in the Accept header of {form}.",
    )


def unsupported_media_type(given: str) -> Problem:
    return Problem(
        415,
        "unsupported-media-type",
        "Unknown kind of request body",
        f"The Content-Type is {given or 'missing'}.",
        "Send application/sparql-query, or application/x-www-form-urlencoded with query=….",
        (("Accept-Post", "application/sparql-query, application/x-www-form-urlencoded"),),
    )


def method_not_allowed(method: str, allowed: str) -> Problem:
    return Problem(
        405,
        "method-not-allowed",
        "Method not allowed",
        f"{method} is not answered here.",
        f"Use one of {allowed}.",
        (("Allow", allowed),),
    )


def bad_request(detail: str, remedy: str) -> Problem:
    return Problem(400, "bad-request", "The request is malformed", detail, remedy)
