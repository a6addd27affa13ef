"""Enrolling, correcting and voiding patients: whole, audited, and never silently overwritten."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from ra_registry.cohort import services
from ra_registry.cohort.errors import AlreadyRecorded, RecordVoided, StaleForm
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import Patient
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import PatientFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def enrol(world: World, **changes: Any) -> Patient:
    values = {
        "study": world.one.study,
        "centre": world.one.north,
        "sex": "F",
        "birth_year": 1961,
        "diagnosis": "ra-2010",
        "enrolled_on": date(2024, 3, 11),
    }
    return services.enrol_patient(by=world.one.people["coordinator"], **(values | changes))


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("position").last()


def test_enrolling_draws_a_pseudonym_and_leaves_a_trace(world: World) -> None:
    before = data_version(world.one.study.pk)
    patient = enrol(world)
    assert patient.pseudonym.startswith("AL-")
    assert patient.created_by == world.one.people["coordinator"]
    assert data_version(world.one.study.pk) == before + 1
    event = last_event()
    assert (event.kind, event.study_code) == ("patient_enrolled", "alpha")
    assert event.data == {"patient": patient.pseudonym, "centre": "north"}


def test_without_its_audit_event_no_patient_is_enrolled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit trail can't have gaps: when it can't be written, neither is the change."""

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the audit trail can't be written")

    before, version = Patient.objects.count(), data_version(world.one.study.pk)
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        enrol(world)
    assert Patient.objects.count() == before
    assert data_version(world.one.study.pk) == version


def test_a_taken_pseudonym_is_found_whatever_its_case(world: World) -> None:
    patient = enrol(world, pseudonym="KB-7Q4M")
    with pytest.raises(AlreadyRecorded, match="KB-7Q4M") as refused:
        enrol(world, pseudonym="KB-7Q4M", sex="M")
    assert refused.value.existing == patient


