"""Voiding and restoring: what hangs on a record, whose right it is, undone exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ra_registry.assays.models import Sample
from ra_registry.assays.services.samples import (
    left_to_a_person,
    register_for_visit,
    register_sample,
)
from ra_registry.cohort import providers, services
from ra_registry.cohort.errors import HiddenByAnother, KeyTaken, NeedsRole, VoidedUnderKey
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment, Visit
from ra_registry.core.models import AuditEvent, VoidingAct
from ra_registry.imaging.models import ImagingExamination
from ra_registry.imaging.services import record_examination
from tests.factories.clinical import TreatmentFactory
from tests.factories.scoring import open_for_reading, submitted_reading
from tests.factories.voiding import act
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db
KINDS = ["patient", "visit", "assessment", "treatment", "examination", "sample"]


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def records(one: StudyWorld) -> dict[str, Any]:
    """Return a record of each kind of the first patient."""
    patient = one.patients[0]
    visit = one.visit(patient, one.year_one)
    return {
        "patient": patient,
        "visit": visit,
        "assessment": visit.assessments.get(),
        "treatment": TreatmentFactory(patient=patient),
        "examination": visit.examinations.get(modality="MR"),
        "sample": Sample.objects.filter(visit=visit).first()
        or register_sample(by=one.people["coordinator"], visit=visit),
    }


def key_of(record: Any) -> str:
    return str(getattr(record, providers.kind_of(record).lookup))


def restore_page(one: StudyWorld, record: Any) -> str:
    kind = providers.kind_of(record).key
    return f"/studies/{one.study.code}/voided/{kind}/{key_of(record)}/restore/"


def test_every_kind_is_registered(one: StudyWorld) -> None:
    assert sorted(providers.registry.kinds) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_voided_and_restored_with_its_traces(one: StudyWorld, kind: str) -> None:
    record, by = records(one)[kind], one.people["coordinator"]
    version = data_version(one.study.pk)
    services.void_record(by=by, record=record, reason="entered twice")
    services.void_record(by=by, record=record, reason="a second click")
    assert record.void_reason == "entered twice"
    assert not type(record).objects.active().filter(pk=record.pk).exists()
    services.restore_record(by=by, record=record, reason="was right")
    services.restore_record(by=by, record=record, reason="a second click")
    assert type(record).objects.active().filter(pk=record.pk).exists()
    assert data_version(one.study.pk) == version + 2
    acts = VoidingAct.objects.filter(
        record_table=record._meta.db_table, record_id=record.pk
    ).order_by("pk")
    assert [(a.kind, a.reason, a.by) for a in acts] == [
        ("void", "entered twice", by),
        ("restore", "was right", by),
    ]
    events = AuditEvent.objects.filter(target_id=str(record.pk)).order_by("position")
    told = [event for event in events if event.kind.startswith("record_")]
    assert [event.kind for event in told] == ["record_voided", "record_restored"]
    assert told[1].data["reason"] == "was right"
    history = record.events.order_by("pgh_id").last()
    assert history.pgh_context.metadata["reason"] == "was right"
    assert history.pgh_context.metadata["user"] == by.pk


def test_what_hangs_on_a_patient_is_counted_and_comes_back_exactly(one: StudyWorld) -> None:
    patient, by = one.patients[0], one.people["coordinator"]
    kept = records(one)
    gone = one.visit(patient, one.baseline)
    services.void_record(by=by, record=gone, reason="another patient's")
    counts = {part.key: part.count for part in providers.hanging(patient)}
    assert counts["visits"] == 1
    assert counts["assessments"] == 1
    assert counts["samples"] == 1
    assert counts["treatments"] == 1

    def in_force() -> set[tuple[str, int]]:
        models = (Patient, Visit, ClinicalAssessment, Treatment, ImagingExamination, Sample)
        return {
            (model.__name__, pk)
            for model in models
            for pk in model.objects.active().values_list("pk", flat=True)
        }

    before = in_force()
    services.void_record(by=by, record=patient, reason="enrolled twice")
    assert not {("Visit", kept["visit"].pk), ("Sample", kept["sample"].pk)} & in_force()
    assert {part.key: part.count for part in providers.hanging(patient)} == counts
    services.restore_record(by=by, record=patient, reason="it was not")
    assert in_force() == before


@pytest.mark.parametrize("kind", ["patient", "visit", "examination"])
def test_where_readings_hang_it_is_a_data_managers_right(one: StudyWorld, kind: str) -> None:
    campaign = open_for_reading(one)
    found = records(one)
    case = campaign.cases.get(patient=found["patient"])
    submitted_reading(case.assignments.get(reader=one.people["reader"]))
    record = found[kind]
    with pytest.raises(NeedsRole, match=r"1 submitted reading.*data manager"):
        services.void_record(by=one.people["coordinator"], record=record, reason="entered twice")
    services.void_record(by=one.people["data_manager"], record=record, reason="entered twice")
    with pytest.raises(NeedsRole):
        services.restore_record(by=one.people["coordinator"], record=record, reason="was right")
    services.restore_record(by=one.people["data_manager"], record=record, reason="was right")
    services.void_record(by=one.people["coordinator"], record=found["assessment"], reason="wrong")


def test_a_draft_does_not_take_the_right_away(one: StudyWorld) -> None:
    open_for_reading(one)
    patient = one.patients[0]
    assert {part.key for part in providers.hanging(patient)} >= {"assignments", "visits"}
    services.void_record(by=one.people["coordinator"], record=patient, reason="entered twice")
    assert patient.voided_at is not None


def test_what_hangs_on_a_voided_record_waits_for_it(one: StudyWorld) -> None:
    found, by = records(one), one.people["coordinator"]
    services.void_record(by=by, record=found["assessment"], reason="wrong")
    services.void_record(by=by, record=found["patient"], reason="enrolled twice")
    with pytest.raises(HiddenByAnother, match=found["patient"].pseudonym):
        services.restore_record(by=by, record=found["assessment"], reason="was right")
    with pytest.raises(HiddenByAnother, match=found["patient"].pseudonym):
        services.void_record(by=by, record=found["visit"], reason="another patient's")


def again(one: StudyWorld, record: Any, *, anew: bool = False) -> Any:
    """Record the same once more, through its service."""
    by = one.people["coordinator"]
    if isinstance(record, Visit):
        return services.record_visit(
            by=by, patient=record.patient, planned=record.planned,
            took_place_on=record.took_place_on, anew=anew,
        )  # fmt: skip
    if isinstance(record, ClinicalAssessment):
        return services.record_assessment(by=by, visit=record.visit, esr=12, anew=anew)
    if isinstance(record, Treatment):
        return services.add_treatment(
            by=by, patient=record.patient, kind=record.kind, drug=record.drug,
            started_on=record.started_on, anew=anew,
        )  # fmt: skip
    if isinstance(record, ImagingExamination):
        return record_examination(
            by=by, visit=record.visit, modality=record.modality, side=record.side,
            side_rule=record.side_rule, acquired_on=record.acquired_on, anew=anew,
        )  # fmt: skip
    return register_sample(by=by, visit=record.visit, code=record.code, anew=anew)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "patient"])
def test_recording_again_offers_to_restore_and_is_another_row_on_demand(
    one: StudyWorld, kind: str
) -> None:
    record, by = records(one)[kind], one.people["coordinator"]
    services.void_record(by=by, record=record, reason="entered twice")
    with pytest.raises(VoidedUnderKey) as refused:
        again(one, record)
    assert refused.value.record == record
    assert refused.value.hint == {
        "action": "restore", "kind": kind, "key": str(record.pk), "anew": "yes"
    }  # fmt: skip
    another = again(one, record, anew=True)
    assert another.pk != record.pk
    with pytest.raises(KeyTaken, match="another one is in force"):
        services.restore_record(by=by, record=record, reason="was right")
    services.void_record(by=by, record=another, reason="was the same")
    services.restore_record(by=by, record=record, reason="was right")


def test_a_voided_pseudonym_is_restored_or_left(one: StudyWorld) -> None:
    patient, by = one.patients[0], one.people["coordinator"]
    act(patient, "void", by=by)
    with pytest.raises(VoidedUnderKey, match="whose record is voided") as refused:
        services.enrol_patient(
            by=by, study=one.study, centre=one.north, pseudonym=patient.pseudonym,
            sex="F", birth_year=1961, diagnosis="ra-2010", enrolled_on=date(2024, 3, 11),
        )  # fmt: skip
    assert refused.value.hint["key"] == patient.pseudonym
    assert refused.value.hint["anew"] == "no"


def test_a_whole_visits_samples_leave_voided_ones_to_a_person(one: StudyWorld) -> None:
    sample, by = records(one)["sample"], one.people["coordinator"]
    services.void_record(by=by, record=sample, reason="broken")
    made = register_for_visit(by=by, study=one.study, planned=one.year_one)
    assert sample.visit_id not in {new.visit_id for new in made}
    assert left_to_a_person(study=one.study, planned=one.year_one, material="plasma") == 1
    with pytest.raises(VoidedUnderKey):
        register_sample(by=by, visit=sample.visit)
    assert register_sample(by=by, visit=sample.visit, anew=True).code != sample.code


def test_the_pages_show_what_hangs_on_it_and_who_may(one: StudyWorld, sign_in: Any) -> None:
    campaign = open_for_reading(one)
    patient = one.patients[0]
    case = campaign.cases.get(patient=patient)
    reading = submitted_reading(case.assignments.get(reader=one.people["reader"]))
    page = f"{patient.get_absolute_url()}void/"
    coordinator: Client = sign_in(one.people["coordinator"])
    shown = coordinator.get(page).content.decode()
    assert "1</strong> submitted reading" in shown
    assert "the right of: data manager" in shown
    assert 'name="reason"' not in shown
    assert f"/readings/{reading.pk}/" not in shown
    assert coordinator.post(page, {"reason": "entered twice"}).status_code == 403
    manager: Client = sign_in(one.people["data_manager"])
    shown = manager.get(page).content.decode()
    assert f"/readings/{reading.pk}/" in shown
    for _ in range(2):
        assert manager.post(page, {"reason": "entered twice"}).status_code == 302
    assert VoidingAct.objects.count() == 1
    assert "Restore…" in manager.get(patient.get_absolute_url()).content.decode()
    assert coordinator.post(restore_page(one, patient), {"reason": "x"}).status_code == 403
    for _ in range(2):
        assert manager.post(restore_page(one, patient), {"reason": "was right"}).status_code == 302
    assert VoidingAct.objects.count() == 2
    history = manager.get(f"{patient.get_absolute_url()}history/").content.decode()
    assert "Restored" in history


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_restored_by_page(one: StudyWorld, sign_in: Any, kind: str) -> None:
    record = records(one)[kind]
    client: Client = sign_in(one.people["coordinator"])
    assert client.get(restore_page(one, record)).status_code == 302
    act(record, "void", by=one.people["coordinator"])
    listed = client.get(record_page(one, record)).content.decode()
    assert restore_page(one, record) in listed
    assert client.get(restore_page(one, record)).status_code == 200
    assert client.post(restore_page(one, record), {"reason": ""}).status_code in {200, 400}
    assert client.post(restore_page(one, record), {"reason": "was right"}).status_code == 302
    assert type(record).objects.active().filter(pk=record.pk).exists()
    foreign: Client = sign_in(one.people["monitor"])
    assert foreign.get(restore_page(one, record)).status_code == 403


def record_page(one: StudyWorld, record: Any) -> str:
    return one.patients[0].get_absolute_url()


def test_the_enrolment_form_offers_to_restore(one: StudyWorld, sign_in: Any) -> None:
    patient = one.patients[0]
    act(patient, "void", by=one.people["coordinator"])
    client: Client = sign_in(one.people["coordinator"])
    typed = {
        "pseudonym": patient.pseudonym, "centre": one.north.pk, "sex": "F", "birth_year": "1961",
        "diagnosis": "ra-2010", "enrolled_on": "2024-03-11",
    }  # fmt: skip
    answer = client.post(f"/studies/{one.study.code}/patients/enrol/", typed)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "the pseudonym of a patient whose record is voided" in shown
    assert restore_page(one, patient) in shown
    assert 'name="anew"' not in shown


def test_the_visit_form_lets_the_person_choose(one: StudyWorld, sign_in: Any) -> None:
    visit = records(one)["visit"]
    act(visit, "void", by=one.people["coordinator"])
    client: Client = sign_in(one.people["coordinator"])
    page = f"{visit.patient.get_absolute_url()}visits/{visit.planned.code}/"
    typed = {"took_place_on": str(visit.took_place_on)}
    answer = client.post(page, typed)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert restore_page(one, visit) in shown
    assert 'name="anew"' in shown
    assert client.post(page, typed | {"anew": "on"}).status_code == 302
    assert Visit.objects.active().filter(patient=visit.patient, planned=visit.planned).exists()


def test_the_api_previews_voids_and_restores(one: StudyWorld, sign_in: Any) -> None:
    client: Client = sign_in(one.people["coordinator"])
    for kind, record in records(one).items():
        address = f"/api/v1/studies/{one.study.code}/records/{kind}/{key_of(record)}/"
        shown = client.get(address).json()
        assert (shown["kind"], shown["voided"], shown["allowed"]) == (kind, False, True)
        send = {"content_type": "application/json"}
        assert client.post(f"{address}void/", {}, **send).status_code == 400
        for _ in range(2):
            answer = client.post(f"{address}void/", {"reason": "entered twice"}, **send)
            assert answer.status_code == 200, answer.content
            assert answer.json()["voided"] is True
        assert [one_act["act"] for one_act in answer.json()["acts"]] == ["void"]
        answer = client.post(f"{address}restore/", {"reason": "was right"}, **send)
        assert answer.json()["voided"] is False
        assert [one_act["act"] for one_act in answer.json()["acts"]] == ["restore", "void"]
    base = f"/api/v1/studies/{one.study.code}/records"
    for wrong in ("visit/x", "visit/99999999999999999999", "nothing/1", "patient/NOBODY"):
        assert client.get(f"{base}/{wrong}/").status_code == 404


def test_the_api_says_whose_right_it_is(one: StudyWorld, sign_in: Any) -> None:
    campaign = open_for_reading(one)
    patient = one.patients[0]
    case = campaign.cases.get(patient=patient)
    submitted_reading(case.assignments.get(reader=one.people["reader"]))
    address = f"/api/v1/studies/{one.study.code}/records/patient/{patient.pseudonym}/"
    client: Client = sign_in(one.people["coordinator"])
    shown = client.get(address).json()
    assert shown["allowed"] is False
    assert {"readings": 1, "visits": 2}.items() <= {
        part["what"]: part["count"] for part in shown["hangs_on_it"]
    }.items()
    answer = client.post(
        f"{address}void/", {"reason": "entered twice"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "needs_role")
