"""The life of a reading: scored, repeated, undone, submitted, corrected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from ra_registry.cohort.freshness import data_version
from ra_registry.core.errors import NotAllowed, ValidationFailed
from ra_registry.core.models import AuditEvent, Signature
from ra_registry.imaging.models import ImagingExamination
from scoring.entries import entries_of
from scoring.errors import (
    CampaignLocked,
    CorrectionRefused,
    IncompleteReading,
    ReadingChanged,
    ReadingLocked,
    ScoresRefused,
)
from scoring.instruments import Entry, UnscorableReason
from scoring.models import Assignment, Campaign, Reading, SiteScore
from scoring.parts import Part
from scoring.selectors import completeness, correction_of, reading_totals
from scoring.services import (
    Mark,
    ask_for_correction,
    clear_score,
    close_campaign,
    fingerprint_of,
    mark_rest_normal,
    open_correction,
    save_score,
    save_scores,
    start_reading,
    submit_reading,
)
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    open_for_reading,
    proof_of,
    signed,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

NO_CONTRAST = Entry(reason=UnscorableReason.NO_CONTRAST)
TWO_AND_A_HALF = Decimal("2.5")


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
def reading(assignment: Assignment) -> Reading:
    return draft_reading(assignment)


def stored(reading: Reading, position: int, item: str) -> Entry | None:
    return entries_of(reading).get(position, {}).get(item)


# --- starting ------------------------------------------------------------------------------------


def test_starting_twice_gives_the_same_draft(assignment: Assignment) -> None:
    first, second = draft_reading(assignment), draft_reading(assignment)
    assert first == second
    assignment.refresh_from_db()
    assert assignment.status == "started"
    assert AuditEvent.objects.filter(kind="reading_started").count() == 1


def test_nobody_starts_another_readers_case(one: StudyWorld, assignment: Assignment) -> None:
    with pytest.raises(NotAllowed):
        start_reading(assignment=assignment, by=one.second_reader)


def test_a_missing_series_gives_its_features_a_reason_from_the_start(one: StudyWorld) -> None:
    campaign = open_for_reading(one, features=["synovitis", "erosion", "bme"])
    assignment = first_assignment(campaign, one.people["reader"])
    second = assignment.case.time_points.get(position=2)
    ImagingExamination.objects.filter(pk=second.examination_id).update(has_t1_contrast=False)
    reading = draft_reading(assignment)
    entries = entries_of(reading)
    assert set(entries) == {2}
    assert set(entries[2].values()) == {NO_CONTRAST}
    assert {code.partition(".")[0] for code in entries[2]} == {"synovitis"}
    assert len(entries[2]) == 7
    saved = save_score(
        reading=reading,
        mark=Mark(2, "synovitis.RCJ", Entry(value=1)),
        revision=0,
        by=reading.started_by,
    )
    assert saved == 1


# --- saving --------------------------------------------------------------------------------------


def test_scores_and_reasons_are_stored_exactly(reading: Reading) -> None:
    marks = [Mark(1, "synovitis.RCJ", Entry(value=2)), Mark(2, "synovitis.RCJ", NO_CONTRAST)]
    assert save_scores(reading=reading, marks=marks, revision=0, by=reading.started_by) == 1
    assert stored(reading, 1, "synovitis.RCJ") == Entry(value=2)
    assert stored(reading, 2, "synovitis.RCJ") == NO_CONTRAST
    row = SiteScore.objects.get(time_point__position=1)
    assert (row.half_units, row.reason) == (4, None)


def test_the_same_request_again_is_answered_with_the_state(reading: Reading) -> None:
    marks = [Mark(1, "synovitis.RCJ", Entry(value=2))]
    by = reading.started_by
    assert save_scores(reading=reading, marks=marks, revision=0, by=by) == 1
    assert save_scores(reading=reading, marks=marks, revision=0, by=by) == 1
    assert SiteScore.objects.count() == 1


def test_a_stale_request_is_refused_and_changes_nothing(reading: Reading) -> None:
    by = reading.started_by
    save_score(reading=reading, mark=Mark(1, "synovitis.RCJ", Entry(value=2)), revision=0, by=by)
    with pytest.raises(ReadingChanged, match="Another tab"):
        save_score(
            reading=reading, mark=Mark(1, "synovitis.RCJ", Entry(value=3)), revision=0, by=by
        )
    assert stored(reading, 1, "synovitis.RCJ") == Entry(value=2)


def test_history_keeps_what_was_replaced_and_cleared(reading: Reading) -> None:
    by = reading.started_by
    save_score(reading=reading, mark=Mark(1, "synovitis.RCJ", Entry(value=2)), revision=0, by=by)
    save_score(reading=reading, mark=Mark(1, "synovitis.RCJ", Entry(value=3)), revision=1, by=by)
    clear_score(reading=reading, position=1, item="synovitis.RCJ", revision=2, by=by)
    assert stored(reading, 1, "synovitis.RCJ") is None
    history = SiteScore._meta.get_field("events").related_model.objects.order_by("pgh_id")
    assert [(event.pgh_label, event.half_units) for event in history] == [
        ("update", 4),
        ("delete", 6),
    ]


def test_all_problems_are_named_and_nothing_is_saved(reading: Reading) -> None:
    marks = [
        Mark(1, "synovitis.RCJ", Entry(value=1)),
        Mark(1, "synovitis.MCP2", Entry(value=4)),
        Mark(2, "synovitis.MCP1", Entry(value=1)),
        Mark(2, "erosion.RAD", Entry(value=1)),
    ]
    with pytest.raises(ScoresRefused) as caught:
        save_scores(reading=reading, marks=marks, revision=0, by=reading.started_by)
    assert {(found.position, found.problem.site) for found in caught.value.problems} == {
        (1, "synovitis.MCP2"),
        (2, "synovitis.MCP1"),
        (2, "erosion.RAD"),
    }
    assert any("0 to 3 in steps of 1" in sentence for sentence in caught.value.details)
    assert not SiteScore.objects.exists()


def test_a_time_point_the_case_does_not_have_is_refused(reading: Reading) -> None:
    with pytest.raises(ValidationFailed, match="2 time points"):
        save_score(
            reading=reading,
            mark=Mark(3, "synovitis.RCJ", Entry(value=1)),
            revision=0,
            by=reading.started_by,
        )


def test_half_points_need_a_campaign_that_has_them(one: StudyWorld) -> None:
    mark = Mark(1, "synovitis.RCJ", Entry(value=TWO_AND_A_HALF))
    whole = draft_reading(first_assignment(open_for_reading(one, code="a"), one.second_reader))
    with pytest.raises(ScoresRefused, match="steps of 1"):
        save_score(reading=whole, mark=mark, revision=0, by=one.second_reader)
    campaign = open_for_reading(one, code="b", step_half_units=1)
    half = draft_reading(first_assignment(campaign, one.second_reader))
    save_score(reading=half, mark=mark, revision=0, by=one.second_reader)
    assert SiteScore.objects.get(reading=half).half_units == 5


def test_only_the_reader_saves(one: StudyWorld, reading: Reading) -> None:
    for person in (one.second_reader, one.people["data_manager"]):
        with pytest.raises(NotAllowed):
            save_score(
                reading=reading, mark=Mark(1, "synovitis.RCJ", NO_CONTRAST), revision=0, by=person
            )


def test_nothing_is_saved_in_a_closed_campaign(one: StudyWorld, reading: Reading) -> None:
    close_campaign(campaign=reading.assignment.case.campaign, by=one.people["data_manager"])
    with pytest.raises(CampaignLocked, match="closed"):
        save_score(
            reading=reading,
            mark=Mark(1, "synovitis.RCJ", NO_CONTRAST),
            revision=0,
            by=reading.started_by,
        )


# --- the rest is normal --------------------------------------------------------------------------


def test_the_rest_is_normal_only_where_nothing_is(reading: Reading) -> None:
    by = reading.started_by
    marks = [Mark(1, "synovitis.RCJ", Entry(value=2)), Mark(2, "synovitis.RCJ", NO_CONTRAST)]
    save_scores(reading=reading, marks=marks, revision=0, by=by)
    revision, cells = mark_rest_normal(reading=reading, revision=1, by=by)
    assert revision == 2
    assert len(cells) == 12
    assert stored(reading, 1, "synovitis.RCJ") == Entry(value=2)
    assert stored(reading, 2, "synovitis.RCJ") == NO_CONTRAST
    assert stored(reading, 1, "synovitis.MCP5") == Entry(value=0)
    assert completeness(reading).complete


def test_the_rest_can_be_one_part_of_the_form(one: StudyWorld) -> None:
    campaign = open_for_reading(one, instrument="svdh", features=["erosion", "jsn"])
    reading = draft_reading(first_assignment(campaign, one.second_reader))
    _, cells = mark_rest_normal(
        reading=reading, revision=0, by=one.second_reader, part=Part("erosion", "LF")
    )
    assert len(cells) == 12
    assert all(code.startswith("LF.erosion.") for _, code in cells)


def test_the_rest_can_be_one_group_under_its_heading(one: StudyWorld) -> None:
    campaign = open_for_reading(one, features=["erosion", "bme"])
    reading = draft_reading(first_assignment(campaign, one.second_reader))
    part = Part("erosion", groups=("carpal",))
    _, cells = mark_rest_normal(reading=reading, revision=0, by=one.second_reader, part=part)
    carpal = {"SCA", "LUN", "TRI", "PIS", "TRM", "TRD", "CAP", "HAM"}
    assert {code for _, code in cells} == {f"erosion.{site}" for site in carpal}


def test_a_stale_page_does_not_fill_the_rest(reading: Reading) -> None:
    with pytest.raises(ReadingChanged):
        mark_rest_normal(reading=reading, revision=9, by=reading.started_by)


# --- totals --------------------------------------------------------------------------------------


def test_totals_follow_the_order_asked_for(assignment: Assignment, reading: Reading) -> None:
    save_scores(
        reading=reading,
        marks=[Mark(1, "synovitis.RCJ", Entry(value=3)), Mark(2, "synovitis.MCP2", Entry(value=1))],
        revision=0,
        by=assignment.reader,
    )
    [total] = [row for row in reading_totals(reading) if row.key == "synovitis.total"]
    assert [column.observed_sum for column in total.totals] == [3, 1]
    assert [column.n_scored for column in total.totals] == [1, 1]
    assert all(column.strict is None for column in total.totals)
    [turned] = [
        row for row in reading_totals(reading, order=[2, 1]) if row.key == "synovitis.total"
    ]
    assert [column.observed_sum for column in turned.totals] == [1, 3]


# --- submitting ----------------------------------------------------------------------------------


def test_an_incomplete_reading_names_its_missing_sites(
    assignment: Assignment, reading: Reading
) -> None:
    marks = all_marks(assignment)
    save_scores(reading=reading, marks=marks[2:], revision=0, by=assignment.reader)
    with pytest.raises(IncompleteReading, match="2 sites") as caught:
        signed(reading)
    assert caught.value.missing == [(mark.position, mark.item) for mark in marks[:2]]
    assert caught.value.details == [
        "A: Synovitis, distal radioulnar joint",
        "A: Synovitis, radiocarpal joint",
    ]


def test_submitting_locks_signs_and_moves_statistics(
    one: StudyWorld, assignment: Assignment
) -> None:
    before = data_version(one.study.pk)
    reading = submitted_reading(assignment)
    assert (reading.state, reading.is_current) == ("submitted", True)
    assert reading.signed_as == assignment.reader.full_name
    assert reading.signature_meaning == "authorship"
    assert reading.content_hash == fingerprint_of(reading)
    assert timezone.now() >= reading.submitted_at
    assert data_version(one.study.pk) == before + 1
    assignment.refresh_from_db()
    assert assignment.status == "submitted"
    event = AuditEvent.objects.get(kind="reading_submitted")
    assert event.data["content_hash"] == reading.content_hash
    signature = Signature.objects.of(reading).get()
    assert event.data["signature"] == signature.particulars()
    assert (signature.signed_as, signature.signed_at) == (reading.signed_as, reading.submitted_at)
    assert (signature.content_hash, signature.meaning) == (reading.content_hash, "authorship")
    assert signature.statement == reading.get_signature_meaning_display()
    with pytest.raises(ReadingLocked):
        save_score(
            reading=reading,
            mark=Mark(1, "synovitis.RCJ", NO_CONTRAST),
            revision=reading.revision,
            by=assignment.reader,
        )


def test_submitting_twice_is_one_submission(assignment: Assignment) -> None:
    reading = submitted_reading(assignment)
    again = signed(reading)
    assert again.submitted_at == reading.submitted_at
    assert AuditEvent.objects.filter(kind="reading_submitted").count() == 1


def test_what_another_tab_changed_is_not_signed_unseen(
    assignment: Assignment, reading: Reading
) -> None:
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    seen = proof_of(reading)
    mark = Mark(1, "synovitis.RCJ", Entry(value=2))
    save_score(reading=reading, mark=mark, revision=1, by=assignment.reader)
    with pytest.raises(ReadingChanged, match="Look at it again"):
        submit_reading(reading=reading, by=assignment.reader, proof=seen)
    assert not Signature.objects.exists()


def test_only_the_reader_submits(one: StudyWorld, reading: Reading) -> None:
    manager = one.people["data_manager"]
    with pytest.raises(NotAllowed):
        submit_reading(reading=reading, by=manager, proof=proof_of(reading, by=manager))


# --- correcting ----------------------------------------------------------------------------------


def test_a_correction_replaces_the_version_only_when_submitted(
    one: StudyWorld, assignment: Assignment
) -> None:
    old = submitted_reading(assignment)
    draft = open_correction(reading=old, reason="wrong hand read", by=assignment.reader)
    assert (draft.number, draft.supersedes, draft.reason) == (2, old, "wrong hand read")
    assert entries_of(draft) == entries_of(old)
    old.refresh_from_db()
    assert old.is_current
    save_score(
        reading=draft,
        mark=Mark(1, "synovitis.RCJ", Entry(value=3)),
        revision=0,
        by=assignment.reader,
    )
    new = signed(draft)
    old.refresh_from_db()
    assert (old.is_current, new.is_current) == (False, True)
    assert stored(old, 1, "synovitis.RCJ") == Entry(value=1)
    assert old.content_hash == fingerprint_of(old)
    assert new.content_hash != old.content_hash
    event = AuditEvent.objects.get(kind="reading_unlocked")
    assert event.data["reason"] == "wrong hand read"


def test_who_may_not_correct(one: StudyWorld, assignment: Assignment) -> None:
    reading = submitted_reading(assignment)
    for person in (one.second_reader, one.people["investigator"], one.local["data_manager"]):
        with pytest.raises(NotAllowed):
            open_correction(reading=reading, reason="slip", by=person)
        with pytest.raises(NotAllowed):
            ask_for_correction(reading=reading, asked_for="slip", cells=[], by=person)
    # Own words are the reader's alone: whoever knows the patient asks by a code.
    with pytest.raises(NotAllowed):
        open_correction(reading=reading, reason="slip", by=one.people["data_manager"])


def test_a_correction_is_asked_for_by_a_code_and_a_list_of_sites(
    one: StudyWorld, assignment: Assignment
) -> None:
    reading = submitted_reading(assignment)
    asked = {"reading": reading, "by": one.people["data_manager"]}
    sites = ["synovitis.MCP2@2", "synovitis.RCJ@1", "synovitis.RCJ@1"]
    with pytest.raises(CorrectionRefused, match="Choose why"):
        ask_for_correction(**asked, asked_for="the film of March", cells=sites)
    with pytest.raises(CorrectionRefused, match=r"erosion\.RAD@1"):
        ask_for_correction(**asked, asked_for="slip", cells=["erosion.RAD@1"])
    with pytest.raises(ValidationFailed, match="A to B"):
        ask_for_correction(**asked, asked_for="slip", cells=["synovitis.RCJ@3"])
    draft = ask_for_correction(**asked, asked_for="columns", cells=sites)
    assert (draft.reason, draft.asked_for) == ("", "columns")
    assert draft.asked_cells == ["synovitis.RCJ@1", "synovitis.MCP2@2"]
    assert AuditEvent.objects.get(kind="reading_unlocked").data["asked_for"] == "columns"
    shown = correction_of(assignment, draft)
    assert shown.sites == (
        "A: Synovitis, radiocarpal joint",
        "B: Synovitis, MCP joint 2",
    )


def test_what_others_once_wrote_in_their_own_words_is_not_shown_to_the_reader(
    one: StudyWorld, assignment: Assignment
) -> None:
    draft = open_correction(
        reading=submitted_reading(assignment), reason="second visit", by=assignment.reader
    )
    assert correction_of(assignment, draft).reason == "second visit"
    Reading.objects.filter(pk=draft.pk).update(started_by=one.people["data_manager"])
    draft.refresh_from_db()
    assert "second visit" not in correction_of(assignment, draft).reason


def test_one_correction_at_a_time(assignment: Assignment) -> None:
    reading = submitted_reading(assignment)
    draft = open_correction(reading=reading, reason="slip", by=assignment.reader)
    with pytest.raises(CorrectionRefused, match="open already"):
        open_correction(reading=reading, reason="slip", by=assignment.reader)
    with pytest.raises(CorrectionRefused, match="current version"):
        open_correction(reading=draft, reason="slip", by=assignment.reader)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Say why"),
        ("   ", "Say why"),
        ("x" * 301, "301 characters"),
        ("see {code}, please", "patient's code"),
        ("the film of 2024-03-11", "leave out dates"),
        ("the film of 11.3.24", "leave out dates"),
    ],
)
def test_a_reason_is_given_and_does_not_unblind(
    one: StudyWorld, assignment: Assignment, reason: str, sentence: str
) -> None:
    reading = submitted_reading(assignment)
    text = reason.format(code=assignment.case.patient.pseudonym.lower())
    with pytest.raises(CorrectionRefused, match=sentence):
        open_correction(reading=reading, reason=text, by=assignment.reader)
