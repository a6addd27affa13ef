"""Scores before lock by program: data managers of the whole study alone, with a reason."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from ra_registry.core.models import AuditEvent
from scoring.models import Campaign, Reading
from tests.factories.scoring import first_assignment, lock, open_for_reading, submitted_reading
from tests.factories.world import StudyWorld, World

API = "/api/v1/studies/alpha/"
WHY = "The scanner was changed in May"


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def reading_in(one: StudyWorld, access: str) -> Reading:
    campaign = open_for_reading(one, results_access=access)
    return submitted_reading(first_assignment(campaign, one.second_reader), value=2)


@pytest.mark.parametrize("access", ["locked", "investigators", "as-before"])
def test_programs_get_what_is_locked(one: StudyWorld, api, access: str) -> None:
    reading = reading_in(one, access)
    score = reading.scores.first().pk
    for role in ("investigator", "monitor"):
        client: APIClient = api(one.people[role])
        for query in ("", f"?reason={WHY}"):
            assert client.get(f"{API}readings/{query}").json()["results"] == []
            assert client.get(f"{API}site-scores/{query}").json()["results"] == []
            assert client.get(f"{API}readings/{reading.pk}/{query}").status_code == 404
            assert client.get(f"{API}site-scores/{score}/{query}").status_code == 404
    assert not AuditEvent.objects.filter(kind="unblinded").exists()
    lock(Campaign.objects.get())
    shown = api(one.people["monitor"]).get(f"{API}readings/{reading.pk}/").json()
    assert shown["preliminary"] is False


def test_a_program_of_a_data_manager_says_why_once_a_day(one: StudyWorld, api) -> None:
    cache.clear()
    reading = reading_in(one, "locked")
    client: APIClient = api(one.people["data_manager"])
    assert client.get(f"{API}readings/").json()["results"] == []
    refused = client.get(f"{API}readings/{reading.pk}/")
    assert refused.status_code == 400
    assert "reason" in refused.json()["error"]["fields"]
    for query in ("short", "x" * 301):
        assert client.get(f"{API}readings/?reason={query}").status_code == 400
    assert client.get(f"{API}readings/?reason=a{'%20' * 20}b").json()["results"] == []
    assert not AuditEvent.objects.filter(kind="unblinded").exists()
    (shown,) = client.get(f"{API}readings/?reason={WHY}").json()["results"]
    assert shown["preliminary"] is True
    assert len(client.get(f"{API}site-scores/?reason={WHY}").json()["results"]) == 14
    assert client.get(f"{API}readings/{reading.pk}/?reason={WHY}").status_code == 200
    (event,) = AuditEvent.objects.filter(kind="unblinded")
    assert (event.data["code"], event.data["reason"]) == ("mri", WHY)
    assert event.data["token"]
    # Somebody of one centre manages no campaigns of the study.
    local: APIClient = api(one.local["data_manager"])
    assert local.get(f"{API}readings/?reason={WHY}").json()["results"] == []
