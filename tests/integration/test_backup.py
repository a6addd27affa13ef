"""docs/backup.md in small: what was dumped and restored is the registry, promises included."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql

from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.embedded.postgres_server import installed_programs

TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name
"""
# A table's content as one hash, whatever the order in which its rows are read.
CONTENT = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} t"
# Constraints by name: PostgreSQL words some conditions anew when it reads its own dump.
PROMISES = """
    SELECT format('constraint %s %s %s %s', conrelid::regclass, conname, contype, convalidated)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
    ORDER BY 1
"""


def server_of(name):
    """Return how libpq's programs and psycopg reach a database of the suite's server."""
    found = connection.get_connection_params()
    return {
        "dbname": name,
        **{key: found[key] for key in ("host", "port", "user", "password") if found.get(key)},
    }


def run(program, *arguments, database):
    where = server_of(database)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    environment = {names[key]: str(value) for key, value in where.items() if key in names}
    subprocess.run(
        [str(installed_programs() / program), *arguments],
        env=os.environ | environment,
        check=True,
        capture_output=True,
        text=True,
    )


def restore(dump, database):
    """Restore with the wheel's programs, which may be newer than the suite's server."""
    script = dump.with_suffix(".sql")
    run("pg_restore", f"--file={script}", str(dump), database=database)
    # Servers before version 17 don't know the parameter, and the dump only switches it off.
    script.write_text(script.read_text().replace("SET transaction_timeout = 0;\n", "", 1))
    stop_at_errors = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
    run("psql", *stop_at_errors, f"--file={script}", database, database=database)


@contextmanager
def empty_database(name):
    with psycopg.connect(**server_of("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def contents(database):
    """Return every table's row count and content hash, and every promise, of a database."""
    with psycopg.connect(**server_of(database)) as open_database:
        tables = [name for (name,) in open_database.execute(TABLES)]
        rows = {
            name: open_database.execute(sql.SQL(CONTENT).format(sql.Identifier(name))).fetchone()
            for name in tables
        }
        return rows, [text for (text,) in open_database.execute(PROMISES)]


@pytest.mark.django_db(transaction=True)
def test_a_restored_dump_is_the_same_registry(world, tmp_path):
    with transaction.atomic():
        audit.record(EventKind.STUDY_CREATED, study_code=world.one.study.code)
    original = connection.settings_dict["NAME"]
    dump = tmp_path / "registry.dump"

    run("pg_dump", "--format=custom", f"--file={dump}", original, database=original)
    with empty_database(f"{original}_restored") as restored:
        restore(dump, restored)
        rows, promises = contents(restored)

        assert rows == contents(original)[0]
        assert promises == contents(original)[1]
        assert rows["core_auditevent"][0] == 1, "the dump held something worth comparing"

        with (
            psycopg.connect(**server_of(restored)) as open_database,
            pytest.raises(psycopg.errors.RaiseException),
        ):
            open_database.execute("DELETE FROM core_auditevent")
