"""Nothing typed is lost: crashes, cut requests, ended sessions, others at the same computer."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from scoring.cells import texts_of
from scoring.entries import entries_of
from scoring.models import Assignment, Reading, SiteScore
from scoring.services import save_scores
from tests.factories.people import PASSWORD
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    open_for_reading,
    signed,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
SEED = 20_260_301
CUTS = 20
WAITING = """() => new Promise((resolve) => {
    const request = indexedDB.open("reading-room", 1);
    request.onsuccess = () => {
        const store = request.result.transaction("scores").objectStore("scores");
        store.count().onsuccess = ({target}) => {
            request.result.close();
            resolve(target.result);
        };
    };
})"""


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def assignment(one: StudyWorld) -> Assignment:
    campaign = open_for_reading(one, features=["synovitis", "bme"])
    found = first_assignment(campaign, one.people["reader"])
    draft_reading(found)
    return found


def show(page: Page, assignment: Assignment) -> Page:
    page.goto(f"/reading/{assignment.token}/")
    return page


def again(page: Page, assignment: Assignment) -> Page:
    """Return a new tab of the same browser with the form."""
    return show(page.context.new_page(), assignment)


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def saved(page: Page) -> None:
    expect(page.locator("#reading-state")).to_have_attribute("data-state", "saved")


def kept(page: Page, n: int) -> None:
    """Wait until the browser's own store holds so many scores."""
    for _ in range(200):
        if page.evaluate(WAITING) == n:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.evaluate(WAITING)} scores wait, not {n}")


