"""Nothing a reader is sent tells who, when, what the laboratory found or what others scored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from ra_registry.cohort.models import Patient, Visit
from scoring.instruments import Entry
from scoring.models import Assignment, Campaign, Reading
from scoring.services import Mark, close_campaign, save_scores
from tests.factories.clinical import (
    AssessmentFactory,
    ExaminationFactory,
    PatientFactory,
    VisitFactory,
)
from tests.factories.scoring import (
    draft_reading,
    fields_of,
    first_assignment,
    having_said_why,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

ENROLLED = date(2019, 8, 23)
FOLLOW_UP = date(2020, 9, 17)
CANARIES = {
    "patient": "ZQ-CANARY-77",
    "centre": "Canary Hospital",
    "note of the visit": "canarynote",
    "note of the examination": "canaryfilm",
    "laboratory value": "777.131",
    "other reader": "Canary Colleague",
    "other campaign": "canary-hidden-campaign",
}
DATES = [
    text
    for day in (ENROLLED, FOLLOW_UP)
    for text in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B %Y}",
        f"{day.day} {day:%b %Y}",
        f"{day:%Y%m%d}",
        f"{day:%B}",
    )
]


@pytest.fixture
def one(world: World) -> StudyWorld:
    """A study of one patient whose record is full of words that a reader must never meet."""
    one = world.one
    one.north.name = CANARIES["centre"]
    one.north.save()
    one.second_reader.full_name = CANARIES["other reader"]
    one.second_reader.save()
    Patient.objects.filter(study=one.study).update(
        voided_at="2024-01-01T00:00Z", voided_by=one.people["data_manager"], void_reason="canary"
    )
    patient = PatientFactory(
        centre=one.north,
        pseudonym=CANARIES["patient"],
        enrolled_on=ENROLLED,
        rf_value=Decimal("777.13"),
    )
    for planned, day in ((one.baseline, ENROLLED), (one.year_one, FOLLOW_UP)):
        visit = VisitFactory(
            patient=patient, planned=planned, took_place_on=day, note=CANARIES["note of the visit"]
        )
        AssessmentFactory(visit=visit, crp_value=Decimal("777.131"))
        ExaminationFactory(visit=visit, acquired_on=day, note=CANARIES["note of the examination"])
    return one


@pytest.fixture
def campaign(one: StudyWorld) -> Campaign:
    open_for_reading(
        one, code="hidden", title=CANARIES["other campaign"], readers=[one.second_reader]
    )
    return open_for_reading(one, features=["synovitis", "erosion"])


@pytest.fixture
def assignment(one: StudyWorld, campaign: Campaign) -> Assignment:
    """The reader's case; the colleague has scored 3 everywhere, 6 of 10 at the erosions."""
    return first_assignment(campaign, one.people["reader"])


def other_reading(one: StudyWorld, campaign: Campaign) -> Reading:
    return submitted_reading(first_assignment(campaign, one.second_reader), value=3)


