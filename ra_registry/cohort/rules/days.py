"""Dates as far as they are known: from the earliest to the latest day they can mean."""

from __future__ import annotations

from datetime import date
from typing import Any

Span = tuple[date, date]


def span(value: Any) -> Span | None:
    """Return the days that a value can mean: a day, a month, a year, or a year of birth."""
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return date(value, 1, 1), date(value, 12, 31)
    if isinstance(value, date):
        return value, value
    return value.earliest, value.latest


def certainly_before(one: Any, other: Any) -> bool:
    """Tell whether every day that ``one`` can mean lies before every day of ``other``."""
    first, second = span(one), span(other)
    return first is not None and second is not None and first[1] < second[0]
