"""What stands beside the cells of a form: revision, hints of consistency, running totals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from scoring.models import Assignment, SiteScore
from tests.factories.scoring import (
    draft_reading,
    first_assignment,
    open_for_reading,
    submitted_reading,
)
from tests.factories.voiding import act
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def assignment(one: StudyWorld) -> Assignment:
    return first_assignment(
        open_for_reading(one, features=["erosion", "jsn"]), one.people["reader"]
    )


def state_of(client: Client, assignment: Assignment) -> HttpResponse:
    return client.get(f"/reading/{assignment.token}/state/")


def save(client: Client, assignment: Assignment, marks: dict[str, str]) -> None:
    body = {"revision": 0, "marks": marks}
    url = f"/reading/{assignment.token}/scores/"
    assert client.post(url, body, content_type="application/json").status_code == 200


def test_a_fused_joint_is_saved_and_hinted_at_beside(
    sign_in: Callable[..., Client], assignment: Assignment
) -> None:
    draft_reading(assignment)
    client = sign_in(assignment.reader)
    save(client, assignment, {"jsn.RAD_SCA@2": "4", "erosion.SCA@2": "3"})
    state = state_of(client, assignment).json()
    [hint] = state["hints"]
    assert hint["cell"] == "erosion.SCA@2"
    assert hint["message"].startswith("B: ")
    assert (state["revision"], state["totals"]) == (1, [])
    assert SiteScore.objects.count() == 2


def test_running_totals_stand_beside_where_the_protocol_shows_them(
    one: StudyWorld, sign_in: Callable[..., Client]
) -> None:
    campaign = open_for_reading(one, features=["erosion"], totals_visible=True)
    assignment = first_assignment(campaign, one.people["reader"])
    draft_reading(assignment)
    client = sign_in(assignment.reader)
    save(client, assignment, {"erosion.RAD@1": "2", "erosion.ULN@1": "3"})
    total = state_of(client, assignment).json()["totals"][0]
    assert total["columns"][0] == {"sum": "5", "n": 2}


def test_what_stands_beside_a_case_is_its_readers_alone(
    one: StudyWorld, sign_in: Callable[..., Client], assignment: Assignment
) -> None:
    draft_reading(assignment)
    assert state_of(sign_in(one.second_reader), assignment).status_code == 404
    assert state_of(Client(), assignment).status_code == 302


def test_a_case_that_was_not_started_has_nothing_beside(
    sign_in: Callable[..., Client], assignment: Assignment
) -> None:
    answer = state_of(sign_in(assignment.reader), assignment)
    assert answer.status_code == 400
    assert "Start this case first" in answer.json()["error"]["message"]


def test_a_submitted_reading_keeps_what_stands_beside_it(
    sign_in: Callable[..., Client], assignment: Assignment
) -> None:
    submitted_reading(assignment)
    state = state_of(sign_in(assignment.reader), assignment).json()
    assert (state["revision"], state["totals"]) == (1, [])
    assert sign_in(assignment.reader).post(f"/reading/{assignment.token}/state/").status_code == 405


def test_a_withdrawn_case_is_told_by_its_code(
    one: StudyWorld, sign_in: Callable[..., Client], assignment: Assignment
) -> None:
    draft_reading(assignment)
    act(assignment.case.patient, "void", by=one.people["data_manager"])
    answer = state_of(sign_in(assignment.reader), assignment)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "case_withdrawn"
