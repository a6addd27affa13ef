"""Single readings before lock: who sees them at all, and the reason that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ra_registry.core.models import AuditEvent
from scoring.models import Campaign, Reading
from tests.factories.scoring import (
    first_assignment,
    having_said_why,
    lock,
    open_for_reading,
    submitted_reading,
    unlock,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

WHY = "The scanner was changed in May"
ROLES = ("investigator", "monitor", "coordinator", "reader", "data_manager")
MAY_VIEW = {"investigator", "monitor", "data_manager"}


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def reading_in(one: StudyWorld, state: str, access: str) -> Reading:
    """A submitted reading of a north patient, of a campaign in a state."""
    campaign = open_for_reading(one, results_access=access)
    reading = submitted_reading(first_assignment(campaign, one.second_reader), value=2)
    if state in {"locked", "unlocked"}:
        lock(campaign)
    if state == "unlocked":
        unlock(campaign)
    return Reading.objects.get(pk=reading.pk)


def page_of(reading: Reading) -> str:
    return f"/studies/alpha/readings/{reading.pk}/"


def sees(reading: Reading, person: object) -> bool:
    return Reading.objects.visible_to(person).filter(pk=reading.pk).exists()


@pytest.mark.parametrize("access", ["locked", "investigators", "as-before"])
@pytest.mark.parametrize("state", ["open", "locked", "unlocked"])
def test_who_sees_a_reading_in_which_state(one: StudyWorld, state: str, access: str) -> None:
    reading = reading_in(one, state, access)
    early = state == "locked" or access != "locked"
    for role in ROLES:
        may = role == "data_manager" or (role in MAY_VIEW and early)
        assert sees(reading, one.people[role]) is may, role
    north = reading.assignment.case.patient.centre == one.north
    # A data manager of one centre is no data manager of the whole study.
    for role in MAY_VIEW:
        assert sees(reading, one.local[role]) is (early and north), f"{role} of north"


def test_what_is_hidden_is_absent_and_the_campaign_shows_progress(
    one: StudyWorld, sign_in: Callable[..., Client]
) -> None:
    reading = reading_in(one, "open", "locked")
    patient = reading.assignment.case.patient.pseudonym
    for role in ("investigator", "monitor"):
        client = sign_in(one.people[role])
        assert client.get(page_of(reading)).status_code == 404
        assert client.get(page_of(reading) + "open/").status_code == 404
        assert client.post(page_of(reading) + "open/", {"reason": WHY}).status_code == 404
        campaign = client.get("/studies/alpha/campaigns/mri/").content.decode()
        assert "/readings/" not in campaign
        assert "Submitted" in campaign
        assert page_of(reading) not in client.get(f"/studies/alpha/patients/{patient}/").text
        assert "Readings submitted" in client.get("/studies/alpha/").text
    assert not AuditEvent.objects.filter(kind="unblinded").exists()


@pytest.mark.parametrize("access", ["locked", "investigators", "as-before"])
def test_opening_asks_why_once_a_session(
    one: StudyWorld, sign_in: Callable[..., Client], access: str
) -> None:
    reading = reading_in(one, "open", access)
    client = sign_in(one.people["data_manager"])
    for address in (page_of(reading), page_of(reading) + "correction/"):
        asked = client.get(address)
        assert asked.status_code == 302
        assert unquote(asked.url) == f"{page_of(reading)}open/?next={address}"
    form = client.get(page_of(reading) + "open/")
    assert "Preliminary" in form.text
    away = client.post(page_of(reading) + "open/?next=https://example.com/", {"reason": "no"})
    assert away.status_code == 400
    assert client.post(page_of(reading) + "open/", {"reason": WHY}).url == page_of(reading)
    (event,) = AuditEvent.objects.filter(kind="unblinded")
    assert event.study_code == "alpha"
    assert event.target_id == str(reading.pk)
    case = reading.assignment.case.number
    assert event.data == {"code": "mri", "case": case, "reader": 2, "version": 1, "reason": WHY}
    shown = client.get(page_of(reading))
    assert "Preliminary" in shown.text
    assert client.get(page_of(reading) + "open/").url == page_of(reading)
    assert client.get(unquote(asked.url)).url == page_of(reading) + "correction/"
    assert client.get(page_of(reading) + "open/?next=//evil.org/").url == page_of(reading)
    assert AuditEvent.objects.filter(kind="unblinded").count() == 1
    # Another session, another reason; another campaign as well.
    assert sign_in(one.people["data_manager"]).get(page_of(reading)).status_code == 302
    second = open_for_reading(one, code="second")
    other = submitted_reading(first_assignment(second, one.second_reader))
    assert client.get(page_of(other)).status_code == 302


@pytest.mark.parametrize(
    "reason", ["", "short", "a" + " " * 20 + "b", "x" * 301, "\n\t" * 40, "ZZ\ufffe"]
)
def test_a_reason_that_is_none_opens_nothing(
    one: StudyWorld, sign_in: Callable[..., Client], reason: str
) -> None:
    reading = reading_in(one, "open", "investigators")
    client = sign_in(one.people["investigator"])
    answer = client.post(page_of(reading) + "open/", {"reason": reason})
    assert answer.status_code == 400
    assert client.get(page_of(reading)).status_code == 302
    assert not AuditEvent.objects.filter(kind="unblinded").exists()


def test_a_locked_campaign_asks_nothing(one: StudyWorld, sign_in: Callable[..., Client]) -> None:
    reading = reading_in(one, "locked", "locked")
    client = sign_in(one.people["monitor"])
    shown = client.get(page_of(reading))
    assert shown.status_code == 200
    assert "Preliminary" not in shown.text
    assert client.get(page_of(reading) + "open/").url == page_of(reading)
    unlock(Campaign.objects.get())
    assert client.get(page_of(reading)).status_code == 404


def test_lists_cost_the_same_however_many_campaigns_are_hidden(
    one: StudyWorld, sign_in: Callable[..., Client]
) -> None:
    reading_in(one, "open", "locked")
    client = having_said_why(sign_in(one.people["investigator"]))
    patient = one.patients[0].pseudonym
    pages = ("/studies/alpha/campaigns/mri/", f"/studies/alpha/patients/{patient}/")

    def cost() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    client.get(pages[0])
    before = cost()
    for code in ("second", "third"):
        more = open_for_reading(one, code=code, results_access="locked")
        submitted_reading(first_assignment(more, one.second_reader))
    assert cost() == before
