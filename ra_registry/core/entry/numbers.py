"""One reading of a typed number, for pages, lists, commands and the API.

The rule:

- Digits are 0 to 9, half or full width; those of other scripts are refused. A sign may stand
  before them, and any dash is a minus. Blanks around the text mean nothing, blanks inside it are
  refused (they could be a thousands mark).
- A point is decimal. A comma is decimal, except where it could mark thousands: one to three
  digits without a leading zero, the comma, exactly three digits (``1,234``). That is refused with
  both readings named, and so are two marks in one number (``1,234.5``, ``1.234.567``).
- Digits stand on at least the far side of a mark: ``.5`` is 0.5, ``7.`` is unfinished.
- No exponent, underscore, ``inf``, ``nan`` or hexadecimal: no laboratory prints one, and ``1e5``
  is as likely a name. JSON numbers never come here: they are numbers already.
- A laboratory prints a value beyond its limits as ``<0.3`` or ``>340``. ``≤`` and ``<=`` are
  refused: "at most 0.3" may be the limit itself, measured, and reading it as "below 0.3" would be
  wrong by as much as the tie at the limit weighs in a rank test. The paper decides which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from ra_registry.core.entry.characters import LONGEST, plain, trimmed
from ra_registry.core.entry.errors import EntryError, gettext_noop

Sign = Literal["", "<", ">"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_SEVERAL_MARKS = re.compile(r"[+-]?[0-9]*(?:[.,][0-9]+){2,}")
_CENSORED = re.compile(r"([<>])\s*(.*)", re.DOTALL)
_OR_EQUAL = re.compile(r"[≤≥≦≧⩽⩾]|[<>]\s*=|=\s*[<>]")

A_NUMBER = gettext_noop("a number such as 7.43 or 7,43")
NO_LIMIT = gettext_noop("a number without < or > before it")
A_LIMIT_OR_NUMBER = gettext_noop("a number such as 7.43, or a limit such as <0.3 or >340")
STRICT_LIMIT = gettext_noop(
    "< or > alone before a limit: “at most” and “at least” may be the limit itself"
)
POSITIVE_LIMIT = gettext_noop("a limit above 0 after {sign}")
ONE_MARK = gettext_noop("one decimal mark and no thousands mark: {first} or {second}")


@dataclass(frozen=True)
class CensoredNumber:
    """A laboratory value as printed: ``number`` is the value itself, or the limit after a sign."""

    printed: str
    number: Decimal
    sign: Sign = ""

    def __str__(self) -> str:
        return f"{self.sign}{number_text(self.number)}"


def read_number(text: str) -> Decimal:
    """Return the number that ``text`` shows, with the decimals that it shows.

    Raises:
        EntryError: It is no number, or could be read as two different ones.
    """
    typed = plain(text)
    if _OR_EQUAL.search(typed) or typed[:1] in {"<", ">"}:
        raise EntryError(found=text, expected=NO_LIMIT)
    return _read(typed, found=text, expected=A_NUMBER)


def read_censored(text: str) -> CensoredNumber:
    """Return the laboratory value that ``text`` shows, with its sign and as it was printed.

    Raises:
        EntryError: It is no number and no limit, or could be read as two different ones.
    """
    typed = plain(text)
    if _OR_EQUAL.search(typed):
        raise EntryError(found=text, expected=STRICT_LIMIT)
    censored = _CENSORED.fullmatch(typed)
    sign, digits = censored.groups() if censored else ("", typed)
    number = _read(digits, found=text, expected=A_LIMIT_OR_NUMBER, sign=sign)
    if sign and number <= 0:
        raise EntryError(found=text, expected=POSITIVE_LIMIT, sign=sign)
    return CensoredNumber(printed=trimmed(text), number=number, sign=cast("Sign", sign))


def number_text(value: Decimal) -> str:
    """Return ``value`` in plain digits, as :func:`read_number` reads it: no exponent."""
    return format(value, "f")


def _read(typed: str, *, found: str, expected: str, sign: str = "") -> Decimal:
    if len(typed) > LONGEST:
        raise EntryError(found=found, expected=expected)
    readings = _two_readings(typed)
    if readings:
        first, second = (sign + reading for reading in readings)
        raise EntryError(
            found=found, expected=ONE_MARK, readings=(first, second), first=first, second=second
        )
    if not _NUMBER.fullmatch(typed):
        raise EntryError(found=found, expected=expected)
    number = Decimal(typed.replace(",", "."))
    return number or number.copy_abs()  # a minus before zero is no value of its own


def _two_readings(typed: str) -> tuple[str, str] | None:
    """Return what a number with a thousands mark may mean: its first mark decimal, or its last."""
    if _THOUSANDS.fullmatch(typed):
        return typed.replace(",", "."), typed.replace(",", "")
    if not _SEVERAL_MARKS.fullmatch(typed):
        return None
    parts = re.split(r"[.,]", typed)
    first_decimal = f"{parts[0]}.{''.join(parts[1:])}"
    marks = {mark for mark in typed if mark in ".,"}
    last = "." if len(marks) == 2 else ""  # the same mark twice counts thousands
    return first_decimal, f"{''.join(parts[:-1])}{last}{parts[-1]}"
