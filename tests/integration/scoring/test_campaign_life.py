"""An opened campaign survives real life: readers leave, days pass, it ends and goes on again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ra_registry.core.errors import Conflict, NotAllowed, ValidationFailed
from ra_registry.core.models import AuditEvent, Signature
from scoring import selectors
from scoring.errors import CampaignLocked, CaseNotReleased, CasesRefused, ReadersRefused
from scoring.models import Assignment, Campaign, Case, Reading
from scoring.models.assignment import AssignmentKind
from scoring.models.protocol import Strategy
from scoring.selectors.protocol_words import summary_of
from scoring.services import (
    Subset,
    add_cases,
    add_to_roster,
    close_campaign,
    extend_campaign,
    lock_scores,
    reassign_rest,
    remove_cases,
    reopen_campaign,
    unlock_scores,
)
from scoring.services.charters import CharterDocument, store_charter
from tests.factories.campaigns import (
    another_reader,
    enrol,
    locked,
    opened,
    proof_of_lock,
    read,
)
from tests.factories.scoring import draft_campaign, draft_reading, first_assignment
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def manager(one: StudyWorld):
    return one.people["data_manager"]


def visits(one: StudyWorld):
    return [one.baseline, one.year_one]


def test_two_readers_know_a_case_by_different_numbers(one: StudyWorld) -> None:
    enrol(one, 6)
    campaign = opened(one)
    numbers = list(
        Assignment.objects.filter(case__campaign=campaign).values_list("number", flat=True)
    )
    assert len(set(numbers)) == len(numbers) == 20
    assert not set(numbers) & set(campaign.cases.values_list("number", flat=True))


def test_hidden_re_reads_are_drawn_at_opening_and_wait_for_their_days(one: StudyWorld) -> None:
    enrol(one, 16)
    campaign = opened(one, re_read_percent=10, re_read_days=7)
    for reader in (one.people["reader"], one.second_reader):
        own = Assignment.objects.filter(case__campaign=campaign, reader=reader)
        again = own.filter(kind=AssignmentKind.RE_READ)
        assert again.count() == 2
        assert sorted(own.values_list("sequence", flat=True)) == list(range(1, 23))
        for one_more in again:
            first = own.get(case=one_more.case, kind=AssignmentKind.READ)
            assert first.sequence < one_more.sequence
            assert first.number != one_more.number
        shown = selectors.worklist_campaigns(reader)
        assert [found.n_cases for found in shown] == [22]
    again = Assignment.objects.filter(
        case__campaign=campaign, reader=one.second_reader, kind=AssignmentKind.RE_READ
    ).first()
    first = Assignment.objects.get(
        case=again.case, reader=one.second_reader, kind=AssignmentKind.READ
    )
    with pytest.raises(CaseNotReleased):
        draft_reading(again)
    read(first)
    with pytest.raises(CaseNotReleased):
        draft_reading(again)
    _age(first, days=8)
    assert draft_reading(again).state == "draft"


def _age(assignment: Assignment, *, days: int) -> None:
    """Move the submission of a first reading into the past, past the trigger that keeps it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE scoring_reading DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE scoring_reading SET submitted_at = submitted_at - %s WHERE assignment_id = %s",
            [timedelta(days=days), assignment.pk],
        )
        cursor.execute("ALTER TABLE scoring_reading ENABLE TRIGGER USER")


def test_the_next_case_passes_over_what_is_not_released(one: StudyWorld, sign_in) -> None:
    campaign = opened(one, re_read_percent=100, re_read_days=5)
    reader = one.people["reader"]
    for _ in range(4):
        following = selectors.next_assignment(reader)
        assert following.kind == AssignmentKind.READ
        read(following)
    assert selectors.next_assignment(reader) is None
    said = sign_in(reader).post("/reading/next/", follow=True).content.decode()
    assert "No case can be read at present" in said
    for assignment in Assignment.objects.filter(
        case__campaign=campaign, reader=reader, kind=AssignmentKind.READ
    ):
        _age(assignment, days=6)
    assert selectors.next_assignment(reader).kind == AssignmentKind.RE_READ


def test_cases_added_later_change_nothing_that_was_drawn(one: StudyWorld, manager) -> None:
    enrol(one, 8)
    third = another_reader(one)
    readers = [one.people["reader"], one.second_reader, third]
    campaign = opened(one, readers=readers, strategy=Strategy.POOL, re_read_percent=20)
    before = list(Assignment.objects.order_by("pk").values())
    enrol(one, 5)
    made = add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    assert (made.added, made.assignments >= 10) == (5, True)
    assert list(Assignment.objects.order_by("pk").values())[: len(before)] == before
    for reader in readers:
        sequences = Assignment.objects.filter(reader=reader).values_list("sequence", flat=True)
        assert sorted(sequences) == list(range(1, len(sequences) + 1))


