"""A campaign's pages from draft to lock, by hand, with what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scoring.models import Campaign, Charter, RosterEntry
from tests.factories.campaigns import another_reader, opened, proof_of_lock, read
from tests.factories.people import PASSWORD
from tests.factories.scoring import (
    EROSION,
    draft_campaign,
    first_assignment,
    having_said_why,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

URL = "/studies/alpha/campaigns/mri/"


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def client(one: StudyWorld, sign_in: Callable[..., Client]) -> Client:
    return sign_in(one.people["data_manager"])


def test_setting_up_shows_its_steps_and_the_protocol_in_words(one, client) -> None:
    draft_campaign(one, re_read_percent=10, re_read_days=7, **EROSION)
    page = client.get(URL).content.decode()
    assert 'aria-current="step"' in page
    assert "RAMRIS 2016 is scored for Erosion" in page
    assert "10 % of each reader&#x27;s cases come again, hidden" in page
    assert "Version 1 has no text yet" in page


def test_a_charter_is_stored_read_and_downloaded(one, client, sign_in) -> None:
    draft_campaign(one)
    pdf = SimpleUploadedFile("charter.pdf", b"%PDF-1.7 made by hand", "application/pdf")
    sent = {"version": "1.0", "text": "Score <b>what</b> you see.", "file": pdf}
    assert client.post(URL + "charter/new/", sent).status_code == 302
    page = client.get(URL + "charter/").content.decode()
    assert "Score &lt;b&gt;what&lt;/b&gt; you see." in page
    charter = Charter.objects.get()
    file = client.get(f"{URL}charter/{charter.pk}/file/")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    again = client.post(URL + "charter/new/", {"version": "1.0", "text": "B"})
    assert again.status_code == 400
    assert b"Version 1.0 is stored already" in again.content


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", "%PDF".encode("utf-16")])
def test_a_file_that_is_no_pdf_is_named(one, client, content: bytes) -> None:
    draft_campaign(one)
    file = SimpleUploadedFile("charter.pdf", content)
    answer = client.post(URL + "charter/new/", {"version": "1", "file": file})
    assert answer.status_code == 400
    assert "is no PDF" in answer.content.decode()
    assert not Charter.objects.exists()


def test_readers_see_the_charter_and_nothing_of_re_reads(one, sign_in) -> None:
    campaign = opened(one, re_read_percent=50)
    own = first_assignment(campaign, one.second_reader)
    page = sign_in(one.second_reader).get(f"/reading/{own.token}/charter/").content.decode()
    assert "Imaging charter, version 1" in page
    assert "come again" not in page
    assert sign_in(one.people["reader"]).get(f"/reading/{own.token}/charter/").status_code == 404


def test_a_sample_or_a_list_by_hand(one, client) -> None:
    draft_campaign(one)
    visits = {"visits": [one.baseline.pk, one.year_one.pk]}
    wrong = client.post(URL + "cases/", {**visits, "which": "sample"})
    assert wrong.status_code == 400
    assert b"Say how many cases" in wrong.content
    assert (
        client.post(URL + "cases/", {**visits, "which": "sample", "sample": "2"}).status_code == 302
    )
    code = one.patients[0].pseudonym
    answer = client.post(URL + "cases/", {**visits, "which": "list", "listed": f"{code}, NOBODY"})
    assert answer.status_code == 400
    assert b"NOBODY: no patient who can be added" in answer.content
    assert client.post(URL + "cases/remove/").status_code == 302
    assert not Campaign.objects.get().cases.exists()


def test_a_reader_leaves_and_another_takes_over(one, client) -> None:
    campaign, third = opened(one), another_reader(one)
    assert (
        client.post(URL + "readers/add/", {"person": third.pk, "role": "reader"}).status_code == 302
    )
    entry = RosterEntry.objects.get(campaign=campaign, user=one.second_reader)
    page = client.get(f"{URL}readers/{entry.pk}/reassign/")
    assert b"4 cases are not submitted and go to others" in page.content
    refused = client.post(f"{URL}readers/{entry.pk}/reassign/", {"to": [third.pk]})
    assert refused.status_code == 400
    done = client.post(
        f"{URL}readers/{entry.pk}/reassign/",
        {"to": [third.pk], "reason": "Moved away"},
        follow=True,
    )
    assert b"4 cases are given to others" in done.content
    assert client.get(f"{URL}readers/{entry.pk}/reassign/").status_code == 404


def test_closing_reopening_and_extending(one, client) -> None:
    opened(one)
    assert client.post(URL + "close/", {"n_unsubmitted": "7"}).status_code == 409
    assert client.post(URL + "close/", {"n_unsubmitted": "8"}).status_code == 302
    assert client.post(URL + "reopen/", {"reason": ""}).status_code == 400
    assert client.post(URL + "reopen/", {"reason": "Too early"}).status_code == 302
    wrong = client.post(URL + "extend/", {"due_on": "soon", "reason": "x"})
    assert wrong.status_code == 400
    sent = {"due_on": "2027-03-31", "reason": "Holidays"}
    assert client.post(URL + "extend/", sent).status_code == 302
    assert str(Campaign.objects.get().due_on) == "2027-03-31"


def test_locking_asks_for_the_password_and_unlocking_for_a_reason(one, client, sign_in) -> None:
    campaign = opened(one)
    read(first_assignment(campaign, one.second_reader))
    assert client.get(URL + "lock/").status_code == 302
    client.post(URL + "close/", {"n_unsubmitted": "7"})
    page = client.get(URL + "lock/")
    assert b"1 submitted reading becomes final" in page.content
    seen = page.context["form"]["content_hash"].value()
    wrong = client.post(URL + "lock/", {"content_hash": seen, "password": "guess"})
    assert wrong.status_code == 422
    assert Campaign.objects.get().state == "closed"
    campaign.refresh_from_db()
    proof = proof_of_lock(campaign, one.people["data_manager"])
    assert proof.content_hash == seen
    sent = {"content_hash": seen, "password": PASSWORD}
    assert client.post(URL + "lock/", sent).status_code == 302
    assert Campaign.objects.get().state == "locked"
    assert "These readings are complete and final" in client.get(URL).content.decode()
    assert sign_in(one.people["monitor"]).post(URL + "unlock/", {"reason": "x"}).status_code == 403
    assert client.post(URL + "unlock/", {"reason": " "}).status_code == 400
    assert client.post(URL + "unlock/", {"reason": "A slip"}).status_code == 302
    assert "Superseded by" in client.get(URL).content.decode()


def test_two_readings_stand_beside_each_other_with_what_differs_first(one, client) -> None:
    campaign = opened(one)
    case = campaign.cases.order_by("number").first()
    first, second = case.assignments.order_by("reader_number")
    address = f"{URL}cases/{case.number}/"
    assert b"No reading is submitted yet" in client.get(address).content
    read(first, {(1, "synovitis.RCJ"): 1, (2, "synovitis.MCP2"): 3})
    read(second, {(1, "synovitis.RCJ"): 2})
    page = having_said_why(client).get(address).context["page"]
    assert [row.item.code for row in page.rows[:2]] == ["synovitis.MCP2", "synovitis.RCJ"]
    assert page.n_differing == 2
    assert [str(change) for change in page.totals[0].changes] == ["-1", "-2"]
    ordered = client.get(address + "?order=form").context["page"]
    assert [row.item.order for row in ordered.rows] == sorted(row.item.order for row in page.rows)
    assert (page.previous, bool(page.next)) == ("", True)
    assert client.get(URL + "cases/NOPE/").status_code == 404


def test_the_page_of_adjudication(one, client, sign_in) -> None:
    third = another_reader(one)
    campaign = opened(
        one,
        adjudicators=(third,),
        adjudication="replaces",
        adjudication_measure="erosion.total",
        results_access="locked",
        **EROSION,
    )
    case = campaign.cases.order_by("number").first()
    first, second = case.assignments.order_by("reader_number")
    read(first)
    read(second, {(2, "erosion.RAD"): 9})
    page = client.get(URL + "adjudication/").content.decode()
    assert case.number in page
    assert "1 of 1 cases with two readings differs beyond the threshold" in page
    assert "A fifth of the cases or more" in page
    investigator = sign_in(one.people["investigator"])
    assert investigator.get(URL + "adjudication/").status_code == 403


def test_nonsense_is_answered_in_words(one, client) -> None:
    opened(one)
    for path, sent in [
        ("close/", {"n_unsubmitted": "many"}),
        ("extend/", {"due_on": "soon"}),
        ("readers/add/", {"person": "999999"}),
        ("charter/new/", {"version": "x" * 500, "file": BytesIO(b"x")}),
        ("lock/", {"content_hash": "nonsense"}),
    ]:
        assert client.post(URL + path, sent).status_code in {302, 400, 409, 422}, path
