"""The response cache and the sharing of identical work."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from server.sparql.cache import LeastRecentlyUsed, SingleFlight


def test_the_entry_unused_for_longest_goes_first() -> None:
    cache: LeastRecentlyUsed[str] = LeastRecentlyUsed(2500)
    cache.put("a", "A", 500)
    cache.put("b", "B", 500)
    assert cache.get("a") == "A"
    cache.put("c", "C", 500)

    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("A", None, "C")


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    cache: LeastRecentlyUsed[str] = LeastRecentlyUsed(1000)
    cache.put("a", "A", 1000)

    assert cache.get("a") is None


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3000))))
def test_the_sum_of_sizes_stays_within_the_bound(puts: list[tuple[int, int]]) -> None:
    cache: LeastRecentlyUsed[int] = LeastRecentlyUsed(4000)
    for key, size in puts:
        cache.put(key, size, size)
        kept = [value for k in range(6) if (value := cache.get(k)) is not None]
        assert sum(kept) <= 4000
        assert len(kept) == len(cache)


class Work:
    """Counts how often it was begun and closed; waits to be let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.closed = 0
        self.go = asyncio.Event()

    async def __call__(self) -> Work:
        self.begun += 1
        await self.go.wait()
        return self

    def close(self) -> None:
        self.closed += 1


async def _use(flights: SingleFlight[Work], work: Work) -> Work:
    async with flights.join("key", work) as shared:
        return shared


def test_identical_work_is_done_once_and_closed_by_the_last() -> None:
    async def main() -> None:
        flights: SingleFlight[Work] = SingleFlight()
        work = Work()
        users = [asyncio.create_task(_use(flights, work)) for _ in range(3)]
        await asyncio.sleep(0)
        work.go.set()
        assert await asyncio.gather(*users) == [work] * 3
        await asyncio.sleep(0)
        assert (work.begun, work.closed) == (1, 1)

    asyncio.run(main())


def test_one_who_leaves_does_not_stop_the_others() -> None:
    async def main() -> None:
        flights: SingleFlight[Work] = SingleFlight()
        work = Work()
        first, second = (asyncio.create_task(_use(flights, work)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        work.go.set()
        assert await second is work
        assert work.begun == 1

    asyncio.run(main())


def test_work_is_stopped_when_all_have_left_and_begun_anew_for_the_next() -> None:
    async def main() -> None:
        flights: SingleFlight[Work] = SingleFlight()
        work = Work()
        first = asyncio.create_task(_use(flights, work))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        first.cancel()
        second = asyncio.create_task(_use(flights, work))
        await asyncio.wait([first])
        work.go.set()
        assert await second is work
        assert work.begun == 1 + first.cancelled()

    asyncio.run(main())


def test_everybody_learns_of_a_failure() -> None:
    async def fail() -> Work:
        raise ValueError("no")

    async def use(flights: SingleFlight[Work]) -> None:
        async with flights.join("key", fail):
            raise AssertionError("not reached")

    async def main() -> None:
        flights: SingleFlight[Work] = SingleFlight()
        done = await asyncio.gather(use(flights), use(flights), return_exceptions=True)
        assert [type(error) for error in done] == [ValueError, ValueError]

    asyncio.run(main())


def test_results_are_not_shared_after_they_are_there() -> None:
    async def main() -> None:
        flights: SingleFlight[Work] = SingleFlight()
        work = Work()
        work.go.set()
        await _use(flights, work)
        await _use(flights, work)
        assert work.begun == 2

    asyncio.run(main())
