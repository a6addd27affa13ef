"""The reader's form: started by hand, saved without scripts as well, read-only once submitted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ra_registry.core.models import StepUp
from scoring.entries import entries_of
from scoring.instruments import Entry, UnscorableReason
from scoring.models import Assignment, Reading
from scoring.services import close_campaign, save_scores
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    fields_of,
    first_assignment,
    open_for_reading,
    sign_form,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

FORM_QUERIES = 12


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def assignment(one: StudyWorld) -> Assignment:
    return first_assignment(open_for_reading(one), one.people["reader"])


@pytest.fixture
def client(one: StudyWorld, sign_in: Callable[..., Client]) -> Client:
    return sign_in(one.people["reader"])


@pytest.fixture
def url(assignment: Assignment) -> str:
    return f"/reading/{assignment.token}/"


def test_looking_at_a_case_does_not_start_it(client: Client, url: str) -> None:
    assert b"Start reading" in client.get(url).content
    assert not Reading.objects.exists()
    assert client.get(url + "start/").status_code == 405


def test_start_opens_the_form(client: Client, url: str) -> None:
    response = client.post(url + "start/", follow=True)
    assert b'name="synovitis.MCP5@2"' in response.content
    assert response.context["grid"].n_cells == 14
    assert response["Cache-Control"] == "no-store"


def test_the_plain_form_saves_scores_reasons_and_empties(
    client: Client, assignment: Assignment, url: str
) -> None:
    reading = draft_reading(assignment)
    saved = client.post(
        url, {"revision": "0", "synovitis.RCJ@1": "2", "synovitis.RCJ@2": "fov"}, follow=True
    )
    assert b"Saved." in saved.content
    first, second = assignment.order
    entries = entries_of(reading)
    assert entries[first]["synovitis.RCJ"] == Entry(value=2)
    assert entries[second]["synovitis.RCJ"] == Entry(reason=UnscorableReason.OUTSIDE_FOV)
    client.post(url, {"revision": "1", "synovitis.RCJ@1": ""})
    assert first not in entries_of(reading)


def test_a_refused_plain_form_keeps_what_was_typed(
    client: Client, assignment: Assignment, url: str
) -> None:
    draft_reading(assignment)
    response = client.post(url, {"revision": "0", "synovitis.RCJ@1": "7", "synovitis.MCP2@1": "1"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "found 7. Allowed are 0 to 3 in steps of 1." in text
    fields = fields_of(text)
    assert (fields["synovitis.RCJ@1"], fields["synovitis.MCP2@1"]) == ("7", "1")
    assert 'aria-invalid="true"' in text


def test_a_stale_plain_form_is_refused(client: Client, assignment: Assignment, url: str) -> None:
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    response = client.post(url, {"revision": "0", "synovitis.RCJ@1": "3"})
    assert response.status_code == 409
    assert b"Another tab" in response.content


@pytest.mark.parametrize("revision", ["", "abc", "-1", "99999999999", "²"])
def test_a_form_without_its_revision_is_refused(
    client: Client, assignment: Assignment, url: str, revision: str
) -> None:
    draft_reading(assignment)
    response = client.post(url, {"revision": revision, "synovitis.RCJ@1": "3"})
    assert response.status_code == 400
    assert b"Reload the page" in response.content


def test_save_and_submit_asks_for_the_signature(
    client: Client, assignment: Assignment, url: str
) -> None:
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment)[1:], revision=0, by=assignment.reader)
    data = {"revision": "1", "synovitis.DRUJ@1": "1", "submit": "yes"}
    response = client.post(url, data, follow=True)
    text = response.content.decode()
    assert "I made this reading and these are my scores" in text
    assert assignment.reader.full_name in text


def test_an_incomplete_reading_comes_back_with_its_missing_sites(
    client: Client, assignment: Assignment, url: str
) -> None:
    draft_reading(assignment)
    response = client.post(url + "submit/", {"revision": "0"})
    assert response.status_code == 422
    assert b"14 sites have neither a score nor a reason" in response.content
    assert b"A: Synovitis, distal radioulnar joint" in response.content


def test_what_changed_after_the_page_is_not_submitted(
    client: Client, assignment: Assignment, url: str
) -> None:
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    stale = sign_form(reading, content_hash="0" * 64)
    response = client.post(url + "submit/", stale)
    assert response.status_code == 409
    assert b"Look at it again" in response.content
    reading.refresh_from_db()
    assert reading.state == "draft"
    assert not StepUp.objects.exists()


def test_submitting_locks_the_page_and_a_second_click_says_the_same(
    client: Client, assignment: Assignment, url: str
) -> None:
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    for _ in range(2):
        page = client.post(url + "submit/", sign_form(reading), follow=True).content.decode()
        assert "is submitted and locked" in page
        assert fields_of(page) == {}
        assert "Signed" in page
    assert Reading.objects.get().state == "submitted"


def test_an_own_correction_needs_a_reason(client: Client, assignment: Assignment, url: str) -> None:
    submitted_reading(assignment)
    assert client.post(url + "correction/", {"reason": ""}).status_code == 422
    page = client.post(url + "correction/", {"reason": "a slip"}, follow=True).content.decode()
    assert "a slip" in page
    assert fields_of(page)["synovitis.RCJ@1"] == "1"


def test_a_closed_campaign_leaves_the_draft_readable(
    one: StudyWorld, client: Client, assignment: Assignment, url: str
) -> None:
    draft_reading(assignment)
    close_campaign(campaign=assignment.case.campaign, by=one.people["data_manager"])
    page = client.get(url).content.decode()
    assert "Campaign closed" in page
    assert fields_of(page) == {}
    assert client.post(url, {"revision": "0", "synovitis.RCJ@1": "3"}).status_code == 409


def test_a_case_that_was_not_started_can_not_be_submitted(client: Client, url: str) -> None:
    assert client.post(url + "submit/", {"revision": "0"})["Location"] == url
    assert client.post(url + "correction/", {"reason": "x"})["Location"] == url
    assert not Reading.objects.exists()


def test_totals_are_shown_only_by_protocol(one: StudyWorld, client: Client) -> None:
    for visible in (True, False):
        campaign = open_for_reading(one, code=f"t{visible}".lower(), totals_visible=visible)
        assignment = first_assignment(campaign, one.people["reader"])
        draft_reading(assignment)
        page = client.get(f"/reading/{assignment.token}/").content.decode()
        assert ("Running totals" in page) is visible


def test_the_role_ends_and_so_does_the_access(
    one: StudyWorld, client: Client, assignment: Assignment, url: str
) -> None:
    draft_reading(assignment)
    one.people["reader"].memberships.update(
        ended_at="2024-01-01T00:00Z", ended_by=one.people["data_manager"]
    )
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_nothing(
    world: World, sign_in: Callable[..., Client], url: str, method: str
) -> None:
    for person in (world.stranger, world.one.people["data_manager"], world.two.people["reader"]):
        assert getattr(sign_in(person), method)(url).status_code == 404


def test_the_whole_ramris_form_takes_few_queries(
    one: StudyWorld, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    features = ["synovitis", "erosion", "bme", "jsn", "tenosynovitis"]
    campaign = open_for_reading(one, code="all", features=features)
    assignment = first_assignment(campaign, one.people["reader"])
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    with django_assert_max_num_queries(FORM_QUERIES):
        response = client.get(f"/reading/{assignment.token}/")
    assert response.context["grid"].n_entered == 174
