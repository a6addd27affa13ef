"""Campaigns, submitted readings and their site scores, for people who aren't blinded."""

from __future__ import annotations

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from scoring.models import Reading
from scoring.services import open_correction
from tests.factories.scoring import (
    draft_campaign,
    draft_reading,
    first_assignment,
    lock,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import World

ALPHA = "/api/v1/studies/alpha/"
N_SCORES = 14
"""Seven synovitis sites at two visits."""


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["investigator"])


@pytest.fixture
def unlocked(world: World) -> Reading:
    """One submitted reading, beside a draft of the other reader."""
    campaign = open_for_reading(world.one)
    draft_reading(first_assignment(campaign, world.one.second_reader))
    return submitted_reading(first_assignment(campaign, world.one.people["reader"]), value=2)


@pytest.fixture
def reading(unlocked: Reading) -> Reading:
    """The same, of a campaign that is locked."""
    lock(unlocked.assignment.case.campaign)
    return unlocked


def test_a_campaign_is_shown_with_its_protocol(
    world: World, client: APIClient, reading: Reading
) -> None:
    draft_campaign(world.one, code="draft")
    shown = client.get(f"{ALPHA}campaigns/mri/").json()
    assert shown["features"] == ["synovitis"]
    assert shown["step"] == "1"
    assert (shown["n_cases"], shown["n_readings"], shown["n_submitted"]) == (4, 8, 1)
    assert "seed" not in shown
    assert client.get(f"{ALPHA}campaigns/?state=draft").json()["count"] == 1


def test_counts_of_a_campaign_are_those_of_the_centre(world: World, api, reading: Reading) -> None:
    shown = api(world.one.local["investigator"]).get(f"{ALPHA}campaigns/mri/").json()
    assert (shown["n_cases"], shown["n_readings"]) == (2, 4)


def test_only_submitted_readings_are_listed_without_names(
    world: World, client: APIClient, reading: Reading
) -> None:
    answer = client.get(f"{ALPHA}readings/")
    (shown,) = answer.json()["results"]
    assignment = reading.assignment
    assert shown["id"] == reading.pk
    assert shown["case"] == assignment.case.number
    assert shown["patient"] == assignment.case.patient.pseudonym
    assert shown["reader_number"] == assignment.reader_number
    assert shown["order_shown"] == assignment.order
    assert shown["content_hash"] == reading.content_hash
    for name in (assignment.reader.email, assignment.reader.full_name):
        assert name not in answer.content.decode()


def test_one_reading_comes_with_totals_and_change(client: APIClient, reading: Reading) -> None:
    totals = client.get(f"{ALPHA}readings/{reading.pk}/").json()["totals"]
    (total,) = [total for total in totals if total["key"] == "synovitis.total"]
    assert [visit["visit"] for visit in total["visits"]] == ["bl", "m12"]
    for visit in total["visits"]:
        assert (visit["strict"], visit["prorated"], visit["n_scored"]) == ("14", "14.00", 7)
    assert total["change"] == {
        "value": "0.00",
        "n_paired": 7,
        "n_sites": 7,
        "worse": 0,
        "better": 0,
    }


def test_a_draft_is_nobody_elses_business(
    world: World, client: APIClient, reading: Reading
) -> None:
    draft = Reading.objects.get(state="draft")
    assert client.get(f"{ALPHA}readings/{draft.pk}/").status_code == 404
    assert client.get(f"{ALPHA}site-scores/?reading={draft.pk}").json()["results"] == []


def test_a_correction_shows_once_it_is_submitted(
    world: World, client: APIClient, unlocked: Reading
) -> None:
    open_correction(reading=unlocked, reason="Wrong column", by=unlocked.assignment.reader)
    lock(unlocked.assignment.case.campaign)
    (shown,) = client.get(f"{ALPHA}readings/").json()["results"]
    assert shown["version"] == 1
    assert shown["is_current"]


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("campaign=mri", 1),
        ("kind=read", 1),
        ("kind=adjudication", 0),
        ("current=true", 1),
        ("current=false", 0),
    ],
)
def test_readings_are_filtered(client: APIClient, reading: Reading, query: str, n: int) -> None:
    assert client.get(f"{ALPHA}readings/?{query}").json()["count"] == n


def test_site_scores_are_exact_text(client: APIClient, reading: Reading) -> None:
    body = client.get(f"{ALPHA}site-scores/?reading={reading.pk}").json()
    assert len(body["results"]) == N_SCORES
    shown = body["results"][0]
    assert (shown["score"], shown["reason"], shown["maximum"]) == ("2", None, "3")
    assert shown["patient"] == reading.assignment.case.patient.pseudonym
    assert client.get(f"{ALPHA}site-scores/{shown['id']}/").json() == shown


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("feature=synovitis", N_SCORES),
        ("feature=erosion", 0),
        ("visit=bl", N_SCORES // 2),
        ("campaign=mri&current=true", N_SCORES),
        ("current=false", 0),
    ],
)
def test_site_scores_are_filtered(client: APIClient, reading: Reading, query: str, n: int) -> None:
    assert len(client.get(f"{ALPHA}site-scores/?{query}").json()["results"]) == n


def test_site_scores_are_filtered_by_patient(
    world: World, client: APIClient, reading: Reading
) -> None:
    own = reading.assignment.case.patient.pseudonym
    for patient in world.one.patients:
        found = client.get(f"{ALPHA}site-scores/?patient={patient.pseudonym}").json()["results"]
        assert len(found) == (N_SCORES if patient.pseudonym == own else 0)


def test_a_long_table_is_walked_without_gap_or_repeat(
    world: World, client: APIClient, reading: Reading
) -> None:
    second = open_for_reading(world.one, code="second")
    submitted_reading(first_assignment(second, world.one.people["reader"]))
    lock(second)
    page = client.get(f"{ALPHA}site-scores/?page_size=4").json()
    seen = [row["id"] for row in page["results"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [row["id"] for row in page["results"]]
    assert seen == sorted(set(seen))
    assert len(seen) == 2 * N_SCORES


def test_readings_of_voided_patients_are_left_out(
    world: World, client: APIClient, reading: Reading
) -> None:
    patient = reading.assignment.case.patient
    patient.voided_at, patient.voided_by = timezone.now(), world.one.people["data_manager"]
    patient.void_reason = "consent withdrawn"
    patient.save()
    assert client.get(f"{ALPHA}readings/").json()["count"] == 0
    assert client.get(f"{ALPHA}site-scores/").json()["results"] == []


@pytest.mark.parametrize("path", ["campaigns/", "readings/", "site-scores/"])
def test_a_list_costs_the_same_for_one_page_however_long(
    world: World, reading: Reading, api, django_assert_num_queries, path: str
) -> None:
    """Token, study, roles, count, page; scores are not counted, and looked up in four parts."""
    campaign = open_for_reading(world.one, code="second")
    submitted_reading(first_assignment(campaign, world.one.people["reader"]))
    lock(campaign)
    client = api(world.one.people["investigator"])
    client.get(ALPHA)
    for page_size in (1, 500):
        with django_assert_num_queries(7 if path == "site-scores/" else 5):
            assert client.get(f"{ALPHA}{path}?page_size={page_size}").status_code == 200
