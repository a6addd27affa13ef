"""How far a task is, for the page that waits for it.

Kept in Redis: a task reads its data in one long transaction, and a note written there would only
be seen when it is over. Losing a note loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

LIFETIME = 60 * 60


@dataclass(frozen=True)
class Progress:
    """Percent done, and what is being done."""

    percent: int = 0
    text: str = ""


def report(key: str, percent: int, text: str) -> None:
    """Note how far the task called ``key`` is."""
    cache.set(_name(key), (percent, text), LIFETIME)


def read(key: str) -> Progress:
    """Return the latest note, or an empty one."""
    found = cache.get(_name(key))
    return Progress(*found) if found else Progress()


def clear(key: str) -> None:
    """Forget the note of a task that has ended."""
    cache.delete(_name(key))


def _name(key: str) -> str:
    return f"progress:{key}"
