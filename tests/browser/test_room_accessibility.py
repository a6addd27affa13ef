"""No page of the reading room and of its campaigns breaks a rule of axe-core, in either theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ra_registry.accounts.models import User
from scoring.models import Assignment, Campaign, Reading, RosterEntry
from scoring.models.protocol import Strategy
from scoring.services import (
    add_cases,
    choose_readers,
    close_campaign,
    open_campaign,
    report_case,
    save_scores,
)
from scoring.services.charters import CharterDocument, store_charter
from tests.browser.axe import Checked, axe_source
from tests.factories.campaigns import another_reader, locked, opened, read
from tests.factories.scoring import (
    EROSION,
    all_marks,
    draft_campaign,
    draft_reading,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db(transaction=True)

RAMRIS = {
    "instrument": "ramris-2016",
    "features": ["synovitis", "erosion", "bme", "jsn", "tenosynovitis"],
}
SHARP: dict[str, Any] = {"instrument": "svdh", "features": ["erosion", "jsn"]}
JOINTS: dict[str, Any] = {**SHARP, "form_order": "joint"}
FORMS = {"ramris-2016": RAMRIS, "svdh": SHARP, "svdh-joint": JOINTS}
FILMS: dict[str, Any] = {"instrument": "svdh", "features": ["erosion"]}
RULE = {
    **EROSION,
    "adjudication": "two-closest",
    "adjudication_measure": "erosion.total",
    "adjudication_threshold": Decimal(3),
    "adjudicator_sees_readings": True,
}
# Erosion of the radius at follow-up, by reader: far enough apart to be adjudicated.
APART = ({(2, "erosion.RAD"): 1}, {(2, "erosion.RAD"): 7})

Check = Callable[[User], Checked]


@pytest.fixture
def check(open_as: Callable[..., Page]) -> Iterator[Check]:
    """Return a function that gives a signed-in page to check; at the end nothing may be found."""
    source = axe_source()
    opened_pages: list[Checked] = []

    def make(user: User) -> Checked:
        opened_pages.append(Checked(open_as(user), source))
        return opened_pages[-1]

    yield make
    found = [sentence for one in opened_pages for sentence in one.violations]
    assert not found, "\n".join(found)


def of_reader(campaign: Campaign, reader: User) -> list[Assignment]:
    """Return a reader's cases of a campaign, in the order of the worklist."""
    cases = Assignment.objects.select_related("case__campaign", "reader")
    return list(cases.filter(case__campaign=campaign, reader=reader).order_by("sequence"))


