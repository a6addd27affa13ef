"""Several people, or one with two hands, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from ra_registry.core.errors import DomainError


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run each action in a thread and connection of its own; return results or domain errors."""
    results: list[object] = [None] * len(actions)
    barrier = Barrier(len(actions))

    def run(index: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[index] = action()
        except DomainError as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
