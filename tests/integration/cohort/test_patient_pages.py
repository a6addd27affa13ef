"""The list, its download, enrolling, correcting, voiding: what is typed is never lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.cohort import services
from ra_registry.cohort.models import Patient
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import PatientFactory, TreatmentFactory
from tests.factories.people import CentreFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LIST = "/studies/alpha/patients/"


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.one.people["coordinator"])


def typed(world: World, **changes: Any) -> dict[str, Any]:
    values = {
        "pseudonym": "KB-7Q4M",
        "centre": world.one.north.pk,
        "enrolled_on": "2024-03-11",
        "sex": "F",
        "birth_year": "1961",
        "diagnosis": "ra-2010",
        "rf_value": "48.5",
        "rf_unit": "IU/ml",
        "rf_uln": "15",
    }
    return values | changes


def test_the_list_shows_one_page(world: World, client: Client) -> None:
    PatientFactory.create_batch(60, centre=world.one.north)
    response = client.get(LIST)
    assert len(response.context["rows"]) == 50
    assert response.context["page"].paginator.count == 64
    assert len(client.get(LIST, {"page": "2"}).context["rows"]) == 14


@pytest.mark.parametrize(
    "query",
    [
        "page=999&sort=-nonsense&sex=X&state=x&serostatus=y",
        "page=abc",
        "q=" + "x" * 2000,
    ],
)
def test_a_mangled_address_is_no_error(client: Client, query: str) -> None:
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_a_nul_byte_in_the_address_leads_nowhere(client: Client) -> None:
    assert client.get(f"{LIST}?q=%00&centre=%00").status_code == 404


def test_htmx_gets_the_table_alone(client: Client) -> None:
    whole = client.get(LIST).content.decode()
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "<table" in part


@pytest.mark.parametrize("count", [0, 40])
def test_the_list_asks_a_fixed_number_of_times(
    world: World, client: Client, django_assert_num_queries: Any, count: int
) -> None:
    PatientFactory.create_batch(count, centre=world.one.north)
    with django_assert_num_queries(12 if count else 13):  # the state depends on each centre's day
        client.get(LIST, {"state": "complete" if not count else "", "sort": "-enrolled_on"})


def test_the_download_is_the_filtered_list_and_is_logged(world: World, client: Client) -> None:
    PatientFactory(centre=world.one.north, sex="M", pseudonym="KB-7Q4M")
    response = client.get(f"{LIST}download/", {"sex": "M"})
    assert response.streaming
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row["patient"] for row in rows] == ["KB-7Q4M"]
    assert rows[0]["visit_state"] == "overdue"
    assert rows[0]["serostatus"] == "positive"
    event = AuditEvent.objects.get(kind="table_downloaded")
    assert event.data == {"table": "patients", "rows": 1, "filters": {"sex": "M"}}
    assert event.user_name == "coordinator alpha"


def test_a_formula_in_a_field_stays_text(world: World, client: Client) -> None:
    PatientFactory(centre=world.one.north, pseudonym="KB-7Q4M", rf_unit="=1+1")
    body = b"".join(client.get(f"{LIST}download/", {"q": "KB-7Q4M"})).decode()
    assert "'=1+1" in body


def test_the_download_holds_ones_own_centre_only(world: World, sign_in: SignIn) -> None:
    response = sign_in(world.one.local["coordinator"]).get(f"{LIST}download/")
    body = b"".join(response).decode("utf-8-sig")
    assert world.one.patients[0].pseudonym in body
    assert world.one.patients[2].pseudonym not in body


def test_the_enrolment_form_draws_a_pseudonym(client: Client) -> None:
    drawn = {client.get(f"{LIST}enrol/").context["form"]["pseudonym"].value() for _ in range(3)}
    assert len(drawn) == 3
    assert all(pseudonym.startswith("AL-") for pseudonym in drawn)


def test_enrolling_twice_with_one_form_enrols_once(world: World, client: Client) -> None:
    for _ in range(2):
        response = client.post(f"{LIST}enrol/", typed(world, pseudonym="kb-7q4m"))
        assert response.headers["Location"] == f"{LIST}KB-7Q4M/"
    assert Patient.objects.filter(pseudonym="KB-7Q4M").count() == 1


def test_another_patient_under_a_taken_pseudonym_is_a_conflict(
    world: World, client: Client
) -> None:
    client.post(f"{LIST}enrol/", typed(world))
    response = client.post(f"{LIST}enrol/", typed(world, birth_year="1975"))
    assert response.status_code == 409
    assert response.context["existing_url"] == f"{LIST}KB-7Q4M/"
    assert response.context["form"]["birth_year"].value() == "1975"


def test_a_conflict_does_not_open_the_door_to_another_centre(world: World, sign_in: SignIn) -> None:
    PatientFactory(centre=world.one.south, pseudonym="KB-7Q4M")
    response = sign_in(world.one.local["coordinator"]).post(f"{LIST}enrol/", typed(world))
    assert response.status_code == 409
    assert response.context["existing_url"] == ""


@pytest.mark.parametrize(
    ("changes", "field", "complaint"),
    [
        ({"birth_year": "1800"}, "birth_year", "Found 1800, expected a whole number"),
        ({"birth_year": "2030"}, "birth_year", "the year of enrolment"),
        ({"enrolled_on": "11.3.2024"}, "enrolled_on", "2024-03-11 or 2024-11-03"),
        ({"enrolled_on": "2999-01-01"}, "enrolled_on", "not in the future"),
        ({"rf_unit": ""}, "rf_unit", "expected the unit of RF"),
        ({"rf_value": "≤20"}, "rf_value", "Found ≤20, expected < or > alone"),
        ({"symptom_onset": "0023-04"}, "symptom_onset", "Found 0023-04, expected"),
        ({"pseudonym": "Jane Doe"}, "pseudonym", "capital letters"),
        ({"sex": ""}, "sex", "required"),
    ],
)
def test_a_refused_enrolment_names_the_field_and_keeps_the_rest(
    world: World, client: Client, changes: dict[str, str], field: str, complaint: str
) -> None:
    response = client.post(f"{LIST}enrol/", typed(world, **changes))
    assert response.status_code == 400
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert complaint in form.errors[field][0]
    assert form["rf_uln"].value() == "15"


@pytest.mark.parametrize("centre", ["south", "foreign"])
def test_only_ones_own_centres_can_be_chosen(world: World, sign_in: SignIn, centre: str) -> None:
    chosen = {"south": world.one.south, "foreign": world.two.north}[centre]
    client = sign_in(world.one.local["coordinator"])
    response = client.post(f"{LIST}enrol/", typed(world, centre=chosen.pk))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["centre"]
    assert not Patient.objects.filter(pseudonym="KB-7Q4M").exists()


def correction(patient: Patient, **changes: Any) -> dict[str, Any]:
    values = {
        name: getattr(patient, name)
        for name in ("sex", "birth_year", "diagnosis", "dominant_hand", "enrolled_on")
    }
    for name in ("symptom_onset", "diagnosed_on"):
        values[name] = getattr(patient, name)
    for marker in ("rf", "acpa"):
        values |= {f"{marker}_{part}": getattr(patient, f"{marker}_{part}") for part in PARTS}
    values |= {"centre": patient.centre_id, "revision": patient.revision, "reason": "read wrongly"}
    return values | changes


PARTS = ("value", "unit", "uln")


def test_a_correction_is_saved_with_its_reason(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    url = f"{patient.get_absolute_url()}edit/"
    assert client.post(url, correction(patient, sex="M")).status_code == 302
    patient.refresh_from_db()
    assert patient.sex == "M"
    page = client.get(f"{patient.get_absolute_url()}history/").content.decode()
    assert "read wrongly" in page
    assert "coordinator alpha" in page


def test_a_correction_without_reason_comes_back(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    url = f"{patient.get_absolute_url()}edit/"
    response = client.post(url, correction(patient, sex="M", reason=""))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["reason"]


def test_a_stale_form_keeps_what_was_typed_and_shows_what_is_stored(
    world: World, client: Client
) -> None:
    patient = world.one.patients[0]
    form = correction(patient, birth_year=1971)
    services.change_patient(
        by=world.one.people["data_manager"],
        patient=Patient.objects.get(pk=patient.pk),
        revision=1,
        reason="from the chart",
        birth_year=1970,
    )
    response = client.post(f"{patient.get_absolute_url()}edit/", form)
    assert response.status_code == 409
    shown = response.context["form"]
    assert [(one.label, one.stored, one.typed) for one in shown.differences] == [
        ("Year of birth", "1970", "1971")
    ]
    assert str(shown["birth_year"].value()) == "1971"
    assert shown["revision"].value() == "2"
    patient.refresh_from_db()
    assert patient.birth_year == 1970


def test_voiding_asks_why_and_closes_the_record(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    url = patient.get_absolute_url()
    assert client.post(f"{url}void/", {"reason": ""}).status_code == 400
    for _ in range(2):
        assert client.post(f"{url}void/", {"reason": "consent withdrawn"}).status_code == 302
    page = client.get(url)
    assert page.status_code == 200
    assert "consent withdrawn" in page.content.decode()
    assert not page.context["edits"]
    assert client.get(f"{url}edit/").status_code == 409
    assert client.get(f"{url}visits/bl/assessment/").status_code == 409


def test_the_patient_page_shows_what_is_known(world: World, client: Client) -> None:
    patient = world.one.patients[0]
    TreatmentFactory(patient=patient)
    page = client.get(patient.get_absolute_url()).content.decode()
    for text in (
        "Hospital north",
        "48 IU/ml, high positive",
        "seropositive",
        "DAS28-ESR",
        "5.59",
        "EULAR response (DAS28-ESR)",
        "methotrexate",
        "right hand (dominant hand)",
        "Radiographs",
    ):
        assert text in page, text


def test_those_who_only_look_get_no_buttons(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.one.people["monitor"]).get(world.one.patients[0].get_absolute_url())
    body = page.content.decode()
    assert "/edit/" not in body
    assert "assessment/" not in body
    assert "examinations/" not in body


def test_the_patient_page_asks_a_fixed_number_of_times(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    TreatmentFactory.create(patient=world.one.patients[0])
    with django_assert_max_num_queries(30):
        client.get(world.one.patients[0].get_absolute_url())


def test_a_study_with_one_centre_has_no_centre_filter(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.one.local["coordinator"]).get(LIST).content.decode()
    assert 'name="centre"' not in page
    CentreFactory(study=world.one.study)
    whole = sign_in(world.one.people["coordinator"]).get(LIST).content.decode()
    assert 'name="centre"' in whole
