"""Numbers as printed: decimal and thousands marks, missing marks, and figures such as ``<0.5``.

A file has one decimal mark. The other mark can then only group thousands, and so can a blank or an
apostrophe. Full-width digits, any minus and hard blanks are read as what they stand for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from ra_registry.assays.parsers.model import NOT_PRINTED, NumberState, PrintedNumber
from ra_registry.assays.parsers.questions import EXAMPLES, Asked, DecimalMark, Question, Reading

ERROR_TEXTS = frozenset(
    {
        "#div/0!",
        "#n/a",
        "#value!",
        "#ref!",
        "#name?",
        "#num!",
        "#null!",
        "#spill!",
        "#calc!",
        "#getting_data",
    }
)
"""What a spreadsheet program shows in a cell whose formula failed, in small letters."""

_NOT_REPORTED = frozenset({"nan", "na", "n/a", ".", "-", "null", "none"})
_LONGEST_NUMBER = 40
_STATE_OF_SIGN = {"<": NumberState.LESS_THAN, ">": NumberState.GREATER_THAN}
_MINUS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_BLANKS = "\u00a0\u2007\u2008\u2009\u200a\u202f\u3000"
_GROUPED = re.compile(r"(?<=[0-9])[ '](?=[0-9]{3}(?![0-9]))")
# Only signs that have one meaning: folding all compatibility forms would turn 10² into 102.
_PLAIN = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys(_MINUS, "-"),
        **dict.fromkeys(_BLANKS, " "),
        **dict(zip("．，＋＜＞ｅＥ’＇", ".,+<>eE''", strict=True)),
    }
)


def _number(mark: str) -> re.Pattern[str]:
    """Return the pattern of a number whose decimal mark is ``mark``."""
    decimal, other = re.escape(mark), "," if mark == "." else r"\."
    grouped = rf"[1-9][0-9]{{0,2}}(?P<group>[ '{other}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    return re.compile(
        rf"[+-]?(?:(?:{grouped}|[0-9]+)(?:{decimal}[0-9]*)?|{decimal}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    )


_NUMBER = {mark.sign: _number(mark.sign) for mark in DecimalMark}


class TypedNumber(str):
    """The text of a workbook's cell that holds a number: its value is known, whatever the marks."""

    __slots__ = ("value",)

    value: float

    @classmethod
    def of(cls, value: float) -> TypedNumber:
        """Return ``value`` as text: whole numbers without a decimal part."""
        whole = value.is_integer() and abs(value) < 1e15
        cell = cls(str(int(value)) if whole else repr(value))
        cell.value = value
        return cell


def plain(text: str) -> str:
    """Return the text with plain digits, marks, minus and blanks, without blanks around it."""
    return text.strip() if text.isascii() else text.translate(_PLAIN).strip()


def is_error(text: str) -> bool:
    """Return whether a cell is the error of a spreadsheet's formula, such as ``#DIV/0!``.

    >>> is_error("#N/A"), is_error("n/a")
    (True, False)
    """
    return text.startswith("#") and text.strip().casefold() in ERROR_TEXTS


class NumberReader:
    """Reads the cells of one file, which all share a decimal mark."""

    def __init__(self, decimal_mark: str) -> None:
        self.decimal_mark = decimal_mark
        # Dilutions, fit statistics and means repeat in every row of an analyte.
        self._seen: dict[str, PrintedNumber | None] = {"": NOT_PRINTED}

    def read(self, raw: str) -> PrintedNumber | None:
        """Return the cell as a printed number, or ``None`` when it is no number at all."""
        if isinstance(raw, TypedNumber):
            return PrintedNumber(raw=str(raw), value=raw.value, state=NumberState.NUMBER)
        try:
            return self._seen[raw]
        except KeyError:
            number = self._seen[raw] = self._read(raw.strip())
            return number

    def _read(self, raw: str) -> PrintedNumber | None:
        text = plain(raw)
        if not text:
            return NOT_PRINTED
        if text.casefold() in _NOT_REPORTED:
            return PrintedNumber(raw=raw, state=NumberState.NOT_REPORTED)
        sign = text[0] if text[0] in "<>" else ""
        value = self._value(text.removeprefix(sign).strip())
        if value is None:
            return None
        if sign:
            return PrintedNumber(raw=raw, state=_STATE_OF_SIGN[sign], limit=value)
        return PrintedNumber(raw=raw, value=value, state=NumberState.NUMBER)

    def _value(self, text: str) -> float | None:
        match = _NUMBER[self.decimal_mark].fullmatch(text)
        if not match:
            return None
        if group := match["group"]:
            text = text.replace(group, "")
        value = float(text.replace(self.decimal_mark, "."))
        return value if math.isfinite(value) else None


