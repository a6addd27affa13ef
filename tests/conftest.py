"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings

from tests.drawn_once import remember
from tests.factories.world import World, build_world
from tests.own_cache import forget_cached, use_own_keys

# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("registry", deadline=None)
hypothesis_settings.load_profile("registry")


UNCOUNTED = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = off)', name);
    END LOOP;
END $$
"""


def pytest_configure() -> None:
    use_own_keys()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep the planner from counting what tests roll back; end what others still hold at the end.

    A rolled back test leaves pages without rows. Counted as empty tables, they let the next test
    join every row with every other, now and then for minutes. And a thread of the live server, or
    a worker that a test has killed, may let go of the database a moment too late to drop it.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(UNCOUNTED)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _drawn_once() -> None:
    remember()


@pytest.fixture(autouse=True)
def _private_data_dir(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep files that a test makes out of everybody else's way."""
    settings.EXPORT_DIR = tmp_path_factory.mktemp("exports")


@pytest.fixture
def world(db: None) -> World:
    """Two studies with two centres each, and one person per role: see ``factories/world.py``."""
    return build_world()


@pytest.fixture
def sign_in() -> Iterator[object]:
    """Return a function that gives a test client signed in as a user."""

    def make(user: object) -> Client:
        client = Client()
        client.force_login(user)
        return client

    yield make
    forget_cached()
