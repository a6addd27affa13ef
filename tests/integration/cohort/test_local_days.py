"""Days are local: today, due, overdue and "in the future" are those of the patient's centre.

The clock stands at 15 June 2026, 23:30 UTC: 16 June 08:30 in Tokyo, 15 June 13:30 in Honolulu.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from ra_registry.assays.services.sample_list import register_list
from ra_registry.assays.services.samples import register_sample
from ra_registry.cohort import clock, selectors, services
from ra_registry.cohort.access import study_access
from ra_registry.cohort.history import latest_event
from ra_registry.cohort.models import Patient
from ra_registry.cohort.schedule import VisitState
from ra_registry.cohort.selectors import PatientFilters
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.permissions import Permission
from ra_registry.imaging.services import record_examination
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.clock import MORNING_IN_TOKYO, stop_the_clock
from tests.factories.world import World

pytestmark = pytest.mark.django_db

YESTERDAY = date(2026, 6, 15)
TODAY = date(2026, 6, 16)
TOMORROW = date(2026, 6, 17)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_the_clock(monkeypatch, MORNING_IN_TOKYO)


@pytest.fixture
def tokyo(world: World) -> World:
    """Study one keeps Tokyo's calendar; its south centre that of Honolulu."""
    study, south = world.one.study, world.one.south
    study.time_zone, south.time_zone = "Asia/Tokyo", "Pacific/Honolulu"
    study.save()
    south.save()
    return world


@pytest.fixture
def patient(tokyo: World) -> Patient:
    """A patient in Tokyo, enrolled a week ago, with the baseline visit recorded that day."""
    week_ago = TODAY - timedelta(days=7)
    found = PatientFactory(
        centre=tokyo.one.north, enrolled_on=week_ago, diagnosed_on=None, symptom_onset=None
    )
    VisitFactory(patient=found, planned=tokyo.one.baseline, took_place_on=week_ago)
    return Patient.objects.select_related("study", "centre").get(pk=found.pk)


def test_each_centre_has_its_own_day(tokyo: World) -> None:
    study = tokyo.one.study
    access = study_access(tokyo.one.people["coordinator"], "alpha", Permission.VIEW_PATIENTS)
    assert clock.today(study) == TODAY
    assert clock.today(study, tokyo.one.north) == TODAY
    assert clock.today(study, tokyo.one.south) == YESTERDAY
    days = clock.days_of(access)
    assert days.centres == {tokyo.one.north.pk: TODAY, tokyo.one.south.pk: YESTERDAY}


def enrol(world: World, patient: Patient, day: date) -> None:
    services.enrol_patient(
        by=world.one.people["coordinator"],
        study=world.one.study,
        centre=world.one.north,
        sex="F",
        birth_year=1961,
        diagnosis="ra-2010",
        enrolled_on=day,
    )


def correct_enrolment(world: World, patient: Patient, day: date) -> None:
    services.change_patient(
        by=world.one.people["coordinator"],
        patient=PatientFactory(centre=world.one.north, diagnosed_on=None, symptom_onset=None),
        revision=1,
        reason="typed wrongly",
        enrolled_on=day,
    )


def visit(world: World, patient: Patient, day: date) -> None:
    services.record_visit(
        by=world.one.people["coordinator"],
        patient=patient,
        planned=world.one.year_one,
        took_place_on=day,
    )


def treat(world: World, patient: Patient, day: date) -> None:
    services.add_treatment(
        by=world.one.people["coordinator"],
        patient=patient,
        kind="csdmard",
        drug="methotrexate",
        started_on=day,
    )


def stop(world: World, patient: Patient, day: date) -> None:
    treatment = services.add_treatment(
        by=world.one.people["coordinator"],
        patient=patient,
        kind="csdmard",
        drug=f"stopped on {day}",
        started_on=patient.enrolled_on,
    )
    services.stop_treatment(
        by=world.one.people["coordinator"],
        treatment=treatment,
        revision=treatment.revision,
        stopped_on=day,
        stop_reason="nausea",
    )


def examine(world: World, patient: Patient, day: date) -> None:
    record_examination(
        by=world.one.people["coordinator"],
        visit=patient.visits.get(),
        modality="XR",
        acquired_on=day,
    )


def sample(world: World, patient: Patient, day: date) -> None:
    register_sample(
        by=world.one.people["coordinator"], visit=patient.visits.get(), code="T-1", taken_on=day
    )


def sample_list(world: World, patient: Patient, day: date) -> None:
    register_list(
        by=world.one.people["coordinator"],
        study=world.one.study,
        text=f"T-1,{patient.pseudonym},bl,plasma,{day}",
    )


