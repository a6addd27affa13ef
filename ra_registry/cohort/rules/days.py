"""Dates as the rules meet them: absent, a day, a month or a year, and a year of birth."""

from __future__ import annotations

from datetime import date
from typing import Any

from ra_registry.core.entry import partial_dates
from ra_registry.core.entry.partial_dates import PartialDate

Span = tuple[date, date]


def _moment(value: Any) -> PartialDate | date | None:
    """Return a date as far as it is known; a year of birth is one that is known to the year."""
    if value is None or value == "":
        return None
    return PartialDate(value) if isinstance(value, int) else value


def span(value: Any) -> Span | None:
    """Return the earliest and the latest day that a value can mean; None where nothing is known."""
    known = _moment(value)
    if known is None:
        return None
    return (known.earliest, known.latest) if isinstance(known, PartialDate) else (known, known)


def certainly_before(one: Any, other: Any) -> bool:
    """Tell whether both are known, and every day of ``one`` lies before every day of ``other``."""
    first, second = _moment(one), _moment(other)
    if first is None or second is None:
        return False
    return partial_dates.certainly_before(first, second)
