"""Campaign pages: who sees them, what they show, and setting up a campaign by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from scoring.models import Assignment, Campaign
from tests.factories.clinical import ExaminationFactory, PatientFactory, VisitFactory
from tests.factories.scoring import (
    draft_campaign,
    draft_reading,
    first_assignment,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

BASE = "/studies/alpha/campaigns/"
PAGE_QUERIES = 23

FORM = {
    "code": "mri",
    "title": "MRI, baseline and one year",
    "instrument": "ramris-2016",
    "features": ["synovitis", "bme"],
    "step_half_units": "2",
    "readers_per_case": "2",
    "reading_mode": "set",
    "surgery_policy": "exclude",
    "charter_version": "1",
}

Signed = Callable[[str], Client]


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def as_role(one: StudyWorld, sign_in: Callable[..., Client]) -> Signed:
    return lambda role: sign_in(one.people[role])


@pytest.mark.parametrize("role", ["investigator", "data_manager", "monitor"])
def test_who_sees_campaigns(one: StudyWorld, as_role: Signed, role: str) -> None:
    open_for_reading(one, title="MRI reads")
    client = as_role(role)
    assert b"MRI reads" in client.get(BASE).content
    page = client.get(BASE + "mri/").content.decode()
    assert "RAMRIS 2016" in page
    assert "20240311" in page
    assert ("Add a reader" in page) is (role == "data_manager")


@pytest.mark.parametrize("role", ["reader", "coordinator"])
def test_who_does_not(one: StudyWorld, as_role: Signed, role: str) -> None:
    open_for_reading(one)
    client = as_role(role)
    assert client.get(BASE).status_code == 403
    assert client.get(BASE + "mri/").status_code == 403


@pytest.mark.parametrize("role", ["investigator", "monitor", "coordinator", "reader"])
@pytest.mark.parametrize("path", ["new/", "mri/edit/", "mri/cases/", "mri/readers/"])
def test_only_data_managers_set_up(one: StudyWorld, as_role: Signed, role: str, path: str) -> None:
    draft_campaign(one)
    client = as_role(role)
    assert client.get(BASE + path).status_code == 403
    assert client.post(BASE + path, FORM).status_code == 403


@pytest.mark.parametrize("path", ["", "new/", "mri/", "mri/cases/", "mri/open/"])
def test_other_studies_do_not_exist(
    world: World, sign_in: Callable[..., Client], path: str
) -> None:
    open_for_reading(world.one)
    for person in (world.two.people["data_manager"], world.stranger, world.administrator):
        assert sign_in(person).get(BASE + path).status_code in {404, 405}
        assert sign_in(person).post(BASE + path).status_code in {404, 405}


def test_a_data_manager_of_one_centre_sets_nothing_up(
    one: StudyWorld, sign_in: Callable[..., Client]
) -> None:
    open_for_reading(one)
    client = sign_in(one.local["data_manager"])
    assert client.get(BASE + "new/").status_code == 403
    assert client.post(BASE + "mri/close/").status_code == 403


def test_a_centre_sees_its_own_cases(one: StudyWorld, sign_in: Callable[..., Client]) -> None:
    open_for_reading(one)
    page = sign_in(one.local["monitor"]).get(BASE + "mri/")
    assert {case.patient.centre_id for case in page.context["page"]} == {one.north.pk}
    assert [one.progress.n_cases for one in page.context["crew"]] == [2, 2]
    [(listed, _)] = sign_in(one.local["monitor"]).get(BASE).context["campaigns"]
    assert (listed.n_cases, listed.n_readings) == (2, 4)


def test_an_empty_list_says_what_to_do(as_role: Signed) -> None:
    assert b"Set up a campaign" in as_role("data_manager").get(BASE).content
    assert b"A data manager sets campaigns up" in as_role("monitor").get(BASE).content


def test_a_campaign_is_set_up_on_its_form(as_role: Signed) -> None:
    client = as_role("data_manager")
    response = client.post(BASE + "new/", FORM, follow=True)
    assert response.redirect_chain == [(BASE + "mri/", 302)]
    campaign = Campaign.objects.get()
    assert (campaign.features, campaign.totals_visible) == (["synovitis", "bme"], False)
    assert b"Add cases first." in response.content


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "new"}, "Choose another code."),
        ({"code": "Not OK"}, "Use small letters"),
        ({"title": ""}, "This field is required."),
        (
            {"instrument": "svdh"},
            "Osteitis / bone marrow oedema (RAMRIS 2016), which Sharp/van der Heijde",
        ),
        ({"instrument": "svdh"}, "It scores Erosion, Joint space narrowing."),
        ({"instrument": "larsen"}, "Select a valid choice"),
        ({"features": []}, "This field is required."),
        ({"readers_per_case": "0"}, "expected a whole number from 1 to 30"),
        ({"step_half_units": "3"}, "Select a valid choice"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(
    as_role: Signed, change: dict[str, object], sentence: str
) -> None:
    response = as_role("data_manager").post(BASE + "new/", {**FORM, **change})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Campaign.objects.exists()


def test_a_code_is_taken_once(one: StudyWorld, as_role: Signed) -> None:
    draft_campaign(one)
    response = as_role("data_manager").post(BASE + "new/", FORM)
    assert response.status_code == 400
    assert b"This code is taken." in response.content


def test_a_draft_is_edited_and_an_open_one_not(one: StudyWorld, as_role: Signed) -> None:
    client = as_role("data_manager")
    draft_campaign(one)
    edited = client.post(BASE + "mri/edit/", {**FORM, "code": "ignored", "title": "Renamed"})
    assert edited.status_code == 302
    assert Campaign.objects.get().title == "Renamed"
    assert Campaign.objects.get().code == "mri"
    open_for_reading(one, code="open")
    refused = client.post(BASE + "open/edit/", FORM)
    assert refused.status_code == 400
    assert b"protocol can&#x27;t be changed" in refused.content


def test_the_list_counts_stored_states(one: StudyWorld, as_role: Signed) -> None:
    campaign = open_for_reading(one)
    submitted_reading(first_assignment(campaign, one.second_reader))
    draft_reading(first_assignment(campaign, one.people["reader"]))
    [(listed, _)] = as_role("monitor").get(BASE).context["campaigns"]
    assert (listed.n_cases, listed.n_readings, listed.n_submitted) == (4, 8, 1)
    crew = as_role("monitor").get(BASE + "mri/").context["crew"]
    progress = [one.progress for one in crew]
    assert [(one.n_submitted, one.n_started, one.n_cases) for one in progress] == [
        (0, 1, 4),
        (1, 0, 4),
    ]


def test_scores_are_linked_only_once_submitted(one: StudyWorld, as_role: Signed) -> None:
    campaign = open_for_reading(one)
    draft_reading(first_assignment(campaign, one.people["reader"]))
    reading = submitted_reading(first_assignment(campaign, one.second_reader))
    page = as_role("monitor").get(BASE + "mri/").content.decode()
    assert page.count("/readings/") == 1
    assert f"/studies/alpha/readings/{reading.pk}/" in page


def test_cases_are_found_by_number_patient_and_status(one: StudyWorld, as_role: Signed) -> None:
    campaign = open_for_reading(one)
    case = campaign.cases.first()
    client = as_role("monitor")
    draft_reading(Assignment.objects.get(case=case, reader=one.second_reader))
    for query in (
        {"q": case.number.lower()},
        {"q": case.patient.pseudonym},
        {"status": "started"},
    ):
        assert list(client.get(BASE + "mri/", query).context["page"]) == [case]
    assert b"No case fits" in client.get(BASE + "mri/", {"q": "nothing"}).content


@pytest.mark.parametrize("n_patients", [1, 30])
def test_queries_do_not_grow_with_cases(
    one: StudyWorld,
    as_role: Signed,
    n_patients: int,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(n_patients):
        patient = PatientFactory(centre=one.north)
        for planned in (one.baseline, one.year_one):
            ExaminationFactory(visit=VisitFactory(patient=patient, planned=planned))
    open_for_reading(one)
    client = as_role("data_manager")
    for url in (BASE, BASE + "mri/"):
        with django_assert_max_num_queries(PAGE_QUERIES):
            assert client.get(url).status_code == 200
