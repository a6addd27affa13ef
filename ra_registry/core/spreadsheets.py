"""Writing tables that spreadsheet programs open without running anything.

A text cell that starts like a formula is data from a person or a file, so it gets an apostrophe in
front and stays text (CWE-1236). Numbers are numbers, never text, and need none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from types import NoneType
from typing import Any, Protocol

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from ra_registry.core.errors import ValidationFailed

BYTE_ORDER_MARK = "\ufeff"
# So many cells are prepared together: column by column, since a column's values are of one kind.
CELLS_AT_ONCE = 20_000
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


def batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """Yield rows in lists of about ``CELLS_AT_ONCE`` cells: a wide table takes no more room."""
    coming = iter(rows)
    for first in coming:
        more = CELLS_AT_ONCE // max(len(first), 1)
        yield [first, *islice(coming, more)]


def csv_rows(batch: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return rows with the cells that ``csv_cell`` makes of them, missing ones as None.

    A CSV writer leaves None empty. Asks what kinds a column has before it touches any cell: most
    columns are written as they are.
    """
    columns = list(zip(*batch, strict=True))
    written = [_csv_column(values) for values in columns]
    if all(new is old for new, old in zip(written, columns, strict=True)):
        return list(batch)
    return list(zip(*written, strict=True))


def _csv_column(values: Sequence[Any]) -> Sequence[Any]:
    kinds = set(map(type, values)) - {NoneType}
    if kinds <= {int, float, Decimal}:
        return values
    if kinds != {str}:
        return [None if value is None else csv_cell(value) for value in values]
    if not any(text and text.startswith(FORMULA_STARTS) for text in set(values)):
        return values
    return [text and neutralise(text) for text in values]


def write_csv(sink: TextSink, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write an RFC 4180 table and return the number of rows; memory does not grow with them."""
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([neutralise(name) for name in header])
    count = 0
    for batch in batches(rows):
        writer.writerows(csv_rows(batch))
        count += len(batch)
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


def csv_response(
    request: HttpRequest, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Return a table as a download.

    It begins with a byte order mark, by which spreadsheet programs know UTF-8; ``?bom=no`` leaves
    it out, for programs that would take it for a part of the first heading.

    Raises:
        ValidationFailed: another word than "yes" or "no".
    """
    wanted = request.GET.get("bom", "yes")
    if wanted not in {"yes", "no"}:
        raise ValidationFailed(_("“bom” is “yes” or “no”: with a byte order mark, or without."))
    lines = stream_csv(header, rows)
    if wanted == "yes":
        lines = chain([BYTE_ORDER_MARK], lines)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
