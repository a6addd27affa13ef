"""The furnished world, built once a module, with a session of everybody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ra_registry.core import health
from tests.contracts.cast import Cast, people
from tests.contracts.visitor import session_of, undone
from tests.factories.furnished import Furnished, furnish


@pytest.fixture(scope="module")
def export_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports-of-the-module")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, export_dir: Path) -> Iterator[Furnished]:
    """One furnished world for the whole module; what a test writes is taken back after it."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EXPORT_DIR", export_dir)
        yield furnish()


@pytest.fixture(scope="module")
def cast(city: Furnished) -> Cast:
    """Everybody with a session of theirs."""
    return [(person, session_of(person.user)) for person in people(city)]


@pytest.fixture
def in_the_city(settings: Any, export_dir: Path) -> Iterator[None]:
    """A worker that is alive, the files of the world, and no line of log for each refusal."""
    settings.EXPORT_DIR = export_dir
    health.beat()
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
