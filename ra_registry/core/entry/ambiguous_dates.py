"""What a date with a two-digit year, or with the year last, may mean."""

from __future__ import annotations

import re

from ra_registry.core.entry.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate

_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_SHORT_YEAR_NAMED = re.compile(r"([0-9]{2})年\s*(?:([0-9]{1,2})月\s*(?:([0-9]{1,2})日)?)?")
_SHORT_MONTH = re.compile(r"([0-9]{2})[-/.]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_SHORT_YEAR_ALONE = re.compile(r"[0-9]{2}")
_CENTURIES = (2000, 1900)

_Parts = tuple[int, int | None, int | None]


def possible_readings(typed: str, *, days_only: bool) -> tuple[str, ...]:
    """Return the dates, as ISO texts, that ``typed`` may stand for; none where it is no date."""
    readings = []
    for year, month, day in _candidates(typed):
        if (days_only and day is None) or not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        try:
            readings.append(PartialDate(year, month, day).iso)
        except ValueError:
            continue
    return tuple(dict.fromkeys(readings))


def _candidates(typed: str) -> list[_Parts]:
    if match := _YEAR_LAST.fullmatch(typed):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return [(year, second, first), (year, first, second)]
    if match := _SHORT_YEAR.fullmatch(typed):
        first, second, third = int(match[1]), int(match[3]), int(match[4])
        year_first: list[_Parts] = [(century + first, second, third) for century in _CENTURIES]
        return [*year_first, (2000 + third, second, first), (2000 + third, first, second)]
    if match := _SHORT_YEAR_NAMED.fullmatch(typed):
        return _in_both_centuries(match[1], match[2], match[3])
    if match := _SHORT_MONTH.fullmatch(typed):
        return _in_both_centuries(match[1], match[2], None)
    if match := _MONTH_FIRST.fullmatch(typed):
        return [(int(match[2]), int(match[1]), None)]
    return _in_both_centuries(typed, None, None) if _SHORT_YEAR_ALONE.fullmatch(typed) else []


def _in_both_centuries(year: str, month: str | None, day: str | None) -> list[_Parts]:
    return [
        (
            century + int(year),
            int(month) if month is not None else None,
            int(day) if day is not None else None,
        )
        for century in _CENTURIES
    ]