def half_filled(assignment: Assignment) -> Reading:
    """Return a draft in which the first of two columns has a score everywhere."""
    reading = draft_reading(assignment)
    marks = all_marks(assignment, value=1)
    marks = marks[: len(marks) // 2]
    save_scores(reading=reading, marks=marks, revision=0, by=assignment.reader)
    return reading


def complete(assignment: Assignment) -> Reading:
    """Return a draft with a score everywhere, not signed."""
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    return reading


def submit_apart(campaign: Campaign) -> Reading:
    """Submit both readings of the campaign's first case, far apart, and return one of them."""
    case = campaign.cases.order_by("number").first()
    firsts = case.assignments.filter(kind="read").order_by("reader_number")
    first, _ = (read(one, scores) for one, scores in zip(firsts, APART, strict=True))
    return first


def calibration(one: StudyWorld, expert: User) -> Campaign:
    """Return an open calibration, its first case read by the expert and by the second reader."""
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
    open_campaign(campaign=campaign, by=manager)
    case = campaign.cases.order_by("number").first()
    for reader, scores in zip((expert, one.second_reader), APART, strict=True):
        read(case.assignments.get(reader=reader), scores)
    return campaign


def look_at_dialogs(checked: Checked, dialogs: dict[str, str]) -> None:
    """Check each dialog that a key opens in the cell with the cursor, and close it."""
    for key, name in dialogs.items():
        dialog = checked.page.locator(f"#{name}")
        checked.page.keyboard.press(key)
        expect(dialog).to_be_visible()
        checked.look(name)
        checked.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_form_in_its_states(world: World, check: Check, form: dict[str, Any]) -> None:
    one = world.one
    reader = one.people["reader"]
    waiting, empty, half, done = of_reader(open_for_reading(one, **form), reader)
    submitted_reading(done)
    half_filled(half)
    draft_reading(empty)
    checked = check(reader)
    checked.go("/reading/")
    checked.go(f"/reading/{waiting.token}/")
    checked.go(f"/reading/{done.token}/")
    page = checked.go(f"/reading/{empty.token}/")
    page.keyboard.press("i")
    expect(page.get_by_role("region", name="Images")).to_be_visible()
    checked.look("empty form with the images")
    page.keyboard.press("n")
    expect(page.locator("#reason-dialog")).to_be_visible()
    checked.look("why a site can't be scored")
    # The images stay open, as they were left.
    page = checked.go(f"/reading/{half.token}/")
    page.locator(".score-cell > input").nth(1).focus()
    look_at_dialogs(checked, {"r": "rest-dialog", "Shift+C": "copy-dialog"})


def test_signing_and_what_a_reader_reads_of_a_case(world: World, check: Check) -> None:
    one = world.one
    reader = one.people["reader"]
    campaign = open_for_reading(one, totals_visible=True, **EROSION)
    ready, done, reported, _ = of_reader(campaign, reader)
    complete(ready)
    submitted_reading(done)
    report_case(assignment=reported, reason="wrong-side", by=reader)
    checked = check(reader)
    for path in ("submit/", "charter/"):
        checked.go(f"/reading/{ready.token}/{path}")
    page = checked.go(f"/reading/{ready.token}/")
    page.locator(".score-cell > input").first.focus()
    look_at_dialogs(checked, {"s": "submit-dialog", "?": "keyboard-help"})
    page.locator(".reading-bar .menu summary").click()
    checked.look("menu of the reading bar")
    page.locator('[data-dialog-open="report-dialog"]').click()
    checked.look("report-dialog")
    page = checked.go(f"/reading/{done.token}/")
    page.locator('[data-dialog-open="correct"]').click()
    checked.look("asking for a correction")
    checked.go(f"/reading/{reported.token}/")
    checked.go("/reading/?status=submitted")


def test_calibration_and_adjudication(world: World, check: Check) -> None:
    one, two = world.one, world.two
    calibrated = calibration(two, another_reader(two, "expert"))
    [own] = [
        assignment
        for assignment in of_reader(calibrated, two.second_reader)
        if assignment.status == "submitted"
    ]
    check(two.second_reader).go(f"/reading/{own.token}/feedback/")
    check(two.people["data_manager"]).go("/studies/beta/campaigns/calibration/certificates/")

    third = another_reader(one, "adjudicator")
    campaign = opened(one, adjudicators=(third,), **RULE)
    submit_apart(campaign)
    [referred] = of_reader(campaign, third)
    checked = check(third)
    checked.go("/reading/")
    checked.go(f"/reading/{referred.token}/")
    draft_reading(referred)
    checked.go(f"/reading/{referred.token}/")
    check(another_reader(one, "idle")).go("/reading/")


def test_a_campaign_before_it_opens(world: World, check: Check) -> None:
    one = world.one
    manager = one.people["data_manager"]
    checked = check(manager)
    checked.go("/studies/alpha/campaigns/")
    draft_campaign(one, code="empty")
    ready = draft_campaign(one, code="ready")
    add_cases(campaign=ready, planned_visits=[one.baseline, one.year_one], by=manager)
    choose_readers(
        campaign=ready,
        readers=[one.people["reader"], one.second_reader],
        strategy=Strategy.FIXED,
        by=manager,
    )
    checked.go("/studies/alpha/campaigns/")
    page = checked.go("/studies/alpha/campaigns/new/")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
    checked.look("refused new campaign")
    for path in ("empty/", "empty/cases/", "empty/readers/", "ready/edit/"):
        checked.go(f"/studies/alpha/campaigns/{path}")
    for path in ("ready/cases/", "ready/readers/", "ready/charter/", "ready/charter/new/"):
        checked.go(f"/studies/alpha/campaigns/{path}")
    page = checked.go("/studies/alpha/campaigns/ready/")
    page.locator('[data-dialog-open="open-campaign"]').click()
    checked.look("asking to open a campaign")


def test_a_campaign_under_way(world: World, check: Check) -> None:
    one = world.one
    manager = one.people["data_manager"]
    campaign = opened(one, adjudicators=(another_reader(one, "adjudicator"),), **RULE)
    reading = submit_apart(campaign)
    case = reading.assignment.case
    *_, reported = of_reader(campaign, one.second_reader)
    report_case(assignment=reported, reason="wrong-side", by=one.second_reader)
    store_charter(
        campaign=campaign,
        document=CharterDocument("2", text="Look twice.", file_name="c.pdf", content=b"%PDF-1.7"),
        reason="The first had no text",
        by=manager,
    )
    entry = RosterEntry.objects.get(campaign=campaign, user=one.second_reader)
    checked = check(manager)
    for path in (
        "", "extend/", "readers/add/", f"readers/{entry.pk}/reassign/", "close/", "charter/",
        "charter/new/", "questions/", "certificates/", "adjudication/", "reliability/",
    ):  # fmt: skip
        checked.go(f"/studies/alpha/campaigns/mri/{path}")
    page = checked.go(f"/studies/alpha/readings/{reading.pk}/open/")
    page.locator("main [name=reason]").fill("A query of the monitor")
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url(f"**/readings/{reading.pk}/")
    checked.look("reading that is not locked yet")
    checked.go(f"/studies/alpha/readings/{reading.pk}/correction/")
    checked.go(f"/studies/alpha/campaigns/mri/cases/{case.number}/")


def test_a_campaign_that_has_ended(world: World, check: Check) -> None:
    one = world.one
    manager = one.people["data_manager"]
    mri, films, third = (
        opened(one, **EROSION),
        opened(one, code="films", **FILMS),
        opened(one, code="third"),
    )
    reading = submit_apart(mri)
    submitted_reading(of_reader(films, one.second_reader)[0])
    locked(mri, manager)
    locked(films, manager)
    submitted_reading(of_reader(third, one.second_reader)[0])
    close_campaign(campaign=third, by=manager)
    case = reading.assignment.case
    checked = check(manager)
    checked.go("/studies/alpha/campaigns/")
    for path in (
        "third/lock/", "mri/", "films/", "mri/reliability/", "mri/adjudication/",
        f"mri/cases/{case.number}/", f"mri/cases/{case.number}/bones/",
    ):  # fmt: skip
        checked.go(f"/studies/alpha/campaigns/{path}")
    checked.go(f"/studies/alpha/readings/{reading.pk}/")
    page = checked.go("/studies/alpha/campaigns/third/")
    page.locator('[data-dialog-open="reopen-campaign"]').click()
    checked.look("asking to reopen a campaign")
    check(one.second_reader).go("/reading/?campaign=mri")