EVERY_DOOR = [
    enrol,
    correct_enrolment,
    visit,
    treat,
    stop,
    examine,
    sample,
    sample_list,
]


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_tomorrow_is_refused_at_every_door_and_today_is_not(
    tokyo: World, patient: Patient, door: Callable[[World, Patient, date], Any]
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        door(tokyo, patient, TOMORROW)
    told = f"{refused.value.message} {' '.join(refused.value.details)}"
    assert str(TOMORROW) in told
    assert str(TODAY) in told
    door(tokyo, patient, TODAY)


def test_a_centre_behind_its_study_has_its_own_tomorrow(tokyo: World) -> None:
    patient = PatientFactory(
        centre=tokyo.one.south, enrolled_on=YESTERDAY, diagnosed_on=None, symptom_onset=None
    )
    with pytest.raises(ValidationFailed, match="2026-06-16"):
        services.record_visit(
            by=tokyo.one.people["coordinator"],
            patient=patient,
            planned=tokyo.one.baseline,
            took_place_on=TODAY,
        )


def test_the_form_offers_the_centres_today(
    tokyo: World, patient: Patient, sign_in: Callable[[Any], Any]
) -> None:
    client = sign_in(tokyo.one.people["coordinator"])
    assert f'value="{TODAY}"' in client.get("/studies/alpha/patients/enrol/").content.decode()
    treatment = services.add_treatment(
        by=tokyo.one.people["coordinator"],
        patient=patient,
        kind="csdmard",
        drug="methotrexate",
        started_on=patient.enrolled_on,
    )
    address = f"/studies/alpha/patients/{patient.pseudonym}/treatments/{treatment.pk}/stop/"
    assert f'value="{TODAY}"' in client.get(address).content.decode()


def test_a_coordinator_of_one_centre_is_offered_that_centres_today(
    tokyo: World, sign_in: Callable[[Any], Any]
) -> None:
    tokyo.one.north.time_zone = "Pacific/Honolulu"
    tokyo.one.north.save()
    page = sign_in(tokyo.one.local["coordinator"]).get("/studies/alpha/patients/enrol/")
    assert f'value="{YESTERDAY}"' in page.content.decode()


def test_windows_open_and_close_by_the_centres_day(tokyo: World) -> None:
    """The year-one window closes on 15 June: over in Tokyo, still open in Honolulu."""
    enrolled = YESTERDAY - timedelta(days=365 + 30)
    Patient.objects.filter(study=tokyo.one.study).update(
        enrolled_on=enrolled, symptom_onset=None, diagnosed_on=None
    )
    tokyo.one.study.visits.filter(planned=tokyo.one.year_one).update(
        voided_at=MORNING_IN_TOKYO,
        voided_by=tokyo.one.people["coordinator"],
        void_reason="not yet there",
    )
    access = study_access(tokyo.one.people["coordinator"], "alpha", Permission.VIEW_PATIENTS)
    counts = selectors.schedule_counts(access)
    assert (counts.overdue, counts.due) == (2, 2)
    for state, centre in (("overdue", tokyo.one.north), ("due", tokyo.one.south)):
        rows = selectors.patient_rows(access, PatientFilters(state=state))
        assert {row.centre_id for row in rows} == {centre.pk}
        assert {row.progress for row in selectors.with_schedule(access, rows)} == {state}
        for row in rows:
            found = selectors.find_patient(access, row.pseudonym)
            lines = selectors.patient_record(access, found).visits
            assert lines[-1].state == VisitState(state)


def test_pages_tell_moments_in_the_studys_zone(tokyo: World, sign_in: Callable[[Any], Any]) -> None:
    services.change_centre(
        by=tokyo.one.people["data_manager"],
        centre=tokyo.one.north,
        revision=latest_event(tokyo.one.north),
        name="North",
    )
    client = sign_in(tokyo.one.people["data_manager"])
    text = client.get("/studies/alpha/audit/?since=2026-06-16&until=2026-06-16").content.decode()
    assert "16 Jun 2026 08:30:00" in text
    assert "When (Asia/Tokyo)" in text
    assert "All times in Asia/Tokyo" in text
    yesterday = client.get("/studies/alpha/audit/?since=2026-06-15&until=2026-06-15")
    assert "08:30:00" not in yesterday.content.decode()
    assert "All times in UTC" in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["Tokyo", "asia/tokyo", "JST", "GMT+9", "Asia/Tokyo\n", "../UTC"])
def test_a_zone_is_one_of_the_known_names(world: World, name: str) -> None:
    study = world.one.study
    with pytest.raises(ValidationFailed, match="time_zone"):
        services.change_study(
            by=world.one.people["data_manager"],
            study=study,
            revision=latest_event(study),
            time_zone=name,
        )
    assert study.time_zone == "UTC"


def test_a_zone_is_set_on_the_set_up_pages(world: World, sign_in: Callable[[Any], Any]) -> None:
    client = sign_in(world.one.people["data_manager"])
    study, north = world.one.study, world.one.north
    client.post(
        "/studies/alpha/edit/",
        {
            "title": study.title,
            "description": "",
            "time_zone": "Asia/Tokyo",
            "revision": latest_event(study),
        },
    )
    client.post(
        "/studies/alpha/centres/north/",
        {"name": "North", "time_zone": "Asia/Seoul", "revision": latest_event(north)},
    )
    study.refresh_from_db()
    north.refresh_from_db()
    assert (study.time_zone, north.time_zone) == ("Asia/Tokyo", "Asia/Seoul")
    refused = client.post(
        "/studies/alpha/centres/north/",
        {"name": "North", "time_zone": "Nowhere/City", "revision": latest_event(north)},
    )
    assert refused.status_code == 400
    assert "Nowhere/City" in refused.content.decode()
