"""Two connections at the same moment: a save and a submission, two saves, two submissions."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from ra_registry.core.models import AuditEvent, Signature
from scoring.entries import entries_of
from scoring.errors import ReadingChanged, ReadingLocked
from scoring.instruments import Entry
from scoring.models import Reading, SiteScore
from scoring.services import (
    Mark,
    fingerprint_of,
    open_correction,
    save_score,
    save_scores,
    start_reading,
    submit_reading,
)
from tests.factories.at_once import at_once
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    open_for_reading,
    proof_of,
    signed,
)
from tests.factories.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reading() -> Reading:
    world = build_world()
    campaign = open_for_reading(world.one)
    assignment = first_assignment(campaign, world.one.people["reader"])
    draft = draft_reading(assignment)
    save_scores(reading=draft, marks=all_marks(assignment), revision=0, by=assignment.reader)
    return draft


def change(reading: Reading, value: int) -> int:
    return save_score(
        reading=reading,
        mark=Mark(1, "synovitis.RCJ", Entry(value=value)),
        revision=1,
        by=reading.started_by,
    )


@pytest.mark.parametrize("attempt", range(4))
def test_a_save_and_a_submission_never_mix(reading: Reading, attempt: int) -> None:
    by, proof = reading.started_by, proof_of(reading)
    saved, submitted = at_once(
        lambda: change(reading, 3),
        lambda: submit_reading(reading=reading, by=by, proof=proof),
    )
    reading.refresh_from_db()
    value = entries_of(reading)[1]["synovitis.RCJ"]
    if reading.state == "submitted":
        assert isinstance(saved, ReadingLocked)
        assert value == Entry(value=0)
        assert reading.content_hash == fingerprint_of(reading)
    else:
        assert saved == 2
        assert isinstance(submitted, ReadingChanged)
        assert value == Entry(value=3)


def test_of_two_saves_of_one_revision_one_is_refused(reading: Reading) -> None:
    results = at_once(lambda: change(reading, 2), lambda: change(reading, 3))
    refused = [result for result in results if isinstance(result, ReadingChanged)]
    assert len(refused) == 1
    kept = 3 if isinstance(results[0], ReadingChanged) else 2
    assert entries_of(reading)[1]["synovitis.RCJ"] == Entry(value=kept)


def test_a_double_click_submits_once(reading: Reading) -> None:
    first, second = at_once(
        lambda: signed(reading),
        lambda: signed(reading),
    )
    assert first.submitted_at == second.submitted_at
    assert AuditEvent.objects.filter(kind="reading_submitted").count() == 1
    assert Signature.objects.count() == 1


def test_a_double_click_starts_once() -> None:
    world = build_world()
    campaign = open_for_reading(world.one)
    assignment = first_assignment(campaign, world.one.second_reader)
    first, second = at_once(
        lambda: start_reading(assignment=assignment, by=world.one.second_reader),
        lambda: start_reading(assignment=assignment, by=world.one.second_reader),
    )
    assert first == second
    assert Reading.objects.count() == 1


def test_a_double_click_opens_one_correction(reading: Reading) -> None:
    by = reading.started_by
    submitted = signed(reading)
    results = at_once(
        lambda: open_correction(reading=submitted, reason="slip", by=by),
        lambda: open_correction(reading=submitted, reason="slip", by=by),
    )
    assert sum(isinstance(result, Reading) for result in results) == 1
    assert Reading.objects.filter(state="draft").count() == 1


def test_a_raw_write_waits_for_the_submission(reading: Reading) -> None:
    """Even outside the services no score slips into a reading between its check and its lock."""

    def raw() -> str:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE scoring_sitescore SET half_units = 6 WHERE reading_id = %s", [reading.pk]
            )
        return "written"

    def guarded() -> str:
        try:
            with transaction.atomic():
                return raw()
        except Exception as error:  # noqa: BLE001 - the driver's own class differs by road
            return str(error)

    by, proof = reading.started_by, proof_of(reading)
    written, signed_one = at_once(
        guarded, lambda: submit_reading(reading=reading, by=by, proof=proof)
    )
    reading.refresh_from_db()
    values = set(SiteScore.objects.filter(reading=reading).values_list("half_units", flat=True))
    if written == "written":  # first: what is there now is not what the reader confirmed
        assert isinstance(signed_one, ReadingChanged)
        assert (reading.state, values) == ("draft", {6})
    else:
        assert (reading.state, values) == ("submitted", {0})
        assert reading.content_hash == fingerprint_of(reading)
