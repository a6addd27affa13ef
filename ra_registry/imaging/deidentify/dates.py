"""Dates moved by a patient's own number of days, so that intervals stay and days don't."""

from __future__ import annotations

import re
from datetime import date, timedelta

# DA as it is, and as it was written until 1993 (PS3.5 table 6.2-1, note).
_DAY = re.compile(r"(\d{4})(\.?)(\d{2})\2(\d{2})", re.ASCII)


def read_day(text: str) -> date | None:
    """Return the day that a DA value names, or None where there is no such day."""
    found = _DAY.fullmatch(text.strip(" \0"))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def shifted(text: str, days: int) -> str | None:
    """Return a DA value moved by days, or None where it names no day, or none after moving."""
    day = read_day(text)
    if day is None:
        return None
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return None
    return moved.strftime("%Y%m%d") if moved.year >= 1900 else None
