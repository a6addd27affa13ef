"""Row history as the page shows it: who, from what to what, why."""

from __future__ import annotations

import pytest
from django.db import connection

from ra_registry.cohort import selectors, services
from ra_registry.cohort.access import study_access
from ra_registry.cohort.history import changes, latest_event
from ra_registry.cohort.models import Patient
from ra_registry.core.permissions import Permission
from tests.factories.clinical import TreatmentFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_a_correction_stands_above_the_first_entry(world: World) -> None:
    patient, person = world.one.patients[0], world.one.people["coordinator"]
    services.change_patient(
        by=person,
        patient=patient,
        revision=1,
        reason="moved to the other centre",
        centre=world.one.south,
        rf_uln=None,
        rf_value=None,
        rf_unit="",
    )
    newest, first = changes(Patient, [patient], called=str)
    assert (newest.by, newest.reason) == ("coordinator alpha", "moved to the other centre")
    assert [(one.label, one.old, one.new) for one in newest.fields] == [
        ("Centre", "Hospital north", "Hospital south"),
        ("RF value", "48", ""),
        ("RF unit", "IU/ml", ""),
        ("RF upper limit of normal", "15", ""),
    ]
    assert first.is_first
    assert ("Sex", "Female") in [(one.label, one.new) for one in first.fields]


def test_a_change_by_raw_sql_is_in_the_history_too(world: World) -> None:
    patient = world.one.patients[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cohort_patient SET sex = 'M' WHERE id = %s", [patient.pk])
    newest = changes(Patient, [patient], called=str)[0]
    assert (newest.by, newest.fields[0].new) == ("the system", "Male")


def test_a_void_is_marked_and_keeps_its_person(world: World) -> None:
    patient, person = world.one.patients[0], world.one.people["data_manager"]
    services.void_patient(by=person, patient=patient, reason="consent withdrawn")
    newest = changes(Patient, [patient], called=str)[0]
    assert newest.is_void
    assert (newest.by, newest.reason) == ("data_manager alpha", "consent withdrawn")


def test_the_reason_of_one_change_does_not_stick_to_the_next(world: World) -> None:
    person = world.one.people["coordinator"]
    first, second = world.one.patients[:2]
    services.change_patient(by=person, patient=first, revision=1, reason="typed", sex="M")
    visit = world.one.visit(second, world.one.year_one)
    services.void_visit(by=person, visit=visit, reason="wrong patient")
    assert changes(Patient, [first], called=str)[0].reason == "typed"


def test_the_history_of_a_patient_covers_every_record(world: World) -> None:
    patient = world.one.patients[0]
    TreatmentFactory(patient=patient)
    person = world.one.people["monitor"]
    access = study_access(person, "alpha", Permission.VIEW_PATIENTS)
    records = {change.record for change in selectors.patient_history(access, patient)}
    assert records >= {
        patient.pseudonym,
        "methotrexate",
        "Visit Baseline",
        "Visit One year",
        "Assessment, Baseline",
        "Assessment, One year",
        "MRI, Baseline",
        "MRI, One year",
        "Radiographs, Baseline",
        "Radiographs, One year",
    }


def test_the_newest_event_is_the_revision_of_a_study(world: World) -> None:
    before = latest_event(world.one.study)
    world.one.study.title = "Renamed"
    world.one.study.save()
    assert latest_event(world.one.study) > before
