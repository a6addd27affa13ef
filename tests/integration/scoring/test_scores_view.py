"""What the form's script sends and is answered."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ra_registry.cohort.models import Membership
from scoring.models import Assignment, SiteScore
from tests.factories.scoring import (
    draft_reading,
    first_assignment,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

# Session, user; begin, lock with all that may have changed, write, commit.
SAVE_QUERIES = 6


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def assignment(one: StudyWorld) -> Assignment:
    return first_assignment(
        open_for_reading(one, features=["erosion", "jsn"]), one.people["reader"]
    )


Send = Callable[..., HttpResponse]


@pytest.fixture
def send(sign_in: Callable[..., Client], assignment: Assignment) -> Send:
    client = sign_in(assignment.reader)

    def post(data: Any, path: str = "scores/") -> HttpResponse:
        body = data if isinstance(data, str | bytes) else json.dumps(data)
        return client.post(
            f"/reading/{assignment.token}/{path}", body, content_type="application/json"
        )

    return post


def test_a_save_is_acknowledged_with_its_spelling(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    answer = send({"revision": 0, "marks": {"erosion.RAD@1": " 02 ", "jsn.CMC1@2": "ard"}}).json()
    assert answer == {"revision": 1, "texts": {"erosion.RAD@1": "2", "jsn.CMC1@2": "ARD"}}


def test_an_emptied_cell_is_acknowledged_as_empty(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    send({"revision": 0, "marks": {"erosion.RAD@1": "2", "erosion.ULN@1": "1"}})
    answer = send({"revision": 1, "marks": {"erosion.RAD@1": " ", "erosion.ULN@1": "3"}}).json()
    assert answer == {"revision": 2, "texts": {"erosion.RAD@1": "", "erosion.ULN@1": "3"}}
    assert SiteScore.objects.get().half_units == 6


def test_what_is_stored_already_is_left_as_it_is(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    data = {"marks": {"erosion.RAD@1": "2", "erosion.ULN@1": ""}}
    send({**data, "revision": 0})
    entered_at = SiteScore.objects.get().entered_at
    assert send({**data, "revision": 1}).json()["revision"] == 1
    assert SiteScore.objects.get().entered_at == entered_at


def test_fields_of_a_newer_page_are_passed_over(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    data = {"revision": 0, "marks": {"erosion.RAD@1": "2"}, "colour": 12, "reader": "x"}
    assert send(data).json()["revision"] == 1


def test_another_readers_save_finds_nothing(
    one: StudyWorld, sign_in: Callable[..., Client], assignment: Assignment
) -> None:
    draft_reading(assignment)
    client = sign_in(one.second_reader)
    for body in ({"revision": 0, "marks": {"erosion.RAD@1": "2"}}, {"revision": "?"}):
        answer = client.post(
            f"/reading/{assignment.token}/scores/", body, content_type="application/json"
        )
        assert answer.status_code == 404
    assert not SiteScore.objects.exists()


def test_the_role_is_asked_for_at_each_save(
    one: StudyWorld, send: Send, assignment: Assignment
) -> None:
    draft_reading(assignment)
    assert send({"revision": 0, "marks": {"erosion.RAD@1": "2"}}).status_code == 200
    Membership.objects.filter(user=assignment.reader).update(
        ended_at=timezone.now(), ended_by=one.people["data_manager"]
    )
    assert send({"revision": 1, "marks": {"erosion.RAD@1": "3"}}).status_code == 404
    assert SiteScore.objects.get().half_units == 4


def test_history_tells_who_replaced_a_score_and_by_which_request(
    send: Send, assignment: Assignment
) -> None:
    draft_reading(assignment)
    for revision, text in enumerate(["2", "3", ""]):
        send({"revision": revision, "marks": {"erosion.RAD@1": text}})
    replaced = SiteScore.pgh_event_model.objects.order_by("pgh_id").select_related("pgh_context")
    assert [(event.pgh_label, event.half_units) for event in replaced] == [
        ("update", 4),
        ("delete", 6),
    ]
    for event in replaced:
        assert event.pgh_context.metadata["user"] == assignment.reader.pk
        assert event.pgh_context.metadata["request_id"]


def test_a_repeated_request_is_no_conflict_and_tells_what_was_missed(
    send: Send, assignment: Assignment
) -> None:
    draft_reading(assignment)
    data = {"revision": 0, "marks": {"erosion.RAD@1": "2"}}
    send(data)
    send({"revision": 1, "marks": {"erosion.ULN@1": "3"}})
    again = send(data).json()
    assert (again["revision"], again["texts"]) == (2, {"erosion.RAD@1": "2"})
    assert again["cells"] == {"erosion.RAD@1": "2", "erosion.ULN@1": "3"}


def test_a_conflict_carries_what_is_stored(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    send({"revision": 0, "marks": {"erosion.RAD@1": "2"}})
    response = send({"revision": 0, "marks": {"erosion.RAD@1": "3", "erosion.ULN@1": "1"}})
    assert response.status_code == 409
    body = response.json()
    assert body["error"]["code"] == "reading_changed"
    assert (body["revision"], body["cells"]) == (1, {"erosion.RAD@1": "2"})


def test_refused_cells_are_named(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    response = send(
        {"revision": 0, "marks": {"erosion.RAD@1": "11", "erosion.ULN@2": "?", "jsn.CMC1@1": "1"}}
    )
    assert response.status_code == 422
    problems = response.json()["problems"]
    assert set(problems) == {"erosion.RAD@1", "erosion.ULN@2"}
    assert "0 to 10 in steps of 1" in problems["erosion.RAD@1"]
    assert not SiteScore.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        b"\xff\xfe",
        "[" * 100_000,
        {"marks": {}},
        {"revision": True, "marks": {}},
        {"revision": -1, "marks": {}},
        {"revision": 1e400, "marks": {}},
        {"revision": 0},
        {"revision": 0, "marks": []},
        {"revision": 0, "marks": {"erosion.RAD@1": 2}},
        {"revision": 0, "marks": {"erosion.RAD@1": None}},
        {"revision": 0, "marks": {"erosion.RAD": "2"}},
        {"revision": 0, "marks": {"erosion.RAD@9": "2"}},
        {"revision": 0, "marks": {f"x{n}@1": "1" for n in range(2001)}},
    ],
)
def test_what_is_no_request_is_refused_with_a_sentence(
    send: Send, assignment: Assignment, body: Any
) -> None:
    draft_reading(assignment)
    response = send(body)
    assert response.status_code == 400
    assert response.json()["error"]["message"]
    assert not SiteScore.objects.exists()


@pytest.mark.parametrize("text", ["-1", "0.25", "1e1", "NaN", "∞", "'; DROP TABLE", "9" * 500])
def test_what_is_no_score_is_refused_by_site(send: Send, assignment: Assignment, text: str) -> None:
    draft_reading(assignment)
    response = send({"revision": 0, "marks": {"erosion.RAD@1": text}})
    assert response.status_code == 422
    assert "distal radius" in response.json()["problems"]["erosion.RAD@1"]


def test_a_nul_byte_is_refused_with_a_sentence(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    response = send({"revision": 0, "marks": {"erosion.RAD@1": "\x00"}})
    assert response.status_code == 400
    assert response.json()["error"]["message"]
    assert not SiteScore.objects.exists()


def test_the_rest_is_normal_and_told_cell_by_cell(send: Send, assignment: Assignment) -> None:
    draft_reading(assignment)
    send({"revision": 0, "marks": {"erosion.RAD@1": "2"}})
    answer = send({"revision": 1, "feature": "erosion"}, "rest-normal/").json()
    assert len(answer["cells"]) == 2 * 23 - 1
    assert set(answer["cells"].values()) == {"0"}
    assert "erosion.RAD@1" not in answer["cells"]
    again = send({"revision": 2, "feature": "erosion"}, "rest-normal/").json()
    assert (again["revision"], again["cells"]) == (2, {})


@pytest.mark.parametrize("named", [{"group": "radius_ulna"}, {"groups": ["radius_ulna"]}])
def test_the_rest_of_a_group_is_normal(
    send: Send, assignment: Assignment, named: dict[str, Any]
) -> None:
    draft_reading(assignment)
    part = {"revision": 0, "feature": "erosion", **named}
    cells = send(part, "rest-normal/").json()["cells"]
    assert set(cells) == {
        f"erosion.{site}@{column}" for site in ("RAD", "ULN") for column in (1, 2)
    }


@pytest.mark.parametrize(
    "part",
    [
        {"feature": "pannus"},
        {"feature": "wrist"},
        {"region": ["wrist"]},
        {"feature": 1},
        {"feature": {}},
        {"group": "tail"},
        {"group": ["carpal"]},
        {"groups": "carpal"},
        {"groups": ["carpal", 1]},
        {"groups": ["carpal", "tail"]},
        {"group": "carpal", "groups": ["carpal"]},
    ],
)
def test_only_parts_of_the_form_are_filled(
    send: Send, assignment: Assignment, part: dict[str, Any]
) -> None:
    draft_reading(assignment)
    assert send({"revision": 0, **part}, "rest-normal/").status_code == 400


def test_a_case_that_was_not_started_takes_no_scores(send: Send, assignment: Assignment) -> None:
    response = send({"revision": 0, "marks": {"erosion.RAD@1": "2"}})
    assert response.status_code == 400
    assert "Start this case first" in response.json()["error"]["message"]


def test_a_submitted_reading_takes_no_scores(send: Send, assignment: Assignment) -> None:
    submitted_reading(assignment)
    response = send({"revision": 1, "marks": {"erosion.RAD@1": "2"}})
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "reading_locked"


def test_the_request_must_come_from_the_page(assignment: Assignment) -> None:
    draft_reading(assignment)
    client = Client(enforce_csrf_checks=True)
    client.force_login(assignment.reader)
    response = client.post(
        f"/reading/{assignment.token}/scores/",
        {"revision": 0, "marks": {"erosion.RAD@1": "2"}},
        content_type="application/json",
    )
    assert response.status_code == 403
    assert not SiteScore.objects.exists()


def test_a_save_takes_few_queries(
    send: Send, assignment: Assignment, django_assert_num_queries: Callable[..., object]
) -> None:
    draft_reading(assignment)
    send({"revision": 0, "marks": {"erosion.RAD@1": "2"}})  # writes the query of all others
    for revision, text in enumerate(["3", "FOV", ""], start=1):
        with django_assert_num_queries(SAVE_QUERIES):
            send({"revision": revision, "marks": {"erosion.RAD@1": text}})


def test_time_that_is_told_along_takes_one_query_more(
    send: Send, assignment: Assignment, django_assert_num_queries: Callable[..., object]
) -> None:
    draft_reading(assignment)
    send({"revision": 0, "marks": {"erosion.RAD@1": "2"}})
    with django_assert_num_queries(SAVE_QUERIES + 1):
        send({"revision": 1, "marks": {"erosion.RAD@1": "3"}, "active": {"erosion.RAD": 4}})
    with django_assert_num_queries(SAVE_QUERIES):
        send({"revision": 2, "marks": {"erosion.RAD@1": "2"}, "active": {}})


@pytest.mark.parametrize("path", ["scores/", "rest-normal/"])
def test_a_form_in_the_place_of_json_is_refused(
    sign_in: Callable[..., Client], assignment: Assignment, path: str
) -> None:
    draft_reading(assignment)
    client = sign_in(assignment.reader)
    for body in ({}, {"revision": "0", "file": io.BytesIO(b"x")}):
        answer = client.post(f"/reading/{assignment.token}/{path}", body)
        assert answer.status_code == 400
        assert "application/json" in answer.json()["error"]["message"]
    assert not SiteScore.objects.exists()
