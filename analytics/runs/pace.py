"""Reporting progress no oftener than somebody can read it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

Progress = Callable[[int, str], None]
# A report is a write that is committed; within a percentage none is worth more than a few a second.
PAUSE_SECONDS = 0.25


def paced(report: Progress) -> Progress:
    """Return ``report`` for steps that may be many: each new percentage, or after a pause."""
    said: tuple[int, float] | None = None

    def seldom(percent: int, text: str) -> None:
        nonlocal said
        now = monotonic()
        if said is None or percent != said[0] or now - said[1] >= PAUSE_SECONDS:
            report(percent, text)
            said = (percent, now)

    return seldom
