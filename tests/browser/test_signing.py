"""Signing in a browser: by keyboard, with what goes wrong, and nothing signed by mistake."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from ra_registry.core.models import AuditEvent, Signature, StepUp
from scoring.models import Reading
from scoring.services import save_scores
from tests.factories.authenticators import authenticator_of, code_for
from tests.factories.people import PASSWORD
from tests.factories.scoring import all_marks, draft_reading, first_assignment, open_for_reading
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]


@pytest.fixture
def draft(world: World) -> Reading:
    """A complete draft of the first reader."""
    assignment = first_assignment(open_for_reading(world.one), world.one.people["reader"])
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    return reading


def sheet(open_as: Open, draft: Reading) -> tuple[Page, Locator]:
    """Return the page of a case with its sheet open, as the key s opens it."""
    page = open_as(draft.assignment.reader)
    page.goto(f"/reading/{draft.assignment.token}/")
    page.keyboard.press("s")
    dialog = page.locator("#submit-dialog")
    expect(dialog.locator("[name=password]")).to_be_focused()
    return page, dialog


def is_submitted(page: Page) -> None:
    expect(page.locator(".reading-bar")).to_contain_text("Submitted")


def test_a_wrong_password_is_said_in_place_and_the_right_one_signs(
    draft: Reading, open_as: Open
) -> None:
    page, dialog = sheet(open_as, draft)
    page.keyboard.type("not this one")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("This is not your password.")
    expect(dialog.locator("[name=password]")).to_be_focused()
    expect(dialog.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    assert AuditEvent.objects.get(kind="signature_refused").data["because"] == "password"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    is_submitted(page)
    assert Signature.objects.get().signed_as == draft.assignment.reader.full_name
    # The next case is one key away.
    expect(page.get_by_role("button", name="Next case")).to_be_focused()


def test_a_password_does_not_stay_in_a_closed_dialog(draft: Reading, open_as: Open) -> None:
    page, dialog = sheet(open_as, draft)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[name=password]")).to_have_count(0)
    page.keyboard.press("s")
    expect(dialog.locator("[name=password]")).to_be_focused()
    expect(dialog.locator("[name=password]")).to_have_value("")


def test_an_account_with_an_authenticator_signs_with_its_code(
    draft: Reading, open_as: Open
) -> None:
    secret = authenticator_of(draft.assignment.reader)
    page, dialog = sheet(open_as, draft)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("This code is wrong or was used already")
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[name=code]").fill(code_for(secret))
    page.keyboard.press("Enter")
    is_submitted(page)
    assert Signature.objects.get().method == "totp"


def test_a_double_click_signs_once(draft: Reading, open_as: Open) -> None:
    page, dialog = sheet(open_as, draft)
    page.keyboard.type(PASSWORD)
    dialog.get_by_role("button", name="Sign and submit").dblclick()
    is_submitted(page)
    assert (Signature.objects.count(), StepUp.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(kind="reading_submitted").count() == 1


def test_going_back_shows_the_locked_case(draft: Reading, open_as: Open) -> None:
    page = open_as(draft.assignment.reader, javascript=False)
    page.goto(f"/reading/{draft.assignment.token}/submit/")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign and submit").click()
    is_submitted(page)
    page.go_back()
    expect(page.locator("main")).to_contain_text("submitted already")
    expect(page.locator("[name=password]")).to_have_count(0)


def test_without_a_connection_nothing_is_signed_and_the_dialog_gives_way(
    draft: Reading, open_as: Open
) -> None:
    page, dialog = sheet(open_as, draft)
    toast = page.locator("#toasts")
    page.context.set_offline(True)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(toast).to_contain_text("No connection")
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    expect(dialog).to_be_hidden()
    page.context.set_offline(False)
    expect(toast).not_to_contain_text("No connection")
    page.keyboard.press("s")
    expect(dialog.locator("[name=password]")).to_be_focused()
    assert not Signature.objects.exists()


def test_an_ended_session_signs_nothing_and_says_so(draft: Reading, open_as: Open) -> None:
    page, dialog = sheet(open_as, draft)
    Session.objects.all().delete()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("Your session has ended")
    assert not Signature.objects.exists()
    # Signed in anew in another tab, as the message offers, the same page goes on.
    with page.context.expect_page() as opened:
        toast.get_by_role("link", name="Sign in").click()
    tab = opened.value
    tab.fill("[name=login]", draft.assignment.reader.email)
    tab.fill("[name=password]", PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"^(?!.*accounts/login)"))
    page.bring_to_front()
    page.locator(".score-cell > input").first.focus()
    page.keyboard.press("s")
    expect(dialog.locator("[name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    is_submitted(page)


def test_an_ended_session_asks_to_sign_in_where_there_are_no_scripts(
    draft: Reading, open_as: Open
) -> None:
    page = open_as(draft.assignment.reader, javascript=False)
    page.goto(f"/reading/{draft.assignment.token}/submit/")
    Session.objects.all().delete()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign and submit").click()
    page.wait_for_url("**/accounts/login/**")
    assert not Signature.objects.exists()
    page.fill("[name=login]", draft.assignment.reader.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reading/{draft.assignment.token}/submit/")
    expect(page.get_by_role("button", name="Sign and submit")).to_be_visible()


def test_what_another_tab_changed_is_shown_before_it_is_signed(
    draft: Reading, open_as: Open
) -> None:
    page, _ = sheet(open_as, draft)
    marks = all_marks(draft.assignment, value=2)[:1]
    save_scores(reading=draft, marks=marks, revision=1, by=draft.assignment.reader)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Another tab changed this reading")
    expect(page.locator('.score-cell input[value="2"]')).to_have_count(1)
    assert not Signature.objects.exists()
