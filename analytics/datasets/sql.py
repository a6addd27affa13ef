"""Running a query into columns."""

from __future__ import annotations

from typing import Any

import pandas as pd
from django.db import connection


def frame(sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
    """Return a query's rows as a frame of plain objects, columns named as in the query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return pd.DataFrame(cursor.fetchall(), columns=names)


def counts(sql: str, parameters: dict[str, Any]) -> dict[str, int]:
    """Return the single row of a query of counts, by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))
