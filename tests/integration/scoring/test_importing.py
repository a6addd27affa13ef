"""Loading complete readings: the same checks as typing them, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from ra_registry.cohort.freshness import data_version
from ra_registry.core.models import AuditEvent, Signature
from scoring.entries import entries_of
from scoring.errors import CampaignLocked, ImportRefused
from scoring.instruments import Entry, UnscorableReason, get_instrument
from scoring.models import Assignment, Campaign, Reading, SiteScore
from scoring.services import (
    ImportedReading,
    close_campaign,
    fingerprint_of,
    import_readings,
)
from tests.factories.scoring import (
    draft_reading,
    first_assignment,
    having_said_why,
    open_for_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

ITEMS = get_instrument("ramris-2016").items_of(["synovitis"])


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def campaign(one: StudyWorld) -> Campaign:
    return open_for_reading(one)


def complete(**changed: Any) -> dict[str, Entry]:
    return {item.code: Entry(value=1) for item in ITEMS} | changed


def readings(campaign: Campaign, **changed: Any) -> Iterator[ImportedReading]:
    """Yield a reading of every assignment; the first one has the changed entries at follow-up."""
    assignments = Assignment.objects.filter(case__campaign=campaign).select_related(
        "case", "reader"
    )
    for number, assignment in enumerate(assignments.order_by("pk")):
        yield ImportedReading(
            assignment=assignment,
            entries={1: complete(), 2: complete(**(changed if number == 0 else {}))},
            read_at=datetime(2023, 5, 4, 12, tzinfo=UTC),
        )


@pytest.mark.parametrize("batch_size", [1, 3, 200])
def test_every_reading_is_stored_and_signed_as_transcribed_by_its_importer(
    one: StudyWorld, campaign: Campaign, batch_size: int
) -> None:
    manager = one.people["data_manager"]
    before, imported = data_version(one.study.pk), timezone.now()
    reason = Entry(reason=UnscorableReason.OUTSIDE_FOV)
    stored = import_readings(
        campaign=campaign,
        readings=readings(campaign, **{"synovitis.RCJ": reason}),
        by=manager,
        batch_size=batch_size,
    )
    assert stored == Reading.objects.count() == 8
    assert SiteScore.objects.count() == 8 * 2 * 7
    for reading in Reading.objects.select_related("assignment__case__campaign"):
        assert (reading.state, reading.is_current) == ("submitted", True)
        assert reading.signed_as == one.people["data_manager"].full_name
        assert reading.submitted_by == one.people["data_manager"]
        assert reading.started_by == reading.assignment.reader
        assert reading.signature_meaning == "transcription"
        assert reading.started_at == datetime(2023, 5, 4, 12, tzinfo=UTC)
        assert imported <= reading.submitted_at <= timezone.now()
        assert reading.content_hash == fingerprint_of(reading)
        assert reading.assignment.status == "submitted"
    first = Reading.objects.order_by("assignment_id").first()
    assert entries_of(first)[2]["synovitis.RCJ"] == reason
    assert data_version(one.study.pk) == before + 1
    event = AuditEvent.objects.get(kind="readings_imported")
    assert (event.data["readings"], event.data["scores"]) == (8, 112)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"synovitis.RCJ": Entry(value=4)}, "0 to 3"),
        ({"synovitis.RCJ": Entry()}, "neither score nor reason"),
        ({"synovitis.MCP1": Entry(value=0)}, "first MCP joint"),
        ({"erosion.RAD": Entry(value=0)}, "Features read here"),
    ],
)
def test_one_wrong_entry_stores_nothing_and_is_named(
    one: StudyWorld, campaign: Campaign, changed: dict[str, Entry], sentence: str
) -> None:
    with pytest.raises(ImportRefused, match="nothing was stored") as caught:
        import_readings(
            campaign=campaign,
            readings=readings(campaign, **changed),
            by=one.people["data_manager"],
            batch_size=2,
        )
    [detail] = caught.value.details
    assert sentence in detail
    assert "time point 2" in detail
    assert not Reading.objects.exists()


def test_a_missing_site_is_named(one: StudyWorld, campaign: Campaign) -> None:
    assignment = first_assignment(campaign, one.second_reader)
    entries = complete()
    del entries["synovitis.MCP3"]
    with pytest.raises(ImportRefused) as caught:
        import_readings(
            campaign=campaign,
            readings=[ImportedReading(assignment, {1: entries, 2: complete()})],
            by=one.people["data_manager"],
        )
    assert "MCP joint 3" in caught.value.details[0]
    assert assignment.case.number in caught.value.details[0]


def test_time_points_must_be_those_of_the_case(one: StudyWorld, campaign: Campaign) -> None:
    assignment = first_assignment(campaign, one.second_reader)
    with pytest.raises(ImportRefused) as caught:
        import_readings(
            campaign=campaign,
            readings=[ImportedReading(assignment, {1: complete()})],
            by=one.people["data_manager"],
        )
    assert "found time points [1], expected [1, 2]" in caught.value.details[0]


def test_a_case_of_another_campaign_is_refused(one: StudyWorld, campaign: Campaign) -> None:
    other = open_for_reading(one, code="other")
    with pytest.raises(ImportRefused) as caught:
        import_readings(campaign=campaign, readings=readings(other), by=one.people["data_manager"])
    assert "not a case of this campaign" in caught.value.details[0]


def test_what_was_begun_is_not_overwritten(one: StudyWorld, campaign: Campaign) -> None:
    begun = draft_reading(first_assignment(campaign, one.second_reader))
    with pytest.raises(ImportRefused) as caught:
        import_readings(
            campaign=campaign, readings=readings(campaign), by=one.people["data_manager"]
        )
    assert begun.assignment.case.number in caught.value.details[0]
    assert list(Reading.objects.all()) == [begun]


def test_a_closed_campaign_takes_none(one: StudyWorld, campaign: Campaign) -> None:
    manager = one.people["data_manager"]
    close_campaign(campaign=campaign, by=manager)
    with pytest.raises(CampaignLocked):
        import_readings(campaign=campaign, readings=readings(campaign), by=manager)


def test_nothing_to_import_is_no_event(one: StudyWorld, campaign: Campaign) -> None:
    assert import_readings(campaign=campaign, readings=[], by=one.people["data_manager"]) == 0
    assert not AuditEvent.objects.filter(kind="readings_imported").exists()


@pytest.mark.parametrize("batch_size", [2, 200])
def test_a_reading_that_stands_twice_is_refused_with_both_places(
    one: StudyWorld, campaign: Campaign, batch_size: int
) -> None:
    given = list(readings(campaign))
    again = [*given[:1], *given[:1], *given[1:]] if batch_size == 2 else [*given, given[1]]
    with pytest.raises(ImportRefused, match="1 problem in the readings") as refused:
        import_readings(
            campaign=campaign, readings=again, by=one.people["data_manager"], batch_size=batch_size
        )
    case = (given[0] if batch_size == 2 else given[1]).assignment
    places = "1 and 2" if batch_size == 2 else f"2 and {len(again)}"
    name = f"Case {case.case.number}, reader {case.reader_number}"
    told = f"{name}: readings {places} of the list are both of this assignment."
    assert refused.value.details == [told]
    assert not Reading.objects.exists()


def test_the_page_says_who_transcribed(
    one: StudyWorld, campaign: Campaign, sign_in: Callable[..., Client]
) -> None:
    manager = one.people["data_manager"]
    import_readings(campaign=campaign, readings=readings(campaign), by=manager)
    reading = Reading.objects.earliest("pk")
    client = having_said_why(sign_in(manager))
    page = client.get(f"/studies/alpha/readings/{reading.pk}/").content.decode()
    assert f"Transcribed by {manager.full_name}" in page
    assert "The stored scores are the signed ones" in page
    assert not Signature.objects.exists()
    # One that was imported when the reader's name was printed stays as it is.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE scoring_reading DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE scoring_reading SET submitted_by_id = started_by_id, signed_as = 'Earlier Name'"
        )
        cursor.execute("ALTER TABLE scoring_reading ENABLE TRIGGER USER")
    page = client.get(f"/studies/alpha/readings/{reading.pk}/").content.decode()
    assert "<strong>Earlier Name</strong>" in page
    assert "Transcribed from the reader" in page
