"""What scoring says on the cohort's pages, and to whom."""

from __future__ import annotations

import pytest

from ra_registry.accounts.models import User
from ra_registry.cohort import providers
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Membership
from scoring.models import Assignment
from scoring.providers import (
    campaigns_to_finish,
    cases_to_read,
    reading_figures,
    readings_on_timeline,
)
from tests.factories.scoring import (
    draft_campaign,
    draft_reading,
    first_assignment,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def access(one: StudyWorld, user: User) -> StudyAccess:
    return StudyAccess(one.study, user, tuple(Membership.objects.held_by(user)))


def test_the_tab_is_for_those_who_see_campaigns(one: StudyWorld) -> None:
    for role, shown in {
        "reader": False,
        "coordinator": False,
        "investigator": True,
        "data_manager": True,
        "monitor": True,
    }.items():
        labels = [tab.label for tab in providers.tabs(access(one, one.people[role]))]
        assert ("Reads" in labels) is shown


def test_a_reader_is_told_what_waits(one: StudyWorld) -> None:
    reader = access(one, one.people["reader"])
    assert list(cases_to_read(reader)) == []
    campaign = open_for_reading(one)
    [step] = cases_to_read(reader)
    assert step.count == 4
    draft_reading(first_assignment(campaign, one.people["reader"]))
    [step] = cases_to_read(reader)
    assert (step.count, step.text.startswith("1 of them begun")) == (4, True)
    for assignment in Assignment.objects.filter(reader=one.people["reader"]):
        submitted_reading(assignment)
    assert list(cases_to_read(reader)) == []
    assert list(cases_to_read(access(one, one.people["data_manager"]))) == []


def test_a_data_manager_is_told_what_to_open_and_close(one: StudyWorld) -> None:
    manager = access(one, one.people["data_manager"])
    assert [step.title for step in campaigns_to_finish(manager)] == ["Set up the first campaign"]
    draft_campaign(one, code="later", title="Later")
    open_for_reading(one, title="MRI")
    assert [step.title for step in campaigns_to_finish(manager)] == ["Open “Later”"]
    for assignment in Assignment.objects.all():
        submitted_reading(assignment)
    assert [step.title for step in campaigns_to_finish(manager)] == ["Open “Later”", "Close “MRI”"]
    assert list(campaigns_to_finish(access(one, one.people["monitor"]))) == []


def test_the_overview_counts_readings_of_visible_centres(one: StudyWorld) -> None:
    open_for_reading(one)
    north = Assignment.objects.filter(case__patient__centre=one.north).first()
    submitted_reading(north)
    [whole] = reading_figures(access(one, one.people["monitor"]))
    assert (whole.value, whole.text) == ("1", "of 8 assigned")
    [local] = reading_figures(access(one, one.local["monitor"]))
    assert (local.value, local.text) == ("1", "of 4 assigned")
    assert list(reading_figures(access(one, one.people["coordinator"]))) == []


def test_a_patients_time_line_shows_readings_to_those_who_may(one: StudyWorld) -> None:
    campaign = open_for_reading(one)
    assignment = first_assignment(campaign, one.second_reader)
    patient = assignment.case.patient
    monitor = access(one, one.people["monitor"])
    assert list(readings_on_timeline(monitor, patient)) == []
    reading = submitted_reading(assignment)
    entries = list(readings_on_timeline(monitor, patient))
    assert {entry.visit_id for entry in entries} == {
        one.visit(patient, one.baseline).pk,
        one.visit(patient, one.year_one).pk,
    }
    assert {entry.label for entry in entries} == {"RAMRIS 2016, reader 2"}
    assert all(entry.url.endswith(f"/readings/{reading.pk}/") for entry in entries)
    assert list(readings_on_timeline(access(one, one.people["coordinator"]), patient)) == []
