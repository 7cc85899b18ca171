"""The SPARQL endpoint as an ASGI application: one request in, one response out."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server import problems
from server.problems import Problem, ProblemError
from server.sparql import guard, refusals, request, responses
from server.sparql.cache import LeastRecentlyUsed, SingleFlight
from server.sparql.negotiation import FORMATS, GRAPHS, Offer, choose, choose_format
from server.sparql.service_description import Service, describe
from server.sparql.spool import BrokenResultError
from server.sparql.worker import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from server.sparql.limits import Limits
    from server.sparql.pool import Answer, WorkerPool
    from server.sparql.request import Request

    # (problem, Accept header) -> (Content-Type, body)
    Renderer = Callable[[Problem, str | None], tuple[str, bytes]]

_LOG = logging.getLogger(__name__)
# Seconds an evaluation may use beyond its deadline before the kernel stops it.
_GRACE = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A request that passed every check: what to evaluate and how to send it."""

    job: Job
    offer: Offer
    volatile: bool

    def etag(self, snapshot: str) -> str:
        """A strong validator: a snapshot never changes, so neither does its answer."""
        job = self.job
        material = [snapshot, job.query, job.default_graphs, job.named_graphs, job.media_type]
        return f'"{hashlib.sha256(json.dumps(material).encode()).hexdigest()[:32]}"'


def render_as_json(problem: Problem, _accept: str | None) -> tuple[str, bytes]:
    return problems.MEDIA_TYPE, problems.render_json(problem)


class SparqlEndpoint:
    """SPARQL 1.1 Protocol, query only. Mount with `Route("/sparql", endpoint)`.

    `render` writes problems; a request without a query gets the description of `service`.
    """

    def __init__(
        self,
        pool: WorkerPool,
        limits: Limits,
        service: Service | None = None,
        *,
        render: Renderer = render_as_json,
    ) -> None:
        self.pool = pool
        self.service = service or Service()
        self._limits = limits
        self._render = render
        self._responses: LeastRecentlyUsed[responses.Whole] = LeastRecentlyUsed(limits.cache_bytes)
        self._plans: LeastRecentlyUsed[Plan] = LeastRecentlyUsed(limits.cache_bytes // 8)
        self._flights: SingleFlight[Answer] = SingleFlight()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"no {scope['type']} here")
        try:
            await self._respond(scope, receive, send)
        except ProblemError as error:
            await self._send_problem(error.problem, scope, send)
        except (BrokenResultError, ConnectionResetError):
            raise
        except Exception:  # noqa: BLE001 - logged; whoever asked must get an answer
            _LOG.exception("the SPARQL endpoint failed unforeseen")
            await self._send_problem(problems.internal_error(), scope, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await responses.send_options(send, request.METHODS)
            return
        plan = self._plans.get(_raw_key(scope))
        if plan is None:
            asked = await request.read(scope, receive, self._limits)
            if asked.query is None:
                await self._describe(scope, send)
                return
            plan = self._plan(asked.query, asked, request.header(scope, b"accept"))
            self._remember(scope, plan)
        await self._answer(plan, scope, receive, send)

    def _plan(self, query: str, asked: Request, accept: str | None) -> Plan:
        text = guard.check(query, self._limits)
        offer = choose_format(accept, text.form)
        if offer is None:
            names = (offer.media_type for offer in FORMATS[text.form])
            raise ProblemError(refusals.not_acceptable(text.form, names))
        job = Job(
            query,
            offer.media_type,
            asked.dataset.default,
            asked.dataset.named,
            text.from_clauses,
            self._limits.result_bytes,
            self._limits.timeout + _GRACE,
        )
        return Plan(job, offer, text.volatile)

    def _remember(self, scope: Scope, plan: Plan) -> None:
        if scope["method"] != "POST":
            self._plans.put(_raw_key(scope), plan, 2 * len(scope["query_string"]))

    async def _answer(self, plan: Plan, scope: Scope, receive: Receive, send: Send) -> None:
        etag = "" if plan.volatile else plan.etag(self.pool.snapshot)
        if etag and responses.has_already(scope, etag):
            await responses.send_not_modified(send, etag)
            return
        cached = self._responses.get(etag) if etag else None
        if cached is not None:
            await responses.send_whole(send, cached, scope["method"])
            return
        evaluation = asyncio.create_task(self._evaluate(plan, etag, scope, send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({evaluation, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            done = evaluation.done()
            evaluation.cancel()
            leaving.cancel()
            await asyncio.wait({evaluation, leaving})
        if done:
            evaluation.result()

    async def _evaluate(self, plan: Plan, etag: str, scope: Scope, send: Send) -> None:
        # an answer that varies is nobody else's
        key = etag or object()
        async with self._flights.join(key, lambda: self.pool.answer(plan.job)) as answer:
            tag = "" if plan.volatile else plan.etag(answer.snapshot)
            headers = responses.result_headers(plan.offer.content_type, tag)
            body = answer.body
            if body is None:
                await self._stream(answer, headers, scope["method"], send)
                return
            whole = responses.Whole(headers, body)
            if tag and len(body) <= self._limits.cached_response_bytes:
                self._responses.put(tag, whole, len(body))
        await responses.send_whole(send, whole, scope["method"])

    async def _stream(
        self, answer: Answer, headers: responses.Headers, method: str, send: Send
    ) -> None:
        try:
            async with asyncio.timeout(self._limits.transfer_timeout):
                await responses.send_stream(send, headers, answer.chunks(), method)
        except TimeoutError:
            raise BrokenResultError("the client was too slow") from None

    async def _describe(self, scope: Scope, send: Send) -> None:
        accept = request.header(scope, b"accept")
        offer = choose(accept, GRAPHS)
        if offer is None:
            names = (offer.media_type for offer in GRAPHS)
            raise ProblemError(refusals.not_acceptable("a request without a query", names))
        body = describe(self.service, self.service.url or request.url(scope), offer.media_type)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if responses.has_already(scope, tag):
            await responses.send_not_modified(send, tag)
            return
        whole = responses.Whole(responses.result_headers(offer.content_type, tag), body)
        await responses.send_whole(send, whole, scope["method"])

    async def _send_problem(self, problem: Problem, scope: Scope, send: Send) -> None:
        content_type, body = self._render(problem, request.header(scope, b"accept"))
        headers = responses.problem_headers(content_type, problem.headers)
        await responses.send_whole(
            send, responses.Whole(headers, body), scope["method"], problem.status
        )


def _raw_key(scope: Scope) -> tuple[bytes, str | None] | None:
    """What a plan made from a GET depends on, as it came; None for a POST."""
    if scope["method"] not in ("GET", "HEAD"):
        return None
    return scope.get("query_string", b""), request.header(scope, b"accept")


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
