"""Readers report cases by codes; data managers ask by codes; both are answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ra_registry.core.errors import Conflict, NotAllowed, ValidationFailed
from scoring import selectors
from scoring.models import Assignment, CaseReport, ReadingQuery
from scoring.services import (
    answer_report,
    ask_for_correction,
    close_campaign,
    report_case,
    save_scores,
)
from tests.factories.campaigns import opened, read
from tests.factories.scoring import all_marks, first_assignment, signed
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def manager(one: StudyWorld):
    return one.people["data_manager"]


def test_a_reported_case_waits_and_the_worklist_goes_on(one, manager) -> None:
    campaign, reader = opened(one), one.second_reader
    reported = selectors.next_assignment(reader)
    report = report_case(assignment=reported, reason="wrong-side", column=2, by=reader)
    assert report_case(assignment=reported, reason="wrong-side", by=reader) == report
    assert selectors.next_assignment(reader) not in {reported, None}
    answer_report(report=report, answer="replaced", by=manager)
    assert selectors.next_assignment(reader) == reported
    with pytest.raises(Conflict, match="answered already"):
        answer_report(report=report, answer="read-on", by=manager)
    assert campaign.state == "open"


def test_a_withdrawn_case_leaves_every_worklist_it_waits_in(one, manager) -> None:
    campaign = opened(one)
    first = first_assignment(campaign, one.second_reader)
    other = Assignment.objects.get(case=first.case, reader=one.people["reader"])
    read(other)
    report = report_case(assignment=first, reason="wrong-patient", by=one.second_reader)
    answer_report(report=report, answer="withdrawn", by=manager)
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.ended_at is None, other.ended_at is None) == (False, True)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"reason": "blurred"}, ValidationFailed),
        ({"reason": "wrong-side", "column": 3}, ValidationFailed),
    ],
)
def test_what_is_no_report_is_refused(one, sent: dict[str, object], error) -> None:
    assignment = first_assignment(opened(one), one.second_reader)
    with pytest.raises(error):
        report_case(assignment=assignment, by=one.second_reader, **sent)
    with pytest.raises(NotAllowed):
        report_case(assignment=assignment, reason="wrong-side", by=one.people["reader"])


def test_a_report_and_its_answer_by_hand(one, sign_in: Callable[..., Client]) -> None:
    campaign = opened(one)
    assignment = first_assignment(campaign, one.second_reader)
    client = sign_in(one.second_reader)
    sent = client.post(
        f"/reading/{assignment.token}/report/", {"reason": "name-visible", "column": "1"}
    )
    assert sent.status_code == 302
    report = CaseReport.objects.get()
    assert client.post(f"/reading/{assignment.token}/report/", {"reason": "x"}).status_code == 400
    base = "/studies/alpha/campaigns/mri/questions/"
    managing = sign_in(one.people["data_manager"])
    assert b"A name or another identifier is visible" in managing.get(base).content
    assert managing.post(f"{base}{report.pk}/", {"answer": "read-on"}).status_code == 302
    assert b"Read the case as it is" in managing.get(base).content
    assert sign_in(one.people["monitor"]).get(base).status_code == 403


def test_a_query_is_answered_by_a_correction_or_by_the_same_scores(one, manager) -> None:
    campaign = opened(one)
    reading = read(first_assignment(campaign, one.second_reader))
    draft = ask_for_correction(reading=reading, asked_for="slip", cells=[], by=manager)
    signed(draft)
    assert ReadingQuery.objects.get().answer == "confirmed"
    again = ask_for_correction(
        reading=draft, asked_for="columns", cells=["synovitis.RCJ@1"], by=manager
    )
    save_scores(
        reading=again,
        marks=all_marks(again.assignment, 2),
        revision=again.revision,
        by=one.second_reader,
    )
    signed(again)
    answers = ReadingQuery.objects.order_by("pk").values_list("answer", flat=True)
    assert list(answers) == ["confirmed", "corrected"]


def test_nothing_is_reported_in_a_closed_campaign(one, manager, sign_in) -> None:
    campaign = opened(one)
    assignment = first_assignment(campaign, one.second_reader)
    close_campaign(campaign=campaign, by=manager)
    answer = sign_in(one.second_reader).post(
        f"/reading/{assignment.token}/report/", {"reason": "wrong-side"}
    )
    assert answer.status_code == 409
