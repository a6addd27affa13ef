"""What the form asks for besides saving: who is signed in, and whether the page is theirs; time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from scoring.models import Assignment, SiteScore, TimeOnTask
from scoring.reader_keys import opaque_name, queue_key
from tests.factories.scoring import (
    draft_reading,
    first_assignment,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def assignment(one: StudyWorld) -> Assignment:
    campaign = open_for_reading(one, features=["erosion", "jsn"], totals_visible=True)
    found = first_assignment(campaign, one.people["reader"])
    draft_reading(found)
    return found


def post(client: Client, assignment: Assignment, path: str, data: Any, **headers: str) -> Any:
    return client.post(
        f"/reading/{assignment.token}/{path}",
        json.dumps(data),
        content_type="application/json",
        headers=headers,
    )


def test_the_room_says_who_is_signed_in_and_renews_the_cookie(
    sign_in: SignIn, assignment: Assignment
) -> None:
    answer = sign_in(assignment.reader).get("/reading/who/")
    assert answer.json() == {
        "reader": opaque_name(assignment.reader),
        "name": assignment.reader.full_name,
    }
    assert answer.cookies[settings.CSRF_COOKIE_NAME].value
    assert Client().get("/reading/who/").status_code == 302


@pytest.mark.parametrize("path", ["scores/", "rest-normal/", "time/"])
def test_nothing_of_one_reader_is_saved_as_anothers(
    sign_in: SignIn, assignment: Assignment, one: StudyWorld, path: str
) -> None:
    data = {"revision": 0, "marks": {"erosion.RAD@1": "2"}, "active": {}}
    first = {"X-Reader": opaque_name(assignment.reader)}
    answer = post(sign_in(one.second_reader), assignment, path, data, **first)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "other_reader"
    assert not SiteScore.objects.exists()
    # Who is signed in has cases of the own: a page of somebody else's name saves nothing there.
    second = {"X-Reader": opaque_name(one.second_reader)}
    own = post(sign_in(assignment.reader), assignment, path, data, **second)
    assert own.json()["error"]["code"] == "other_reader"
    assert post(sign_in(assignment.reader), assignment, path, data, **first).status_code == 200


def test_names_and_keys_are_a_readers_own(one: StudyWorld) -> None:
    reader, other = one.people["reader"], one.second_reader
    made = {opaque_name(reader), opaque_name(other), queue_key(reader), queue_key(other)}
    assert len(made) == 4
    assert opaque_name(reader) == opaque_name(reader)
    assert str(reader.pk) != opaque_name(reader)


def seconds_of(assignment: Assignment) -> dict[str | None, int]:
    told = TimeOnTask.objects.filter(reading__assignment=assignment)
    return dict(told.values_list("item__code", "seconds"))


def test_seconds_of_work_are_added_up(sign_in: SignIn, assignment: Assignment) -> None:
    client = sign_in(assignment.reader)
    active = {"erosion.RAD": 12, "jsn.CMC1": 3600, "": 7}
    assert post(client, assignment, "time/", {"active": active}).json() == {"active": active}
    saved = {"revision": 0, "marks": {"erosion.RAD@1": "2"}, "active": {"erosion.RAD": 3, "": 1}}
    assert post(client, assignment, "scores/", saved).status_code == 200
    assert seconds_of(assignment) == {"erosion.RAD": 15, "jsn.CMC1": 3600, None: 8}
    unchanged = {"active": {"erosion.RAD": 0, "erosion.ULN": 0}}
    assert post(client, assignment, "time/", unchanged).status_code == 200
    assert seconds_of(assignment) == {"erosion.RAD": 15, "jsn.CMC1": 3600, None: 8}


def test_a_refused_save_adds_no_time(sign_in: SignIn, assignment: Assignment) -> None:
    client = sign_in(assignment.reader)
    data = {"revision": 0, "marks": {"erosion.RAD@1": "99"}, "active": {"erosion.RAD": 3}}
    assert post(client, assignment, "scores/", data).status_code == 422
    elsewhere = {"revision": 0, "marks": {"erosion.RAD@1": "2"}, "active": {"erosion.MC1H": 3}}
    assert post(client, assignment, "scores/", elsewhere).status_code == 400
    assert seconds_of(assignment) == {}
    assert not SiteScore.objects.exists()


def test_time_is_told_of_an_own_draft_only(
    sign_in: SignIn, assignment: Assignment, one: StudyWorld
) -> None:
    data = {"active": {"erosion.RAD": 3}}
    assert post(sign_in(one.second_reader), assignment, "time/", data).status_code == 404
    submitted_reading(assignment)
    answer = post(sign_in(assignment.reader), assignment, "time/", data)
    assert answer.json()["error"]["code"] == "reading_locked"
    assert seconds_of(assignment) == {}


@pytest.mark.parametrize(
    "active",
    [
        None,
        [],
        {"erosion.RAD": 3601},
        {"erosion.RAD": -1},
        {"erosion.RAD": 1.5},
        {"erosion.RAD": True},
        {"erosion.RAD": "1"},
        {"erosion.MC1H": 1},
        {f"x{n}": 1 for n in range(2001)},
        {"erosion.RAD@1": 1},
    ],
)
def test_what_is_no_time_is_refused_with_a_sentence(
    sign_in: SignIn, assignment: Assignment, active: Any
) -> None:
    answer = post(sign_in(assignment.reader), assignment, "time/", {"active": active})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
