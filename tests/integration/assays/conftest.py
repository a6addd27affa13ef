"""A study with four samples and the lot of its kit."""

from __future__ import annotations

from pathlib import Path

import pytest

from ra_registry.accounts.models import User
from ra_registry.assays.models import KitLot
from tests.factories.assays import make_lot
from tests.factories.world import StudyWorld, World
from tests.integration.assays.doors import DOORS, Door


@pytest.fixture
def study(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def coordinator(study: StudyWorld) -> User:
    return study.people["coordinator"]


@pytest.fixture
def lot(study: StudyWorld, coordinator: User) -> KitLot:
    return make_lot(study.study, coordinator)


@pytest.fixture(params=DOORS)
def door(request, study: StudyWorld, lot: KitLot, coordinator: User, tmp_path: Path) -> Door:
    """Page, command and API in turn."""
    return DOORS[request.param](study.study, coordinator, lot, tmp_path)
