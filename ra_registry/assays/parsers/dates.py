"""Read times: day and month are told apart by evidence, never by habit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from ra_registry.assays.parsers.model import ReadTime

_NUMERIC = re.compile(
    r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{2,4})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[AaPp][Mm]))?(?:\s+(?P<zone>[A-Z]{1,5}))?"
)
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")

ORDERS = {"ymd": "abc", "mdy": "cab", "dmy": "cba"}
"""For each order, which printed group is year, month and day."""


def read_times(raws: Iterable[str], *, evidence: str = "") -> tuple[dict[str, ReadTime], str]:
    """Parse the read times of one file, which share one date order.

    ``evidence`` is text that may hold the same day as an ISO date, such as a file name that the
    reader software built from the read time. Returns the times by their raw text and the order:
    "ymd", "mdy", "dmy", "ambiguous", or "" where no text is a date. Ambiguous texts keep their
    raw form only.
    """
    texts = {raw: match for raw in raws if (match := _NUMERIC.fullmatch(raw.strip()))}
    known = {date for parts in _ISO_DATE.findall(evidence) if (date := _date(*parts))}
    possible = [order for order in ORDERS if _fits(order, texts.values())]
    if len(possible) > 1:
        confirmed = [order for order in possible if known & _days(order, texts.values())]
        possible = confirmed or possible
    # 09/09/2023 is the same day in either order.
    readings = {tuple(_day(order, match) for match in texts.values()) for order in possible}
    order = possible[0] if texts and len(readings) == 1 else ""
    parsed = {
        raw: _read_time(raw, texts[raw], order) if raw in texts and order else ReadTime(raw=raw)
        for raw in raws
    }
    return parsed, order or ("ambiguous" if texts else "")


def _fits(order: str, matches: Iterable[re.Match[str]]) -> bool:
    return all(_day(order, match) for match in matches)


def _days(order: str, matches: Iterable[re.Match[str]]) -> set[dt.date]:
    return {day for match in matches if (day := _day(order, match))}


def _day(order: str, match: re.Match[str]) -> dt.date | None:
    year, month, day = (match[group] for group in ORDERS[order])
    return _date(year, month, day) if len(month) <= 2 and len(day) <= 2 else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    if len(year) not in {2, 4}:
        return None
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _read_time(raw: str, match: re.Match[str], order: str) -> ReadTime:
    day = _day(order, match)
    if day is None:
        return ReadTime(raw=raw)
    clock = _clock(match)
    if clock is None:
        return ReadTime(raw=raw)
    return ReadTime(raw=raw, local=f"{day.isoformat()}{clock}", zone=match["zone"] or "")


def _clock(match: re.Match[str]) -> str | None:
    """Return "THH:MM:SS", an empty text where no time is printed, ``None`` for 25:00."""
    if match["hour"] is None:
        return ""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"T{hour:02}:{minute:02}:{second:02}"
