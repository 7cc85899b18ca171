"""The pool of workers: admission, deadline, replacement, change of snapshot."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
from collections import deque
from contextlib import aclosing
from typing import TYPE_CHECKING

from server.problems import ProblemError
from server.sparql import refusals
from server.sparql.source import SourceError
from server.sparql.spawner import EvaluationError, Spawner, Worker, ZygoteLostError
from server.sparql.spool import Spool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Mapping

    from server.problems import Problem
    from server.sparql.limits import Limits
    from server.sparql.sandbox import Guards
    from server.sparql.source import Source
    from server.sparql.worker import Job

_LOG = logging.getLogger(__name__)
_SLOWEST_RETRY = 5.0


class Crew:
    """The workers of one snapshot, with the zygote that forks them."""

    def __init__(self, spawner: Spawner, snapshot: str) -> None:
        self.spawner = spawner
        self.snapshot = snapshot
        self.workers: set[Worker] = set()
        self._leaving: set[Worker] = set()
        self._hiring = asyncio.Lock()
        self._closed = False

    @property
    def empty(self) -> bool:
        return not self.workers and not self._leaving

    async def hire(self) -> Worker:
        """A new worker; a zygote found dead is started again first, unless all was closed."""
        async with self._hiring:
            if self._closed:
                raise ZygoteLostError("closed")
            try:
                worker = await self.spawner.spawn()
            except ZygoteLostError:
                _LOG.warning("the process that forks workers has died; starting it again")
                await self.spawner.close()
                await self.spawner.start()
                worker = await self.spawner.spawn()
            self.workers.add(worker)
            return worker

    async def dismiss(self, worker: Worker) -> int:
        """End a worker; the signal it died of."""
        self.part(worker)
        number = await self.spawner.end(worker.pid)
        await worker.close()
        self._leaving.discard(worker)
        return number

    def part(self, worker: Worker) -> None:
        """Count the worker out; `dismiss` must follow."""
        self.workers.discard(worker)
        self._leaving.add(worker)

    async def close(self) -> None:
        self._closed = True
        async with self._hiring:
            for worker in (*self.workers, *self._leaving):
                await self.dismiss(worker)
            await self.spawner.close()


class Answer:
    """A result, complete (`body`) or still coming (`chunks`). Close it once, in any case."""

    def __init__(
        self, spool: Spool, task: asyncio.Task[None], snapshot: str, closed: Callable[[Spool], None]
    ) -> None:
        self._spool = spool
        self._task = task
        self._closed = closed
        self.snapshot = snapshot

    @property
    def body(self) -> bytes | None:
        return self._spool.whole()

    def chunks(self) -> AsyncIterator[bytes]:
        return self._spool.chunks()

    def close(self) -> None:
        """Stop the evaluation if it still runs, which costs the worker its life.

        Waits for nothing, so that no cancellation can leave it half done.
        """
        self._task.cancel()
        self._task.add_done_callback(lambda _: self._closed(self._spool))


class WorkerPool:
    """N workers over one snapshot, replaced when they die, wear out or pass the deadline."""

    def __init__(
        self,
        source: Source,
        snapshot: str,
        limits: Limits,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._limits = limits
        self._prefixes = dict(prefixes or {})
        self._crew = Crew(Spawner(source, limits, self._prefixes), snapshot)
        self._retired: set[Crew] = set()
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._filling: asyncio.Task[None] | None = None
        self._transfers = 0
        self._closed = False
        self.guards: Guards | None = None

    @property
    def snapshot(self) -> str:
        """Identifier of the snapshot that new queries are answered from."""
        return self._crew.snapshot

    @property
    def quads(self) -> int | None:
        """Number of quads in memory; None for a store on disk."""
        return self._crew.spawner.quads

    @property
    def processes(self) -> tuple[int, ...]:
        """Process ids: the zygote's first, then the workers'."""
        pids = [worker.pid for worker in self._crew.workers]
        return (self._crew.spawner.pid or 0, *pids)

    @property
    def free(self) -> int:
        """Workers that wait for a query."""
        return len(self._idle)

    async def start(self) -> None:
        """Load the data and start every worker; raises SourceError naming file and position."""
        await self._staff(self._crew)
        self.guards = next(iter(self._crew.workers)).guards
        self._idle.extend(self._crew.workers)

    async def swap(self, source: Source, snapshot: str) -> None:
        """Answer from another snapshot once its workers are ready; queries under way finish."""
        crew = Crew(Spawner(source, self._limits, self._prefixes), snapshot)
        await self._staff(crew)
        old, self._crew = self._crew, crew
        self._retired.add(old)
        leaving, self._idle = self._idle, []
        for worker in leaving:
            self._dismiss(worker)
        self._begin(self._end(old, None))
        for worker in tuple(crew.workers):
            self._offer(worker)

    async def aclose(self) -> None:
        """End every process and every evaluation."""
        self._closed = True
        for future in tuple(self._waiting):
            future.cancel()
        tasks = [*self._tasks, *([self._filling] if self._filling else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        for crew in (self._crew, *self._retired):
            await crew.close()

    async def answer(self, job: Job) -> Answer:
        """Evaluate; returns when the result is whole or longer than the part held back.

        Raises ProblemError for anything that goes wrong until then.
        """
        worker = await self._lease()
        spool = Spool(self._limits.hold_bytes)
        crew = self._crew_of(worker)
        task = asyncio.create_task(self._drain(crew, worker, job, spool))
        self._tasks.add(task)
        # a callback, because a task cancelled before its first step runs no `finally`
        task.add_done_callback(lambda done: self._after(done, crew, worker, spool))
        answer = Answer(spool, task, crew.snapshot, self._put_away)
        try:
            await spool.settled()
        except BaseException:
            answer.close()
            raise
        if spool.problem is not None:
            answer.close()
            raise ProblemError(spool.problem)
        return answer

    async def _drain(self, crew: Crew, worker: Worker, job: Job, spool: Spool) -> None:
        try:
            async with asyncio.timeout(self._limits.timeout):
                await self._copy(worker, job, spool)
        except ProblemError as error:
            spool.finish(error.problem)
        except EvaluationError as error:
            spool.finish(self._reported(error))
        except TimeoutError:
            spool.finish(refusals.timed_out(self._limits.timeout))
        except (EOFError, OSError):
            spool.finish(self._cause(await crew.dismiss(worker)))
        else:
            spool.finish()

    async def _copy(self, worker: Worker, job: Job, spool: Spool) -> None:
        async with aclosing(worker.results(job)) as chunks:
            async for chunk in chunks:
                begun = spool.spilled
                spool.write(chunk)
                if spool.spilled and not begun:
                    self._transfers += 1
                    if self._transfers > self._limits.transfers:
                        raise ProblemError(self._busy())

    def _put_away(self, spool: Spool) -> None:
        self._transfers -= spool.spilled
        spool.close()

    def _after(self, task: asyncio.Task[None], crew: Crew, worker: Worker, spool: Spool) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _LOG.error("a query failed unforeseen", exc_info=task.exception())
        if not spool.finished:
            spool.finish(refusals.worker_lost())
        spent = worker.answered >= self._limits.worker_queries
        current = crew is self._crew and worker in crew.workers
        if current and worker.fit and worker.connected and not spent:
            self._offer(worker)
        else:
            self._dismiss(worker, crew)

    async def _lease(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.connected:
                return worker
            self._dismiss(worker)
        if len(self._waiting) >= self._limits.queue or self._closed:
            raise ProblemError(self._busy())
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            async with asyncio.timeout(self._limits.queue_timeout):
                return await future
        except BaseException as error:
            if future.done() and not future.cancelled():
                self._offer(future.result())  # it came in the moment of giving up
            if isinstance(error, TimeoutError):
                raise ProblemError(self._busy()) from None
            raise
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    def _offer(self, worker: Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _crew_of(self, worker: Worker) -> Crew:
        retired = (crew for crew in self._retired if worker in crew.workers)
        return self._crew if worker in self._crew.workers else next(retired, self._crew)

    def _dismiss(self, worker: Worker, crew: Crew | None = None) -> None:
        if self._closed:
            return
        crew = crew or self._crew_of(worker)
        known = worker in crew.workers
        if known:
            crew.part(worker)
        self._begin(self._end(crew, worker if known else None))
        if self._filling is None or self._filling.done():
            self._filling = asyncio.create_task(self._hire())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, crew: Crew, worker: Worker | None) -> None:
        if worker is not None:
            await crew.dismiss(worker)
        if crew in self._retired and crew.empty:
            await crew.close()
            self._retired.discard(crew)

    async def _hire(self) -> None:
        """Bring the current crew to its strength, waiting longer after each failure."""
        delay = 0.05
        while len(self._crew.workers) < self._limits.workers:
            crew = self._crew
            try:
                worker = await crew.hire()
            except (SourceError, ZygoteLostError, OSError) as error:
                _LOG.error("no new worker: %s", error)
                await asyncio.sleep(delay)
                delay = min(2 * delay, _SLOWEST_RETRY)
            else:
                if crew is self._crew:
                    self._offer(worker)
                else:
                    self._dismiss(worker, crew)

    async def _staff(self, crew: Crew) -> None:
        try:
            await crew.spawner.start()
            for _ in range(self._limits.workers):
                await crew.hire()
        except BaseException:
            await crew.close()
            raise

    def _busy(self) -> Problem:
        return refusals.busy(max(1, math.ceil(self._limits.timeout / 2)))

    def _reported(self, error: EvaluationError) -> Problem:
        if error.kind == "memory":
            return refusals.out_of_memory(self._limits.memory)
        if error.kind == "too-large":
            return refusals.result_too_large(self._limits.result_bytes)
        if error.kind == "merge":
            return refusals.merge_by_from()
        if error.kind == "store":
            _LOG.error("the store failed: %s", error.message)
            return refusals.store_failed()
        known = {"syntax": refusals.bad_query, "federation": refusals.no_network}
        return known.get(error.kind, refusals.evaluation_failed)(error.message)

    def _cause(self, number: int) -> Problem:
        """What the signal that ended a worker says of its query."""
        if number == signal.SIGABRT:
            return refusals.out_of_memory(self._limits.memory)
        if number in (signal.SIGSEGV, signal.SIGBUS):
            return refusals.too_complex()
        if number == signal.SIGXCPU:
            return refusals.timed_out(self._limits.timeout)
        return refusals.worker_lost() if number == signal.SIGKILL else refusals.store_failed()
