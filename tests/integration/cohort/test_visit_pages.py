"""Recording visits, assessments, examinations and treatments in the browser's terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.cohort.models import ClinicalAssessment, Patient, Question, Treatment, Visit
from ra_registry.imaging.models import ImagingExamination
from tests.factories.clinical import PatientFactory, TreatmentFactory, VisitFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.one.people["coordinator"])


@pytest.fixture
def patient(world: World) -> Patient:
    """A patient without any visit, enrolled on 11 March 2024."""
    return PatientFactory(centre=world.one.north)


@pytest.fixture
def assessed_url(world: World, patient: Patient) -> str:
    """Where the assessment of a recorded baseline visit is entered."""
    VisitFactory(patient=patient, planned=world.one.baseline)
    return f"{patient.get_absolute_url()}visits/bl/assessment/"


def test_a_visit_in_its_window_is_recorded_once(patient: Patient, client: Client) -> None:
    url = f"{patient.get_absolute_url()}visits/bl/"
    for _ in range(2):
        response = client.post(url, {"took_place_on": "2024-03-12"})
        assert response.headers["Location"] == patient.get_absolute_url()
    assert Visit.objects.filter(patient=patient).count() == 1


def test_a_visit_out_of_window_is_asked_about(patient: Patient, client: Client) -> None:
    url = f"{patient.get_absolute_url()}visits/bl/"
    response = client.post(url, {"took_place_on": "2024-03-30"})
    assert response.status_code == 422
    text = response.content.decode()
    assert (
        "Found Baseline on 2024-03-30, usual is 2024-02-26 to 2024-03-25: "
        "5 days after the window closes. Keep it?"
    ) in text
    assert not Visit.objects.filter(patient=patient).exists()
    [(mark, _)] = response.context["form"].fields["keep"].choices
    for _ in range(2):  # sent twice: stored once
        assert client.post(url, {"took_place_on": "2024-03-30", "keep": mark}).status_code == 302
    assert Visit.objects.get(patient=patient).took_place_on.isoformat() == "2024-03-30"
    question = Question.objects.get(patient=patient)
    assert (question.rule, question.state) == ("visit-outside-window", "kept")
    assert question.answers.get().found.startswith("Baseline on 2024-03-30; enrolment 2024-03-11")


def test_moving_the_enrolment_asks_about_visits_left_outside_their_window(
    patient: Patient, client: Client, world: World
) -> None:
    VisitFactory(patient=patient, planned=world.one.baseline)
    url = f"{patient.get_absolute_url()}edit/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed["centre"] = patient.centre_id
    moved = typed | {"enrolled_on": "2024-02-01", "reason": "typed wrongly"}
    moved |= {"diagnosed_on": "", "symptom_onset": ""}
    response = client.post(url, moved)
    assert response.status_code == 422, response.context["form"].errors
    assert "Found Baseline on 2024-03-11" in response.content.decode()


def test_another_day_for_a_recorded_visit_is_a_conflict(patient: Patient, client: Client) -> None:
    url = f"{patient.get_absolute_url()}visits/bl/"
    client.post(url, {"took_place_on": "2024-03-12"})
    response = client.post(url, {"took_place_on": "2024-03-13"})
    assert response.status_code == 409
    assert "recorded already" in response.content.decode()


def test_a_recorded_visit_is_corrected_and_voided(patient: Patient, client: Client) -> None:
    url = f"{patient.get_absolute_url()}visits/bl/"
    client.post(url, {"took_place_on": "2024-03-12"})
    assert client.get(url).context["form"]["took_place_on"].value().day == 12
    client.post(url, {"took_place_on": "2024-03-13", "revision": "1", "reason": "calendar"})
    assert Visit.objects.get(patient=patient).took_place_on.day == 13
    for _ in range(2):
        assert client.post(f"{url}void/", {"reason": "wrong patient"}).status_code == 302
    assert Visit.objects.get(patient=patient).void_reason == "wrong patient"
    assert client.post(url, {"took_place_on": "2024-03-14"}).status_code == 409
    assert client.post(url, {"took_place_on": "2024-03-14", "anew": "on"}).status_code == 302


def test_no_assessment_without_its_visit(patient: Patient, client: Client) -> None:
    assert client.get(f"{patient.get_absolute_url()}visits/bl/assessment/").status_code == 404


def test_an_assessment_is_recorded_once(
    patient: Patient, client: Client, assessed_url: str
) -> None:
    typed = {"tjc28": "4", "sjc28": "2", "crp_value": "0.84", "crp_unit": "mg/dL"}
    for _ in range(2):
        assert client.post(assessed_url, typed).status_code == 302
    stored = ClinicalAssessment.objects.get(visit__patient=patient)
    assert (stored.tjc28, stored.ptga_mm, stored.crp_unit) == (4, None, "mg/dL")
    conflict = client.post(assessed_url, typed | {"tjc28": "5"})
    assert conflict.status_code == 409


@pytest.mark.parametrize(
    ("typed", "field", "complaint"),
    [
        ({"tjc28": "29"}, "tjc28", "Found 29, expected a whole number from 0 to 28."),
        ({"esr": "300"}, "esr", "Found 300, expected a whole number from 0 to 200, or"),
        ({"crp_value": "4"}, "crp_unit", "expected mg/L or mg/dL"),
        ({"crp_value": "4", "crp_unit": "g"}, "crp_unit", "expected one of mg/L, mg/dL"),
        ({"haq_di": "1.1"}, "haq_di", "Found 1.1, expected"),
        ({}, "__all__", "Nothing was entered"),
    ],
)
def test_a_refused_assessment_names_field_found_and_expected(
    client: Client, assessed_url: str, typed: dict[str, str], field: str, complaint: str
) -> None:
    response = client.post(assessed_url, {"sjc28": ""} | typed)
    assert response.status_code in (400, 422)
    assert list(response.context["form"].errors) == [field]
    assert complaint in response.context["form"].errors[field][0]


def test_a_stale_assessment_form_is_a_conflict(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    url = f"{patient.get_absolute_url()}visits/bl/assessment/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.base_fields}
    typed |= {"revision": form["revision"].value(), "reason": "lab slip"}
    assert client.post(url, typed | {"esr": "20"}).status_code == 302
    assert client.post(url, typed | {"esr": "20"}).status_code == 302
    response = client.post(url, typed | {"esr": "22"})
    assert response.status_code == 409
    assert [(one.stored, one.typed) for one in response.context["form"].differences] == [
        ("20", "22")
    ]
    assert (
        ClinicalAssessment.objects.get(visit__patient=patient, visit__planned__code="bl").esr == 20
    )


def test_the_preview_computes_and_stores_nothing(client: Client, assessed_url: str) -> None:
    typed = {"tjc28": "8", "sjc28": "6", "esr": "38", "ptga_mm": "55"}
    body = client.post(f"{assessed_url}preview/", typed).content.decode()
    assert "5.59" in body
    assert "missing: CRP" in body
    assert "<html" not in body
    without = client.post(f"{assessed_url}preview/", typed | {"ptga_mm": ""}).content.decode()
    assert "missing: PtGA" in without
    assert "3 variables" in without
    assert not ClinicalAssessment.objects.filter(visit__patient__pseudonym="x").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"tjc28": "99", "sjc28": "x", "esr": "-1"},
        {"crp_value": "12"},
        {"crp_unit": "mg/dL"},
        {"haq_di": "1.1"},
        {"crp_value": "NaN", "crp_unit": "mg/L"},
        {},
    ],
)
def test_the_preview_never_fails(client: Client, assessed_url: str, typed: dict[str, str]) -> None:
    assert client.post(f"{assessed_url}preview/", typed).status_code == 200


def test_the_preview_is_for_those_who_enter(
    world: World, sign_in: SignIn, assessed_url: str
) -> None:
    url = f"{assessed_url}preview/"
    assert sign_in(world.one.people["monitor"]).post(url).status_code == 403
    assert sign_in(world.two.people["coordinator"]).post(url).status_code == 404
    assert sign_in(world.one.people["coordinator"]).get(url).status_code == 405


def test_an_assessment_is_voided_once(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    url = f"{patient.get_absolute_url()}visits/bl/assessment/void/"
    for _ in range(2):
        assert client.post(url, {"reason": "other patient's"}).status_code == 302
    stored = ClinicalAssessment.objects.get(visit__patient=patient, visit__planned__code="bl")
    assert stored.void_reason == "other patient's"


def test_a_treatment_is_added_stopped_and_voided(patient: Patient, client: Client) -> None:
    base = f"{patient.get_absolute_url()}treatments/"
    typed = {
        "kind": "csdmard",
        "drug": "methotrexate",
        "dose": "10",
        "dose_unit": "mg",
        "started_on": "2024-03-11",
    }
    for _ in range(2):
        assert client.post(f"{base}add/", typed).status_code == 302
    treatment = Treatment.objects.get(patient=patient)
    assert client.post(f"{base}add/", typed | {"dose": "12"}).status_code == 409
    stop = {"stopped_on": "2024-06-01", "stop_reason": "nausea", "revision": "1"}
    for _ in range(2):
        assert client.post(f"{base}{treatment.pk}/stop/", stop).status_code == 302
    treatment.refresh_from_db()
    assert (treatment.stop_reason, treatment.revision) == ("nausea", 2)
    for _ in range(2):
        response = client.post(f"{base}{treatment.pk}/void/", {"reason": "other patient's"})
        assert response.status_code == 302
    assert client.get(f"{base}{treatment.pk}/").status_code == 404


def test_a_treatment_stops_after_it_starts(patient: Patient, client: Client) -> None:
    treatment = TreatmentFactory(patient=patient)
    url = f"{patient.get_absolute_url()}treatments/{treatment.pk}/stop/"
    typed = {"stopped_on": "2024-01-01", "stop_reason": "nausea", "revision": "1"}
    response = client.post(url, typed)
    told = response.context["form"].errors["stopped_on"]
    record = f"(Treatment, {treatment.drug})"
    start = f"start {treatment.started_on} {record}"
    assert told == [f"Found end 2024-01-01 {record}, expected not before {start}."]


MRI = {
    "acquired_on": "2024-03-12",
    "side": "R",
    "side_rule": "dominant",
    "has_t1": "on",
    "planes": "2",
}


def examination_url(patient: Patient, kind: str) -> str:
    return f"{patient.get_absolute_url()}visits/bl/examinations/{kind}/"


def test_examinations_are_recorded_once(world: World, patient: Patient, client: Client) -> None:
    VisitFactory(patient=patient, planned=world.one.baseline)
    for _ in range(2):
        assert client.post(examination_url(patient, "mri"), MRI).status_code == 302
        radiographs = client.post(
            examination_url(patient, "radiographs"), {"acquired_on": "2024-03-11"}
        )
        assert radiographs.status_code == 302
    stored = ImagingExamination.objects.filter(visit__patient=patient).order_by("modality")
    assert [(one.modality, one.side) for one in stored] == [("MR", "R"), ("XR", "B")]
    assert client.post(examination_url(patient, "mri"), MRI | {"side": "L"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"side": "B"}, "side"), ({"side_rule": ""}, "side_rule"), ({"planes": "9"}, "planes")],
)
def test_a_refused_examination_names_the_field(
    world: World, patient: Patient, client: Client, changes: dict[str, Any], field: str
) -> None:
    VisitFactory(patient=patient, planned=world.one.baseline)
    response = client.post(examination_url(patient, "mri"), MRI | changes)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]


def test_an_examination_is_corrected_and_voided(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    url = examination_url(patient, "mri")
    typed = MRI | {"side": "L", "revision": "1", "reason": "wrong hand noted"}
    asked = client.post(url, typed)  # the other hand than the rule of this examination says
    [(mark, _)] = asked.context["form"].fields["keep"].choices
    assert client.post(url, typed | {"keep": mark}).status_code == 302
    exam = ImagingExamination.objects.get(
        visit__patient=patient, visit__planned__code="bl", modality="MR"
    )
    assert exam.side == "L"
    for _ in range(2):
        assert client.post(f"{url}void/", {"reason": "other patient's"}).status_code == 302
    exam.refresh_from_db()
    assert exam.void_reason == "other patient's"
    assert "Record" in client.get(patient.get_absolute_url()).content.decode()
