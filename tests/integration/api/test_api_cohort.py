"""Studies, patients, visits, assessments, treatments and examinations."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from ra_registry.cohort.formulas import COMPOSITES, VERDICTS
from ra_registry.cohort.models import ClinicalAssessment, Visit
from ra_registry.imaging.models import ImagingExamination
from tests.factories.clinical import PatientFactory, TreatmentFactory
from tests.factories.world import World

ALPHA = "/api/v1/studies/alpha/"


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["monitor"])


def void(row: object, person: object) -> None:
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), person, "entered twice"
    row.save()


def test_a_study_is_listed_to_those_who_may_open_it(world: World, api, client: APIClient) -> None:
    body = client.get("/api/v1/studies/").json()
    assert [study["code"] for study in body["results"]] == ["alpha"]
    assert client.get(ALPHA).json() == body["results"][0]
    assert api(world.one.people["reader"]).get("/api/v1/studies/").json()["results"] == []


def test_centres_and_schedule_come_in_order(client: APIClient) -> None:
    centres = client.get(f"{ALPHA}centres/").json()["results"]
    assert [centre["code"] for centre in centres] == ["north", "south"]
    planned = client.get(f"{ALPHA}planned-visits/").json()["results"]
    assert [(visit["code"], visit["day"]) for visit in planned] == [("bl", 0), ("m12", 365)]


def test_a_patient_is_shown_whole(world: World, client: APIClient) -> None:
    patient = world.one.patients[0]
    assert client.get(f"{ALPHA}patients/{patient.pseudonym}/").json() == {
        "pseudonym": patient.pseudonym,
        "centre": "north",
        "sex": "F",
        "birth_year": 1961,
        "dominant_hand": "R",
        "symptom_onset": "2023-11-12",
        "diagnosis": "ra-2010",
        "diagnosed_on": "2024-03-01",
        "enrolled_on": "2024-03-11",
        "rf_value": "48.00",
        "rf_sign": "",
        "rf_printed": "48",
        "rf_unit": "IU/ml",
        "rf_uln": "15.00",
        "acpa_value": "120.00",
        "acpa_sign": "",
        "acpa_printed": "120",
        "acpa_unit": "U/ml",
        "acpa_uln": "4.50",
        "serostatus": "seropositive",
        "revision": 1,
    }


def test_serostatus_is_null_where_it_cannot_be_told(world: World, client: APIClient) -> None:
    patient = PatientFactory(centre=world.one.north, rf_value=None, rf_unit="", acpa_value=None)
    shown = client.get(f"{ALPHA}patients/{patient.pseudonym}/").json()
    assert shown["serostatus"] is None
    assert shown["rf_value"] is None


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 4),
        ("?centre=north", 2),
        ("?sex=F", 4),
        ("?sex=M", 0),
        ("?centre=south&sex=F", 2),
        ("?pseudonym=pt-", 4),
    ],
)
def test_patients_are_filtered(client: APIClient, query: str, n: int) -> None:
    assert client.get(f"{ALPHA}patients/{query}").json()["count"] == n


def test_a_role_for_one_centre_sees_that_centre(world: World, api) -> None:
    local = api(world.one.local["coordinator"])
    for path, n in (("patients/", 2), ("visits/", 4), ("assessments/", 4), ("examinations/", 8)):
        assert local.get(f"{ALPHA}{path}").json()["count"] == n, path
    assert local.get(f"{ALPHA}patients/?centre=south").json()["count"] == 0


def test_pages_are_stable_and_bounded(world: World, client: APIClient) -> None:
    PatientFactory.create_batch(8, centre=world.one.north)
    first = client.get(f"{ALPHA}patients/?page_size=5").json()
    assert first["count"] == 12
    assert first["previous"] is None
    seen = [patient["pseudonym"] for patient in first["results"]]
    page = first
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [patient["pseudonym"] for patient in page["results"]]
    assert seen == sorted(seen)
    assert len(set(seen)) == 12


def test_voided_records_are_left_out_with_everything_below(world: World, client: APIClient) -> None:
    study, person = world.one, world.one.people["data_manager"]
    TreatmentFactory(patient=study.patients[0])
    voided = [
        study.patients[0],
        study.visit(study.patients[1], study.baseline),
        ClinicalAssessment.objects.get(visit__patient=study.patients[2], visit__planned__code="bl"),
        TreatmentFactory(patient=study.patients[3]),
        ImagingExamination.objects.filter(visit__patient=study.patients[3]).first(),
    ]
    for row in voided:
        void(row, person)
    counts = {
        path: client.get(f"{ALPHA}{path}/").json()["count"]
        for path in ("patients", "visits", "assessments", "treatments", "examinations")
    }
    assert counts == {
        "patients": 3,
        "visits": 5,
        "assessments": 4,
        "treatments": 0,
        "examinations": 9,
    }
    assert client.get(f"{ALPHA}patients/{study.patients[0].pseudonym}/").status_code == 404


def test_visits_are_filtered_and_counted_from_enrolment(world: World, client: APIClient) -> None:
    patient = world.one.patients[0]
    body = client.get(f"{ALPHA}visits/?patient={patient.pseudonym}").json()
    assert [(visit["visit"], visit["day"]) for visit in body["results"]] == [
        ("bl", 0),
        ("m12", 365),
    ]
    assert client.get(f"{ALPHA}visits/?visit=bl&centre=north").json()["count"] == 2
    assert client.get(f"{ALPHA}visits/?since=2024-03-12").json()["count"] == 4
    assert client.get(f"{ALPHA}visits/?since=2024-03-11&until=2024-03-11").json()["count"] == 4
    one = Visit.objects.get(patient=patient, planned__code="bl")
    assert client.get(f"{ALPHA}visits/{one.pk}/").json()["patient"] == patient.pseudonym


def test_an_assessment_comes_with_every_computed_score(client: APIClient) -> None:
    shown = client.get(f"{ALPHA}assessments/").json()["results"][0]
    assert (shown["tjc28"], shown["crp_value"], shown["haq_di"]) == (8, "18.400", "1.125")
    composites = {score["formula"]: score for score in shown["composites"]}
    assert list(composites) == list(COMPOSITES)
    # 0.56 √8 + 0.28 √6 + 0.70 ln 38 + 0.014 × 55
    assert composites["das28-esr/1"]["display"] == "5.59"
    assert composites["das28-esr/1"]["state"] == "high"
    assert Decimal(composites["das28-esr/1"]["value"]).as_tuple().exponent <= -20
    # 8 + 6 + 5.5 + 5.0
    assert composites["cdai/1"]["display"] == "24.50"
    assert {
        verdict["formula"]: verdict["state"] for verdict in shown["remission"]
    } == dict.fromkeys(VERDICTS, "no-remission")


def test_a_score_that_lacks_a_part_says_which(world: World, client: APIClient) -> None:
    assessment = ClinicalAssessment.objects.filter(visit__study=world.one.study).first()
    assessment.ptga_mm, assessment.crp_value, assessment.crp_unit = None, None, ""
    assessment.save()
    shown = client.get(f"{ALPHA}assessments/{assessment.pk}/").json()
    scores = {score["formula"]: score for score in shown["composites"]}
    assert scores["das28-esr/1"]["value"] is None
    assert scores["das28-esr/1"]["missing"] == ["ptga_mm"]
    assert scores["das28-esr-3/1"]["value"] is not None


def test_treatments_and_examinations_are_filtered(world: World, client: APIClient) -> None:
    TreatmentFactory(patient=world.one.patients[0])
    TreatmentFactory(patient=world.one.patients[2], kind="bdmard", drug="tocilizumab")
    shown = client.get(f"{ALPHA}treatments/?kind=bdmard").json()["results"]
    assert [(one["drug"], one["dose"], one["stopped_on"]) for one in shown] == [
        ("tocilizumab", "10.00", None)
    ]
    assert client.get(f"{ALPHA}examinations/?modality=XR&visit=bl").json()["count"] == 4


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("patients/", 5),
        ("visits/", 5),
        ("assessments/", 5),
        ("treatments/", 5),
        ("examinations/", 5),
        ("centres/", 5),
        ("planned-visits/", 5),
    ],
)
def test_a_list_costs_the_same_for_one_page_however_long(
    world: World, client: APIClient, django_assert_num_queries, path: str, queries: int
) -> None:
    """Token, study, roles, count, page."""
    for patient in world.one.patients:
        TreatmentFactory(patient=patient)
    client.get(ALPHA)  # notes the token's use
    for page_size in (1, 500):
        with django_assert_num_queries(queries):
            assert client.get(f"{ALPHA}{path}?page_size={page_size}").status_code == 200


def test_two_studies_with_the_same_pseudonym_stay_apart(world: World, api) -> None:
    pseudonym = world.one.patients[0].pseudonym
    PatientFactory(centre=world.two.north, pseudonym=pseudonym, birth_year=1950)
    own = api(world.two.people["monitor"]).get(f"/api/v1/studies/beta/patients/{pseudonym}/")
    assert own.json()["birth_year"] == 1950
    other = api(world.one.people["monitor"]).get(f"{ALPHA}patients/{pseudonym}/")
    assert other.json()["birth_year"] == 1961
