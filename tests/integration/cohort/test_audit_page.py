"""The audit trail of a study: complete, its own, and verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.cohort import services
from ra_registry.core.models import AuditEvent
from ra_registry.core.tasks import verify_audit
from tests.factories.world import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
URL = "/studies/alpha/audit/"


@pytest.fixture
def monitor(world: World, sign_in: SignIn) -> Client:
    person, patient = world.one.people["coordinator"], world.one.patients[0]
    services.change_patient(by=person, patient=patient, revision=1, reason="read wrongly", sex="M")
    services.void_visit(
        by=person, visit=world.one.visit(patient, world.one.year_one), reason="twice entered"
    )
    services.void_patient(
        by=world.two.people["coordinator"], patient=world.two.patients[0], reason="other study"
    )
    return sign_in(world.one.people["monitor"])


def lines(client: Client, **filters: str) -> list[str]:
    return [line.title for line in client.get(URL, filters).context["lines"]]


def test_the_newest_event_comes_first_with_what_changed(monitor: Client, world: World) -> None:
    shown = monitor.get(URL).context["lines"]
    assert [line.title for line in shown] == ["Record voided: visit", "Patient changed"]
    assert shown[1].changes == [("Sex", "Female", "Male")]
    assert (shown[1].reason, shown[1].by) == ("read wrongly", "coordinator alpha")
    assert shown[1].url == f"{world.one.patients[0].get_absolute_url()}history/"


def test_another_studys_events_are_not_shown(monitor: Client) -> None:
    assert "other study" not in monitor.get(URL).content.decode()


def test_the_trail_is_filtered(monitor: Client, world: World) -> None:
    today = timezone.now().date().isoformat()
    assert lines(monitor, kind="patient_changed") == ["Patient changed"]
    assert len(lines(monitor, q=world.one.patients[0].pseudonym)) == 2
    assert lines(monitor, q="nobody") == []
    assert len(lines(monitor, since=today, until=today)) == 2
    assert lines(monitor, until="2020-01-01") == []


@pytest.mark.parametrize(
    "filters",
    [{"since": "2024-02-31"}, {"since": "x"}, {"kind": "x"}, {"page": "x"}],
)
def test_a_mangled_filter_narrows_nothing(monitor: Client, filters: dict[str, str]) -> None:
    assert len(lines(monitor, **filters)) == 2


def test_a_nul_byte_in_the_address_leads_nowhere(monitor: Client) -> None:
    assert monitor.get(URL, {"q": "\x00"}).status_code == 404


def test_the_page_asks_a_fixed_number_of_times(
    monitor: Client, world: World, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        monitor.get(URL)
    for patient in world.one.patients[1:]:
        services.void_patient(
            by=world.one.people["data_manager"], patient=patient, reason="withdrawn"
        )
    with django_assert_num_queries(7):
        monitor.get(URL)


def test_verifying_says_when_the_chain_was_intact(monitor: Client) -> None:
    assert "has not been checked yet" in monitor.get(URL).content.decode()
    monitor.post(f"{URL}verify/")
    page = monitor.get(URL).content.decode()
    assert "Chain intact as of" in page
    assert AuditEvent.objects.order_by("position").last().hash in page


def test_a_broken_chain_is_an_alarm(monitor: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditevent SET data = '{}' WHERE position = 2")
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")
    monitor.post(f"{URL}verify/")
    page = monitor.get(URL).content.decode()
    assert "The audit trail is broken." in page
    assert "Event 2: its content was changed." in page


def test_only_those_who_review_may_verify(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.one.people["coordinator"]).post(f"{URL}verify/").status_code == 403
    assert sign_in(world.two.people["monitor"]).post(f"{URL}verify/").status_code == 404
    assert sign_in(world.one.local["monitor"]).post(f"{URL}verify/").status_code == 403


def test_the_nightly_check_is_what_the_page_shows(monitor: Client) -> None:
    verify_audit()
    assert "Chain intact as of" in monitor.get(URL).content.decode()
