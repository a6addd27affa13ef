"""A study is read from draft to lock, each person by the own pages: calibration to signature."""

from __future__ import annotations

from fractions import Fraction
from http import HTTPStatus
from itertools import combinations

import pytest
from playwright.sync_api import expect

from ra_registry.accounts.models import User
from scoring.entries import entries_of
from scoring.models import AdjudicationOutcome, Assignment, Campaign, Reading
from tests.browser.room import (
    FIRST,
    OTHERS,
    REFERENCE,
    THIRD,
    Open,
    Room,
    Totals,
    begin,
    fill_in,
    send,
    shown_case,
    sign,
)
from tests.factories.campaigns import enrol
from tests.factories.people import PASSWORD
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)


CAMPAIGNS = "/studies/alpha/campaigns/"
SYNOVITIS = {"instrument": "ramris-2016", "features": "synovitis"}
CHARTER = "Look at the coronal series first."


def set_up(
    room: Room,
    code: str,
    *,
    says: str,
    readers: dict[str, object],
    cases: dict[str, object] | None = None,
    **protocol: object,
) -> None:
    """Set a campaign up and open it, by the steps that the pages name."""
    page, one = room.at(room.manager, f"{CAMPAIGNS}new/"), room.one
    fill_in(page, code=code, **SYNOVITIS, **protocol)
    send(page, "Save", "The campaign is set up. Add its cases next.")
    page.get_by_role("link", name="Add cases").click()
    fill_in(page, visits=[one.baseline.pk, one.year_one.pk], **cases or {})
    send(page, "Preview", "can be added")
    send(page, "Add cases", says)
    page.get_by_role("link", name="Choose readers").click()
    fill_in(page, **readers)
    send(page, "Choose", "The readers are chosen.")
    page.goto(f"{CAMPAIGNS}{code}/charter/new/")
    fill_in(page, text=CHARTER)
    send(page, "Store", "The charter is stored.")
    page.goto(f"{CAMPAIGNS}{code}/")
    page.get_by_role("button", name="Open…").click()
    send(page, "Open", "The campaign is open")


def keys(*people: User) -> list[int]:
    """Return the values that people have in a form."""
    return [person.pk for person in people]


def test_a_study_is_read_from_draft_to_lock(world: World, open_as: Open) -> None:
    enrol(world.one, 2)
    room = Room(world.one, open_as)
    readers_are_calibrated(room)
    campaign = a_pool_is_set_up(room)
    the_third_reader_comes_and_goes(room)
    a_case_is_adjudicated(room, campaign)
    reading = a_query_is_confirmed(room, campaign)
    nobody_else_sees_scores(room, reading)
    it_is_closed_and_locked(room)
    the_outcome_is_seen(room, campaign, reading)


def readers_are_calibrated(room: Room) -> None:
    """An expert and three readers read two cases, see what differs, and are certified."""
    certified = (room.first, room.second, room.fourth)
    set_up(
        room,
        "training",
        title="Training",
        kind="calibration",
        certificate_cases=2,
        cases={"which": "sample", "sample": 2},
        says="2 cases added.",
        readers={"readers": keys(*certified, room.third), "expert": room.expert.pk},
    )
    page = room.read(room.expert, "alpha/training", 2)
    page.get_by_role("link", name="Beside the expert").click()
    expect(page.locator("main")).to_contain_text("Your submitted reading is the reference")
    page.goto("/reading/?campaign=alpha/training")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="RAMRIS 2016").click()
    expect(page.locator("main")).to_contain_text(CHARTER)
    for reader in certified:
        page = room.read(reader, "alpha/training", 2)
        page.get_by_role("link", name="Beside the expert").click()
        expect(page.locator("main")).to_contain_text("You hold the certificate")
        last = room.typed_last_by(reader)
        same = 14 if last in REFERENCE else 13
        expect(page.locator("main")).to_contain_text(f"{same} of 14 entries are the expert's")
    page = room.at(room.manager, f"{CAMPAIGNS}training/certificates/")
    expect(page.get_by_role("row", name="Training")).to_have_count(len(certified))
    expect(page.get_by_role("row", name="third reader")).to_have_count(0)