def everything(response: HttpResponse) -> str:
    """All that travels: status line, headers with cookies, and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = "\n".join(morsel.OutputString() for morsel in response.cookies.values())
    return f"{headers}\n{cookies}\n{response.content.decode()}"


def assert_blind(response: HttpResponse, *, forbidden: dict[str, str]) -> None:
    # The campaign's schedule has the words "Baseline" and "One year" on purpose.
    text = everything(response)
    found = [
        what for what, canary in {**CANARIES, **forbidden}.items() if canary.lower() in text.lower()
    ]
    found += [day for day in DATES if day in text]
    found += [word for word in ("Baseline", "One year") if word in text]
    assert not found, f"{response.request['PATH_INFO']} tells: {found}"


def keys_of(one: StudyWorld, campaign: Campaign) -> dict[str, str]:
    """Return identifiers that would link, long enough not to occur by chance."""
    other = Assignment.objects.get(case__campaign=campaign, reader=one.second_reader)
    return {
        "other reader's token": str(other.token),
        "other reader's address": one.second_reader.email,
        "seed": str(campaign.seed),
    }


def requests(client: Client, assignment: Assignment) -> Iterator[HttpResponse]:
    """Yield what a reader can ask for, in a sensible order and then in every wrong way."""
    room, case = "/reading/", f"/reading/{assignment.token}/"

    def send(url: str, data: Any) -> HttpResponse:
        body = data if isinstance(data, str) else json.dumps(data)
        return client.post(case + url, body, content_type="application/json")

    yield client.get("/")
    yield client.get(room)
    yield client.get(room, {"campaign": "alpha/hidden"})
    yield client.get(room, {"campaign": "alpha/mri", "status": "started", "q": "ZQ"})
    yield client.get(case)
    yield client.post(case + "start/")
    yield client.get(case)
    yield client.post(room + "next/")
    yield client.get(case + "submit/")
    yield send("scores/", {"revision": 0, "marks": {"synovitis.RCJ@1": "2"}})
    yield send("scores/", {"revision": 0, "marks": {"synovitis.RCJ@1": "1"}})
    yield send("scores/", {"revision": 1, "marks": {"synovitis.RCJ@1": "9"}})
    yield send("scores/", {"revision": 1, "marks": {"synovitis.RCJ@1": "2.5"}})
    yield send("scores/", {"revision": 1, "marks": {"synovitis.RCJ@3": "1"}})
    yield send("scores/", {"revision": 1, "marks": {"synovitis.MCP1@1": "1"}})
    yield send("scores/", {"revision": 1, "marks": {"nonsense": "1"}})
    yield send("scores/", {"revision": "x", "marks": []})
    yield send("scores/", "{")
    yield client.get(case + "scores/")
    yield client.post(case, {"revision": "1", "synovitis.RCJ@2": "8"})
    yield client.post(case, {"revision": "0", "synovitis.RCJ@2": "3"})
    yield client.post(case + "submit/", {"revision": "1"})
    yield client.post(case + "correction/", {"reason": "slip"})
    yield send("rest-normal/", {"revision": 1, "feature": "pannus"})
    yield send("rest-normal/", {"revision": 1})
    yield client.post(case + "submit/", {"revision": "2"})
    yield client.get(case)
    yield client.post(case + "submit/", {"revision": "2"})
    yield send("scores/", {"revision": 2, "marks": {"synovitis.RCJ@1": "1"}})
    yield client.post(case + "correction/", {"reason": ""})
    yield client.post(case + "correction/", {"reason": "slip of the finger"})
    yield client.get(case)
    yield client.get(room)


def test_no_answer_to_a_reader_unblinds(
    one: StudyWorld, campaign: Campaign, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    forbidden = keys_of(one, campaign)
    other = other_reading(one, campaign)
    forbidden["other reader's content"] = other.content_hash
    statuses = set()
    for response in requests(sign_in(assignment.reader), assignment):
        assert_blind(response, forbidden=forbidden)
        statuses.add(response.status_code)
    assert {200, 302, 400, 405, 409, 422} <= statuses


def test_study_pages_are_closed_to_readers(
    one: StudyWorld, campaign: Campaign, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    other = other_reading(one, campaign)
    client = sign_in(assignment.reader)
    base = f"/studies/{one.study.code}/"
    for path in (
        "campaigns/",
        "campaigns/new/",
        "campaigns/mri/",
        "campaigns/mri/edit/",
        "campaigns/mri/cases/",
        "campaigns/mri/readers/",
        f"readings/{other.pk}/",
    ):
        response = client.get(base + path)
        assert response.status_code == 403
        assert_blind(response, forbidden=keys_of(one, campaign))


def test_another_readers_case_does_not_exist(
    one: StudyWorld, campaign: Campaign, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    foreign = Assignment.objects.get(case__campaign=campaign, reader=one.second_reader)
    client = sign_in(assignment.reader)
    for path, method in (
        ("", client.get),
        ("", client.post),
        ("start/", client.post),
        ("scores/", client.post),
        ("rest-normal/", client.post),
        ("submit/", client.get),
        ("submit/", client.post),
        ("correction/", client.post),
    ):
        assert method(f"/reading/{foreign.token}/{path}").status_code == 404


def test_the_form_is_the_same_whichever_order_was_drawn(
    world: World, sign_in: Callable[..., Client]
) -> None:
    """With nothing entered, two cases in opposite orders differ in number and token alone."""
    one = world.one
    campaign = open_for_reading(one)
    pages = {}
    for assignment in Assignment.objects.filter(case__campaign=campaign):
        draft_reading(assignment)
        page = sign_in(assignment.reader).get(f"/reading/{assignment.token}/").content.decode()
        for private in (assignment.number, str(assignment.token), str(assignment.reader)):
            page = page.replace(private, "…")
        page = page.replace(assignment.reader.email, "…")
        page = re.sub(r'value="[A-Za-z0-9]{64}"', "", page)
        pages.setdefault(tuple(assignment.order), set()).add(page)
    assert set(pages) == {(1, 2), (2, 1)}
    assert pages[1, 2] == pages[2, 1]


def test_columns_are_the_readers_own(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    reading = draft_reading(assignment)
    first, second = assignment.order
    save_scores(
        reading=reading,
        marks=[
            Mark(first, "synovitis.RCJ", Entry(value=1)),
            Mark(second, "synovitis.RCJ", Entry(value=3)),
        ],
        revision=0,
        by=assignment.reader,
    )
    client = sign_in(assignment.reader)
    page = client.get(f"/reading/{assignment.token}/").content.decode()
    fields = fields_of(page)
    assert (fields["synovitis.RCJ@1"], fields["synovitis.RCJ@2"]) == ("1", "3")
    stale = client.post(
        f"/reading/{assignment.token}/scores/",
        {"revision": 0, "marks": {"synovitis.RCJ@1": "0"}},
        content_type="application/json",
    ).json()
    assert stale["cells"] == {"synovitis.RCJ@1": "1", "synovitis.RCJ@2": "3"}


def test_a_blinded_reader_never_sees_change_or_hidden_totals(
    one: StudyWorld, campaign: Campaign, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    submitted_reading(assignment, value=2)
    client = sign_in(assignment.reader)
    page = client.get(f"/reading/{assignment.token}/").content.decode()
    assert "Totals" not in page
    assert "Change" not in page
    close_campaign(campaign=campaign, by=one.people["data_manager"])
    page = client.get(f"/reading/{assignment.token}/").content.decode()
    assert "Totals" not in page
    assert "Change" not in page


def test_what_a_data_manager_asks_for_reaches_the_reader_without_free_text(
    one: StudyWorld, assignment: Assignment, sign_in: Callable[..., Client]
) -> None:
    reading = submitted_reading(assignment)
    client = having_said_why(sign_in(one.people["data_manager"]))
    url = f"/studies/{one.study.code}/readings/{reading.pk}/correction/"
    secret = f"compare {CANARIES['patient']}"
    for sent in ({"asked_for": secret}, {"asked_for": "slip", "sites": [secret]}):
        assert client.post(url, sent).status_code in {400, 422}
    assert not Reading.objects.filter(state="draft").exists()
    client.post(url, {"asked_for": "columns", "reason": secret, "sites": ["synovitis.RCJ@2"]})
    page = sign_in(assignment.reader).get(f"/reading/{assignment.token}/")
    assert "Two time points may be mixed up" in page.content.decode()
    assert "B: Synovitis, radiocarpal joint" in page.content.decode()
    assert_blind(page, forbidden={})


def test_the_dates_and_words_looked_for_do_occur_elsewhere(
    one: StudyWorld, campaign: Campaign, sign_in: Callable[..., Client]
) -> None:
    """The scan would be worthless if it looked for what no page ever shows."""
    reading = other_reading(one, campaign)
    page = having_said_why(sign_in(one.people["data_manager"])).get(
        f"/studies/{one.study.code}/readings/{reading.pk}/"
    )
    text = everything(page)
    assert CANARIES["patient"] in text
    assert CANARIES["other reader"] in text
    assert "23 Aug 2019" in text
    assert Visit.objects.filter(took_place_on=ENROLLED).exists()
