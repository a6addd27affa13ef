"""Many sites by few keys: copied from the left, the rest of a group, undo, the number pad."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scoring.cells import texts_of
from scoring.entries import entries_of
from scoring.models import Assignment, Reading
from tests.factories.people import PASSWORD
from tests.factories.scoring import draft_reading, first_assignment, open_for_reading
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
MOST_KEYS_BESIDES = 5


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def form(one: StudyWorld, open_as: Open, **protocol: object) -> tuple[Page, Assignment]:
    assignment = first_assignment(open_for_reading(one, **protocol), one.people["reader"])
    draft_reading(assignment)
    page = open_as(assignment.reader)
    page.goto(f"/reading/{assignment.token}/")
    return page, assignment


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def at(page: Page, name: str) -> None:
    page.locator(f'input[name="{name}"]').focus()


def saved(page: Page) -> None:
    expect(page.locator("#reading-state")).to_have_attribute("data-state", "saved")


def stored(assignment: Assignment) -> dict[str, str]:
    """Return what the database holds, by site and column of the only feature."""
    reading = Reading.objects.select_related("assignment__case").get(assignment=assignment)
    texts = texts_of(assignment.order, entries_of(reading))
    return {name.partition(".")[2]: text for name, text in texts.items()}


def test_a_key_copies_from_the_left_and_goes_on(one: StudyWorld, open_as: Open) -> None:
    page, assignment = form(one, open_as, features=["erosion"])
    message = page.locator("#reading-message")
    press(page, "c")
    expect(message).to_contain_text("no column to the left")
    press(page, "7 c")
    press(page, "n 1 /")
    saved(page)
    assert stored(assignment) == {"RAD@1": "7", "RAD@2": "7", "ULN@1": "FOV", "ULN@2": "FOV"}
    at(page, "erosion.SCA@2")
    press(page, "c")
    expect(message).to_contain_text("The column to the left is empty here")
    press(page, "u")
    saved(page)
    assert "ULN@2" not in stored(assignment)


def test_a_whole_group_or_part_is_copied_from_the_left_as_one_step(
    one: StudyWorld, open_as: Open
) -> None:
    page, assignment = form(one, open_as, features=["erosion"])
    for site, key in {"RAD": "2", "SCA": "3", "LUN": "n", "TRI": "4", "MC1B": "5"}.items():
        at(page, f"erosion.{site}@1")
        press(page, f"{key} 2" if key == "n" else key)
    at(page, "erosion.TRI@2")
    press(page, "0 ArrowUp")
    at(page, "erosion.SCA@2")
    press(page, "Shift+C")
    dialog = page.locator("#copy-dialog")
    expect(dialog).to_contain_text("Carpal bones (2)")
    expect(dialog).to_contain_text("Erosion (4)")
    press(page, "1")
    saved(page)
    expect(page.locator("#reading-message")).to_contain_text("2 sites copied from the left.")
    found = stored(assignment)
    assert (found["SCA@2"], found["LUN@2"], found["TRI@2"]) == ("3", "MOT", "0")
    assert not {"RAD@2", "MC1B@2"} & found.keys()
    press(page, "u")
    saved(page)
    assert not {"SCA@2", "LUN@2"} & stored(assignment).keys()
    press(page, "y")
    saved(page)
    assert stored(assignment)["LUN@2"] == "MOT"
    page.get_by_label("More", exact=True).click()
    page.get_by_role("button", name="Copy column…").click()
    press(page, "2")
    saved(page)
    assert {"RAD@2", "MC1B@2"} <= stored(assignment).keys()


def test_the_rest_of_a_group_is_normal_and_one_step_of_undo(one: StudyWorld, open_as: Open) -> None:
    page, assignment = form(one, open_as, features=["erosion"])
    press(page, "2 r")
    dialog = page.locator("#rest-dialog")
    expect(dialog).to_contain_text("Distal radius and ulna (3)")
    press(page, "1")
    expect(page.locator("#reading-message")).to_contain_text("3 sites scored 0.")
    assert stored(assignment) == {"RAD@1": "2", "RAD@2": "0", "ULN@1": "0", "ULN@2": "0"}
    press(page, "u")
    saved(page)
    assert stored(assignment) == {"RAD@1": "2"}
    press(page, "Shift+U")
    saved(page)
    assert len(stored(assignment)) == 4


def test_what_the_server_refused_is_no_step_of_undo(one: StudyWorld, open_as: Open) -> None:
    page, assignment = form(one, open_as, features=["erosion"])
    press(page, "2")
    saved(page)
    page.fill('input[name="erosion.RAD@2"]', "?")
    press(page, "Tab")
    expect(page.locator("#reading-message")).to_contain_text("distal radius")
    press(page, "u")
    saved(page)
    assert stored(assignment) == {}


def test_the_number_pad_alone_reads_a_case_up_to_the_password(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = first_assignment(open_for_reading(one, features=["erosion"]), one.people["reader"])
    page = open_as(assignment.reader)
    page.goto("/reading/")
    pressed: list[str] = []

    def pad(key: str) -> None:
        page.keyboard.press(key)
        pressed.append(key)

    pad("NumpadEnter")
    page.wait_for_url(f"**/reading/{assignment.token}/")
    cells = page.locator(".score-cell > input").count()
    scores = [2, 0, 3, 10, 1, 2] * 8
    for score in scores[:cells]:
        # A digit by its name: this browser's pad has no Num Lock.
        pad("NumpadMultiply" if score == 10 else str(score))
    saved(page)
    expect(page.locator("#reading-count")).to_have_text(f"{cells} of {cells}")
    pad("NumpadAdd")
    expect(page.locator("#submit-dialog [name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    pad("NumpadEnter")
    expect(page.locator(".reading-bar")).to_contain_text("Submitted")
    assert len(pressed) <= cells + MOST_KEYS_BESIDES
    assert list(stored(assignment).values()).count("10") == scores[:cells].count(10)
