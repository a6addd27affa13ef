"""A date known to the day, the month or the year: a fact as the patient remembers it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ra_registry.core.entry.errors import EntryError, gettext_noop

FIRST_YEAR = 1900
LAST_YEAR = 2100
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

ISO_DATE = gettext_noop("2024, 2024-03 or 2024-03-31")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A year, a month of a year, or a day.

    There is no ``<``: between "2024" and "Mar 2024" none holds. :func:`certainly_before` and
    :func:`possibly_before` say what does.

    Raises:
        ValueError: No such month or day, or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("A day needs a month.")
        date(
            self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day
        )

    def __str__(self) -> str:
        if self.month is not None and self.day is None:
            return f"{MONTHS[self.month - 1][:3]} {self.year}"
        return self.iso

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Return the date of a stored text: ``2024``, ``2024-03`` or ``2024-03-31``.

        Raises:
            EntryError: It is none of the three, or no such date.
        """
        match = _ISO.fullmatch(text)
        try:
            if match:
                return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        except ValueError:
            pass
        raise EntryError(found=text, expected=ISO_DATE)

    @classmethod
    def of_day(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return self.earliest.isoformat()

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or last_day_of(self.year, month))

    @property
    def midpoint(self) -> date:
        """The day that analyses use: itself, the 15th of a month, the 1st of July of a year."""
        if self.month is None:
            return date(self.year, 7, 1)
        return date(self.year, self.month, self.day or 15)


def last_day_of(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def certainly_before(first: PartialDate | date, second: PartialDate | date) -> bool:
    """True where ``first`` is before ``second`` whichever day either of them was."""
    return _latest(first) < _earliest(second)


def possibly_before(first: PartialDate | date, second: PartialDate | date) -> bool:
    """True where ``first`` can have been before ``second``."""
    return _earliest(first) < _latest(second)


def _earliest(moment: PartialDate | date) -> date:
    return moment.earliest if isinstance(moment, PartialDate) else moment


def _latest(moment: PartialDate | date) -> date:
    return moment.latest if isinstance(moment, PartialDate) else moment
