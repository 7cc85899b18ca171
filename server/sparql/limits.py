"""Every limit of the endpoint in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

_MB = 1_000_000


def _limit(default: float, meaning: str) -> int:
    # typed as int for the checker; the one float (timeout) is declared below
    return field(default=default, metadata={"meaning": meaning})  # type: ignore[return-value]


def processor_count() -> int:
    """Processors this process may use, at least one."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; `dataclasses.fields(Limits)` gives each meaning."""

    timeout: float = _limit(10.0, "Wall-clock time of one query, evaluation and result together.")
    memory: int = _limit(1500 * _MB, "Memory that one query may take beyond the loaded data.")
    query_bytes: int = _limit(64 * 1024, "Length of a query in UTF-8.")
    body_bytes: int = _limit(256 * 1024, "Length of a request body or of a query string.")
    nesting: int = _limit(100, "Depth of brackets in a query.")
    tokens: int = _limit(4000, "Tokens of a query, items of VALUES blocks and IN lists left out.")
    dataset_graphs: int = _limit(1000, "Graphs named by the parameters of one request.")
    result_bytes: int = _limit(200 * _MB, "Length of one result; a longer one is an error.")
    hold_bytes: int = _limit(1 * _MB, "Part of a result held back before the status is sent.")
    transfer_timeout: float = _limit(300.0, "Time a client may take to fetch a long result.")
    transfers: int = _limit(16, "Results longer than the held part on their way at one time.")
    workers: int = field(
        default_factory=processor_count, metadata={"meaning": "Queries evaluated at one time."}
    )
    queue: int = _limit(32, "Queries that may wait for a worker; more are refused with 503.")
    queue_timeout: float = _limit(10.0, "Time a query may wait for a worker.")
    worker_queries: int = _limit(1000, "Queries after which a worker is replaced.")
    cache_bytes: int = _limit(64 * _MB, "Memory for complete responses.")
    cached_response_bytes: int = _limit(1 * _MB, "Longest response that is cached.")
    start_timeout: float = _limit(300.0, "Time to load the data at start.")
