"""How far a campaign has come: each assignment counted once, whatever became of it."""

from __future__ import annotations

import pytest

from ra_registry.cohort.access import study_access
from ra_registry.core.permissions import Permission
from scoring import selectors
from scoring.models import Assignment
from scoring.services import open_correction, reassign_rest
from tests.factories.campaigns import another_reader, opened, read
from tests.factories.scoring import EROSION, draft_reading, signed
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_a_line_a_reader_and_a_centre(world: World, django_assert_num_queries) -> None:
    one = world.one
    third = another_reader(one)
    campaign = opened(one, **EROSION, re_read_percent=100)
    held = Assignment.objects.filter(case__campaign=campaign, kind="read").order_by("pk")
    corrected, begun, *_, done = held.filter(reader=one.people["reader"])
    reading = read(corrected)
    signed(open_correction(reading=reading, reason="Looked again", by=corrected.reader))
    latest = read(done)
    draft_reading(begun)
    manager = one.people["data_manager"]
    reassign_rest(
        campaign=campaign, leaving=one.second_reader, to=[third], reason="Left", by=manager
    )
    access = study_access(manager, one.study.code, Permission.VIEW_CAMPAIGNS)
    with django_assert_num_queries(2):
        found = selectors.progress(access, campaign)

    n_cases = campaign.cases.count()
    counted = {line.name: line for line in found.by_reader}
    assert set(counted) == {str(one.people["reader"]), str(third)}
    own = counted[str(one.people["reader"])]
    # Every case is read twice: the re-reads are known from the start.
    assert (own.n_cases, own.n_started, own.n_submitted) == (2 * n_cases, 1, 2)
    assert own.last_submitted_at == latest.submitted_at
    assert counted[str(third)].n_submitted == 0
    assert counted[str(third)].last_submitted_at is None

    every = Assignment.objects.held().filter(case__campaign=campaign)
    assert [line.name for line in found.by_centre] == sorted([one.north.name, one.south.name])
    for line in found.by_centre:
        inside = every.filter(case__patient__centre__name=line.name)
        assert line.n_readings == inside.count()
        assert line.n_submitted == inside.filter(status="submitted").count()
        assert line.n_cases == len(set(inside.values_list("case", flat=True)))
    assert sum(line.n_cases for line in found.by_centre) == n_cases
