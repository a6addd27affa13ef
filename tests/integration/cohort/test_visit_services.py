"""Visits, assessments and treatments: recorded once, in order, corrected with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.cohort import services
from ra_registry.cohort.errors import AlreadyRecorded, RecordVoided, StaleForm
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import ClinicalAssessment, Patient, Question, Treatment, Visit
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import ENROLLED, PatientFactory, VisitFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(world: World) -> User:
    return world.one.people["coordinator"]


@pytest.fixture
def patient(world: World) -> Patient:
    """A patient without any visit."""
    return PatientFactory(centre=world.one.north)


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("position").last()


def test_a_visit_is_recorded_with_its_trace(
    world: World, patient: Patient, coordinator: User
) -> None:
    version = data_version(world.one.study.pk)
    visit = services.record_visit(
        by=coordinator, patient=patient, planned=world.one.baseline, took_place_on=ENROLLED
    )
    assert visit.study == world.one.study
    assert data_version(world.one.study.pk) == version + 1
    assert last_event().data == {"patient": patient.pseudonym, "visit": "bl"}


def test_a_visit_out_of_window_says_so_in_the_audit(
    world: World, patient: Patient, coordinator: User
) -> None:
    services.record_visit(
        by=coordinator,
        patient=patient,
        planned=world.one.year_one,
        took_place_on=ENROLLED + timedelta(days=365 + 33),
    )
    assert last_event().data["days_outside_window"] == 3
    question = Question.objects.get(patient=patient)
    assert (question.rule, question.state, question.usual["days"]) == (
        "visit-outside-window",
        "open",
        "3",
    )


def test_a_planned_visit_is_recorded_once(
    world: World, patient: Patient, coordinator: User
) -> None:
    values = {"patient": patient, "planned": world.one.baseline, "took_place_on": ENROLLED}
    visit = services.record_visit(by=coordinator, **values)
    with pytest.raises(AlreadyRecorded) as refused:
        services.record_visit(by=coordinator, **values)
    assert refused.value.existing == visit


def test_a_voided_visit_makes_room_for_another(
    world: World, patient: Patient, coordinator: User
) -> None:
    values = {"patient": patient, "planned": world.one.baseline, "took_place_on": ENROLLED}
    visit = services.record_visit(by=coordinator, **values)
    services.void_visit(by=coordinator, visit=visit, reason="wrong patient")
    assert services.record_visit(by=coordinator, anew=True, **values).pk != visit.pk


@pytest.mark.parametrize(
    ("day", "complaint"),
    [
        (ENROLLED - timedelta(days=1), "expected not before Baseline"),
        (timezone.now().date() + timedelta(days=2), "not in the future"),
    ],
)
def test_a_visits_day_must_be_possible(
    world: World, patient: Patient, coordinator: User, day: date, complaint: str
) -> None:
    VisitFactory(patient=patient, planned=world.one.baseline)
    with pytest.raises(ValidationFailed, match=complaint) as refused:
        services.record_visit(
            by=coordinator, patient=patient, planned=world.one.year_one, took_place_on=day
        )
    assert list(refused.value.field_errors) == ["took_place_on"]


def test_an_earlier_visit_can_not_move_past_a_later_one(world: World, coordinator: User) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.baseline)
    with pytest.raises(ValidationFailed, match="expected not after One year"):
        services.change_visit(
            by=coordinator,
            visit=visit,
            revision=1,
            reason="typed wrongly",
            took_place_on=date(2026, 1, 1),
        )


def test_nothing_is_recorded_for_a_voided_patient(
    world: World, patient: Patient, coordinator: User
) -> None:
    services.void_patient(by=coordinator, patient=patient, reason="twice enrolled")
    with pytest.raises(RecordVoided):
        services.record_visit(
            by=coordinator, patient=patient, planned=world.one.baseline, took_place_on=ENROLLED
        )


def assess(world: World, coordinator: User, patient: Patient, **values: Any) -> ClinicalAssessment:
    visit = VisitFactory(patient=patient, planned=world.one.baseline)
    return services.record_assessment(by=coordinator, visit=visit, **values)


def test_an_assessment_keeps_missing_apart_from_zero(
    world: World, patient: Patient, coordinator: User
) -> None:
    stored = assess(world, coordinator, patient, tjc28=0, esr=12)
    stored.refresh_from_db()
    assert (stored.tjc28, stored.sjc28) == (0, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"tjc28": 29}, "tjc28"),
        ({"ptga_mm": 101}, "ptga_mm"),
        ({"esr": 201}, "esr"),
        ({"haq_di": Decimal("1.1")}, "haq_di"),
        ({"crp_value": Decimal(5)}, "crp_unit"),
        ({"crp_value": Decimal(5), "crp_unit": "g/L"}, "crp_unit"),
        ({"crp_value": Decimal(-1), "crp_unit": "mg/L"}, "crp_value"),
    ],
)
def test_components_out_of_range_are_refused_by_field(
    world: World, patient: Patient, coordinator: User, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationFailed, match=r"[Ff]ound .* expected") as refused:
        assess(world, coordinator, patient, **values)
    assert list(refused.value.field_errors) == [field]
    assert not ClinicalAssessment.objects.filter(visit__patient=patient).exists()


def test_an_empty_assessment_is_refused(world: World, patient: Patient, coordinator: User) -> None:
    with pytest.raises(ValidationFailed, match="at least one component"):
        assess(world, coordinator, patient, crp_unit="mg/L")


def test_a_visit_has_one_assessment(world: World, coordinator: User) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.baseline)
    with pytest.raises(AlreadyRecorded):
        services.record_assessment(by=coordinator, visit=visit, tjc28=1)


def test_an_assessment_is_corrected_and_voided_with_reasons(
    world: World, coordinator: User
) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.baseline)
    assessment = visit.assessments.get()
    services.change_assessment(
        by=coordinator, assessment=assessment, revision=1, reason="lab slip found", esr=20
    )
    assert last_event().data["changed"] == {"esr": ["38", "20"]}
    with pytest.raises(StaleForm):
        services.change_assessment(
            by=coordinator, assessment=assessment, revision=1, reason="again", esr=21
        )
    services.void_assessment(by=coordinator, assessment=assessment, reason="other patient's")
    assert last_event().data["reason"] == "other patient's"
    another = services.record_assessment(by=coordinator, visit=visit, tjc28=3, anew=True)
    assert another.pk != assessment.pk


def test_two_requests_at_once_record_one_assessment(
    world: World, patient: Patient, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request looks before the first has committed; the constraint decides."""
    visit = VisitFactory(patient=patient, planned=world.one.baseline)
    first = services.record_assessment(by=coordinator, visit=visit, tjc28=1)
    looks = iter([None, first])

    class Blind:
        """Finds nothing at the first look, as a transaction that started earlier would."""

        def filter(self, **_: Any) -> Blind:
            return self

        def first(self) -> ClinicalAssessment | None:
            return next(looks)

    monkeypatch.setattr(ClinicalAssessment.objects, "active", Blind)
    with pytest.raises(AlreadyRecorded) as refused:
        services.record_assessment(by=coordinator, visit=visit, tjc28=1)
    assert refused.value.existing == first