def test_the_other_study_may_use_the_same_pseudonym(world: World) -> None:
    enrol(world, pseudonym="KB-7Q4M")
    twin = enrol(world, study=world.two.study, centre=world.two.north, pseudonym="KB-7Q4M")
    assert twin.study == world.two.study


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_year": 2025}, "birth_year"),
        ({"birth_year": 1899}, "birth_year"),
        ({"enrolled_on": timezone.now().date() + timedelta(days=3)}, "enrolled_on"),
        ({"symptom_onset": date(2024, 4, 1)}, "symptom_onset"),
        ({"symptom_onset": date(1950, 1, 1)}, "symptom_onset"),
        (
            {"symptom_onset": date(2024, 1, 2), "diagnosed_on": date(2024, 1, 1)},
            "diagnosed_on",
        ),
        ({"rf_value": Decimal(48)}, "rf_unit"),
        ({"rf_value": Decimal(48), "rf_unit": "IU/ml"}, "rf_uln"),
        ({"acpa_value": Decimal(-1), "acpa_unit": "U/ml", "acpa_uln": Decimal(4)}, "acpa_value"),
        ({"sex": "X"}, "sex"),
        ({"diagnosis": "gout"}, "diagnosis"),
        ({"pseudonym": "john doe"}, "pseudonym"),
        ({"pseudonym": "0012"}, "pseudonym"),
        ({"pseudonym": "1E5"}, "pseudonym"),
        ({"pseudonym": "2024-01-02"}, "pseudonym"),
        ({"pseudonym": "MAR-1"}, "pseudonym"),
        ({"pseudonym": "TRUE"}, "pseudonym"),
    ],
)
def test_bad_values_are_refused_by_field(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        enrol(world, **changes)
    assert list(refused.value.field_errors) == [field]


def test_a_centre_of_another_study_is_refused(world: World) -> None:
    with pytest.raises(ValidationFailed, match="another study"):
        enrol(world, centre=world.two.north)


def test_a_correction_keeps_old_value_new_value_and_reason(world: World) -> None:
    patient = world.one.patients[0]
    services.change_patient(
        by=world.one.people["coordinator"],
        patient=patient,
        revision=1,
        reason="read wrongly",
        sex="M",
        birth_year=1961,
    )
    assert (patient.sex, patient.revision) == ("M", 2)
    assert last_event().data == {
        "patient": patient.pseudonym,
        "changed": {"sex": ["Female", "Male"]},
        "reason": "read wrongly",
    }


def test_a_correction_without_reason_changes_nothing(world: World) -> None:
    patient = world.one.patients[0]
    with pytest.raises(ValidationFailed) as refused:
        services.change_patient(
            by=world.one.people["coordinator"], patient=patient, revision=1, reason=" ", sex="M"
        )
    assert list(refused.value.field_errors) == ["reason"]
    assert Patient.objects.get(pk=patient.pk).sex == "F"


def test_a_form_without_changes_writes_nothing(world: World) -> None:
    patient = world.one.patients[0]
    events, version = AuditEvent.objects.count(), data_version(world.one.study.pk)
    services.change_patient(
        by=world.one.people["coordinator"], patient=patient, revision=1, reason="none", sex="F"
    )
    assert AuditEvent.objects.count() == events
    assert data_version(world.one.study.pk) == version
    assert Patient.objects.get(pk=patient.pk).revision == 1


def change_twice(world: World, second_year: int) -> Patient:
    """Two people open the form at revision 1; the first saves 1970, the second ``second_year``."""
    patient = world.one.patients[0]
    for year in (1970, second_year):
        services.change_patient(
            by=world.one.people["coordinator"],
            patient=Patient.objects.get(pk=patient.pk),
            revision=1,
            reason="checked again",
            birth_year=year,
        )
    return Patient.objects.get(pk=patient.pk)


def test_a_stale_form_never_overwrites(world: World) -> None:
    with pytest.raises(StaleForm) as refused:
        change_twice(world, 1971)
    assert refused.value.current.birth_year == 1970
    assert Patient.objects.get(pk=world.one.patients[0].pk).birth_year == 1970


def test_the_same_form_sent_twice_saves_once(world: World) -> None:
    patient = change_twice(world, 1970)
    assert (patient.birth_year, patient.revision) == (1970, 2)


def test_voiding_keeps_the_row_and_says_why(world: World) -> None:
    patient = world.one.patients[0]
    person = world.one.people["data_manager"]
    services.void_patient(by=person, patient=patient, reason="consent withdrawn")
    services.void_patient(by=person, patient=patient, reason="consent withdrawn")
    patient.refresh_from_db()
    assert (patient.voided_by, patient.void_reason) == (person, "consent withdrawn")
    assert AuditEvent.objects.filter(kind="record_voided").count() == 1
    assert patient not in Patient.objects.active()
    with pytest.raises(RecordVoided, match="consent withdrawn"):
        services.change_patient(by=person, patient=patient, revision=2, reason="x", sex="M")


def test_a_field_that_may_not_change_is_a_programming_error(world: World) -> None:
    with pytest.raises(TypeError, match="pseudonym"):
        services.change_patient(
            by=world.one.people["coordinator"],
            patient=world.one.patients[0],
            revision=1,
            reason="x",
            pseudonym="KB-0000",
        )


def test_a_pseudonym_that_exists_is_kept_and_corrected_though_it_looks_like_a_number(
    world: World,
) -> None:
    old = PatientFactory(centre=world.one.north, pseudonym="0012", sex="M")
    services.change_patient(
        by=world.one.people["coordinator"], patient=old, revision=1, reason="typed wrong", sex="F"
    )
    assert (old.pseudonym, old.sex) == ("0012", "F")


def test_a_refused_pseudonym_says_what_it_would_become(world: World) -> None:
    with pytest.raises(ValidationFailed, match="MAR-1, which spreadsheet programs read as a date"):
        enrol(world, pseudonym="MAR-1")
