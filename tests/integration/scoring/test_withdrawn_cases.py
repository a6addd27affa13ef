"""A case of which something is voided: out of worklists and counts, and back with its drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ra_registry.cohort.access import study_access
from ra_registry.core.permissions import Permission
from scoring import selectors, services
from scoring.errors import CaseWithdrawn, ImportRefused
from scoring.models import Assignment, Case, Reading
from scoring.services import save_scores
from scoring.services.importing import ImportedReading, import_readings
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    open_for_reading,
    signed,
    submitted_reading,
)
from tests.factories.voiding import act
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def case(one: StudyWorld) -> Case:
    """Return the case of the first patient, with a draft of the first reader."""
    campaign = open_for_reading(one)
    return campaign.cases.get(patient=one.patients[0])


def parts(case: Case) -> dict[str, Any]:
    last = case.time_points.order_by("position").last()
    return {"patient": case.patient, "visit": last.visit, "examination": last.examination}


@pytest.mark.parametrize("part", ["patient", "visit", "examination"])
def test_it_leaves_worklists_and_counts_and_comes_back(
    one: StudyWorld, case: Case, part: str
) -> None:
    reader, manager = one.people["reader"], one.people["data_manager"]
    mine = case.assignments.get(reader=reader)
    submitted_reading(case.assignments.exclude(reader=reader).get(), value=1)
    access = study_access(manager, one.study.code, Permission.VIEW_CAMPAIGNS)

    def seen() -> tuple[Any, ...]:
        campaign = selectors.campaigns(access).get(pk=case.campaign_id)
        return (
            selectors.own_assignments(reader).filter(pk=mine.pk).exists(),
            (campaign.n_cases, campaign.n_readings, campaign.n_submitted),
            sum(line.n_cases for line in selectors.progress(access, campaign).by_reader),
            Reading.objects.active().count(),
        )

    before = seen()
    act(parts(case)[part], "void", by=manager)
    cases, readings, submitted = before[1]
    assert seen() == (False, (cases - 1, readings - 2, submitted - 1), before[2] - 2, before[3] - 1)
    act(parts(case)[part], "restore", by=manager)
    assert seen() == before


def test_nothing_is_written_meanwhile_and_the_draft_is_kept(one: StudyWorld, case: Case) -> None:
    reader, manager = one.people["reader"], one.people["data_manager"]
    mine = case.assignments.get(reader=reader)
    draft = draft_reading(mine)
    save_scores(reading=draft, marks=all_marks(mine), revision=draft.revision, by=reader)
    scores = draft.scores.count()
    image = parts(case)["examination"]
    act(image, "void", by=manager)
    with pytest.raises(CaseWithdrawn):
        services.start_reading(assignment=mine, by=reader)
    with pytest.raises(CaseWithdrawn):
        signed(draft)
    other = case.assignments.exclude(reader=reader).get()
    with pytest.raises(ImportRefused, match="problems"):
        import_readings(campaign=case.campaign, readings=[ImportedReading(other, {})], by=manager)
    act(image, "restore", by=manager)
    assert services.start_reading(assignment=mine, by=reader) == draft
    assert draft.scores.count() == scores
    assert signed(draft).state == "submitted"


def test_another_examination_under_the_key_never_takes_the_readings_over(
    one: StudyWorld, case: Case
) -> None:
    manager = one.people["data_manager"]
    image = parts(case)["examination"]
    act(image, "void", by=manager)
    again = type(image).objects.create(
        visit=image.visit, modality="MR", side=image.side, side_rule=image.side_rule,
        acquired_on=image.acquired_on, created_by=manager,
    )  # fmt: skip
    assert not Case.objects.active().filter(pk=case.pk).exists()
    assert not case.time_points.filter(examination=again).exists()
    visits = selectors.visits_of_cases(case.campaign)
    [left] = [
        found
        for found in selectors.case_candidates(case.campaign, visits)
        if found.patient_id == case.patient_id
    ]
    assert left.problem == "something that its case is made of is voided"
    assert Assignment.objects.filter(case=case).count() == 2


def test_its_addresses_say_so_in_a_sentence(
    one: StudyWorld, case: Case, sign_in: Callable[..., Client]
) -> None:
    """A reader's open tab, a program and a bookmark are told what happened: 409, not 404."""
    mine = case.assignments.get(reader=one.people["reader"])
    draft_reading(mine)
    act(parts(case)["patient"], "void", by=one.people["data_manager"])
    client = sign_in(mine.reader)
    page, room = f"/reading/{mine.token}/", f"/api/v1/reading/cases/{mine.token}/"
    send = {"content_type": "application/json"}
    marks = {"revision": 0, "marks": {"synovitis.RCJ@1": "2"}}
    answers = [
        client.get(page),
        client.post(f"{page}start/"),
        client.post(f"{page}submit/", {"revision": "0"}),
        client.post(f"{page}scores/", marks, **send),
        client.post(f"{page}rest-normal/", {"revision": 0}, **send),
        client.get(room),
        client.post(f"{room}scores/", {"revision": 0, "entries": []}, **send),
    ]
    assert [answer.status_code for answer in answers] == [409] * len(answers)
    for answer in answers:
        assert "This case is not read at present" in answer.content.decode()
    assert answers[3].json()["error"]["code"] == "case_withdrawn"


def test_the_plain_form_keeps_what_was_typed(
    one: StudyWorld, case: Case, sign_in: Callable[..., Client]
) -> None:
    mine = case.assignments.get(reader=one.people["reader"])
    draft_reading(mine)
    act(parts(case)["examination"], "void", by=one.people["data_manager"])
    answer = sign_in(mine.reader).post(
        f"/reading/{mine.token}/", {"revision": "0", "synovitis.RCJ@1": "2", "synovitis.DRUJ@1": ""}
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "This case is not read at present" in shown
    field = shown[shown.index('name="synovitis.RCJ@1"') :].split(">")[0]
    assert 'value="2"' in field
    assert "Not saved. Stored is: –" in field