def treat(patient: Patient, coordinator: User, **changes: Any) -> Treatment:
    values = {
        "kind": "csdmard",
        "drug": "methotrexate",
        "started_on": ENROLLED,
        "dose": Decimal(10),
        "dose_unit": "mg",
    }
    return services.add_treatment(by=coordinator, patient=patient, **(values | changes))


def test_a_drug_is_recorded_once_from_a_day(patient: Patient, coordinator: User) -> None:
    treatment = treat(patient, coordinator)
    with pytest.raises(AlreadyRecorded) as refused:
        treat(patient, coordinator, drug="Methotrexate ")
    assert refused.value.existing == treatment
    assert treat(patient, coordinator, started_on=ENROLLED + timedelta(days=30)).pk


def test_the_database_refuses_the_second_one_as_well(patient: Patient, coordinator: User) -> None:
    treat(patient, coordinator)
    with pytest.raises(IntegrityError, match="cohort_treatment_once"), transaction.atomic():
        Treatment.objects.create(
            patient=patient, kind="csdmard", drug="METHOTREXATE", started_on=ENROLLED
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dose_unit": ""}, "dose_unit"),
        ({"dose": Decimal(0)}, "dose"),
        ({"stopped_on": ENROLLED - timedelta(days=1)}, "stopped_on"),
        ({"stop_reason": "nausea"}, "stopped_on"),
        ({"kind": "herbs"}, "kind"),
        ({"drug": "  "}, "drug"),
    ],
)
def test_an_impossible_treatment_is_refused_by_field(
    patient: Patient, coordinator: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        treat(patient, coordinator, **changes)
    assert list(refused.value.field_errors) == [field]


def test_stopping_keeps_the_reason_with_the_drug(patient: Patient, coordinator: User) -> None:
    treatment = treat(patient, coordinator)
    services.stop_treatment(
        by=coordinator,
        treatment=treatment,
        revision=1,
        stopped_on=ENROLLED + timedelta(days=90),
        stop_reason="nausea",
    )
    assert (treatment.stop_reason, treatment.revision) == ("nausea", 2)
    with pytest.raises(ValidationFailed):
        services.stop_treatment(
            by=coordinator,
            treatment=treatment,
            revision=2,
            stopped_on=ENROLLED + timedelta(days=91),
            stop_reason=" ",
        )


def test_without_its_audit_event_a_correction_is_undone(
    world: World, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.baseline)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the audit trail can't be written")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        services.void_visit(by=coordinator, visit=visit, reason="twice entered")
    assert Visit.objects.get(pk=visit.pk).voided_at is None
