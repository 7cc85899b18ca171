"""The shape of every error."""

from __future__ import annotations

import inspect
import json

import pytest

from server import problems
from server.problems import Problem, ProblemError
from server.sparql import refusals


def test_a_problem_is_written_as_rfc_9457_says() -> None:
    problem = Problem(404, "no-such-claim", "No such claim", "There is no “x”.", "Search for it.")

    assert json.loads(problems.render_json(problem)) == {
        "type": "https://w3id.org/tiebeam/problem/no-such-claim",
        "title": "No such claim",
        "status": 404,
        "detail": "There is no “x”.",
        "remedy": "Search for it.",
    }


def test_a_lone_surrogate_does_not_stop_the_answer() -> None:
    assert json.loads(problems.render_json(refusals.bad_query("at \ud800")))["status"] == 400


def test_an_unforeseen_error_says_nothing_of_the_inside() -> None:
    assert "Traceback" not in problems.render_json(problems.internal_error()).decode()


def test_the_exception_reads_as_what_it_carries() -> None:
    assert str(ProblemError(refusals.read_only())).startswith("403 read-only: ")


_ARGUMENTS = {"str": "x", "int": 7, "float": 1.5, "Iterable[str]": ("a/b", "c/d")}


@pytest.mark.parametrize(
    "make",
    [f for _, f in inspect.getmembers(refusals, inspect.isfunction)],
    ids=lambda f: f.__name__,
)
def test_every_refusal_says_what_is_wrong_and_how_to_mend_it(make: object) -> None:
    assert callable(make)
    parameters = inspect.signature(make).parameters.values()
    problem = make(*(_ARGUMENTS[str(parameter.annotation)] for parameter in parameters))

    assert 400 <= problem.status <= 504
    assert problem.title
    assert problem.detail.endswith((".", "x"))
    assert problem.remedy.endswith((".", "x"))
