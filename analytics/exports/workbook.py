"""Writing a workbook of plain tables, as fast as CSV.

A workbook (ECMA-376) is a zip of XML. Rows are written column by column, a batch at a time: a
study's site scores are a million cells, and a call for each of them would take most of an export's
time. A cell holds a number or a text within the row, never a formula.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from analytics.exports import workbook_parts as parts

SHEET_ROWS = 1_048_576  # what a sheet can hold, its header included
LONGEST_TEXT = 32_767  # what a cell can hold
BUFFER_BYTES = 1 << 20
# Characters that XML can't hold, and texts that would be read as one of them.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Sheet:
    """One sheet, open for rows; its header stays in view."""

    def __init__(self, target: io.TextIOBase, header: Sequence[str]) -> None:
        self._target = target
        self._next = 1
        self._letters = [_letters(place) for place in range(len(header))]
        target.write(parts.SHEET_START)
        self._write([header], style=parts.HEADING)

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of numbers, texts and None, as ``csv_rows`` makes them.

        Raises ValueError for NaN and infinity, which no cell holds.
        """
        self._write(rows)

    def _write(self, rows: Sequence[Sequence[Any]], style: str = "") -> None:
        numbers = [str(number) for number in range(self._next, self._next + len(rows))]
        self._next += len(rows)
        columns = [
            _cells(f'<c r="{letters}', style, numbers, values)
            for letters, values in zip(self._letters, zip(*rows, strict=True), strict=True)
        ]
        starts = [f'<row r="{number}">' for number in numbers]
        lines = map("".join, zip(starts, *columns, strict=True))
        self._target.write("</row>".join(lines) + "</row>")

    def end(self) -> None:
        """Close the XML of the sheet."""
        self._target.write(parts.SHEET_END)


class Workbook:
    """A workbook that is filled one sheet after another; memory does not grow with the rows."""

    def __init__(self, path: Path, *, compression: int) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=compression)
        self._names: list[str] = []

    @contextmanager
    def sheet(self, name: str, header: Sequence[str]) -> Iterator[Sheet]:
        """Open the next sheet."""
        self._names.append(name)
        place = f"xl/worksheets/sheet{len(self._names)}.xml"
        with self._zip.open(place, "w", force_zip64=True) as raw:
            buffered = io.BufferedWriter(raw, BUFFER_BYTES)
            text = io.TextIOWrapper(buffered, encoding="utf-8", newline="")
            sheet = Sheet(text, header)
            yield sheet
            sheet.end()
            text.flush()

    def finish(self, first: str) -> None:
        """Write what names the sheets, ``first`` in front, and close the file."""
        shown = sorted(self._names, key=lambda name: name != first)
        for place, text in parts.around([(n, self._names.index(n) + 1) for n in shown]).items():
            self._zip.writestr(zipfile.ZipInfo(place), text)
        self.close()

    def close(self) -> None:
        """Close the file, finished or not."""
        self._zip.close()


def _cells(start: str, style: str, numbers: list[str], values: Sequence[Any]) -> list[str]:
    """Return a column's cells, empty for a missing value; equal values are written once."""
    known = {value: _content(value, style) for value in set(values)}
    return [
        f"{start}{number}{known[value]}" if known[value] else ""
        for number, value in zip(numbers, values, strict=True)
    ]


def _content(value: Any, style: str) -> str:
    """Return what follows a cell's row number; empty for a missing value."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{value} is no number that a cell can hold.")  # unseen
        return f'"{style}><v>{number!r}</v></c>'
    text = escape(UNWRITABLE.sub(_code, value[:LONGEST_TEXT]))
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f'"{style} t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _code(found: re.Match[str]) -> str:
    return f"_x{ord(found.group()):04X}_"


def _letters(place: int) -> str:
    """Return a column's letters: A, B, ..., Z, AA."""
    more, last = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)
