"""tiebeam serve, as a person starts it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.rules.example import CLAIM, STUDY

COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a <https://w3id.org/tiebeam/ontology/Study> }"


class Running:
    """A server process, its address and what it said."""

    def __init__(self, process: subprocess.Popen[str], port: int, said: list[str]) -> None:
        self.process, self.port, self.said = process, port, said

    def get(self, path: str, accept: str = "*/*") -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path, headers={"Accept": accept})
            response = connection.getresponse()
            return response.status, response.read().decode()

    def ask(self, query: str) -> tuple[int, str]:
        return self.get(f"/sparql?query={quote(query)}", "text/csv")


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "server", "serve", "--port", "0", *arguments]


@contextmanager
def _serving(root: Path, *arguments: str, **environment: str) -> Iterator[Running]:
    process = subprocess.Popen(
        _command(*arguments), cwd=root, env=os.environ | environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line.rstrip())
            if found := re.search(r"^serving .* on http://127\.0\.0\.1:(\d+)$", line.rstrip()):
                yield Running(process, int(found[1]), said)
                return
        raise AssertionError(said)
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def test_it_builds_says_what_was_checked_and_serves_pages_and_sparql(example_root: Path) -> None:
    with _serving(example_root) as server:
        assert any(line.startswith("checked ") for line in server.said)
        assert server.get("/claim/support-lowers-symptoms", "text/html")[0] == 200
        assert server.ask(COUNT) == (200, "n\r\n1\r\n")


def test_it_ends_cleanly_and_leaves_no_process(example_root: Path) -> None:
    with _serving(example_root) as server:
        group = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        children = group.read_text().split()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline, children
        time.sleep(0.05)

    assert children
    assert server.process.returncode in {0, -signal.SIGTERM}


def test_a_base_with_a_problem_is_told_and_the_last_snapshot_served(example_root: Path) -> None:
    with _serving(example_root) as server:
        first = server.get("/healthz")[1]
    claim = example_root / CLAIM
    claim.write_text(claim.read_text().replace("expects: lower", "expects: up"))

    with _serving(example_root) as server:
        assert any("enum-value expects" in line for line in server.said)
        assert any("serving the last good snapshot" in line for line in server.said)
        assert server.get("/healthz")[1] == first


def test_without_any_snapshot_a_problem_ends_it(example_root: Path) -> None:
    (example_root / STUDY).write_text("id: example-2020\n")

    run = subprocess.run(_command(), cwd=example_root, capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert "field-required" in run.stdout
    assert "nothing to serve" in run.stderr
    assert "Traceback" not in run.stderr


def test_it_serves_sparql_alone_over_any_rdf_files(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:p> <x:b> , <x:c> .")
    (tmp_path / "b.nq").write_text("<x:a> <x:p> <x:d> <x:g> .\n")

    with _serving(tmp_path, "--rdf", "a.ttl", "b.nq") as server:
        assert server.ask("SELECT ?o { <x:a> ?p ?o } ORDER BY ?o")[1] == "o\r\nx:b\r\nx:c\r\n"
        assert server.ask("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")[1] == "o\r\nx:d\r\n"
        assert server.get("/healthz")[0] == 200
        assert server.get("/claims")[0] == 404


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--rdf", "missing.ttl"], {}, "missing.ttl"),
        (["--rdf", "bad.ttl"], {}, "bad.ttl"),
        (["--rdf"], {}, "--rdf FILE"),
        (["--timeout", "0"], {}, "TIEBEAM_TIMEOUT"),
        ([], {"TIEBEAM_WORKERS": "many"}, "TIEBEAM_WORKERS"),
        ([], {"TIEBEAM_MEMORY": "1"}, "TIEBEAM_MEMORY"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    (tmp_path / "bad.ttl").write_text("<x:a> <x:p> .")

    run = subprocess.run(
        _command(*arguments), cwd=tmp_path, env=os.environ | environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert run.returncode in {1, 2}
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = subprocess.run(
            [*_command(), "--port", port], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    assert run.returncode == 1
    assert "choose another --port" in run.stderr


def test_settings_come_from_the_environment_too(example_root: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    with _serving(example_root, TIEBEAM_TIMEOUT="1", TIEBEAM_WORKERS="1") as server:
        start = time.monotonic()
        status, body = server.ask(slow)
        assert status == 504
        assert time.monotonic() - start < 10
        assert "1 " in body
        assert server.ask(COUNT)[0] == 200
