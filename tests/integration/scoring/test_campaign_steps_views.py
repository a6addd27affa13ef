"""The steps of a campaign by hand: cases, readers, open, close."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from scoring.models import Assignment, Campaign, Case
from tests.factories.scoring import draft_campaign, open_for_reading
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

URL = "/studies/alpha/campaigns/mri/"


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def client(one: StudyWorld, sign_in: Callable[..., Client]) -> Client:
    return sign_in(one.people["data_manager"])


def visits(one: StudyWorld) -> dict[str, list[int]]:
    return {"visits": [one.baseline.pk, one.year_one.pk]}


def test_a_campaign_goes_all_the_way(one: StudyWorld, client: Client) -> None:
    draft_campaign(one)
    assert b"4 cases added" in client.post(URL + "cases/", visits(one), follow=True).content
    people = [one.people["reader"].pk, one.second_reader.pk]
    chosen = client.post(URL + "readers/", {"readers": people, "strategy": "fixed"}, follow=True)
    assert b"The readers are chosen" in chosen.content
    assert not Assignment.objects.exists()
    assert b"is open" in client.post(URL + "open/", follow=True).content
    assert Campaign.objects.get().state == "open"
    assert Assignment.objects.count() == 8
    assert b"8 readings are not submitted" in client.get(URL + "close/").content
    assert b"is closed" in client.post(URL + "close/", follow=True).content
    assert Campaign.objects.get().state == "closed"


def test_the_preview_makes_no_case(one: StudyWorld, client: Client) -> None:
    draft_campaign(one)
    page = client.get(URL + "cases/", visits(one))
    assert b"4 of 4 patients can be added" in page.content
    assert not Case.objects.exists()


@pytest.mark.parametrize("data", [{}, {"visits": ["x"]}, {"visits": [999_999_999]}])
def test_visits_must_be_chosen(one: StudyWorld, client: Client, data: dict[str, object]) -> None:
    draft_campaign(one)
    assert client.post(URL + "cases/", data).status_code == 400
    assert not Case.objects.exists()


def test_visits_of_another_study_are_no_choice(world: World, client: Client) -> None:
    draft_campaign(world.one)
    assert client.post(URL + "cases/", visits(world.two)).status_code == 400


def test_people_of_another_study_are_no_choice(world: World, client: Client) -> None:
    draft_campaign(world.one)
    people = [world.two.people["reader"].pk, world.one.people["data_manager"].pk]
    response = client.post(URL + "readers/", {"readers": people, "strategy": "fixed"})
    assert response.status_code == 400
    assert not Assignment.objects.exists()


def test_a_wrong_number_of_readers_is_explained(one: StudyWorld, client: Client) -> None:
    draft_campaign(one)
    response = client.post(
        URL + "readers/", {"readers": [one.second_reader.pk], "strategy": "fixed"}
    )
    assert response.status_code == 400
    assert b"Readers a case by the protocol: 2; chosen: 1" in response.content


def test_opening_too_early_says_what_is_missing(one: StudyWorld, client: Client) -> None:
    draft_campaign(one)
    response = client.post(URL + "open/")
    assert response.status_code == 409
    assert b"Add cases first." in response.content


@pytest.mark.parametrize("step", ["open/", "reopen/", "cases/remove/"])
def test_steps_are_no_links(one: StudyWorld, client: Client, step: str) -> None:
    open_for_reading(one)
    assert client.get(URL + step).status_code == 405


def test_clicking_twice_is_clicking_once(one: StudyWorld, client: Client) -> None:
    open_for_reading(one)
    for _ in range(2):
        assert client.post(URL + "open/").status_code == 302
    for _ in range(2):
        assert client.post(URL + "cases/", visits(one)).status_code == 302
    assert Case.objects.count() == 4
