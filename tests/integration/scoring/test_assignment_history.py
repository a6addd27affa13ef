"""The history of assignments, which are copied into their table by the ten thousand."""

from __future__ import annotations

import pytest

from scoring.models import Assignment
from scoring.services import add_cases, reassign_rest
from tests.factories.campaigns import another_reader, opened
from tests.factories.clinical import ExaminationFactory, PatientFactory, VisitFactory
from tests.factories.scoring import EROSION
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_every_assignment_has_its_history_by_whichever_way_it_came(world: World) -> None:
    one = world.one
    manager, third = one.people["data_manager"], another_reader(one)
    campaign = opened(one, **EROSION, re_read_percent=50)
    reassign_rest(
        campaign=campaign, leaving=one.second_reader, to=[third], reason="Left", by=manager
    )
    patient = PatientFactory(centre=one.north)
    for planned in (one.baseline, one.year_one):
        ExaminationFactory(visit=VisitFactory(patient=patient, planned=planned))
    remembered = Assignment.pgh_event_model.objects.filter(pgh_label="insert")
    before = remembered.count()
    added = add_cases(
        campaign=campaign, planned_visits=[one.baseline, one.year_one], by=manager
    ).assignments
    assert added
    assert remembered.count() == before + added
    drawn = ["token", "case", "reader", "kind", "reader_number", "number", "sequence", "order"]
    stored = Assignment.objects.order_by("pk").values_list("pk", *drawn, "release_days")
    told = remembered.order_by("pgh_obj").values_list("pgh_obj", *drawn, "release_days")
    assert list(told) == list(stored)
    assert set(remembered.values_list("status", "ended_at", "end_reason")) == {
        ("assigned", None, "")
    }
