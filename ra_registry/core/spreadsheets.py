"""Writing tables that spreadsheet programs open without running anything.

A text cell that starts like a formula is data from a person or a file, so it gets an apostrophe in
front and stays text (CWE-1236). Numbers are numbers, never text, and need none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class TextSink(Protocol):
    """Anything with ``write``."""

    def write(self, text: str, /) -> Any:
        """Take one piece of text."""


def neutralise(text: str) -> str:
    """Return ``text`` so that a spreadsheet program shows it and never runs it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_cell(value: Any) -> str | int | float | Decimal:
    """Return a value as a CSV cell: missing is empty, moments are ISO 8601 in UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return neutralise(str(value))


def write_csv(sink: TextSink, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write an RFC 4180 table and return the number of rows; memory does not grow with them."""
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([neutralise(name) for name in header])
    count = 0
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
        count += 1
    return count


class _Echo:
    """Hands back what is written, for streaming."""

    def write(self, text: str, /) -> str:
        return text


def stream_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield an RFC 4180 table line by line, for a streaming response."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield writer.writerow([neutralise(name) for name in header])
    for row in rows:
        yield writer.writerow([csv_cell(value) for value in row])
