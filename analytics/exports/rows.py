"""Fetching rows in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from analytics.exports.table import Table

CHUNK = 5000


def fetch(table: Table, *, study_id: int) -> Iterator[Sequence[Any]]:
    """Yield the table's rows through a server-side cursor; needs a transaction around it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.sql, {"study": study_id})
        while chunk := cursor.fetchmany(CHUNK):
            if table.transform is None:
                yield from chunk
            else:
                yield from map(table.transform, chunk)


def count(table: Table, *, study_id: int) -> int:
    """Return how many rows the table has."""
    with connection.cursor() as cursor:
        # The table's SQL is a constant of this package; only the study is a parameter.
        cursor.execute(
            f"SELECT count(*) FROM ({table.sql}) counted",  # noqa: S608
            {"study": study_id},
        )
        return int(cursor.fetchone()[0])
