"""Queries that the ORM writes once in a process, for the few places where its own time counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet


class CompiledQuery:
    """A query of many joins, built from the rules of its models and kept as SQL.

    Writing such a query takes the ORM several times as long as PostgreSQL takes to answer it. It is
    written on first use, with stand-ins for the values that change; afterwards these are put in
    their places. The rules stay where they are: in the query sets that ``build`` starts from.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], stand_ins: Mapping[str, Any]):
        """Remember how to build the query.

        Args:
            build: returns the query set, a ``values_list``, for named values.
            stand_ins: a value for each name that occurs nowhere else in the query.
        """
        self._build = build
        self._stand_ins = stand_ins
        self._sql = ""
        self._places: list[tuple[str | None, Any]] = []

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row as the database gives it, or None. One query."""
        if not self._sql:
            self._compile()
        parameters = [fixed if name is None else values[name] for name, fixed in self._places]
        with _preparing_cursor() as cursor:
            cursor.execute(self._sql, parameters)
            return cursor.fetchone()

    def _compile(self) -> None:
        sql, parameters = self._build(**self._stand_ins).query.sql_with_params()
        self._places = [(self._name_of(parameter), parameter) for parameter in parameters]
        unused = self._stand_ins.keys() - {name for name, _ in self._places}
        if unused:
            raise ValueError(f"The query doesn't ask for {', '.join(sorted(unused))}.")
        self._sql = sql

    def _name_of(self, parameter: Any) -> str | None:
        for name, stand_in in self._stand_ins.items():
            if type(parameter) is type(stand_in) and parameter == stand_in:
                return name
        return None


def _preparing_cursor() -> CursorWrapper:
    """Return a cursor that sends values beside the SQL, so that the server keeps the plan.

    Planning the joins takes it longer than running them. Django's own cursors write the values into
    the SQL, which makes every statement a new one; whoever looks at statements is shown that.
    """
    connection.ensure_connection()
    if connection.queries_logged:
        return connection.cursor()
    cursor: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return connection.make_cursor(cursor)
