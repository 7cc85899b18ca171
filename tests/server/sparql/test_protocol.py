"""The SPARQL 1.1 Protocol over real HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from server.sparql.limits import Limits

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPHS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
CSV = {"Accept": "text/csv"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
G1, G2 = "http://example.org/g1", "http://example.org/g2"


def number(reply: Any) -> int:
    """The one number of a CSV result."""
    assert reply.status == 200, reply.body
    return int(reply.body.split()[1])


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        'Application/X-WWW-Form-Urlencoded;CHARSET="UTF-8"',
    ],
)
def test_a_query_can_come_as_a_form(live: Any, content_type: str) -> None:
    headers = CSV | {"Content-Type": content_type}

    assert number(live.ask("POST", urlencode({"query": COUNT}).encode(), headers)) == 3000


def test_a_query_can_come_in_the_address_or_as_the_body(live: Any) -> None:
    assert number(live.ask(query=COUNT, headers=CSV)) == 3000
    assert number(live.ask("POST", COUNT.encode(), CSV | DIRECT)) == 3000
    utf_8 = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert number(live.ask("POST", COUNT.encode(), CSV | utf_8)) == 3000


def test_text_beyond_ascii_arrives_whole(live: Any) -> None:
    query = "SELECT ?x { VALUES ?x { 'é漢𝄞' } }"
    for reply in (
        live.ask(query=query, headers=CSV),
        live.ask("POST", query.encode(), CSV | DIRECT),
    ):
        assert reply.body.decode() == "x\r\né漢𝄞\r\n"


_TOO_LONG = b"query=" + b"a" * Limits().body_bytes


_BAD: list[tuple[str, dict[str, Any], dict[str, str], bytes | None, int, str]] = [
    ("GET", {"query": "SELECT * {"}, {}, None, 400, "bad-query"),
    ("GET", {"query": ["ASK {}", "ASK {}"]}, {}, None, 400, "bad-request"),
    ("GET", {"query": ""}, {}, None, 400, "bad-query"),
    ("GET", {"update": "CLEAR ALL"}, {}, None, 403, "read-only"),
    ("GET", {"query": "INSERT DATA {}"}, {}, None, 403, "read-only"),
    ("GET", {"query": "SELECT (<urn:f>(1) AS ?x) {}"}, {}, None, 400, "evaluation-failed"),
    ("GET", {"query": "SELECT * { SERVICE <urn:a> {} }"}, {}, None, 400, "federation-off"),
    ("GET", {"query": "ASK {" + "(" * 5000}, {}, None, 400, "query-too-deep"),
    ("GET", {"query": COUNT}, {"Accept": "image/png"}, None, 406, "not-acceptable"),
    ("GET", {"query": "ASK {}"}, {"Accept": "text/csv"}, None, 406, "not-acceptable"),
    ("GET", {}, {"Accept": "image/png"}, None, 406, "not-acceptable"),
    ("GET", {"query": COUNT, "default-graph-uri": "not an IRI"}, {}, None, 400, "bad-request"),
    ("GET", {"query": COUNT, "named-graph-uri": "relative"}, {}, None, 400, "bad-request"),
    ("PUT", {"query": COUNT}, {}, b"x", 405, "method-not-allowed"),
    ("DELETE", {}, {}, None, 405, "method-not-allowed"),
    ("POST", {}, {}, b"x", 415, "unsupported-media-type"),
    ("POST", {}, {"Content-Type": "text/plain"}, b"x", 415, "unsupported-media-type"),
    ("POST", {}, {"Content-Type": "application/sparql-update"}, b"x", 403, "read-only"),
    ("POST", {}, FORM, b"update=CLEAR+ALL", 403, "read-only"),
    ("POST", {}, FORM, b"q=ASK", 400, "bad-request"),
    ("POST", {}, FORM, b"query=ASK%20%7B%7D&query=ASK", 400, "bad-request"),
    ("POST", {}, FORM, b"query=%ff", 400, "bad-request"),
    ("POST", {}, DIRECT, b"ASK { ?s ?p '\xff' }", 400, "bad-request"),
    ("POST", {"query": "ASK {}"}, DIRECT, b"ASK {}", 400, "bad-request"),
    (
        "POST",
        {},
        {"Content-Type": "application/sparql-query; charset=utf-16"},
        "ASK {}".encode("utf-16"),
        415,
        "unsupported-media-type",
    ),
    ("POST", {}, FORM, _TOO_LONG, 413, "request-too-long"),
    ("POST", {}, DIRECT, b"#" * 70_000, 413, "query-too-long"),
]


@pytest.mark.parametrize("case", _BAD, ids=lambda case: f"{case[0]} {case[4]} {case[5]}")
def test_every_bad_request_gets_its_status_and_a_problem_anyone_may_read(
    live: Any, case: tuple[str, dict[str, Any], dict[str, str], bytes | None, int, str]
) -> None:
    method, address, headers, body, status, kind = case
    reply = live.ask(method, body, headers, **address)
    document = json.loads(reply.body)

    assert (reply.status, document["status"]) == (status, status)
    assert document["type"] == f"https://w3id.org/tiebeam/problem/{kind}"
    assert document["title"]
    assert document["detail"]
    assert document["remedy"]
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["cache-control"] == "no-store"


def test_a_body_without_a_length_is_cut_off_at_the_limit(live: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=30)
    chunks = (b"a" * 65536 for _ in range(8))
    try:
        connection.request("POST", "/sparql", chunks, FORM, encode_chunked=True)
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # refused before all was sent
    finally:
        connection.close()

    assert status == 413


def test_a_syntax_error_names_its_line_and_column(live: Any) -> None:
    document = json.loads(live.ask(query="SELECT * {\n  ?s ?p }").body)

    assert "2:10" in document["detail"]


def test_a_wrong_method_is_told_the_right_ones(live: Any) -> None:
    assert live.ask("PATCH").headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_preflight_is_answered(live: Any) -> None:
    asking = {"Origin": "http://a", "Access-Control-Request-Method": "POST"}
    reply = live.ask("OPTIONS", headers=asking)

    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


def test_a_result_carries_the_headers_that_caches_and_scripts_need(live: Any) -> None:
    reply = live.ask(query=COUNT, headers=CSV)

    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["vary"] == "Accept"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "ETag" in reply.headers["access-control-expose-headers"]
    assert reply.headers["etag"].startswith('"')


def test_head_is_get_without_the_body(live: Any) -> None:
    got, headed = live.ask(query=COUNT), live.ask("HEAD", query=COUNT)

    assert headed.body == b""
    assert headed.headers["content-length"] == str(len(got.body))
    assert headed.headers["etag"] == got.headers["etag"]
    assert live.ask("HEAD", query=LONG + " LIMIT 40000").body == b""


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_an_answer_the_client_has_is_not_sent_again(live: Any, form: str) -> None:
    tag = live.ask(query=COUNT).headers["etag"]
    reply = live.ask(query=COUNT, headers={"If-None-Match": form.format(tag=tag)})

    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["etag"] == tag
    assert reply.headers["access-control-allow-origin"] == "*"


def test_a_post_is_answered_whatever_the_client_has(live: Any) -> None:
    headers = DIRECT | {"If-None-Match": "*"}

    assert live.ask("POST", COUNT.encode(), headers).status == 200


def test_the_tag_tells_formats_datasets_and_queries_apart(live: Any) -> None:
    replies = [
        live.ask(query=COUNT),
        live.ask(query=COUNT, headers=CSV),
        live.ask(query=COUNT + " "),
        live.ask(query=COUNT, **{"default-graph-uri": G1}),
        live.ask(query=COUNT, **{"named-graph-uri": G1}),
    ]

    assert len({reply.headers["etag"] for reply in replies}) == len(replies)
    assert live.ask(query=COUNT, headers={"If-None-Match": '"other"'}).status == 200


def test_a_repeated_query_gets_the_same_bytes_by_every_way(live: Any) -> None:
    first = live.ask(query=COUNT, headers=CSV)
    second = live.ask(query=COUNT, headers=CSV)
    posted = live.ask("POST", COUNT.encode(), CSV | DIRECT)

    assert first.body == second.body == posted.body
    assert first.headers["etag"] == second.headers["etag"] == posted.headers["etag"]


def test_an_answer_that_varies_is_neither_tagged_nor_kept(live: Any) -> None:
    replies = [live.ask(query="SELECT (STRUUID() AS ?x) {}", headers=CSV) for _ in range(2)]

    assert replies[0].body != replies[1].body
    assert all("etag" not in reply.headers for reply in replies)
    assert all(reply.headers["cache-control"] == "no-store" for reply in replies)


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        (COUNT, {}, 3000),
        (GRAPHS, {}, 8),
        (COUNT, {"default-graph-uri": G1}, 4),
        (COUNT, {"default-graph-uri": [G1, G2]}, 8),
        (COUNT, {"default-graph-uri": [G1, G1]}, 4),
        (GRAPHS, {"default-graph-uri": G1}, 0),
        (GRAPHS, {"named-graph-uri": G1}, 4),
        (COUNT, {"named-graph-uri": G1}, 0),
        (GRAPHS, {"default-graph-uri": G1, "named-graph-uri": G2}, 4),
        (COUNT, {"default-graph-uri": "http://example.org/none"}, 0),
        (COUNT.replace("{", f"FROM <{G1}> {{"), {}, 4),
        (COUNT.replace("{", f"FROM <{G1}> FROM <{G2}> {{"), {}, 8),
        (COUNT.replace("{", f"FROM <{G1}> {{"), {"default-graph-uri": [G1, G2]}, 8),
        (GRAPHS.replace("{", f"FROM NAMED <{G1}> {{", 1), {}, 4),
    ],
)
def test_the_dataset_is_the_one_named(
    live: Any, query: str, parameters: dict[str, Any], expected: int
) -> None:
    body = urlencode({"query": query, **parameters}, doseq=True).encode()

    assert number(live.ask(query=query, headers=CSV, **parameters)) == expected
    assert number(live.ask("POST", body, CSV | FORM)) == expected
    assert number(live.ask("POST", query.encode(), CSV | DIRECT, **parameters)) == expected


def test_service_is_refused_before_any_connection(live: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        reply = live.ask(query=f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
        assert reply.status == 400
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_deep_query_is_refused_at_once_and_the_next_is_answered(live: Any) -> None:
    start = time.monotonic()
    query = "SELECT (" + "STR(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}"

    assert live.ask(query=query).status == 400
    assert time.monotonic() - start < 1
    assert number(live.ask(query=COUNT, headers=CSV)) == 3000


def test_a_query_past_the_deadline_is_504_and_the_next_is_answered(serve: Any) -> None:
    server = serve(Limits(timeout=0.5, workers=1))
    reply = server.ask(query=ENDLESS)

    assert reply.status == 504
    assert "0.5 s" in json.loads(reply.body)["detail"]
    assert number(server.ask(query=COUNT, headers=CSV)) == 3000


def test_a_full_queue_says_when_to_come_again(serve: Any, eventually: Any) -> None:
    server = serve(Limits(timeout=3, workers=1, queue=0))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/sparql?query=" + quote(ENDLESS))
    eventually(lambda: server.pool.free == 0)
    reply = server.ask(query=COUNT)
    connection.close()

    assert (reply.status, json.loads(reply.body)["title"]) == (503, "The server is busy")
    assert int(reply.headers["retry-after"]) > 0


def test_a_client_that_leaves_frees_its_worker(serve: Any, eventually: Any) -> None:
    server = serve(Limits(timeout=60, workers=1))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/sparql?query=" + quote(ENDLESS))
    eventually(lambda: server.pool.free == 0)
    connection.close()

    eventually(lambda: server.pool.free == 1, 5)
    assert number(server.ask(query=COUNT, headers=CSV)) == 3000


def test_a_result_over_the_limit_is_an_error_and_never_a_short_answer(serve: Any) -> None:
    server = serve(Limits(workers=1, result_bytes=50_000))
    reply = server.ask(query="SELECT * { ?s ?p ?o }")

    assert (reply.status, json.loads(reply.body)["title"]) == (422, "The result is too large")


def test_a_late_failure_breaks_the_connection(serve: Any) -> None:
    server = serve(Limits(workers=1, result_bytes=5_000_000, hold_bytes=10_000))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/sparql?query=" + quote(LONG))
    response = connection.getresponse()
    assert response.status == 200
    with pytest.raises(http.client.IncompleteRead):
        response.read()
    connection.close()

    assert number(server.ask(query=COUNT, headers=CSV)) == 3000


def test_a_long_result_arrives_whole(live: Any) -> None:
    reply = live.ask(query=LONG + " LIMIT 60000", headers=CSV)

    assert reply.body.count(b"\r\n") == 60001
    assert len(reply.body) > Limits().hold_bytes


def test_a_client_that_is_too_slow_is_cut_off(serve: Any) -> None:
    server = serve(Limits(workers=1, transfer_timeout=0.3))
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        query = quote(LONG + " LIMIT 300000")
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        time.sleep(0.6)  # the slowness itself
        received = _read_all(connection)

    assert not received.endswith(b"0\r\n\r\n")
    assert number(server.ask(query=COUNT, headers=CSV)) == 3000


def _read_all(connection: socket.socket) -> bytes:
    received = b""
    try:
        while part := connection.recv(1 << 16):
            received += part
    except ConnectionResetError:
        pass
    return received


def test_identical_queries_at_one_time_are_evaluated_once(
    serve: Any, eventually: Callable[..., None]
) -> None:
    server = serve(Limits(timeout=1, workers=2))
    connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in "ab"]
    for connection in connections:
        connection.request("GET", "/sparql?query=" + quote(ENDLESS))
    eventually(lambda: server.pool.free == 1)
    assert number(server.ask(query=COUNT, headers=CSV)) == 3000
    assert server.pool.free == 1
    assert [c.getresponse().status for c in connections] == [504, 504]
    for connection in connections:
        connection.close()


def test_a_merge_by_parameters_is_a_set(serve: Any, tmp_path: Path) -> None:
    path = tmp_path / "shared.trig"
    path.write_text("<urn:g> { <urn:a> <urn:b> 1, 2 } <urn:h> { <urn:a> <urn:b> 2 }")
    server = serve(Limits(workers=1), [path])
    parameters = {"default-graph-uri": ["urn:g", "urn:h"]}

    assert number(server.ask(query=COUNT, headers=CSV, **parameters)) == 2