def crash(page: Page) -> None:
    """End the tab's process, as the browser's own test page does."""
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=5_000)
    page.close()


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Sign a person in, in this browser, with a new session and a new token."""
    client = Client()
    client.force_login(user)
    context.clear_cookies()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def stored(assignment: Assignment) -> dict[str, str]:
    """Return what the database holds, by cell name."""
    reading = Reading.objects.select_related("assignment__case").get(
        assignment=assignment, state="draft"
    )
    return texts_of(assignment.order, entries_of(reading))


@pytest.mark.parametrize("end", [crash, Page.close], ids=["crashed", "closed"])
def test_scores_of_a_lost_tab_arrive_when_the_case_is_opened(
    assignment: Assignment, open_as: Open, end: Callable[[Page], None]
) -> None:
    page = show(open_as(assignment.reader), assignment)
    context = page.context
    press(page, "1")
    saved(page)
    kept(page, 0)
    context.set_offline(True)
    press(page, "3 2 0 1 n 1")
    kept(page, 5)
    end(page)
    context.set_offline(False)
    page = show(context.new_page(), assignment)
    expect(page.locator("#reading-message")).to_contain_text("5 scores of an earlier visit")
    saved(page)
    kept(page, 0)
    names = [f"bme.{site}@{column}" for site in ("RAD", "ULN", "SCA") for column in (1, 2)]
    assert stored(assignment) == dict(zip(names, ["1", "3", "2", "0", "1", "FOV"], strict=True))
    for name, text in stored(assignment).items():
        expect(page.locator(f'input[name="{name}"]')).to_have_value(text)


@pytest.mark.parametrize("how", ["signed out", "cookies cleared"])
def test_an_ended_session_is_said_and_saving_resumes_after_signing_in(
    assignment: Assignment, open_as: Open, how: str
) -> None:
    page = show(open_as(assignment.reader), assignment)
    if how == "signed out":
        Session.objects.all().delete()
    else:
        page.context.clear_cookies()
    press(page, "3")
    notice = page.locator("[data-session]")
    expect(notice).to_contain_text("Your session has ended. 1 score is not saved yet")
    expect(page.locator("#reading-state")).to_contain_text("Session ended: 1 not saved yet")
    press(page, "2")
    expect(notice).to_contain_text("2 scores are not saved yet")
    assert stored(assignment) == {}

    with page.context.expect_page() as opened:
        notice.get_by_role("link").click()
    other = opened.value
    other.fill('[name="login"]', assignment.reader.email)
    other.fill('[name="password"]', PASSWORD)
    press(other, "Enter")
    other.wait_for_url(lambda url: "login" not in url)
    saved(page)
    expect(notice).to_be_hidden()
    assert stored(assignment) == {"bme.RAD@1": "3", "bme.RAD@2": "2"}
    # The page that was opened before goes on, to the signature.
    page.bring_to_front()
    press(page, "r 3")
    expect(page.locator("#reading-count")).to_have_text("60 of 60")
    press(page, "s")
    expect(page.locator("#submit-dialog [name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.locator(".reading-bar")).to_contain_text("Submitted")


def test_another_reader_on_the_same_computer_neither_sends_nor_sees_anything(
    one: StudyWorld, assignment: Assignment, open_as: Open, live_server: object
) -> None:
    page = show(open_as(assignment.reader), assignment)
    sign_in(page.context, one.second_reader, live_server.url)
    press(page, "3 2")
    notice = page.locator("[data-session]")
    expect(notice).to_contain_text(
        f"{one.second_reader.full_name} is signed in on this computer now."
    )
    expect(notice).to_contain_text(f"sign in as {assignment.reader.full_name} to go on")
    kept(page, 2)
    assert not SiteScore.objects.exists()

    # The other one reads undisturbed.
    theirs = first_assignment(assignment.case.campaign, one.second_reader)
    draft_reading(theirs)
    other = again(page, theirs)
    press(other, "1")
    saved(other)
    expect(other.locator("[data-undelivered]")).to_be_hidden()
    other.goto("/reading/")
    other.wait_for_timeout(300)
    expect(other.locator("[data-waiting]")).to_be_hidden()
    kept(other, 2)
    crash(page)
    assert SiteScore.objects.count() == 1

    # Back again: the worklist says so, and the case sends them.
    sign_in(other.context, assignment.reader, live_server.url)
    other.goto("/reading/")
    waiting = other.locator("[data-waiting]")
    expect(waiting).to_contain_text("2 scores typed on this computer wait in a case.")
    waiting.get_by_role("link").click()
    saved(other)
    kept(other, 0)
    assert stored(assignment) == {"bme.RAD@1": "3", "bme.RAD@2": "2"}


def test_what_can_not_be_delivered_is_listed_until_it_is_discarded(
    assignment: Assignment, open_as: Open
) -> None:
    page = show(open_as(assignment.reader), assignment)
    context = page.context
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    signed(reading)
    press(page, "3 2")
    notice = page.locator("[data-undelivered]")
    expect(notice).to_contain_text("2 scores can't be saved")
    kept(page, 2)
    crash(page)
    page = show(context.new_page(), assignment)
    notice = page.locator("[data-undelivered]")
    expect(notice).to_contain_text("distal radius, A: 3")
    expect(notice).to_contain_text("distal radius, B: 2")
    notice.get_by_role("button", name="Discard them").click()
    expect(notice).to_be_hidden()
    kept(page, 0)


def test_scores_of_a_study_that_was_left_are_listed_in_the_worklist(
    world: World, assignment: Assignment, open_as: Open
) -> None:
    page = show(open_as(assignment.reader), assignment)
    page.context.set_offline(True)
    press(page, "3")
    kept(page, 1)
    context = page.context
    page.close()
    context.set_offline(False)
    roles = Membership.objects.filter(user=assignment.reader)
    roles.update(ended_at=timezone.now(), ended_by=world.one.people["data_manager"])
    Membership.objects.create(study=world.two.study, user=assignment.reader, role="reader")
    page = context.new_page()
    page.goto("/reading/")
    notice = page.locator("[data-undelivered]")
    expect(notice).to_contain_text("distal radius, A: 3")
    notice.get_by_role("button", name="Discard them").click()
    kept(page, 0)


def test_a_request_cut_in_the_middle_and_a_doubled_one_store_each_score_once(
    assignment: Assignment, open_as: Open
) -> None:
    page = show(open_as(assignment.reader), assignment)
    fates = iter(["lose", "twice", "cut"])

    def disturb(route: Route) -> None:
        fate = next(fates, "")
        if fate in {"lose", "twice"}:
            answer = route.fetch()
        if fate == "twice":
            answer = route.fetch()
            route.fulfill(response=answer)
        elif fate:
            route.abort()
        else:
            route.continue_()

    page.route("**/scores/", disturb)
    for key in "3210":
        press(page, key)
        page.wait_for_timeout(200)
    saved(page)
    names = [f"bme.{site}@{column}" for site in ("RAD", "ULN") for column in (1, 2)]
    assert stored(assignment) == dict(zip(names, "3210", strict=True))
    expect(page.locator("#reading-conflicts")).to_be_hidden()


def test_undo_in_one_tab_leaves_the_newer_score_of_another(
    assignment: Assignment, open_as: Open
) -> None:
    first = show(open_as(assignment.reader), assignment)
    press(first, "1 2")
    saved(first)
    second = again(first, assignment)
    second.locator('input[name="bme.RAD@2"]').focus()
    press(second, "3")
    saved(second)
    press(first, "u")
    message = first.locator("#reading-message")
    expect(message).to_contain_text("distal radius, B has a newer score, which stays")
    saved(first)
    assert stored(assignment) == {"bme.RAD@1": "1", "bme.RAD@2": "3"}
    expect(first.locator('input[name="bme.RAD@2"]')).to_have_value("3")
    press(first, "u")
    saved(first)
    assert stored(assignment) == {"bme.RAD@2": "3"}
    press(first, "y")
    saved(first)
    assert stored(assignment) == {"bme.RAD@1": "1", "bme.RAD@2": "3"}


def test_without_a_secure_context_the_form_says_that_nothing_is_kept(
    assignment: Assignment, open_as: Open
) -> None:
    page = open_as(assignment.reader)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    show(page, assignment)
    expect(page.locator("#keeping-state")).to_contain_text("Over this connection the browser keeps")
    press(page, "3")
    saved(page)
    assert stored(assignment) == {"bme.RAD@1": "3"}


def test_random_cuts_lose_nothing(
    assignment: Assignment, open_as: Open, live_server: object
) -> None:
    chance = random.Random(SEED)
    page = show(open_as(assignment.reader), assignment)
    context = page.context
    names = page.evaluate("[...document.querySelectorAll('.score-cell > input')].map(i => i.name)")
    typed: dict[str, str] = {}
    for _ in range(CUTS):
        for _ in range(chance.randint(1, 4)):
            name, key = chance.choice(names), chance.choice(["0", "1", "2", "3", "Delete"])
            page.locator(f'input[name="{name}"]').focus()
            press(page, key)
            typed[name] = "" if key == "Delete" else key
        cut = chance.choice(["offline", "crash", "close", "cookies", "reload", "online"])
        context.set_offline(cut == "offline")
        if cut == "cookies":
            sign_in(context, assignment.reader, live_server.url)
        page.wait_for_timeout(chance.choice([40, 150, 400]))
        if cut in {"crash", "close"}:
            crash(page) if cut == "crash" else page.close()
            page = show(context.new_page(), assignment)
        elif cut == "reload":
            page.once("dialog", lambda dialog: dialog.accept())
            page.reload()
    context.set_offline(False)
    saved(page)
    page.reload()
    kept(page, 0)
    saved(page)
    assert stored(assignment) == {name: text for name, text in typed.items() if text}
