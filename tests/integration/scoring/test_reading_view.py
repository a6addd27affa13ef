"""A submitted reading: totals and change, signature, versions, and whether it was tampered with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from scoring.instruments import Entry
from scoring.models import Assignment, Reading
from scoring.services import Mark, open_correction, save_scores
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    having_said_why,
    open_for_reading,
    signed,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

QUERIES = 22


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def assignment(one: StudyWorld) -> Assignment:
    return first_assignment(open_for_reading(one), one.second_reader)


@pytest.fixture
def sign_in(sign_in: Callable[..., Client]) -> Callable[..., Client]:
    """Whoever signs in here has said why; the question itself is in ``test_opening``."""
    return lambda user: having_said_why(sign_in(user))


def url(reading: Reading) -> str:
    return f"/studies/alpha/readings/{reading.pk}/"


def changed_reading(assignment: Assignment) -> Reading:
    """Return a reading that is 0 at first and 1 at last, but 3 at one site at last."""
    reading = draft_reading(assignment)
    marks = [
        Mark(mark.position, mark.item, Entry(value=mark.position - 1))
        for mark in all_marks(assignment)
    ]
    marks.append(Mark(2, "synovitis.RCJ", Entry(value=3)))
    save_scores(reading=reading, marks=marks, revision=0, by=assignment.reader)
    return signed(reading)


@pytest.mark.parametrize("role", ["investigator", "data_manager", "monitor"])
def test_totals_and_change_are_in_true_order(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client], role: str
) -> None:
    page = sign_in(one.people[role]).get(url(changed_reading(assignment)))
    rows = {row.key: (row, change) for row, change in page.context["totals"]}
    row, change = rows["synovitis.total"]
    assert [total.strict for total in row.totals] == [0, 9]
    assert (change.value, change.worse, change.better) == (9, 7, 0)
    assert b"The stored scores are the signed ones" in page.content
    assert (b"Ask for a correction" in page.content) is (role == "data_manager")


def test_its_page_belongs_to_the_tab_of_the_reads(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    page = sign_in(one.people["data_manager"]).get(url(submitted_reading(assignment)))
    assert [tab["label"] for tab in page.context["study_nav"] if tab["active"]] == ["Reads"]


@pytest.mark.parametrize("role", ["reader", "coordinator"])
def test_who_sees_no_scores(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client], role: str
) -> None:
    assert sign_in(one.people[role]).get(url(submitted_reading(assignment))).status_code == 403


def test_other_studies_centres_and_drafts_do_not_exist(
    world: World, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    one = world.one
    reading = submitted_reading(assignment)
    assert sign_in(world.two.people["monitor"]).get(url(reading)).status_code == 404
    other = f"/studies/beta/readings/{reading.pk}/"
    assert sign_in(world.two.people["monitor"]).get(other).status_code == 404
    south = Assignment.objects.filter(
        case__patient__centre=one.south, reader=one.people["reader"]
    ).first()
    local = sign_in(one.local["monitor"])
    assert local.get(url(submitted_reading(south))).status_code == 404
    draft = draft_reading(
        Assignment.objects.filter(reader=one.people["reader"], status="assigned").first()
    )
    assert sign_in(one.people["monitor"]).get(url(draft)).status_code == 404


def test_both_versions_are_shown_with_the_reason(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    old = submitted_reading(assignment)
    client = sign_in(one.people["data_manager"])
    empty = client.post(url(old) + "correction/", {"sites": ["synovitis.RCJ@1"]})
    assert empty.status_code == 400
    assert b"checked" in empty.content
    asked = client.post(
        url(old) + "correction/",
        {"asked_for": "images", "sites": ["synovitis.RCJ@1"]},
        follow=True,
    )
    assert b"finds the case in the worklist again" in asked.content
    assert b"Ask for a correction" not in asked.content
    draft = Reading.objects.get(state="draft")
    new = signed(draft)
    page = client.get(url(old)).content.decode()
    assert "Superseded" in page
    assert "Images were replaced or added" in page
    assert "1 site" in page
    assert url(new) in page
    assert "Current version" in client.get(url(new)).content.decode()


@pytest.mark.parametrize("role", ["investigator", "monitor", "reader"])
def test_who_asks_for_no_correction(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client], role: str
) -> None:
    reading = submitted_reading(assignment)
    client = sign_in(one.people[role])
    assert client.post(url(reading) + "correction/", {"asked_for": "slip"}).status_code == 403
    assert Reading.objects.count() == 1


def test_tampering_with_a_score_shows(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    reading = submitted_reading(assignment)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE scoring_sitescore DISABLE TRIGGER USER")
        cursor.execute("UPDATE scoring_sitescore SET half_units = 0")
        cursor.execute("ALTER TABLE scoring_sitescore ENABLE TRIGGER USER")
    page = sign_in(one.people["monitor"]).get(url(reading)).content.decode()
    assert "not the ones that were signed" in page


def test_a_correction_of_an_old_version_is_refused(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    old = submitted_reading(assignment)
    draft = open_correction(reading=old, reason="slip", by=assignment.reader)
    signed(draft)
    client = sign_in(one.people["data_manager"])
    assert client.post(url(old) + "correction/", {"asked_for": "slip"}).status_code == 422


def test_the_page_takes_few_queries(
    one: StudyWorld,
    assignment: Assignment,
    sign_in: Callable[..., Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    reading = submitted_reading(assignment)
    client = sign_in(one.people["data_manager"])
    with django_assert_max_num_queries(QUERIES):
        assert client.get(url(reading)).status_code == 200
