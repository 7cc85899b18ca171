"""The pool outlives whatever a query does to its worker."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvloop

from server.problems import Problem, ProblemError
from server.sparql.limits import Limits
from server.sparql.negotiation import CSV, JSON, TURTLE
from server.sparql.pool import WorkerPool
from server.sparql.source import SourceError, rdf_source
from server.sparql.spool import BrokenResultError
from server.sparql.worker import Job

PoolMaker = Callable[..., AbstractAsyncContextManager[WorkerPool]]
LIMITS = Limits(timeout=10, workers=1)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# about 0.4 MB for each of 3000 values of ?x, slowed down by a join without a connection
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


async def ask(pool: WorkerPool, query: str, **changes: Any) -> bytes:
    """The whole result, or the problem as an exception."""
    job = replace(Job(query, CSV.media_type), **changes)
    answer = await pool.answer(job)
    try:
        return b"".join([chunk async for chunk in answer.chunks()])
    finally:
        answer.close()


async def problem(pool: WorkerPool, query: str, **changes: Any) -> Problem:
    with pytest.raises(ProblemError) as caught:
        await ask(pool, query, **changes)
    return caught.value.problem


async def is_well(pool: WorkerPool) -> bool:
    return await ask(pool, COUNT) == b"n\r\n3000\r\n"


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(main)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.005)


def test_every_guard_holds_on_this_kind_of_machine(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool() as pool:
            assert pool.guards is not None
            assert pool.guards.missing == ()
            assert "no network, no programs" in pool.guards.held
            assert pool.quads == 3008

    run(main())


def test_a_query_past_the_deadline_is_stopped_and_the_next_is_answered(
    make_pool: PoolMaker,
) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, timeout=0.5)) as pool:
            start = time.monotonic()
            found = await problem(pool, ENDLESS)
            assert 0.4 < time.monotonic() - start < 2
            assert (found.status, found.kind) == (504, "query-timed-out")
            assert "0.5 s" in found.detail
            assert await is_well(pool)

    run(main())


def test_a_sort_without_bound_is_stopped_and_the_next_is_answered(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, timeout=20, memory=100_000_000)) as pool:
            found = await problem(pool, LONG + " ORDER BY ?c ?f")
            assert (found.status, found.kind) == (422, "query-out-of-memory")
            assert "100 MB" in found.detail
            assert await is_well(pool)

    run(main())


def test_a_stack_overflow_is_told_and_the_next_is_answered(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            found = await problem(
                pool, "SELECT (" + "STR(" * 99999 + "1" + ")" * 99999 + " AS ?x) {}"
            )
            assert (found.status, found.kind) == (422, "query-too-complex")
            assert await is_well(pool)

    run(main())


def test_service_beneath_the_guard_reaches_no_listener(make_pool: PoolMaker) -> None:
    async def main(listener: socket.socket) -> None:
        port = listener.getsockname()[1]
        async with make_pool(LIMITS) as pool:
            for host in ("127.0.0.1", "localhost"):
                query = f"SELECT * {{ SERVICE <http://{host}:{port}/> {{ ?s ?p ?o }} }}"
                found = await problem(pool, query)
                assert found.status in (400, 500)
            assert await is_well(pool)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        run(main(listener))
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_worker_killed_from_outside_costs_one_query(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            running = asyncio.create_task(problem(pool, ENDLESS))
            await until(lambda: pool.free == 0)
            os.kill(pool.processes[1], signal.SIGKILL)
            found = await running
            assert (found.status, found.kind) == (503, "worker-lost")
            assert ("Retry-After", "1") in found.headers
            assert await is_well(pool)

    run(main())


def test_a_killed_zygote_is_started_again(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            before = pool.processes
            running = asyncio.create_task(problem(pool, ENDLESS))
            await until(lambda: pool.free == 0)
            os.kill(before[0], signal.SIGKILL)
            assert (await running).status == 503
            assert await is_well(pool)
            assert not set(before) & set(pool.processes)

    run(main())


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_zygote_killed_while_many_ask_is_started_once_and_all_is_well(
    make_pool: PoolMaker, loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, workers=2, timeout=0.5)) as pool:
            for _ in range(3):
                asking = [asyncio.create_task(problem(pool, ENDLESS)) for _ in range(5)]
                await until(lambda: pool.free == 0)
                os.kill(pool.processes[0], signal.SIGKILL)
                kinds = {(await task).kind for task in asking}
                assert kinds <= {"worker-lost", "query-timed-out"}
                assert await is_well(pool)

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(main())


def test_a_full_queue_refuses_at_once(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, timeout=0.5, queue=1)) as pool:
            tasks = [asyncio.create_task(problem(pool, ENDLESS)) for _ in range(3)]
            found = [await task for task in tasks]
            assert sorted(p.status for p in found) == [503, 504, 504]
            busy = next(p for p in found if p.status == 503)
            assert busy.kind == "busy"
            assert [name for name, _ in busy.headers] == ["Retry-After"]
            assert await is_well(pool)

    run(main())


def test_waiting_too_long_is_refused(make_pool: PoolMaker) -> None:
    async def main() -> None:
        limits = replace(LIMITS, timeout=0.8, queue_timeout=0.05)
        async with make_pool(limits) as pool:
            first = asyncio.create_task(problem(pool, ENDLESS))
            await until(lambda: pool.free == 0)
            assert (await problem(pool, COUNT)).kind == "busy"
            assert (await first).kind == "query-timed-out"
            await until(lambda: pool.free == 1)  # the new worker may take longer than one may wait
            assert await is_well(pool)

    run(main())


def test_giving_up_frees_the_worker(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            running = asyncio.create_task(ask(pool, ENDLESS))
            await until(lambda: pool.free == 0)
            waiting = asyncio.create_task(ask(pool, COUNT))
            await asyncio.sleep(0)
            waiting.cancel()
            running.cancel()
            await asyncio.wait([running, waiting])
            assert await is_well(pool)

    run(main())


def test_a_task_cancelled_at_any_moment_loses_no_worker(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            for turns in range(12):
                task = asyncio.create_task(ask(pool, COUNT))
                for _ in range(turns):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.wait([task])
            assert await is_well(pool)
            await until(lambda: pool.free == 1 and len(pool.processes) == 2)

    run(main())


def test_a_result_over_the_limit_is_an_error_not_a_short_answer(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            whole = await ask(pool, "SELECT ?o { ?s ?p ?o }")
            exact = await ask(pool, "SELECT ?o { ?s ?p ?o }", result_bytes=len(whole))
            assert exact == whole
            found = await problem(pool, "SELECT ?o { ?s ?p ?o }", result_bytes=len(whole) - 1)
            assert (found.status, found.kind) == (422, "result-too-large")
            assert await is_well(pool)

    run(main())


def test_a_failure_after_the_held_part_breaks_the_result(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, hold_bytes=10_000)) as pool:
            with pytest.raises(BrokenResultError):
                await ask(pool, LONG, result_bytes=5_000_000)
            assert await is_well(pool)

    run(main())


def test_a_slow_reader_does_not_hold_the_worker(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, hold_bytes=10_000)) as pool:
            answer = await pool.answer(Job("SELECT * { ?s ?p ?o }", JSON.media_type))
            assert answer.body is None
            await until(lambda: pool.free == 1)
            assert await is_well(pool)
            read = b"".join([chunk async for chunk in answer.chunks()])
            assert read.endswith(b"]}}")
            answer.close()

    run(main())


def test_long_results_on_their_way_are_bounded(make_pool: PoolMaker) -> None:
    async def main() -> None:
        limits = replace(LIMITS, hold_bytes=10_000, transfers=1)
        async with make_pool(limits) as pool:
            job = Job("SELECT * { ?s ?p ?o }", JSON.media_type)
            first = await pool.answer(job)
            assert (await problem(pool, job.query)).kind == "busy"
            first.close()
            await asyncio.sleep(0)
            assert len(await ask(pool, job.query)) > 10_000

    run(main())


def test_a_worker_is_replaced_after_its_share_of_queries(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, worker_queries=2)) as pool:
            seen = set()
            for _ in range(6):
                assert await is_well(pool)
                await until(lambda: pool.free == 1)
                seen.add(pool.processes[1])
            assert len(seen) >= 3

    run(main())


def test_a_swap_answers_from_the_new_data_and_lets_old_queries_finish(
    make_pool: PoolMaker, tmp_path: Path
) -> None:
    async def main() -> None:
        other = tmp_path / "other.ttl"
        other.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
        async with make_pool(replace(LIMITS, timeout=3)) as pool:
            old = pool.processes
            running = asyncio.create_task(problem(pool, ENDLESS))
            await until(lambda: pool.free == 0)
            await pool.swap(rdf_source([other]), "two")
            assert pool.snapshot == "two"
            assert await ask(pool, COUNT) == b"n\r\n1\r\n"
            assert (await running).kind == "query-timed-out"
            await until(lambda: not any(_exists(pid) for pid in old))

    run(main())


def test_a_swap_to_bad_data_keeps_the_old(make_pool: PoolMaker, tmp_path: Path) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            with pytest.raises(SourceError):
                await pool.swap(rdf_source([tmp_path / "none.ttl"]), "two")
            assert pool.snapshot == "one"
            assert await is_well(pool)

    run(main())


def test_graphs_are_written_with_prefixes(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(LIMITS) as pool:
            query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"
            text = await ask(pool, query, media_type=TURTLE.media_type)
            assert text.startswith(b"@prefix ex: <http://example.org/> .")

    run(main())


def test_many_queries_at_once_all_get_their_own_answer(make_pool: PoolMaker) -> None:
    async def main() -> None:
        async with make_pool(replace(LIMITS, workers=2, queue=100)) as pool:
            queries = [f"SELECT ({i} AS ?x) {{}}" for i in range(60)]
            answers = await asyncio.gather(*(ask(pool, query) for query in queries))
            assert answers == [f"x\r\n{i}\r\n".encode() for i in range(60)]

    run(main())


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