def test_a_sample_and_a_list_are_subsets(one: StudyWorld, manager) -> None:
    enrol(one, 6)
    sampled = draft_campaign(one, code="pilot")
    assert (
        add_cases(
            campaign=sampled, planned_visits=visits(one), subset=Subset(sample=3), by=manager
        ).added
        == 3
    )
    listed = draft_campaign(one, code="list")
    codes = tuple(patient.pseudonym for patient in one.patients[:2])
    add_cases(campaign=listed, planned_visits=visits(one), subset=Subset(listed=codes), by=manager)
    assert set(listed.cases.values_list("patient__pseudonym", flat=True)) == set(codes)
    with pytest.raises(CasesRefused, match="expected 1 to 7"):
        add_cases(campaign=sampled, planned_visits=visits(one), subset=Subset(sample=8), by=manager)
    with pytest.raises(CasesRefused) as refused:
        add_cases(
            campaign=listed,
            planned_visits=visits(one),
            subset=Subset(listed=("NOBODY-1", one.patients[2].pseudonym)),
            by=manager,
        )
    assert refused.value.details == ["NOBODY-1: no patient who can be added"]
    assert listed.cases.count() == 2


def test_cases_leave_a_campaign_only_while_it_is_set_up(one: StudyWorld, manager) -> None:
    campaign = draft_campaign(one)
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    number = campaign.cases.first().number
    assert remove_cases(campaign=campaign, numbers=[number], by=manager) == 1
    assert remove_cases(campaign=campaign, numbers=None, by=manager) == 3
    assert not campaign.cases.exists()
    running = opened(one, code="run")
    with pytest.raises(CampaignLocked, match="as they were drawn"):
        remove_cases(campaign=running, numbers=None, by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(campaign=running).delete()


def test_who_leaves_hands_the_rest_over(one: StudyWorld, manager) -> None:
    enrol(one, 4)
    campaign, third = opened(one), another_reader(one)
    leaving = one.people["reader"]
    read(first_assignment(campaign, leaving))
    begun = selectors.next_assignment(leaving)
    draft = draft_reading(begun)
    done = reassign_rest(
        campaign=campaign, leaving=leaving, to=[third], reason="Left the hospital", by=manager
    )
    assert (done.moved, done.without_reader) == (7, ())
    taken = Assignment.objects.filter(case__campaign=campaign, reader=third)
    assert set(taken.values_list("reader_number", flat=True)) == {1}
    assert not Reading.objects.filter(assignment__in=taken).exists()
    begun.refresh_from_db()
    assert (begun.end_reason, begun.ended_by) == ("Left the hospital", manager)
    assert Reading.objects.filter(pk=draft.pk, state="draft").exists()
    own = selectors.worklist_campaigns(leaving)
    assert [(found.n_cases, found.n_submitted) for found in own] == [(1, 1)]
    assert [line.name for line in selectors.progress(_access(manager, one), campaign).by_reader]
    with pytest.raises(NotAllowed):
        draft_reading(begun)
    for assignment in taken.order_by("sequence"):
        read(assignment)


def _access(user, one: StudyWorld):
    from ra_registry.cohort.access import study_access
    from ra_registry.core.permissions import Permission

    return study_access(user, one.study.code, Permission.VIEW_CAMPAIGNS)


def test_nobody_gets_a_case_twice_by_taking_over(one: StudyWorld, manager) -> None:
    campaign = opened(one)
    done = reassign_rest(
        campaign=campaign,
        leaving=one.people["reader"],
        to=[one.second_reader],
        reason="Ill",
        by=manager,
    )
    assert done.moved == 0
    assert len(done.without_reader) == 4


def test_the_protocol_tells_among_how_many_a_pool_was_drawn(one: StudyWorld, manager) -> None:
    third, late = another_reader(one), another_reader(one, "late reader")
    pool = [one.people["reader"], one.second_reader, third]
    campaign = opened(one, readers=pool, strategy=Strategy.POOL)
    reassign_rest(campaign=campaign, leaving=third, to=[], reason="Ill", by=manager)
    add_to_roster(campaign=campaign, person=late, role="reader", by=manager)
    assert summary_of(campaign)[1].startswith("Each case is read by 2 of 3 readers")


def test_leaving_needs_a_reason_and_somebody_on_the_roster(one: StudyWorld, manager) -> None:
    campaign, third = opened(one), another_reader(one)
    with pytest.raises(ValidationFailed, match="Say why"):
        reassign_rest(campaign=campaign, leaving=one.second_reader, to=[], reason=" ", by=manager)
    with pytest.raises(ReadersRefused, match="not on the roster"):
        reassign_rest(campaign=campaign, leaving=third, to=[], reason="x", by=manager)
    add_to_roster(campaign=campaign, person=third, role="reader", by=manager)
    with pytest.raises(ReadersRefused, match="already"):
        add_to_roster(campaign=campaign, person=third, role="reader", by=manager)


def test_closing_names_what_is_not_submitted_and_can_be_taken_back(
    one: StudyWorld, manager
) -> None:
    campaign = opened(one)
    read(first_assignment(campaign, one.second_reader))
    with pytest.raises(Conflict, match="7 readings are not submitted"):
        close_campaign(campaign=campaign, by=manager, n_unsubmitted=8)
    close_campaign(campaign=campaign, by=manager, n_unsubmitted=7)
    event = AuditEvent.objects.get(kind="campaign_closed")
    assert (event.data["n_unsubmitted"], len(event.data["unsubmitted"])) == (7, 7)
    with pytest.raises(ValidationFailed, match="Say why"):
        reopen_campaign(campaign=campaign, reason="", by=manager)
    reopen_campaign(campaign=campaign, reason="Two readers were ill", by=manager)
    read(selectors.next_assignment(one.second_reader))
    assert AuditEvent.objects.get(kind="campaign_reopened").data["reason"] == "Two readers were ill"


def test_extending_tells_the_readers(one: StudyWorld, manager) -> None:
    campaign = opened(one, due_on=date(2024, 6, 1))
    extend_campaign(campaign=campaign, due_on=date(2024, 9, 1), reason="Holidays", by=manager)
    [shown] = selectors.worklist_campaigns(one.second_reader)
    assert shown.due_on == date(2024, 9, 1)


def test_a_lock_is_signed_and_seals(one: StudyWorld, manager) -> None:
    campaign = opened(one)
    reading = read(first_assignment(campaign, one.second_reader))
    with pytest.raises(CampaignLocked, match="Only a closed"):
        lock_scores(campaign=campaign, by=manager, proof=proof_of_lock(campaign, manager))
    sealed = locked(campaign, manager)
    assert (sealed.state, sealed.locked_by) == ("locked", manager)
    with pytest.raises(IntegrityError, match="locked campaign"), transaction.atomic():
        Reading.objects.filter(pk=reading.pk).update(is_current=False)
    with pytest.raises(CampaignLocked, match="unlock it first"):
        reopen_campaign(campaign=campaign, reason="x", by=manager)
    with pytest.raises(NotAllowed):
        unlock_scores(campaign=campaign, reason="x", by=one.people["investigator"])
    unlock_scores(campaign=campaign, reason="A slip was found", by=manager)
    [signature] = Signature.objects.of(sealed)
    assert signature.signed_as == str(manager)
    assert signature.superseded_because == "A slip was found"
    again = lock_scores(campaign=campaign, by=manager, proof=proof_of_lock(campaign, manager))
    assert again.state == "locked"
    assert Signature.objects.of(sealed).count() == 2


def test_a_lock_of_other_scores_than_those_seen_is_refused(one: StudyWorld, manager) -> None:
    campaign = opened(one)
    proof = proof_of_lock(campaign, manager)
    read(first_assignment(campaign, one.second_reader))
    close_campaign(campaign=campaign, by=manager)
    with pytest.raises(Conflict, match="changed since you looked"):
        lock_scores(campaign=campaign, by=manager, proof=proof)


def test_a_campaign_of_before_keeps_its_viewers_until_its_first_lock(
    one: StudyWorld, manager
) -> None:
    campaign = draft_campaign(one)
    Campaign.objects.filter(pk=campaign.pk).update(results_access="as-before")
    visible = Campaign.objects.results_visible_to(one.people["investigator"])
    assert campaign in visible
    Campaign.objects.filter(pk=campaign.pk).update(results_access="locked")
    assert campaign not in visible.all()
    assert campaign in Campaign.objects.results_visible_to(manager)


def test_a_later_charter_needs_a_reason_and_changes_only_what_it_may(
    one: StudyWorld, manager
) -> None:
    campaign = draft_campaign(one)
    first = CharterDocument("1", text="Score what you see.")
    store_charter(campaign=campaign, document=first, by=manager)
    with pytest.raises(ValidationFailed) as twice:
        store_charter(campaign=campaign, document=first, by=manager)
    assert "version" in twice.value.field_errors
    running = opened(one, code="run")
    with pytest.raises(ValidationFailed, match="Say why"):
        store_charter(campaign=running, document=CharterDocument("2", text="B"), by=manager)
    store_charter(
        campaign=running, document=CharterDocument("2", text="B"), reason="Clearer", by=manager
    )
    running.refresh_from_db()
    assert running.charter_version == "2"
    assert draft_reading(first_assignment(running, one.second_reader)).charter_version == "2"


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (CharterDocument("1"), "text"),
        (CharterDocument("1", file_name="c.pdf", content=b"GIF89a"), "file"),
        (CharterDocument("1", file_name="c.pdf", content=b""), "file"),
    ],
)
def test_what_is_no_charter_is_refused(
    one: StudyWorld, manager, document: CharterDocument, field: str
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        store_charter(campaign=draft_campaign(one), document=document, by=manager)
    assert field in refused.value.field_errors
