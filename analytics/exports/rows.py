"""Fetching rows in bounded memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection

from analytics.exports.table import ExportTable

CHUNK = 1000


def fetch(
    table: ExportTable, *, study_id: int, campaigns: Collection[int]
) -> Iterator[Sequence[Any]]:
    """Yield the table's rows through a server-side cursor; needs a transaction around it.

    ``campaigns``: ids of those whose scores may be in it.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.sql, {"study": study_id, "campaigns": list(campaigns)})
        while chunk := cursor.fetchmany(CHUNK):
            if table.transform is None:
                yield from chunk
            else:
                yield from map(table.transform, chunk)


def count(table: ExportTable, *, study_id: int, campaigns: Collection[int], at_most: int) -> int:
    """Return how many rows the table has; counting ends at ``at_most``."""
    with connection.cursor() as cursor:
        # The table's SQL is a constant of this package; only study and limit are parameters.
        cursor.execute(
            f"SELECT count(*) FROM (SELECT FROM ({table.sql}) t LIMIT %(most)s) c",  # noqa: S608
            {"study": study_id, "campaigns": list(campaigns), "most": at_most},
        )
        return int(cursor.fetchone()[0])