def a_pool_is_set_up(room: Room) -> Campaign:
    """Three readers, re-reads without delay and an adjudicator; the calibration's cases are out."""
    set_up(
        room,
        "main",
        title="Main readings",
        re_read_percent=10,
        re_read_days=0,
        adjudication="two-closest",
        adjudication_measure="synovitis.total",
        adjudication_threshold=2,
        calibration_required=True,
        says="4 cases added.",
        readers={
            "readers": keys(room.first, room.second, room.third),
            "strategy": "pool",
            "adjudicators": room.fourth.pk,
        },
    )
    campaign = Campaign.objects.get(code="main")
    own = Assignment.objects.filter(case__campaign=campaign, reader=room.first)
    room.disputed = own.earliest("sequence").case_id
    return campaign


def the_third_reader_comes_and_goes(room: Room) -> None:
    """Without a certificate no case; then one case is read, and the rest goes to the others."""
    page = room.at(room.third)
    begin(page, "alpha/main")
    expect(page.locator("main")).to_contain_text("asks for a valid certificate for RAMRIS 2016")
    room.read(room.third, "alpha/training", 2)
    room.read(room.third, "alpha/main", 1)

    page = room.at(room.manager, f"{CAMPAIGNS}main/")
    page.get_by_role("row", name="third reader").get_by_role("link", name="Leaves…").click()
    expect(page.locator("h1")).to_have_text("third reader leaves")
    fill_in(page, to=keys(room.first, room.second), reason="Parental leave")
    send(page, "Reassign", "given to others.")
    gone = page.get_by_role("row", name="third reader has left")
    expect(gone.get_by_role("cell").nth(1)).to_have_text("1")
    expect(page.locator("main")).to_contain_text("Each case is read by 2 of 3 readers")
    page = room.at(room.third, "/reading/?campaign=alpha/main")
    expect(page.locator("main")).to_contain_text("1 of 1")


def a_case_is_adjudicated(room: Room, campaign: Campaign) -> None:
    """The case in dispute finds its adjudicator by itself; the first reader leaves a case over."""
    page = room.at(room.fourth, "/reading/")
    expect(page.locator("main")).not_to_contain_text("Main readings")
    room.read(room.second, "alpha/main", waiting(room.second, campaign))
    room.read(room.first, "alpha/main", waiting(room.first, campaign) - 1)
    room.at(room.fourth, "/reading/?campaign=alpha/main")
    expect(page.locator("main")).to_contain_text("0 of 1")
    room.read(room.fourth, "alpha/main", 1)

    page = room.at(room.manager, f"{CAMPAIGNS}main/adjudication/")
    row = page.get_by_role("row", name="fourth reader")
    for cell, text in ((1, "4"), (2, "2"), (4, "fourth reader Submitted"), (5, "-2.50")):
        expect(row.get_by_role("cell").nth(cell)).to_have_text(text)


def a_query_is_confirmed(room: Room, campaign: Campaign) -> Reading:
    """The manager opens a reading, with a reason, and asks; the reader signs the same again."""
    case = campaign.cases.filter(assignments__reader=room.second).exclude(pk=room.disputed).first()
    page = room.at(room.manager, f"{CAMPAIGNS}main/")
    row = page.get_by_role("row", name=case.number)
    row.get_by_role("link", name=str(room.second)).first.click()
    fill_in(page, reason="A total looks odd beside the other one.")
    send(page, "Open the reading", "Scores in true order")
    page.get_by_role("link", name="Ask for a correction…").click()
    fill_in(page, asked_for="slip")
    page.locator("main [type=checkbox]").first.check()
    send(page, "Ask the reader", "The reader finds the case in the worklist again.")

    page = room.at(room.second)
    begin(page, "alpha/main")
    expect(page.locator("main")).to_contain_text("A data manager asks you to look again")
    asked = shown_case(page)
    sign(page)
    page = room.at(room.manager, f"{CAMPAIGNS}main/questions/")
    expect(page.get_by_role("row", name="A slip of the hand")).to_contain_text("Confirmed")
    return asked.readings.get(is_current=True)


