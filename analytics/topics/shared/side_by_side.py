"""Several computations of arrays at once, on as many processors as there are.

Numpy lets go of the interpreter while it computes, so two resamplings in threads take little more
than half the time of one after the other. Each must be of its own: seeded itself, writing nothing
that another reads. What they return comes in the order of what they were given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# More than a few threads wait for the interpreter between their arrays.
MOST = 4


def processors() -> int:
    """Return how many processors this process may use; macOS only tells how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(
    work: Callable[[T], R], items: Sequence[T], waiting: Callable[[T], object] = lambda _item: None
) -> list[R]:
    """Return ``work(item)`` of each item in order; ``waiting(item)`` is called before each result.

    Raises what ``work`` or ``waiting`` raise; what has not begun by then never does. All threads
    have ended when it returns: a pool that were left to the garbage collector could be closed by
    it in the middle of another thread's beginning, which then never begins.
    """
    threads = min(MOST, len(items), processors())
    found: list[R] = []
    if threads < 2:
        for item in items:
            waiting(item)
            found.append(work(item))
        return found
    with ThreadPoolExecutor(threads) as pool:
        begun = [pool.submit(copy_context().run, work, item) for item in items]
        try:
            for item, one in zip(items, begun, strict=True):
                waiting(item)
                found.append(one.result())
        finally:
            for one in begun:
                one.cancel()
    return found
