"""The worklist: own cases in the drawn order, stored states, constant queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from scoring.models import Assignment
from scoring.services import close_campaign
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

QUERIES = 9


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def client(one: StudyWorld, sign_in: Callable[..., Client]) -> Client:
    return sign_in(one.people["reader"])


def test_signing_in_comes_first(db: None) -> None:
    response = Client().get("/reading/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", ["coordinator", "investigator", "data_manager", "monitor"])
def test_only_readers_have_a_worklist(
    one: StudyWorld, sign_in: Callable[..., Client], role: str
) -> None:
    person = sign_in(one.people[role])
    assert person.get("/reading/").status_code == 403
    assert person.post("/reading/next/").status_code == 403


def test_without_a_campaign_it_says_so(client: Client) -> None:
    assert b"No cases yet" in client.get("/reading/").content


def test_a_campaign_being_set_up_is_not_there(one: StudyWorld, client: Client) -> None:
    draft_campaign(one, title="Not yet")
    assert b"Not yet" not in client.get("/reading/").content


def test_own_cases_stand_in_the_drawn_order(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one)
    page = client.get("/reading/").context["page"]
    own = Assignment.objects.filter(case__campaign=campaign, reader=one.people["reader"])
    assert list(page) == list(own.order_by("sequence"))


def test_next_takes_what_was_begun_then_the_first(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one)
    own = list(
        Assignment.objects.filter(case__campaign=campaign, reader=one.people["reader"]).order_by(
            "sequence"
        )
    )
    draft_reading(own[2])
    assert client.post("/reading/next/")["Location"] == f"/reading/{own[2].token}/"
    submitted_reading(own[2])
    assert client.post("/reading/next/")["Location"] == f"/reading/{own[0].token}/"
    own[0].refresh_from_db()
    assert own[0].status == "started"


def test_when_all_is_read_next_says_so(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one)
    for assignment in Assignment.objects.filter(reader=one.people["reader"]):
        submitted_reading(assignment)
    response = client.post("/reading/next/", {"campaign": "alpha/mri"}, follow=True)
    assert b"Every case of this worklist is submitted" in response.content
    [chosen] = response.context["campaigns"]
    assert (chosen.n_submitted, chosen.n_cases, chosen.n_waiting) == (4, 4, 0)
    assert campaign.code in chosen.key


def test_a_closed_campaign_asks_for_nothing_more(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one)
    close_campaign(campaign=campaign, by=one.people["data_manager"])
    [chosen] = client.get("/reading/").context["campaigns"]
    assert (chosen.is_open, chosen.n_cases, chosen.n_waiting) == (False, 4, 0)


def test_filters(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one)
    begun = first_assignment(campaign, one.people["reader"])
    draft_reading(begun)
    assert list(client.get("/reading/", {"status": "started"}).context["page"]) == [begun]
    number = begun.number.lower()
    assert list(client.get("/reading/", {"q": number}).context["page"]) == [begun]
    assert len(client.get("/reading/", {"status": "nonsense"}).context["page"]) == 4


def test_the_worklist_of_one_campaign_does_not_hold_the_others(
    one: StudyWorld, client: Client
) -> None:
    open_for_reading(one, code="a")
    second = open_for_reading(one, code="b", instrument="svdh", features=["jsn"])
    page = client.get("/reading/", {"campaign": "alpha/b"}).context["page"]
    assert {assignment.case.campaign_id for assignment in page} == {second.pk}


def test_a_closed_campaign_is_shown_without_a_next_case(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one)
    close_campaign(campaign=campaign, by=one.people["data_manager"])
    assert b"Closed" in client.get("/reading/").content
    assert b"Every case" in client.post("/reading/next/", follow=True).content


@pytest.mark.parametrize("n_patients", [1, 40])
def test_queries_do_not_grow_with_cases(
    one: StudyWorld,
    client: Client,
    n_patients: int,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(n_patients):
        patient = PatientFactory(centre=one.north)
        for planned in (one.baseline, one.year_one):
            ExaminationFactory(visit=VisitFactory(patient=patient, planned=planned))
    open_for_reading(one)
    with django_assert_max_num_queries(QUERIES):
        assert client.get("/reading/").status_code == 200
