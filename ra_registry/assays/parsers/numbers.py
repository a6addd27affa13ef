"""Numbers as printed: decimal mark, missing marks, and figures such as ``<0.5``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from ra_registry.assays.parsers.model import NOT_PRINTED, NumberState, PrintedNumber

_NOT_REPORTED = frozenset({"nan", "na", "n/a", "#n/a", ".", "-", "null", "none"})
_NUMBER = {
    mark: re.compile(
        rf"[+-]?(?:\d+(?:{re.escape(mark)}\d*)?|{re.escape(mark)}\d+)(?:[eE][+-]?\d+)?"
    )
    for mark in ".,"
}
_LOOKS_NUMERIC = re.compile(r"[<>+-]{0,2}\s*[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?%?")
_LONGEST_NUMBER = 40
_STATE_OF_SIGN = {"<": NumberState.LESS_THAN, ">": NumberState.GREATER_THAN}


class NumberReader:
    """Reads the cells of one file, which all share a decimal mark."""

    def __init__(self, decimal_mark: str) -> None:
        self.decimal_mark = decimal_mark
        # Dilutions, fit statistics and means repeat in every row of an analyte.
        self._seen: dict[str, PrintedNumber | None] = {"": NOT_PRINTED}

    def read(self, raw: str) -> PrintedNumber | None:
        """Return the cell as a printed number, or ``None`` when it is no number at all."""
        try:
            return self._seen[raw]
        except KeyError:
            number = self._seen[raw] = self._read(raw.strip())
            return number

    def _read(self, raw: str) -> PrintedNumber | None:
        if not raw:
            return NOT_PRINTED
        if raw.casefold() in _NOT_REPORTED:
            return PrintedNumber(raw=raw, state=NumberState.NOT_REPORTED)
        sign = raw[0] if raw[0] in "<>" else ""
        value = self._value(raw.removeprefix(sign).strip())
        if value is None:
            return None
        if sign:
            return PrintedNumber(raw=raw, state=_STATE_OF_SIGN[sign], limit=value)
        return PrintedNumber(raw=raw, value=value, state=NumberState.NUMBER)

    def _value(self, text: str) -> float | None:
        if not _NUMBER[self.decimal_mark].fullmatch(text):
            return None
        value = float(text.replace(self.decimal_mark, "."))
        return value if math.isfinite(value) else None


def decimal_marks(cells: Iterable[str]) -> set[str]:
    """Return the marks, point or comma, found in cells that look like numbers."""
    marks: set[str] = set()
    for cell in cells:
        text = cell.strip()
        if len(text) <= _LONGEST_NUMBER and _LOOKS_NUMERIC.fullmatch(text):
            marks.update(mark for mark in ".," if mark in text)
            if len(marks) == 2:
                break
    return marks


def show_number(value: float) -> str:
    """Return a cell value of a workbook as text: whole numbers without a decimal part."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
