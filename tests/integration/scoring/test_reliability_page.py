"""The reliability page: who sees it, what it says in every state, its files, its queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from scoring.models import Campaign
from tests.factories.cohorts import manager_of
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.reliability import ReadCampaign, pair_campaign, pool_campaign
from tests.factories.scoring import (
    draft_campaign,
    first_assignment,
    having_said_why,
    lock,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

Sign = Callable[..., Client]
OVERVIEW = "/studies/alpha/campaigns/mri/"
PAGE = f"{OVERVIEW}reliability/"
PAGE_QUERIES = 24
NO_NUMBER = re.compile(r"\b(nan|inf)\b", re.IGNORECASE)


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def text_of(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def read_all(campaign: Campaign, score: Callable[[int, int], int], *, cases: int = 4) -> None:
    """Submit readings; ``score`` gives every site's by the places of case and reader."""
    for place, case in enumerate(campaign.cases.all()[:cases]):
        for number, assignment in enumerate(case.assignments.order_by("reader_number")):
            submitted_reading(assignment, value=score(place, number))


@pytest.mark.parametrize("role", ["investigator", "monitor"])
def test_others_see_it_once_the_campaign_is_locked(
    one: StudyWorld, sign_in: Sign, role: str
) -> None:
    campaign = open_for_reading(one, results_access="locked")
    client = sign_in(one.people[role])
    for path in ("", "tables/summary/"):
        assert client.get(PAGE + path).status_code == 403
    assert "reliability/" not in text_of(client, OVERVIEW)
    lock(campaign)
    assert client.get(PAGE).status_code == 200
    assert "reliability/" in text_of(client, OVERVIEW)
    assert sign_in(one.local[role]).get(PAGE).status_code == 403


@pytest.mark.parametrize("state", ["open", "locked"])
@pytest.mark.parametrize("role", ["reader", "coordinator"])
def test_a_reader_never_does(one: StudyWorld, sign_in: Sign, role: str, state: str) -> None:
    campaign = open_for_reading(one)
    if state == "locked":
        lock(campaign)
    for path in ("", "tables/summary/"):
        assert sign_in(one.people[role]).get(PAGE + path).status_code == 403


def test_a_data_manager_of_one_centre_does_not(one: StudyWorld, sign_in: Sign) -> None:
    lock(open_for_reading(one))
    assert sign_in(one.local["data_manager"]).get(PAGE).status_code == 403


def test_before_two_readings_it_says_what_is_missing(one: StudyWorld, sign_in: Sign) -> None:
    campaign = open_for_reading(one)
    client = sign_in(one.people["data_manager"])
    assert "No case with two readings yet" in text_of(client, PAGE)
    submitted_reading(first_assignment(campaign, one.people["reader"]))
    assert "as soon as two readers have submitted" in text_of(client, PAGE)
    assert [found["value"] for found in client.get(PAGE).context["counts"]] == [0, 1, 3, 0]
    assert client.get(f"{PAGE}tables/summary/").status_code == 404


def test_one_reader_a_case_has_nobody_to_agree_with(one: StudyWorld, sign_in: Sign) -> None:
    open_for_reading(one, readers=[one.people["reader"]])
    assert "one reader a case." in text_of(sign_in(one.people["data_manager"]), PAGE)


def test_a_draft_has_no_link_and_an_empty_page(one: StudyWorld, sign_in: Sign) -> None:
    draft_campaign(one)
    client = sign_in(one.people["data_manager"])
    assert "reliability/" not in text_of(client, OVERVIEW)
    assert "No case with two readings yet" in text_of(client, PAGE)


def test_equal_scores_give_reasons_and_percentages(one: StudyWorld, sign_in: Sign) -> None:
    """All zero: no coefficient, complete agreement, and never a NaN."""
    read_all(open_for_reading(one), lambda _case, _reader: 0)
    client = sign_in(one.people["data_manager"])
    page = text_of(client, PAGE)
    assert "All scores are equal, so patients can&#x27;t be told apart." in page
    assert "100.0 %" in page
    assert "The readings agree at every site." in page
    assert "there is no spread to draw limits from" in page
    assert not NO_NUMBER.search(page)
    for key in ("summary", "coefficients", "measurement-error", "limits", "kappa", "sites"):
        body = client.get(f"{PAGE}tables/{key}/").getvalue().decode()
        assert not NO_NUMBER.search(body), key


@pytest.mark.parametrize("cases", [1, 2])
def test_few_cases_give_a_page(one: StudyWorld, sign_in: Sign, cases: int) -> None:
    read_all(open_for_reading(one), lambda case, reader: (case + reader) % 3, cases=cases)
    page = text_of(sign_in(one.people["data_manager"]), PAGE)
    assert "not estimable" in page
    assert not NO_NUMBER.search(page)


def test_a_single_visit_has_a_status_and_no_change(one: StudyWorld, sign_in: Sign) -> None:
    campaign = open_for_reading(one, single_visit=True)
    read_all(campaign, lambda case, reader: (case + reader) % 3)
    page = text_of(sign_in(one.people["data_manager"]), PAGE)
    assert "ICC(A,1), Status, Baseline" in page
    assert "ICC(A,1), Change" not in page


def test_preliminary_until_locked(sign_in: Sign) -> None:
    made = pair_campaign()
    client = sign_in(manager_of(made.study))
    assert "Preliminary" in text_of(client, made.base)
    lock(made.campaign)
    page = text_of(client, made.base)
    assert "Preliminary" not in page
    assert "all submitted readings of the locked campaign" in page


