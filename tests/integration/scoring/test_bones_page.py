"""MRI and radiographs by bone: only when both are locked, to whom, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scoring.models import Campaign
from scoring.services import add_cases
from tests.factories.campaigns import opened, read
from tests.factories.scoring import EROSION, draft_campaign, lock
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

Sign = Callable[..., Client]
FILMS = {"instrument": "svdh", "features": ["erosion"]}
BASELINE, YEAR_ONE = 1, 2
QUERIES = 16


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def mri(one: StudyWorld) -> Campaign:
    return opened(one, **EROSION)


@pytest.fixture
def films(one: StudyWorld) -> Campaign:
    return opened(one, code="films", **FILMS)


def page_of(campaign: Campaign, one: StudyWorld) -> str:
    """Return the address of the first northern patient's bones."""
    case = campaign.cases.get(patient=one.patients[0])
    return f"/studies/alpha/campaigns/{campaign.code}/cases/{case.number}/bones/"


def read_first(campaign: Campaign, one: StudyWorld, *changed: dict[tuple[int, str], int]) -> None:
    """Submit the readings of the first northern patient, one mapping of scores a reader."""
    case = campaign.cases.get(patient=one.patients[0])
    readers = case.assignments.filter(kind="read").order_by("reader_number")
    for assignment, scores in zip(readers, changed, strict=True):
        read(assignment, scores)


def text_of(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def both(one: StudyWorld, mri: Campaign, films: Campaign) -> tuple[Campaign, Campaign]:
    """Both campaigns locked; the radius eroded and worse on MRI only."""
    side = mri.cases.get(patient=one.patients[0]).time_points.first().examination.side
    read_first(mri, one, {(2, "erosion.RAD"): 3}, {(2, "erosion.RAD"): 4})
    head = {(place, f"{side}H.erosion.MCP2"): 2 for place in (BASELINE, YEAR_ONE)}
    read_first(films, one, head, head)
    return lock(mri), lock(films)


@pytest.mark.parametrize("role", ["investigator", "monitor", "data_manager"])
def test_scores_stand_beside_each_other_once_both_are_locked(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign, role: str
) -> None:
    client = sign_in(one.people[role])
    for campaign in both:
        page = text_of(client, page_of(campaign, one))
        assert "disagree at 2 sites" in page
        assert "Eroded on MRI only: One year" in page
        assert "Worse on MRI only" in page
        assert "Eroded on the radiograph only: Baseline, One year" in page
        assert "Worse on the radiograph only" not in page
        assert "<strong>3.5</strong>" in page
        assert "mean of 2 readers" in page
        assert "0–10" in page
        assert "0–5" in page
        assert "Reader 2" not in page


def test_each_reader_is_shown_on_demand(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign
) -> None:
    page = text_of(sign_in(one.people["investigator"]), page_of(both[0], one), readers="each")
    assert '<abbr title="second reader alpha">Reader 2</abbr> </span> <span>4</span>' in page
    assert "?with=films&amp;readers=each" not in page


def test_the_case_page_leads_there_and_back(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign
) -> None:
    client, here = sign_in(one.people["investigator"]), page_of(both[0], one)
    case = here.removesuffix("bones/")
    assert f'href="{here}"' in text_of(client, case)
    page = text_of(client, here)
    assert f'href="{case}"' in page
    assert 'accesskey="n"' in page or 'accesskey="p"' in page


@pytest.mark.parametrize("locked", ["mri", "films", "neither"])
def test_before_both_locks_it_says_who_waits_and_shows_no_score(
    one: StudyWorld, mri: Campaign, films: Campaign, sign_in: Sign, locked: str
) -> None:
    read_first(mri, one, {(2, "erosion.RAD"): 7}, {(2, "erosion.RAD"): 7})
    for campaign in (mri, films):
        if campaign.code == locked:
            lock(campaign)
    client = sign_in(one.people["data_manager"])
    for campaign in (mri, films):
        response = client.get(page_of(campaign, one))
        page = response.content.decode()
        assert response.context["bones"] is None
        assert "Both campaigns must be locked" in page
        for other in (mri, films):
            assert (f"“{other.title}”" in page) is (other.code != locked)
        assert "<table" not in page


def test_without_the_other_modality_it_says_so(
    one: StudyWorld, mri: Campaign, sign_in: Sign
) -> None:
    page = text_of(sign_in(one.people["monitor"]), page_of(lock(mri), one))
    assert "No campaign of radiographs has a case of this patient" in page


def test_of_several_campaigns_one_chooses(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign
) -> None:
    draft_campaign(one, code="empty", **FILMS)
    again = opened(one, code="again", **FILMS)
    client, here = sign_in(one.people["investigator"]), page_of(both[0], one)
    page = text_of(client, here)
    assert "Compared with" in page
    assert "disagree at 2 sites" in page
    assert f"“{again.title}” waits for its lock" in text_of(client, here, **{"with": "again"})
    assert client.get(here, {"with": "empty"}).status_code == 404
    assert client.get(here, {"with": "mri"}).status_code == 404


def test_without_a_common_feature_it_says_so(
    one: StudyWorld, films: Campaign, sign_in: Sign
) -> None:
    lock(films)
    mri = lock(opened(one))
    assert "No feature in common" in text_of(sign_in(one.people["monitor"]), page_of(mri, one))


def test_a_calibration_has_no_such_page(one: StudyWorld, films: Campaign, sign_in: Sign) -> None:
    trained = draft_campaign(one, code="trained", kind="calibration", **EROSION)
    manager = one.people["data_manager"]
    add_cases(campaign=trained, planned_visits=[one.baseline], by=manager)
    client = sign_in(manager)
    assert client.get(page_of(trained, one)).status_code == 404
    assert "No campaign of MRI" in text_of(client, page_of(lock(films), one))


@pytest.mark.parametrize("role", ["reader", "coordinator"])
def test_who_may_not_see_readings_is_refused(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign, role: str
) -> None:
    for campaign in both:
        assert sign_in(one.people[role]).get(page_of(campaign, one)).status_code == 403


def test_a_person_of_one_centre_sees_its_cases_alone(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign
) -> None:
    client = sign_in(one.local["investigator"])
    own = {case.number: case.patient.centre == one.north for case in both[0].cases.all()}
    shown = ""
    for number, is_own in own.items():
        base = f"/studies/alpha/campaigns/mri/cases/{number}/"
        for path in (base, f"{base}bones/"):
            response = client.get(path)
            assert response.status_code == (200 if is_own else 404)
            shown += response.content.decode() if is_own else ""
    assert not [number for number, is_own in own.items() if not is_own and number in shown]


def test_the_stranger_and_other_studies_find_nothing(
    world: World, both: tuple[Campaign, Campaign], sign_in: Sign
) -> None:
    for person in (world.stranger, world.two.people["investigator"]):
        assert sign_in(person).get(page_of(both[0], world.one)).status_code in {403, 404}


def test_queries_do_not_grow_with_readings(
    one: StudyWorld, both: tuple[Campaign, Campaign], sign_in: Sign
) -> None:
    client = sign_in(one.people["investigator"])
    for campaign in both:
        with CaptureQueriesContext(
            connection,
        ) as found:
            text_of(client, page_of(campaign, one), readers="each")
        assert len(found) <= QUERIES, [query["sql"][:120] for query in found]
