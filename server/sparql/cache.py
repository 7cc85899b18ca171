"""Complete responses kept in memory, and one evaluation for identical queries at one time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Hashable

# What an entry costs beside its body: key, objects, slot.
_OVERHEAD = 512

Value = TypeVar("Value")


class LeastRecentlyUsed(Generic[Value]):
    """A mapping bounded by the sum of the sizes given; the entry unused for longest goes first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        size += _OVERHEAD
        if size > self._capacity:
            return
        _, before = self._entries.pop(key, (None, 0))
        self._entries[key] = (value, size)
        self._size += size - before
        while self._size > self._capacity:
            _, (_, freed) = self._entries.popitem(last=False)
            self._size -= freed

    def __len__(self) -> int:
        return len(self._entries)


class Closable(Protocol):
    def close(self) -> None: ...


Shared = TypeVar("Shared", bound=Closable)


@dataclass(eq=False, slots=True)
class _Flight(Generic[Shared]):
    task: asyncio.Task[Shared]
    users: int = 0


class SingleFlight(Generic[Shared]):
    """Identical work under way is done once; it is stopped when nobody waits for it any more."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[Shared]] = {}

    @asynccontextmanager
    async def join(
        self, key: Hashable, work: Callable[[], Awaitable[Shared]]
    ) -> AsyncIterator[Shared]:
        """The value of `work()`, shared by all who join until it is there; closed by the last."""
        flight = self._flights.get(key) or self._begin(key, work)
        flight.users += 1
        try:
            yield await asyncio.shield(flight.task)
        finally:
            flight.users -= 1
            if not flight.users:
                self._forget(key, flight)  # first, so that nobody joins what is being ended
                flight.task.cancel()
                flight.task.add_done_callback(_close)

    def _begin(self, key: Hashable, work: Callable[[], Awaitable[Shared]]) -> _Flight[Shared]:
        async def run() -> Shared:
            return await work()

        flight = _Flight(asyncio.create_task(run()))
        self._flights[key] = flight
        # a result that is there already is the cache's affair, not a late joiner's
        flight.task.add_done_callback(lambda _: self._forget(key, flight))
        return flight

    def _forget(self, key: Hashable, flight: _Flight[Shared]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


def _close(task: asyncio.Task[Shared]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()
