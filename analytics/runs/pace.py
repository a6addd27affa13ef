"""Reporting progress no oftener than somebody can read it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

Progress = Callable[[int, str], None]
# A report is a write that is committed; pages ask for it once a second.
PAUSE_SECONDS = 0.25


def paced(report: Progress) -> Progress:
    """Return ``report`` for steps that may be many and quick: the first, then one after a pause."""
    said: float | None = None

    def seldom(percent: int, text: str) -> None:
        nonlocal said
        now = monotonic()
        if said is None or now - said >= PAUSE_SECONDS:
            report(percent, text)
            said = now

    return seldom
