"""One reading of a typed date, for pages, lists, commands and the API.

The rule: the year comes first and has four digits, or a Japanese era names it.

- ``2021-11-28``, ``2021/1/5`` and ``2021.11.28`` with the same mark twice, ``2021年11月28日``, and
  ``20211128``: with the year first and from 1900, eight digits can't mean another day.
- 令和3年11月28日, 令和元年5月1日, R3.11.28, R3/11/28, H30.4.1, 昭和 or S, 大正 or T. A day outside
  its era is refused (平成32年), and so is every Meiji date: nothing before 1900 is taken.
- Midnight behind a day is a spreadsheet's way of writing the day; another time is refused,
  for the day may be another one where the study is.
- Two-digit years, and days or months before the year (11/12/2021), are refused with the readings
  named, even where only one is possible: the next line of the same list may have two.
- Week dates, ordinal dates and day numbers of spreadsheets are no dates.
- A fact known less well is a year (``2024``, 令和6年) or a month (``2024-03``, ``2024/3``,
  令和6年3月, ``Mar 2024``).
"""

from __future__ import annotations

import re
from datetime import date

from ra_registry.core.entry.ambiguous_dates import possible_readings
from ra_registry.core.entry.characters import LONGEST, plain
from ra_registry.core.entry.eras import ERA_NAMED, MEIJI, Era
from ra_registry.core.entry.errors import EntryError, gettext_noop
from ra_registry.core.entry.partial_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    PartialDate,
    last_day_of,
)

# A fact of a patient's life; a day may also be a plan or an expiry. What can't be in the future is
# refused by the rule that knows the day at the centre.
LAST_YEAR_OF_A_DAY = 2999

_MARKED = r"(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
_NAMED = r"年(?:\s*(?P<month>[0-9]{1,2})月(?:\s*(?P<day>[0-9]{1,2})日)?)?"
_ERA = r"(?P<era>令和|平成|昭和|大正|明治|[RHSTMrhstm])\s*(?P<year>元|[0-9]{1,2})"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<year>[0-9]{{4}})(?:{_MARKED})?",
        rf"(?P<year>[0-9]{{4}}){_NAMED}",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<year>[0-9]{4})",
        rf"{_ERA}(?:{_MARKED})?",
        rf"{_ERA}{_NAMED}",
    )
)
_WITH_TIME = re.compile(r"(?P<day>.*?\S)[ T]+(?P<time>[0-9]{1,2}:[0-9]{2}.*)")
_MIDNIGHT = re.compile(r"0{1,2}:00(?::00(?:\.0+)?)?")
# One character in a font or a PDF for what a keyboard writes as another, or as two.
_JAPANESE = str.maketrans(
    {
        "㍾": "明治",
        "㍽": "大正",
        "㍼": "昭和",
        "㍻": "平成",
        "㋿": "令和",
        "⽇": "日",
        "⽉": "月",
        "\uf98e": "年",
    }
    | {chr(0xFF21 + place): chr(0x41 + place) for place in range(26)}
    | {chr(0xFF41 + place): chr(0x61 + place) for place in range(26)}
)

A_DAY = gettext_noop("a day such as 2024-03-31, 2024/3/31 or R6.3.31")
A_DATE = gettext_noop("a date such as 2024-03-31, 2024-03 or 2024")
A_WHOLE_DAY = gettext_noop("a whole day such as 2024-03-31, not a month or a year alone")
NO_TIME = gettext_noop("a day without a time, such as 2024-03-31")
YEARS = gettext_noop("a year from {first} to {last}")
MONTH_OF_YEAR = gettext_noop("a month from 1 to 12")
DAY_OF_MONTH = gettext_noop("a day from 1 to {last} in that month")
WITHIN_ERA = gettext_noop("a date of {era}, which ran from {first} to {last}")
ERA_BEGAN = gettext_noop("a date of {era}, which began on {first}")
NO_MEIJI = gettext_noop("a Western year from {first} on: Meiji dates are not taken")
YEAR_FIRST = gettext_noop("the year first, in four digits: {which}")


def read_day(text: str) -> date:
    """Return the day that ``text`` names.

    Raises:
        EntryError: It is no day, an impossible one, one before 1900, or could be read as two.
    """
    partial = _read(text, expected=A_DAY, last_year=LAST_YEAR_OF_A_DAY)
    if partial.month is None or partial.day is None:
        raise EntryError(found=text, expected=A_WHOLE_DAY)
    return partial.earliest


def read_partial_date(text: str) -> PartialDate:
    """Return the day, month or year that ``text`` names.

    Raises:
        EntryError: It is no date, an impossible one, one before 1900, or could be read as two.
    """
    return _read(text, expected=A_DATE, last_year=LAST_YEAR)


def _read(text: str, *, expected: str, last_year: int) -> PartialDate:
    typed = _without_midnight(plain(text), found=text).translate(_JAPANESE)
    if len(typed) > LONGEST:
        raise EntryError(found=text, expected=expected)
    for shape in _SHAPES:
        if match := shape.fullmatch(typed):
            parts = match.groupdict()
            return _checked(text, parts, expected=expected, last_year=last_year)
    readings = possible_readings(typed, days_only=expected is A_DAY)
    if readings:
        raise EntryError(
            found=text, expected=YEAR_FIRST, readings=readings, which=" or ".join(readings)
        )
    raise EntryError(found=text, expected=expected)


def _without_midnight(typed: str, *, found: str) -> str:
    with_time = _WITH_TIME.fullmatch(typed)
    if not with_time:
        return typed
    if not _MIDNIGHT.fullmatch(with_time["time"]):
        raise EntryError(found=found, expected=NO_TIME)
    return with_time["day"]


def _checked(
    found: str, parts: dict[str, str | None], *, expected: str, last_year: int
) -> PartialDate:
    era = ERA_NAMED[str(parts["era"]).upper()] if parts.get("era") else None
    if era is MEIJI:
        raise EntryError(found=found, expected=NO_MEIJI, first=str(FIRST_YEAR))
    month, day = _month(found, parts["month"], expected=expected), parts.get("day")
    year = _year(parts["year"], era)
    if not FIRST_YEAR <= year <= last_year:
        raise EntryError(found=found, expected=YEARS, first=str(FIRST_YEAR), last=str(last_year))
    partial = _possible(found, year, month, int(day) if day else None)
    if era and (partial.latest < era.first or partial.earliest > era.last):
        raise _outside(era, found=found)
    return partial


def _year(written: str | None, era: Era | None) -> int:
    year = 1 if written == "元" else int(written or 0)
    return era.year(year) if era else year


def _month(found: str, written: str | None, *, expected: str) -> int | None:
    if written is None:
        return None
    if written.isdigit():
        return int(written)
    months = [name.startswith(written.title()) for name in MONTHS]
    if True not in months:
        raise EntryError(found=found, expected=expected)
    return months.index(True) + 1


def _possible(found: str, year: int, month: int | None, day: int | None) -> PartialDate:
    if month is not None and not 1 <= month <= 12:
        raise EntryError(found=found, expected=MONTH_OF_YEAR)
    if month is not None and day is not None and not 1 <= day <= last_day_of(year, month):
        raise EntryError(found=found, expected=DAY_OF_MONTH, last=str(last_day_of(year, month)))
    return PartialDate(year, month, day)


def _outside(era: Era, *, found: str) -> EntryError:
    first, last = era.first.isoformat(), era.last.isoformat()
    if era.last == date.max:
        return EntryError(found=found, expected=ERA_BEGAN, era=era.romanised, first=first)
    return EntryError(found=found, expected=WITHIN_ERA, era=era.romanised, first=first, last=last)
