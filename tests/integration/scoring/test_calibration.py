"""A calibration compares readers with an expert, shows them where, and certifies them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from scoring.errors import CertificateMissing, ReadersRefused
from scoring.models import Campaign, Certificate
from scoring.models.protocol import Strategy
from scoring.selectors import case_candidates
from scoring.services import add_cases, choose_readers, open_campaign
from tests.factories.campaigns import another_reader, enrol, opened, read
from tests.factories.scoring import EROSION, draft_campaign, draft_reading, first_assignment
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

# Ten patients' erosion at baseline and follow-up, as the expert reads them.
REFERENCE = [(0, 0), (1, 2), (2, 2), (3, 5), (4, 4), (5, 7), (6, 6), (7, 7), (8, 9), (9, 10)]


@pytest.fixture
def one(world: World) -> StudyWorld:
    enrol(world.one, 6)
    return world.one


@pytest.fixture
def expert(one: StudyWorld):
    return another_reader(one, "expert")


@pytest.fixture
def calibration(one: StudyWorld, expert) -> Campaign:
    manager = one.people["data_manager"]
    campaign = draft_campaign(one, code="calibration", kind="calibration", **EROSION)
    add_cases(campaign=campaign, planned_visits=[one.baseline, one.year_one], by=manager)
    choose_readers(
        campaign=campaign,
        readers=[one.second_reader],
        strategy=Strategy.ALL,
        expert=expert,
        by=manager,
    )
    return open_campaign(campaign=campaign, by=manager)


def read_all(campaign: Campaign, reader, *, off_by: int = 0, n: int = 10) -> None:
    cases = list(campaign.cases.order_by("number"))[:n]
    for case, (before, after) in zip(cases, REFERENCE, strict=False):
        assignment = case.assignments.get(reader=reader)
        read(
            assignment,
            {(1, "erosion.RAD"): before, (2, "erosion.RAD"): max(0, after - off_by)},
        )


def test_who_agrees_with_the_expert_is_certified(one, expert, calibration) -> None:
    read_all(calibration, expert)
    read_all(calibration, one.second_reader, n=9)
    assert not Certificate.objects.exists()
    last = calibration.cases.order_by("number")[9].assignments.get(reader=one.second_reader)
    read(last, {(1, "erosion.RAD"): 9, (2, "erosion.RAD"): 10})
    certificate = Certificate.objects.get()
    assert (certificate.user, certificate.features) == (one.second_reader, ["erosion"])
    assert certificate.results == [{"feature": "erosion", "status": 1.0, "change": 1.0}]
    assert certificate.valid_until > timezone.now() + timedelta(days=364)


def test_who_does_not_is_not(one, expert, calibration) -> None:
    read_all(calibration, one.second_reader, off_by=4)
    read_all(calibration, expert)
    assert not Certificate.objects.exists()


def test_the_experts_last_reading_certifies_as_well(one, expert, calibration) -> None:
    read_all(calibration, one.second_reader)
    read_all(calibration, expert)
    assert Certificate.objects.get().user == one.second_reader


def test_where_it_is_asked_for_no_case_opens_without_one(one, expert, calibration) -> None:
    enrol(one, 2)
    campaign = opened(one, calibration_required=True, **EROSION)
    with pytest.raises(CertificateMissing, match="RAMRIS 2016"):
        draft_reading(first_assignment(campaign, one.second_reader))
    read_all(calibration, one.second_reader)
    read_all(calibration, expert)
    assert draft_reading(first_assignment(campaign, one.second_reader)).state == "draft"


def test_the_expert_needs_no_certificate(one, expert, calibration) -> None:
    enrol(one, 2)
    campaign = opened(
        one, code="later", readers=[one.second_reader, expert], calibration_required=True, **EROSION
    )
    assert draft_reading(first_assignment(campaign, expert)).state == "draft"


def test_calibration_cases_are_read_nowhere_else(one, calibration) -> None:
    enrol(one, 1)
    campaign = draft_campaign(one, **EROSION)
    found = case_candidates(campaign, [one.baseline, one.year_one])
    assert [candidate.complete for candidate in found].count(True) == 1
    assert {candidate.problem for candidate in found if not candidate.complete} == {
        "a calibration case of “Campaign calibration”"
    }


def test_a_calibration_has_an_expert_who_is_no_reader(one, expert) -> None:
    campaign = draft_campaign(one, kind="calibration", **EROSION)
    manager = one.people["data_manager"]
    with pytest.raises(ReadersRefused, match="names the expert"):
        choose_readers(campaign=campaign, readers=[expert], strategy=Strategy.ALL, by=manager)
    with pytest.raises(ReadersRefused, match="not compared with itself"):
        choose_readers(
            campaign=campaign, readers=[expert], expert=expert, strategy=Strategy.ALL, by=manager
        )


def test_a_reader_is_shown_the_differences_after_submitting(
    one, expert, calibration, sign_in: Callable[..., Client]
) -> None:
    case = calibration.cases.order_by("number").first()
    own = case.assignments.get(reader=one.second_reader)
    client = sign_in(one.second_reader)
    address = f"/reading/{own.token}/feedback/"
    draft_reading(own)
    assert client.get(address).status_code == 302
    read(own, {(1, "erosion.RAD"): 3})
    assert b"has not read this case yet" in client.get(address).content
    read(case.assignments.get(reader=expert), {(1, "erosion.RAD"): 5})
    page = client.get(address)
    [row] = [row for row in page.context["feedback"].rows if row.differs]
    assert ("3", "5", "apart") in row.cells
    assert sign_in(expert).get(address).status_code == 404


def test_no_other_campaign_shows_differences(one, sign_in: Callable[..., Client]) -> None:
    campaign = opened(one)
    own = first_assignment(campaign, one.second_reader)
    read(own)
    assert sign_in(one.second_reader).get(f"/reading/{own.token}/feedback/").status_code == 404
