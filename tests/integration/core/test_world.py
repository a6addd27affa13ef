"""The cast that other tests rely on obeys the database's own rules."""

from __future__ import annotations

import pytest
from django.db import Error, transaction

from ra_registry.cohort.models import Membership, Patient
from tests.factories.world import World


def test_visible_patients_follow_study_and_centre(world: World) -> None:
    study = world.one
    assert Patient.objects.visible_to(study.people["investigator"]).count() == 4
    assert Patient.objects.visible_to(study.local["investigator"]).count() == 2
    assert not Patient.objects.visible_to(study.people["reader"]).exists()
    assert not Patient.objects.visible_to(world.stranger).exists()
    assert not Patient.objects.visible_to(world.administrator).exists()


def test_a_reader_gets_no_second_role(world: World) -> None:
    with pytest.raises(Error, match="reader holds no other role"), transaction.atomic():
        Membership.objects.create(
            study=world.one.study, user=world.one.people["reader"], role="coordinator"
        )