@pytest.fixture
def pool() -> ReadCampaign:
    return pool_campaign(patients=9)


@pytest.fixture
def client(pool: ReadCampaign, sign_in: Sign) -> Client:
    return sign_in(manager_of(pool.study))


def test_what_counts_as_read(pool: ReadCampaign, client: Client) -> None:
    """Not the voided case, nor the draft, nor the adjudication."""
    counts = client.get(pool.base).context["counts"]
    assert [found["value"] for found in counts] == [9, 1, 0, len(pool.again)]
    assert counts[0]["note"] == "of 10 cases"
    assert "Zoe Adjudicator" not in text_of(client, pool.base)


def test_a_pool_is_named_with_its_reason(pool: ReadCampaign, client: Client) -> None:
    page = text_of(client, pool.base)
    assert "Readers are drawn from a pool." in page
    assert "ICC(1), Change" in page
    pair = f"{pool.readers[0].pk}-{pool.readers[2].pk}"
    chosen = text_of(client, pool.base, pair=pair)
    assert "Readers are drawn from a pool." not in chosen
    assert "ICC(A,1), Change" in chosen
    assert "Synovitis, Reader A – Reader C" in chosen


def test_a_reader_read_twice_has_every_figure(pool: ReadCampaign, client: Client) -> None:
    page = text_of(client, pool.base, pair=f"again-{pool.readers[0].pk}", feature="erosion")
    assert "Reader A, read twice" in page
    assert "by the same reader differ by less than" in page
    assert "first reading – repeated reading" in page


def test_a_site_leads_to_its_cases(pool: ReadCampaign, client: Client) -> None:
    links = re.findall(r'href="(\?[^"]*site=[^"#]+)#sites"', text_of(client, pool.base))
    assert len(links) == 7 * 3 + 7  # the heat table, and the drawn hand at one occasion
    cases = client.get(pool.base + links[2].replace("&amp;", "&")).context["cases"]
    apart = [float(row["difference"]) for row in cases["rows"]]
    assert apart == sorted(apart, reverse=True)
    assert all(value > 0 for value in apart)
    assert cases["differing"] == len(apart)
    assert {row["case"].text for row in cases["rows"]} <= {case.number for case in pool.cases}
    assert having_said_why(client).get(cases["rows"][0]["case"].url).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"pair": "1-999999"},
        {"feature": "bme"},
        {"site": "erosion.RAD"},
        {"occasion": "m24"},
        {"pair": "\x00"},
    ],
)
def test_what_is_not_there_is_not_found(
    pool: ReadCampaign, client: Client, query: dict[str, str]
) -> None:
    assert client.get(pool.base, query).status_code == 404


def test_an_unknown_table_is_not_found(pool: ReadCampaign, client: Client) -> None:
    assert client.get(f"{pool.base}tables/nothing/").status_code == 404


def test_a_download_is_neutralised_and_audited(sign_in: Sign) -> None:
    made = pair_campaign()
    made.readers[0].full_name = "=1+1"
    made.readers[0].save()
    response = sign_in(manager_of(made.study)).get(f"{made.base}tables/drift/")
    body = response.getvalue().decode()
    assert body.startswith("\ufeff")
    assert "'=1+1," in body
    assert "omega-mri-reliability-drift.csv" in response["Content-Disposition"]
    event = AuditEvent.objects.latest("position")
    assert event.kind == EventKind.TABLE_DOWNLOADED
    assert (event.data["table"], event.data["campaign"]) == ("reliability-drift", "mri")


def test_a_constant_offset_is_said_in_words(sign_in: Sign) -> None:
    made = pair_campaign(offset=2)
    page = text_of(sign_in(manager_of(made.study)), made.base)
    assert "On average Reader B is 7.00 points above Reader A." in page
    assert "No two readings of a patient differed, but for a constant difference." in page


def test_patients_are_named_to_those_who_may_see_them(sign_in: Sign) -> None:
    made = pair_campaign()
    page = text_of(sign_in(manager_of(made.study)), made.base, site="synovitis.RCJ")
    assert any(case.patient.pseudonym in page for case in made.cases)


def test_two_readers_of_one_name_are_told_apart(sign_in: Sign) -> None:
    made = pair_campaign()
    for reader in made.readers:
        reader.full_name = "Kim Lee"
        reader.save()
    page = text_of(sign_in(manager_of(made.study)), made.base)
    assert f"Kim Lee &lt;{made.readers[0].email}&gt;" in page


def test_queries_do_not_grow_with_cases(sign_in: Sign) -> None:
    def queries(made: ReadCampaign) -> int:
        client = sign_in(manager_of(made.study))
        client.get(made.base)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(made.base, {"site": "synovitis.RCJ"}).status_code == 200
        return len(captured)

    small, large = queries(pair_campaign(patients=3)), queries(pool_campaign(code="psi"))
    assert small == large <= PAGE_QUERIES


def test_an_investigator_of_the_whole_study_sees_a_closed_one(sign_in: Sign) -> None:
    made = pair_campaign()
    person = UserFactory()
    MembershipFactory(study=made.study, user=person, role="investigator")
    lock(made.campaign)
    assert "Reader A – Reader B" in text_of(sign_in(person), made.base)
