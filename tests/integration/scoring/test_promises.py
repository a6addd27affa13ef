"""What the database itself promises of campaigns, readings and scores: proven with raw SQL."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from scoring.models import Assignment, Campaign, InstrumentItem, Reading, SiteScore
from scoring.services import close_campaign, open_correction
from tests.factories.scoring import (
    draft_campaign,
    draft_reading,
    first_assignment,
    open_for_reading,
    signed,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

INSERT = """
    INSERT INTO scoring_sitescore
        (reading_id, time_point_id, item_id, half_units, reason, entered_at)
    VALUES (%s, %s, %s, %s, %s, now())
"""

REOPENED = """
    state = 'draft', submitted_at = NULL, submitted_by_id = NULL, content_hash = '',
    is_current = false, signed_as = '', signature_meaning = ''
"""


def run(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(sentence: str, sql: str, *parameters: object) -> None:
    with pytest.raises(Error, match=sentence):
        run(sql, *parameters)


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def campaign(one: StudyWorld) -> Campaign:
    return open_for_reading(one)


@pytest.fixture
def assignment(one: StudyWorld, campaign: Campaign) -> Assignment:
    return first_assignment(campaign, one.people["reader"])


@pytest.fixture
def draft(assignment: Assignment) -> Reading:
    return draft_reading(assignment)


@pytest.fixture
def submitted(one: StudyWorld, campaign: Campaign) -> Reading:
    return submitted_reading(first_assignment(campaign, one.second_reader))


def item(code: str, instrument: str = "ramris-2016") -> int:
    return InstrumentItem.objects.get(instrument=instrument, code=code).pk


def point(reading: Reading) -> int:
    return reading.assignment.case.time_points.get(position=1).pk


# --- scores --------------------------------------------------------------------------------------


def test_a_score_in_range_is_taken(draft: Reading) -> None:
    run(INSERT, draft.pk, point(draft), item("synovitis.RCJ"), 6, None)
    assert SiteScore.objects.get().half_units == 6


@pytest.mark.parametrize(
    ("half_units", "reason", "sentence"),
    [
        (8, None, "found 4, allowed is 0 to 3 in steps of 1"),
        (3, None, "found 1.5, allowed is 0 to 3 in steps of 1"),
        (-2, None, "scoring_sitescore_not_negative"),
        (4, "outside_fov", "value_or_reason"),
        (None, None, "value_or_reason"),
        (None, "", "value_or_reason"),
        (None, "tired", "value_or_reason"),
    ],
)
def test_what_is_no_score_of_the_site(
    draft: Reading, half_units: int | None, reason: str | None, sentence: str
) -> None:
    values = (draft.pk, point(draft), item("synovitis.RCJ"), half_units, reason)
    refused(sentence, INSERT, *values)


def test_the_range_holds_on_update_as_well(draft: Reading) -> None:
    run(INSERT, draft.pk, point(draft), item("synovitis.RCJ"), 6, None)
    refused("found 4,", "UPDATE scoring_sitescore SET half_units = 8")


def test_half_points_only_where_the_campaign_has_them(one: StudyWorld) -> None:
    campaign = open_for_reading(one, code="half", step_half_units=1)
    reading = draft_reading(first_assignment(campaign, one.people["reader"]))
    run(INSERT, reading.pk, point(reading), item("synovitis.RCJ"), 3, None)
    assert SiteScore.objects.get().half_units == 3


def test_a_feature_the_campaign_does_not_read(draft: Reading) -> None:
    refused("refused", INSERT, draft.pk, point(draft), item("erosion.RAD"), 2, None)


def test_a_site_of_another_instrument(draft: Reading) -> None:
    values = (draft.pk, point(draft), item("synovitis.RCJ", "ramris-2002"), 2, None)
    refused("refused", INSERT, *values)


def test_a_time_point_of_another_case(one: StudyWorld, campaign: Campaign, draft: Reading) -> None:
    other = campaign.cases.exclude(pk=draft.assignment.case_id).first()
    foreign = other.time_points.first().pk
    refused("refused", INSERT, draft.pk, foreign, item("synovitis.RCJ"), 2, None)


def test_one_score_a_cell(draft: Reading) -> None:
    values = (draft.pk, point(draft), item("synovitis.RCJ"), 2, None)
    run(INSERT, *values)
    refused("scoring_sitescore_once", INSERT, *values)


def test_a_bulk_write_with_one_bad_row_stores_none(draft: Reading) -> None:
    refused(
        "refused",
        """INSERT INTO scoring_sitescore
            (reading_id, time_point_id, item_id, half_units, entered_at)
        SELECT %s, %s, id, CASE WHEN code = 'synovitis.MCP5' THEN 8 ELSE 2 END, now()
        FROM scoring_instrumentitem WHERE instrument = 'ramris-2016' AND feature = 'synovitis'""",
        draft.pk,
        point(draft),
    )
    assert not SiteScore.objects.exists()


# --- submitted readings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE scoring_sitescore SET half_units = 0",
        "UPDATE scoring_sitescore SET half_units = NULL, reason = 'outside_fov'",
        "DELETE FROM scoring_sitescore",
    ],
)
def test_scores_of_a_submitted_reading_stay(submitted: Reading, sql: str) -> None:
    refused("submitted reading", sql)


def test_no_score_is_added_to_a_submitted_reading(draft: Reading, submitted: Reading) -> None:
    values = (submitted.pk, point(submitted), item("synovitis.RCJ"), 2, None)
    refused("refused|scoring_sitescore_once", INSERT, *values)
    run(INSERT, draft.pk, point(draft), item("synovitis.RCJ"), 2, None)
    refused(
        "submitted|refused|once",
        "UPDATE scoring_sitescore SET reading_id = %s WHERE reading_id = %s",
        submitted.pk,
        draft.pk,
    )


@pytest.mark.parametrize(
    "change",
    [
        REOPENED,
        "submitted_at = now()",
        "content_hash = repeat('0', 64)",
        "signed_as = 'Somebody Else'",
        "charter_version = '9'",
        "reason = 'other'",
    ],
)
def test_a_submitted_reading_stays(submitted: Reading, change: str) -> None:
    refused("never changed", f"UPDATE scoring_reading SET {change} WHERE id = %s", submitted.pk)


def test_readings_are_never_deleted(draft: Reading) -> None:
    refused("Cannot", "DELETE FROM scoring_reading WHERE id = %s", draft.pk)


def test_an_incomplete_reading_is_never_submitted(draft: Reading) -> None:
    refused(
        "every site",
        """UPDATE scoring_reading SET state = 'submitted', submitted_at = now(),
            submitted_by_id = started_by_id, content_hash = 'x', signed_as = 'A',
            signature_meaning = 'authorship' WHERE id = %s""",
        draft.pk,
    )


def test_a_submission_has_its_person_and_signature(draft: Reading) -> None:
    refused(
        "submitted_state|submitted_pair|signature",
        "UPDATE scoring_reading SET state = 'submitted' WHERE id = %s",
        draft.pk,
    )
    refused(
        "submitted_pair",
        "UPDATE scoring_reading SET submitted_at = now() WHERE id = %s",
        draft.pk,
    )


def test_there_are_never_two_current_versions(one: StudyWorld, submitted: Reading) -> None:
    draft = open_correction(reading=submitted, reason="slip", by=submitted.assignment.reader)
    refused(
        "scoring_reading_one_current",
        """UPDATE scoring_reading SET state = 'submitted', is_current = true,
            submitted_at = now(), submitted_by_id = started_by_id, content_hash = 'x',
            signed_as = 'A', signature_meaning = 'authorship' WHERE id = %s""",
        draft.pk,
    )
    new = signed(draft)
    refused(
        "never changed",
        "UPDATE scoring_reading SET is_current = true WHERE id = %s",
        submitted.pk,
    )
    assert Reading.objects.get(assignment=new.assignment, is_current=True) == new


def test_a_correction_names_a_version_of_the_same_assignment(
    draft: Reading, submitted: Reading
) -> None:
    refused(
        "another assignment|not_itself|correction",
        "UPDATE scoring_reading SET number = 2, reason = 'x', supersedes_id = %s WHERE id = %s",
        submitted.pk,
        draft.pk,
    )
    refused(
        "scoring_reading_correction",
        "UPDATE scoring_reading SET number = 2 WHERE id = %s",
        draft.pk,
    )


# --- assignments, cases, campaigns ---------------------------------------------------------------


def test_an_adjudicator_is_never_one_of_the_readers(assignment: Assignment) -> None:
    refused(
        "scoring_assignment_person_once",
        """INSERT INTO scoring_assignment
            (token, case_id, reader_id, kind, number, reader_number, sequence, "order", status,
            created_at)
        VALUES (gen_random_uuid(), %s, %s, 'adjudication', 'ZZZZZ', 1, 99, '{1,2}', 'assigned',
            now())""",
        assignment.case_id,
        assignment.reader_id,
    )


@pytest.mark.parametrize(
    "change",
    ["\"order\" = '{2,1,3}'", "sequence = 77", "token = gen_random_uuid()", "reader_number = 5"],
)
def test_what_was_drawn_stays(assignment: Assignment, change: str) -> None:
    sql = f"UPDATE scoring_assignment SET {change} WHERE id = %s"
    refused("Cannot|read-only|readonly", sql, assignment.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE scoring_case SET number = 'AAAAA'",
        "UPDATE scoring_casetimepoint SET position = position + 5",
        "DELETE FROM scoring_casetimepoint",
        "DELETE FROM scoring_assignment",
        "DELETE FROM scoring_case",
        "DELETE FROM scoring_campaign",
        "UPDATE scoring_instrumentitem SET maximum_half_units = 99",
        "DELETE FROM scoring_instrumentitem",
    ],
)
def test_cases_and_instruments_stay(campaign: Campaign, sql: str) -> None:
    refused("Cannot", sql)


@pytest.mark.parametrize(
    "change",
    [
        "instrument = 'svdh'",
        "features = '{synovitis,erosion}'",
        "step_half_units = 1",
        "reading_mode = 'chronological'",
        "totals_visible = true",
        "seed = 1",
        "adjudication = 'replaces'",
    ],
)
def test_the_protocol_of_an_open_campaign_stays(campaign: Campaign, change: str) -> None:
    sql = f"UPDATE scoring_campaign SET {change} WHERE id = %s"
    refused("protocol of an opened campaign", sql, campaign.pk)


def test_states_run_one_way(one: StudyWorld, campaign: Campaign) -> None:
    refused(
        "never back",
        "UPDATE scoring_campaign SET state = 'draft', opened_at = NULL, opened_by_id = NULL",
    )
    refused(
        "never back",
        "UPDATE scoring_campaign SET state = 'locked', closed_at = now(),"
        " closed_by_id = opened_by_id, locked_at = now(), locked_by_id = opened_by_id",
    )
    close_campaign(campaign=campaign, by=one.people["data_manager"])
    refused(
        "never back",
        "UPDATE scoring_campaign SET state = 'draft', opened_at = NULL, opened_by_id = NULL,"
        " closed_at = NULL, closed_by_id = NULL",
    )


def test_a_new_charter_is_no_new_protocol(campaign: Campaign) -> None:
    run("UPDATE scoring_campaign SET charter_version = '2' WHERE id = %s", campaign.pk)
    campaign.refresh_from_db()
    assert campaign.charter_version == "2"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "'paused'"),
        ("reading_mode", "'quick'"),
        ("readers_per_case", "0"),
        ("surgery_policy", "'ignore'"),
        # What nothing carries out can't be stored, through whatever door, and so is never printed.
        ("adjudication", "'closest-two'"),
        ("adjudication", "'replaces'"),  # a third reader without a total to decide on
        ("strategy", "'whoever'"),
        ("form_order", "'random'"),
        ("results_access", "'everybody'"),
    ],
)
def test_unknown_words_are_refused(one: StudyWorld, column: str, value: str) -> None:
    draft = draft_campaign(one)
    sql = f"UPDATE scoring_campaign SET {column} = {value} WHERE id = %s"
    refused("scoring_campaign", sql, draft.pk)
