"""A database of the benchmark's own on the server at hand, dropped at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

NAME = "ra_registry_bench"


@contextmanager
def own_database() -> Iterator[None]:
    """Point ``DATABASE_URL`` at an empty database for as long as the context lasts."""
    original = os.environ["DATABASE_URL"]
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
    with psycopg.connect(original, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(original)._replace(path=f"/{NAME}"))
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = original
        with psycopg.connect(original, autocommit=True) as connection:
            connection.execute(drop)