def nobody_else_sees_scores(room: Room, reading: Reading) -> None:
    """Before lock an investigator sees how far it is, and no way to any score."""
    page = room.at(room.investigator, f"{CAMPAIGNS}main/")
    expect(page.get_by_role("row", name="fourth reader adjudicator")).to_be_visible()
    expect(page.locator('main a[href*="/readings/"], main a[href*="/cases/"]')).to_have_count(0)
    answer = page.goto(f"/studies/alpha/readings/{reading.pk}/")
    assert answer is not None
    assert answer.status == HTTPStatus.NOT_FOUND


def it_is_closed_and_locked(room: Room) -> None:
    """What is not submitted is named before closing; the lock is signed."""
    page = room.at(room.manager, f"{CAMPAIGNS}main/")
    page.get_by_role("link", name="Close…").click()
    expect(page.locator("main")).to_contain_text("1 reading is not submitted")
    expect(page.get_by_role("row", name="reader alpha")).to_contain_text("Not started")
    send(page, "Close", "The campaign is closed.")
    page.get_by_role("link", name="Lock…").click()
    expect(page.locator("main")).to_contain_text("1 case was referred to an adjudicator.")
    fill_in(page, password=PASSWORD)
    send(page, "Sign and lock", "The campaign is locked: its scores are final.")
    expect(page.locator("main")).to_contain_text("These readings are complete and final")


def the_outcome_is_seen(room: Room, campaign: Campaign, reading: Reading) -> None:
    """After lock the investigator sees what was typed; what is stored is the sum of it."""
    before, after = room.typed[reading.assignment]
    page = room.at(room.investigator, f"/studies/alpha/readings/{reading.pk}/")
    total = page.get_by_role("row", name="wrist and MCP joints").get_by_role("cell")
    for cell, figure in ((0, before), (3, after), (6, after - before)):
        expect(total.nth(cell)).to_have_text(str(figure))
    page = room.at(room.first, "/reading/?campaign=alpha/main")
    expect(page.locator("main")).to_contain_text("Closed")
    expect(page.get_by_role("link", name="Main readings 0")).to_be_visible()

    current = Reading.objects.filter(assignment__case__campaign=campaign, is_current=True)
    stored = {one.assignment: sums_of(one) for one in current.select_related("assignment")}
    assert stored == {
        assignment: totals
        for assignment, totals in room.typed.items()
        if assignment.case.campaign_id == campaign.pk
    }
    outcome = AdjudicationOutcome.objects.get().values
    three = (FIRST, OTHERS, THIRD)
    for found, figures in (
        (outcome["status"]["1"], [totals[0] for totals in three]),
        (outcome["status"]["2"], [totals[1] for totals in three]),
        (outcome["change"], [totals[1] - totals[0] for totals in three]),
    ):
        assert Fraction(*found["outcome"]) == mean_of_two_closest(figures)


def waiting(person: User, campaign: Campaign) -> int:
    """Return how many cases a reader has still to submit."""
    held = Assignment.objects.held().filter(case__campaign=campaign, reader=person)
    return held.exclude(status="submitted").count()


def sums_of(reading: Reading) -> Totals:
    """Return the sums of what is stored of a reading, at first and last visit."""
    found = entries_of(reading)
    before, after = (sum(entry.value for entry in found[place].values()) for place in (1, 2))
    return before, after


def mean_of_two_closest(figures: list[int]) -> Fraction:
    """Return the mean of the two of three figures that lie closest together."""
    one, other = min(combinations(figures, 2), key=lambda pair: abs(pair[0] - pair[1]))
    return Fraction(one + other, 2)
