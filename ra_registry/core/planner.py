"""Telling PostgreSQL's planner about rows that have just come in bulk."""

from __future__ import annotations

from django.db import connection, models


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Run ``ANALYZE`` on the tables of these models.

    Autovacuum does so by itself, but only some time after the commit; until then a query over
    millions of new rows would be planned as if there were none.
    """
    names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
