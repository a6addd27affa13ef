"""A study with four samples and the lot of its kit."""

from __future__ import annotations

import pytest

from ra_registry.accounts.models import User
from ra_registry.assays.models import KitLot
from tests.factories.assays import make_lot
from tests.factories.world import StudyWorld, World


@pytest.fixture
def study(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def coordinator(study: StudyWorld) -> User:
    return study.people["coordinator"]


@pytest.fixture
def lot(study: StudyWorld, coordinator: User) -> KitLot:
    return make_lot(study.study, coordinator)
