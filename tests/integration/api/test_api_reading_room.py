"""A reader's work through the API: the same services, promises and blinding as the pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from rest_framework.test import APIClient

from ra_registry.core.models import AuditEvent
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading, SiteScore
from scoring.services import close_campaign
from tests.factories.scoring import EROSION, first_assignment, open_for_reading, signed
from tests.factories.world import World

ROOM = "/api/v1/reading/"
ITEMS = [item.code for item in get_instrument("ramris-2016").items_of(["synovitis"])]


@pytest.fixture
def case(world: World) -> Assignment:
    return first_assignment(open_for_reading(world.one), world.one.people["reader"])


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["reader"])


def url(case: Assignment, step: str = "") -> str:
    return f"{ROOM}cases/{case.token}/{step}"


def cells(score: str | None = "1", **more: Any) -> list[dict[str, Any]]:
    """Return every cell of the form with the same content."""
    return [
        {"item": item, "column": column, "score": score, **more}
        for item in ITEMS
        for column in (1, 2)
    ]


def started(client: APIClient, case: Assignment) -> dict[str, Any]:
    answer = client.post(url(case, "start/"))
    assert answer.status_code == 200, answer.content
    return answer.json()


def save(client: APIClient, case: Assignment, entries: Any, revision: Any = 0) -> Any:
    return client.post(url(case, "scores/"), {"revision": revision, "entries": entries})


def test_a_case_is_read_from_worklist_to_the_signature_of_its_reader(
    client: APIClient, case: Assignment
) -> None:
    (campaign,) = client.get(f"{ROOM}campaigns/").json()["results"]
    assert (campaign["key"], campaign["n_cases"], campaign["n_submitted"]) == ("alpha/mri", 4, 0)
    listed = client.get(f"{ROOM}cases/?campaign=alpha/mri").json()["results"]
    assert [row["place"] for row in listed] == [1, 2, 3, 4]
    assert listed[0]["token"] == str(case.token)

    form = client.get(url(case)).json()
    assert (form["columns"], form["step"], form["revision"]) == (["A", "B"], "1", None)
    assert [item["code"] for item in form["items"]] == ITEMS
    assert started(client, case)["revision"] == 0

    saved = save(client, case, cells()).json()
    assert (saved["revision"], saved["n_entered"], saved["n_sites"]) == (1, 14, 14)
    checked = client.get(url(case, "completeness/")).json()
    sign_at = f"http://testserver/reading/{case.token}/submit/"
    assert checked == {
        "complete": True, "n_sites": 14, "n_entered": 14, "missing": [], "sign_at": sign_at,
    }  # fmt: skip

    assert client.post(url(case, "submit/"), {"revision": 1}).status_code == 404
    signed(Reading.objects.get())
    assert client.get(f"{ROOM}cases/?status=submitted").json()["count"] == 1


def test_what_is_shown_can_be_sent_back(client: APIClient, case: Assignment) -> None:
    started(client, case)
    save(client, case, [*cells()[:3], {"item": ITEMS[6], "column": 2, "reason": "outside_fov"}])
    form = client.get(url(case)).json()
    assert len(form["entries"]) == 4
    again = save(client, case, form["entries"], revision=0)
    assert again.status_code == 200
    assert again.json()["revision"] == form["revision"]


def test_columns_are_the_drawn_order(client: APIClient, world: World, case: Assignment) -> None:
    started(client, case)
    save(client, case, [{"item": ITEMS[0], "column": 1, "score": "3"}])
    stored = SiteScore.objects.get()
    assert stored.time_point.position == case.order[0]


def test_repeats_change_nothing(client: APIClient, case: Assignment) -> None:
    assert started(client, case) == started(client, case)
    first, second = save(client, case, cells()), save(client, case, cells())
    assert first.json() == second.json()
    kinds = AuditEvent.objects.filter(kind__startswith="reading_").values_list("kind", flat=True)
    assert list(kinds) == ["reading_started"]


def test_row_history_knows_who_wrote_by_token(
    client: APIClient, world: World, case: Assignment
) -> None:
    started(client, case)
    event = apps.get_model("scoring", "ReadingEvent").objects.get()
    assert event.pgh_context.metadata["user"] == world.one.people["reader"].pk
    assert event.pgh_context.metadata["url"] == url(case, "start/")


def test_a_cell_can_be_emptied_and_a_reason_given(client: APIClient, case: Assignment) -> None:
    started(client, case)
    save(client, case, cells())
    item = ITEMS[0]
    emptied = save(client, case, [{"item": item, "column": 1}], revision=1).json()
    assert emptied["n_entered"] == 13
    missing = client.get(url(case, "completeness/")).json()["missing"]
    assert missing == [{"item": item, "column": 1}]
    reason = [{"item": item, "column": 1, "score": None, "reason": "no_contrast"}]
    assert save(client, case, reason, revision=2).json()["n_entered"] == 14


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ({"item": ITEMS[0], "column": 1, "score": "4"}, "found 4"),
        ({"item": ITEMS[0], "column": 1, "score": "-1"}, "found -1"),
        ({"item": ITEMS[0], "column": 1, "score": "1.5"}, "found 1.5"),
        ({"item": ITEMS[0], "column": 1, "score": "many"}, "found “many”"),
        ({"item": ITEMS[0], "column": 1, "score": 1e300}, "1e+300"),
        ({"item": "erosion.RAD", "column": 1, "score": "1"}, "erosion.RAD"),
        ({"item": "nose", "column": 1, "score": "1"}, "nose"),
        ({"item": "nose", "column": 1}, "nose"),
        ({"item": ITEMS[0], "column": 1, "score": "1", "reason": "no_contrast"}, "either"),
    ],
)
def test_a_score_that_the_form_does_not_take_is_refused_by_cell(
    client: APIClient, case: Assignment, cell: dict[str, Any], found: str
) -> None:
    started(client, case)
    answer = save(client, case, [*cells()[2:], cell])
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "scores_refused"
    assert list(error["fields"]) == [f"{cell['item']}@1"]
    assert found in str(error)
    assert not SiteScore.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"revision": 0},
        {"revision": 0, "entries": []},
        {"revision": 0, "entries": {}},
        {"revision": 0, "entries": [{}]},
        {"revision": 0, "entries": ["x"]},
        {"revision": None, "entries": cells()},
        {"revision": "first", "entries": cells()},
        {"revision": -1, "entries": cells()},
        {"revision": 10**30, "entries": cells()},
        {"revision": 0, "entries": cells(reason="tired")},
        {"revision": 0, "entries": cells(score=["1"])},
        {"revision": 0, "entries": cells(score="1" * 13)},
        {"revision": 0, "entries": cells(score=True)},
        {"revision": 0, "entries": [{"item": ITEMS[0], "column": 3, "score": "1"}]},
        {"revision": 0, "entries": [{"item": ITEMS[0], "column": 0, "score": "1"}]},
        {"revision": 0, "entries": [{"item": "x" * 31, "column": 1, "score": "1"}]},
        {"revision": 0, "entries": [{"item": "a\u0000", "column": 1, "score": "1"}]},
        {"revision": 0, "entries": cells() * 150},
    ],
)
def test_a_request_that_is_none_is_refused(client: APIClient, case: Assignment, body: Any) -> None:
    started(client, case)
    answer = client.post(url(case, "scores/"), body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["error"]["code"] == "validation_failed"
    assert not SiteScore.objects.exists()


@pytest.mark.parametrize("second", ["1", "2", None])
def test_the_same_cell_twice_in_one_request_is_refused(
    client: APIClient, case: Assignment, second: str | None
) -> None:
    """Of two values for one cell the later one was stored without a word."""
    address = url(case)
    form = client.post(f"{address}start/").json()
    code = form["items"][0]["code"]
    cells = [{"item": code, "column": 1, "score": score} for score in ("1", second)]
    sent = {"revision": form["revision"], "entries": cells}
    answer = client.post(f"{address}scores/", sent, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [f"{code}@1"]
    assert client.get(address).json()["entries"] == form["entries"]


@pytest.mark.parametrize("other", ["{code}@1", "{code}@01"])
def test_the_same_cell_twice_is_refused_from_the_page_as_well(
    case: Assignment, client: APIClient, other: str
) -> None:
    form = client.post(url(case, "start/")).json()
    code = form["items"][0]["code"]
    page = APIClient()
    page.force_login(case.reader)
    body = f'{{"revision": {form["revision"]}, "marks": {{"{code}@1": "1", "{other}": "2"}}}}'
    answer = page.post(
        reverse("scoring:save-scores", args=[case.token]),
        body.replace("{code}", code),
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert "twice" in answer.content.decode()
    assert client.get(url(case)).json()["entries"] == form["entries"]


def test_another_tab_is_not_overwritten(client: APIClient, case: Assignment) -> None:
    started(client, case)
    save(client, case, cells())
    stale = save(client, case, cells(score="2"), revision=0)
    assert stale.status_code == 409
    assert stale.json()["error"]["code"] == "reading_changed"


def test_steps_out_of_order_are_conflicts(client: APIClient, case: Assignment) -> None:
    assert save(client, case, cells()).status_code == 409
    assert client.get(url(case, "completeness/")).status_code == 409
    started(client, case)
    save(client, case, cells())
    signed(Reading.objects.get())
    late = save(client, case, cells(score="2"), revision=1)
    assert late.status_code == 409
    assert late.json()["error"]["code"] == "reading_locked"
    assert client.post(url(case, "start/")).status_code == 409


def test_a_correction_is_a_new_version(client: APIClient, case: Assignment) -> None:
    started(client, case)
    save(client, case, cells())
    signed(Reading.objects.get())
    patient = case.case.patient.pseudonym
    for reason, status in (("", 400), ("x" * 301, 400), (f"see {patient}", 422)):
        assert client.post(url(case, "correction/"), {"reason": reason}).status_code == status
    form = client.post(url(case, "correction/"), {"reason": "Columns swapped"})
    assert form.status_code == 200
    assert (form.json()["version"], len(form.json()["entries"])) == (2, 14)
    again = client.post(url(case, "correction/"), {"reason": "Columns swapped"})
    assert again.status_code == 422


def test_a_closed_campaign_is_read_no_more(
    client: APIClient, world: World, case: Assignment
) -> None:
    started(client, case)
    close_campaign(campaign=case.case.campaign, by=world.one.people["data_manager"])
    answer = save(client, case, cells())
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "campaign_locked"


def test_other_readers_find_nothing(world: World, api, case: Assignment) -> None:
    for reader in (world.one.second_reader, world.one.local["reader"], world.two.people["reader"]):
        client = api(reader)
        assert client.get(url(case)).status_code == 404
        for step in ("start/", "scores/", "correction/"):
            assert client.post(url(case, step), {}).status_code == 404
    assert not Reading.objects.exists()


def test_a_worklist_takes_only_known_filters(client: APIClient, case: Assignment) -> None:
    number = case.number
    assert client.get(f"{ROOM}cases/?number={number}").json()["count"] == 1
    for query in ("campaign=beta/mri", "campaign=%00", "status=lost", "patient=PT-0001"):
        assert client.get(f"{ROOM}cases/?{query}").status_code == 400, query


def test_totals_show_only_where_the_protocol_allows(
    client: APIClient, world: World, case: Assignment
) -> None:
    assert started(client, case)["totals"] == []
    shown = open_for_reading(world.one, code="open", totals_visible=True)
    other = first_assignment(shown, world.one.people["reader"])
    started(client, other)
    totals = {total["key"]: total for total in save(client, other, cells()).json()["totals"]}
    assert [column["sum"] for column in totals["synovitis.total"]["columns"]] == ["7", "7"]


def test_nothing_tells_a_reader_who_or_when(client: APIClient, world: World) -> None:
    campaign = open_for_reading(world.one, **EROSION)
    secrets = {patient.pseudonym for patient in world.one.patients}
    secrets |= {person.email for person in world.one.people.values()}
    secrets |= {world.one.second_reader.full_name, "2024-03-11", "2025-03-11", "Baseline", "m12"}
    texts = [client.get(f"{ROOM}campaigns/").content, client.get(f"{ROOM}cases/").content]
    for case in Assignment.objects.filter(
        case__campaign=campaign, reader=world.one.people["reader"]
    ):
        texts += [client.get(url(case)).content, client.post(url(case, "start/")).content]
        texts.append(
            save(client, case, [{"item": "erosion.RAD", "column": 1, "score": "99"}]).content
        )
        texts.append(client.get(url(case, "completeness/")).content)
    shown = b"\n".join(texts).decode()
    assert [secret for secret in secrets if secret in shown] == []
    assert not re.search(r"\d{4}-\d{2}-\d{2}", shown)


@pytest.mark.parametrize(("path", "queries"), [("campaigns/", 3), ("cases/", 4)])
def test_a_list_costs_the_same_however_long(
    client: APIClient, case: Assignment, django_assert_num_queries, path: str, queries: int
) -> None:
    """Token, the role of a reader, and the rows."""
    client.get(f"{ROOM}{path}")
    for page_size in (1, 500):
        with django_assert_num_queries(queries):
            assert client.get(f"{ROOM}{path}?page_size={page_size}").status_code == 200
