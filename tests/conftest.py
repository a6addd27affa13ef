"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import settings as hypothesis_settings

from tests.factories.world import World, build_world

# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("registry", deadline=None)
hypothesis_settings.load_profile("registry")


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
    cache.clear()