class MarkCensus:
    """Which decimal mark the numbers of one file can have."""

    def __init__(self) -> None:
        self.possible = dict.fromkeys(DecimalMark, True)
        self._signs: set[str] = set()
        self._examples: dict[str, str] = {}
        self._seen: set[str] = set()
        self._unsettling = ""
        self._group = ""

    def add(self, line: int, cells: Iterable[tuple[str, str]]) -> None:
        """Weigh cells of a line, each with its column; what is no number under either is left."""
        for cell, column in cells:
            if cell in self._seen:
                continue
            self._seen.add(cell)
            text = plain(cell)
            if not self._group and (found := _GROUPED.search(text)):
                self._group = found[0]
            # Once a mark is settled, only the other sign can still say anything.
            if self._unsettling in text:
                self._weigh(cell, text, line, column)

    def _weigh(self, cell: str, text: str, line: int, column: str) -> None:
        if isinstance(cell, TypedNumber) or len(text) > _LONGEST_NUMBER:
            return
        if "." not in text and "," not in text:
            return
        figure = text.lstrip("<> ")
        fits = {mark: _NUMBER[mark.sign].fullmatch(figure) is not None for mark in DecimalMark}
        if not any(fits.values()):
            return
        for mark, fit in fits.items():
            self.possible[mark] = self.possible[mark] and fit
        if sum(self.possible.values()) == 1:
            self._unsettling = "," if self.possible[DecimalMark.POINT] else "."
        self._signs |= {mark for mark in ".," if mark in text}
        if len(self._examples) < EXAMPLES:
            self._examples[cell] = f"line {line}, column {column}"

    @property
    def mixed(self) -> bool:
        """Return whether no decimal mark fits all numbers."""
        return not any(self.possible.values())

    def question(self, answer: str = "") -> Question | None:
        """Return the question that the numbers leave open, with a person's answer to it."""
        if not self._examples or not all(self.possible.values()):
            return None
        readings = tuple(
            Reading(mark, tuple(_shown(cell, mark) for cell in self._examples))
            for mark in DecimalMark
        )
        known = answer if answer in set(DecimalMark) else ""
        return Question(
            asked=Asked.DECIMAL_MARK,
            places=tuple(self._examples.values()),
            readings=readings,
            answer=known,
            printed=tuple(self._examples),
        )

    def decimal_mark(self, answer: str = "") -> str:
        """Return the sign by which the file is read; the point where both or none would do."""
        if all(self.possible.values()) or self.mixed:
            chosen = answer if self._examples and answer in set(DecimalMark) else DecimalMark.POINT
            return DecimalMark(chosen).sign
        return (
            DecimalMark.POINT.sign if self.possible[DecimalMark.POINT] else DecimalMark.COMMA.sign
        )

    def thousands_mark(self, decimal_mark: str) -> str:
        """Return the sign that groups thousands in the file, an empty text where none does."""
        other = "," if decimal_mark == "." else "."
        return other if other in self._signs and not self.mixed else self._group


def _shown(cell: str, mark: DecimalMark) -> str:
    """Return a cell as it is read under a decimal mark, in plain digits."""
    number = NumberReader(mark.sign).read(cell)
    if number is None:
        return cell
    value = number.value if number.value is not None else number.limit
    sign = cell.strip()[0] if number.value is None else ""
    return f"{sign}{TypedNumber.of(value)}" if value is not None else cell
