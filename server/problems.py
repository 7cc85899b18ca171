"""Every error of the server in one shape: RFC 9457 problem details."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "https://w3id.org/tiebeam/problem/"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong (title, detail) and how to mend it; a `kind` never changes its meaning."""

    status: int
    kind: str
    title: str
    detail: str
    remedy: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def type(self) -> str:
        return TYPE_BASE + self.kind


class ProblemError(Exception):
    """Carries a problem to whoever answers the request."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.kind}: {problem.detail}")
        self.problem = problem


def render_json(problem: Problem) -> bytes:
    """The body to send as application/problem+json (RFC 9457)."""
    document = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "remedy": problem.remedy,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def internal_error() -> Problem:
    """For an error nobody foresaw: says nothing of the inside."""
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal-error",
        "The server made a mistake",
        "Something failed that should not; it has been logged.",
        "Try again; if it stays so, please report what you asked.",
    )
