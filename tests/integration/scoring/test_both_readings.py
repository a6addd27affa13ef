"""An adjudicator sees both readings where the charter says so; nobody else, anywhere, ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scoring.models import Assignment
from scoring.models.assignment import AssignmentKind
from scoring.selectors.both_readings import both_readings
from scoring.services import open_correction, start_reading
from tests.factories.campaigns import another_reader, opened, read
from tests.factories.scoring import EROSION, signed
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

Sign = Callable[..., Client]
RULE = {
    **EROSION,
    "step_half_units": 1,
    "adjudication": "two-closest",
    "adjudication_measure": "erosion.total",
    "adjudication_threshold": Decimal(3),
}
# Half points that nothing else on a page has: scales, counts and maxima are whole.
FIRST, SECOND = Decimal("4.5"), Decimal("8.5")
PLANTED = re.compile(r"(?<![\w.])(4\.5|8\.5)(?![\w.])")


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def third(one: StudyWorld):
    return another_reader(one, "adjudicator")


def referred(one: StudyWorld, third, **protocol) -> Assignment:
    """Return the third reader's assignment of a case whose readings differ at the radius."""
    campaign = opened(one, adjudicators=(third,), **{**RULE, **protocol})
    case = campaign.cases.order_by("number").first()
    firsts = case.assignments.filter(kind="read").order_by("reader_number")
    for assignment, value in zip(firsts, (FIRST, SECOND), strict=True):
        read(assignment, {(2, "erosion.RAD"): value, (1, "erosion.LUN"): FIRST})
    return Assignment.objects.select_related("case__campaign").get(kind=AssignmentKind.ADJUDICATION)


def everything(client: Client, assignment: Assignment) -> str:
    """Return all that the pages and the API send of a case, headers included."""
    page, api = f"/reading/{assignment.token}/", f"/api/v1/reading/cases/{assignment.token}/"
    paths = ["/reading/", page, f"{page}submit/", f"{page}state/", f"{page}feedback/", api]
    paths += ["/api/v1/reading/cases/", f"{api}completeness/", f"{page}charter/"]
    sent = []
    for path in paths:
        response = client.get(path)
        assert response.status_code < 500, path
        sent.append(f"{dict(response.items())}\n{response.content.decode()}")
    return "\n".join(sent)


def test_the_charter_lets_an_adjudicator_see_both(one, third, sign_in: Sign) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=True)
    client = sign_in(third)
    assert client.get(f"/reading/{assignment.token}/").status_code == 200
    assert not PLANTED.search(everything(client, assignment))  # not begun yet
    start_reading(assignment=assignment, by=third)
    page = client.get(f"/reading/{assignment.token}/").content.decode()
    assert "Both readings" in page
    assert "1 site differs" in page
    assert set(PLANTED.findall(page)) == {"4.5", "8.5"}
    for name in (one.people["reader"].full_name, one.second_reader.full_name):
        assert name not in page


def test_what_differs_comes_first_in_the_adjudicators_own_columns(one, third) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=True)
    both = both_readings(assignment)
    assert both is not None
    assert both.letters == ("A", "B")
    [site] = both.differing
    assert site.item.code == "erosion.RAD"
    expected = {1: ("0", "0"), 2: ("4.5", "8.5")}
    assert [(pair.first, pair.second) for pair in site.pairs] == [
        expected[position] for position in assignment.order
    ]
    assert [pair.differs for pair in site.pairs] == [place == 2 for place in assignment.order]
    assert len(both.equal) == 22


def test_it_stays_after_submission(one, third, sign_in: Sign) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=True)
    read(assignment, {(2, "erosion.RAD"): 6})
    page = sign_in(third).get(f"/reading/{assignment.token}/").content.decode()
    assert "Both readings" in page
    assert "#erosion.RAD" not in page


def test_without_the_charter_nothing_is_sent(one, third, sign_in: Sign) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=False)
    client = sign_in(third)
    for begun in (False, True):
        if begun:
            start_reading(assignment=assignment, by=third)
        sent = everything(client, assignment)
        assert not PLANTED.search(sent)
        assert "Both readings" not in sent
    with CaptureQueriesContext(connection) as found:
        assert both_readings(assignment) is None
    assert not found.captured_queries


def test_a_first_reader_is_sent_the_own_scores_alone(one, third, sign_in: Sign) -> None:
    """The charter speaks of adjudicators; others' scores of the same case stay where they are."""
    assignment = referred(one, third, adjudicator_sees_readings=True)
    firsts = assignment.case.assignments.filter(kind="read").order_by("reader_number")
    for own, others in zip(firsts, ("8.5", "4.5"), strict=True):
        sent = everything(sign_in(own.reader), own)
        assert "Both readings" not in sent
        if others == "8.5":
            assert others not in PLANTED.findall(sent)
        assert both_readings(own) is None


def test_the_api_never_tells(one, third, sign_in: Sign) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=True)
    start_reading(assignment=assignment, by=third)
    client = sign_in(third)
    api = f"/api/v1/reading/cases/{assignment.token}/"
    sent = [client.get(path) for path in (api, "/api/v1/reading/cases/", f"{api}completeness/")]
    sent.append(client.get(f"/reading/{assignment.token}/state/"))
    assert [one.status_code for one in sent] == [200] * 4
    assert not [one for one in sent if PLANTED.search(one.content.decode())]


def test_a_correction_shows_the_current_reading(one, third) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=True)
    first = assignment.case.assignments.get(kind="read", reader_number=1)
    draft = open_correction(reading=first.readings.get(), reason="Looked again", by=first.reader)
    both = both_readings(assignment)
    signed(draft)
    assert both_readings(assignment) == both


def test_another_campaign_of_the_patient_is_not_shown(one, third) -> None:
    assignment = referred(one, third, adjudicator_sees_readings=True)
    again = opened(one, code="again", **EROSION, step_half_units=1)
    case = again.cases.get(patient=assignment.case.patient)
    read(case.assignments.get(reader_number=1), {(2, "erosion.ULN"): FIRST})
    both = both_readings(assignment)
    assert both is not None
    assert [site.item.code for site in both.differing] == ["erosion.RAD"]
