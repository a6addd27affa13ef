"""The reading form in a browser: by keyboard alone, through a lost connection, in two tabs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from scoring.entries import entries_of
from scoring.instruments import Entry, UnscorableReason
from scoring.models import Assignment, Reading
from scoring.services import save_scores
from tests.factories.people import PASSWORD
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    open_for_reading,
    signed,
)
from tests.factories.voiding import act
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def started(one: StudyWorld, **protocol: object) -> Assignment:
    """Return a case of the first reader, begun."""
    assignment = first_assignment(open_for_reading(one, **protocol), one.people["reader"])
    draft_reading(assignment)
    return assignment


def show(open_as: Open, assignment: Assignment, **options: object) -> Page:
    """Return a page with the form of a case."""
    page = open_as(assignment.reader, **options)
    page.goto(f"/reading/{assignment.token}/")
    return page


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def cell(page: Page, name: str) -> object:
    return page.locator(f'.score-cell:has(> input[name="{name}"])')


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name")


def saved(page: Page) -> None:
    expect(page.locator("#reading-state")).to_have_attribute("data-state", "saved")


def in_column(assignment: Assignment, column: int) -> dict[str, Entry]:
    """Return what is stored in one of the reader's columns, by site."""
    reading = Reading.objects.select_related("assignment__case").get(
        assignment=assignment, state="draft"
    )
    entries = entries_of(reading).get(assignment.order[column - 1], {})
    return {code.partition(".")[2]: entry for code, entry in entries.items()}


def test_a_case_is_read_and_submitted_by_keyboard_alone(one: StudyWorld, open_as: Open) -> None:
    campaign = open_for_reading(one, features=["synovitis", "erosion"])
    assignment = first_assignment(campaign, one.people["reader"])
    page = open_as(assignment.reader)
    page.goto("/reading/")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reading/{assignment.token}/")

    assert focused(page) == "erosion.RAD@1"
    press(page, "1 2 x 0")
    assert focused(page) == "erosion.SCA@1"
    saved(page)
    expect(cell(page, "erosion.RAD@2")).to_have_attribute("data-state", "saved")
    assert in_column(assignment, 1) == {"RAD": Entry(value=1), "ULN": Entry(value=10)}
    assert in_column(assignment, 2) == {"RAD": Entry(value=2), "ULN": Entry(value=0)}

    # The connection is lost: entries stay, are marked, and leaving asks first.
    page.context.set_offline(True)
    press(page, "3 4")
    expect(cell(page, "erosion.SCA@1")).to_have_attribute("data-state", "unsent")
    expect(page.locator("#reading-state")).to_contain_text("2 not saved yet")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    press(page, "5")
    page.context.set_offline(False)
    saved(page)
    assert in_column(assignment, 1)["SCA"] == Entry(value=3)
    assert in_column(assignment, 2)["SCA"] == Entry(value=4)
    assert in_column(assignment, 1)["LUN"] == Entry(value=5)

    # Undo goes back step by step, across the lost connection.
    press(page, "u u")
    saved(page)
    assert focused(page) == "erosion.SCA@2"
    assert "LUN" not in in_column(assignment, 1)
    assert "SCA" not in in_column(assignment, 2)

    # What can't be scored gets its reason; the rest of the block is normal.
    press(page, "n")
    expect(page.locator("#reason-dialog")).to_be_visible()
    press(page, "1")
    saved(page)
    assert in_column(assignment, 2)["SCA"] == Entry(reason=UnscorableReason.OUTSIDE_FOV)
    expect(cell(page, "erosion.SCA@2")).to_have_attribute("data-state", "reason")
    press(page, "r")
    expect(page.locator("#rest-dialog")).to_be_visible()
    press(page, "Enter")
    expect(page.locator("#reading-count")).to_have_text("46 of 60")

    # An incomplete reading is not submitted: the cursor goes to what is missing.
    press(page, "s")
    expect(page.locator("#reading-message")).to_contain_text("14 sites have neither")
    assert focused(page) == "synovitis.DRUJ@1"
    press(page, "4")
    expect(page.locator("#reading-message")).to_contain_text(
        "Synovitis, distal radioulnar joint: 4 can't be scored. Allowed are 0 to 3"
    )
    assert focused(page) == "synovitis.DRUJ@1"
    press(page, " ".join("0123" * 4)[: 2 * 14 - 1])
    expect(page.locator("#reading-count")).to_have_text("60 of 60")
    saved(page)

    press(page, "s")
    expect(page.locator("#submit-dialog")).to_contain_text("I made this reading")
    expect(page.locator("#submit-dialog")).to_contain_text("60 of 60")
    assert focused(page) == "password"
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.locator(".reading-bar")).to_contain_text("Submitted")
    expect(page.locator(".score-cell input")).to_have_count(0)
    reading = Reading.objects.get(assignment=assignment)
    assert (reading.state, reading.signed_as) == ("submitted", assignment.reader.full_name)
    assert len(entries_of(reading)[1]) == 30

    # Back asks the server again: the locked page, never the old form.
    page.go_back()
    page.goto(f"/reading/{assignment.token}/")
    expect(page.locator(".score-cell input")).to_have_count(0)


def test_two_tabs_lose_nothing(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one)
    first, second = show(open_as, assignment), show(open_as, assignment)
    press(first, "1 1 1")
    saved(first)
    # The second tab starts from what the first has changed since: one cell in common, one its own.
    press(second, "2")
    expect(second.locator("#reading-conflicts")).to_contain_text(
        "another tab saved 1, you entered 2"
    )
    expect(second.locator('input[name="synovitis.RCJ@1"]')).to_have_value("1")
    second.locator('input[name="synovitis.MCP5@2"]').focus()
    press(second, "3")
    saved(second)
    assert in_column(assignment, 1)["DRUJ"] == Entry(value=1)
    assert in_column(assignment, 2)["MCP5"] == Entry(value=3)
    second.get_by_role("button", name="Use 2").click()
    saved(second)
    assert in_column(assignment, 1)["DRUJ"] == Entry(value=2)
    expect(second.locator("#reading-conflicts")).to_be_hidden()


def test_different_cells_in_two_tabs_are_no_conflict(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one)
    first, second = show(open_as, assignment), show(open_as, assignment)
    press(first, "1")
    saved(first)
    second.locator('input[name="synovitis.MCP5@2"]').focus()
    press(second, "3")
    saved(second)
    assert in_column(assignment, 1)["DRUJ"] == Entry(value=1)
    assert in_column(assignment, 2)["MCP5"] == Entry(value=3)
    expect(second.locator("#reading-conflicts")).to_be_hidden()
    expect(second.locator('input[name="synovitis.DRUJ@1"]')).to_have_value("1")


def test_a_reading_submitted_elsewhere_says_so(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one)
    page = show(open_as, assignment)
    reading = Reading.objects.get()
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    signed(reading)
    press(page, "1")
    expect(page.locator("#reading-message")).to_contain_text("Open a correction to change it")
    expect(cell(page, "synovitis.DRUJ@1")).to_have_attribute("data-state", "unsent")


def test_half_points_and_the_way_of_the_cursor(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one, features=["erosion"], step_half_units=1)
    page = show(open_as, assignment)
    press(page, "2 . 3")
    saved(page)
    assert in_column(assignment, 1)["RAD"] == Entry(value=Decimal("2.5"))
    assert in_column(assignment, 2)["RAD"] == Entry(value=3)
    press(page, "1 . 4")
    saved(page)
    assert in_column(assignment, 1)["ULN"] == Entry(value=Decimal("1.5"))
    assert in_column(assignment, 2)["ULN"] == Entry(value=4)
    page.select_option("#typing-advance", "down")
    page.locator('input[name="erosion.SCA@1"]').focus()
    press(page, "1 2 * 0")
    saved(page)
    assert [in_column(assignment, 1)[site].value for site in ("SCA", "LUN", "TRI", "PIS")] == [
        1, 2, 10, 0,
    ]  # fmt: skip
    page.reload()
    assert page.input_value("#typing-advance") == "down"


# What two sites hold after keys typed from the first one on, in a row of two time points that go to
# ten; "-" is an empty cell. No other ending is possible, whatever the pace.
TEN = [
    ("x", "10 -"),
    ("*", "10 -"),
    ("1 0 Enter", "10 -"),
    ("1 0 Tab", "10 -"),
    ("1 0 ArrowRight", "10 -"),
    ("1 0 ArrowLeft", "10 -"),
    ("1 0 Shift+Tab", "10 -"),
    ("1 0 +", "1 0"),
    ("1 0", "- -"),
    ("1 0 0", "- -"),
    ("1 0 5", "- -"),
    ("1 0 1 0", "- -"),
    ("1 0 x *", "- -"),
    ("1 0 5 +", "1 0"),
    ("1 0 0 Enter", "10 -"),
    ("1 0 Backspace Enter", "1 -"),
    ("1 0 Backspace 2", "1 2"),
    ("1 0 Backspace Backspace", "- -"),
    ("1 0 u", "- -"),
    ("1 0 Escape", "- -"),
    ("1 0 Delete 7", "7 -"),
    ("1", "- -"),
    ("1 Enter", "1 -"),
    ("1 Tab 0", "1 0"),
    ("1 ArrowRight 0", "1 0"),
    ("1 2", "1 2"),
    ("1 1 Enter", "1 1"),
    ("1 1 0 Enter", "1 10"),
    ("2 0", "2 0"),
    ("0 1 0 Enter", "0 10"),
    ("1 + Enter", "1 -"),
]


def test_no_keys_make_two_scores_of_a_ten_nor_a_ten_of_two_scores(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = started(one, features=["erosion"])
    page = show(open_as, assignment)
    first, second = (page.locator(f'input[name="erosion.SCA@{column}"]') for column in (1, 2))
    for pause in (0, 900):
        for keys, expected in TEN if pause == 0 else TEN[2:12]:
            for field in (second, first):
                field.focus()
                press(page, "Delete")
            for key in keys.split():
                page.keyboard.press(key)
                page.wait_for_timeout(pause)
            held = page.locator("[data-state=typing]")
            waiting = held.count()
            saved(page)
            found = in_column(assignment, 1).get("SCA"), in_column(assignment, 2).get("SCA")
            texts = " ".join("-" if entry is None else str(entry.value) for entry in found)
            assert texts == expected, keys
            # What is not stored is shown as such, with both of its meanings, and nothing else is.
            assert waiting == (expected == "- -" and keys.split()[-1] in ["0", "1", "5", "*"]), keys
            if waiting:
                press(page, "Escape")
    assert page.evaluate("document.querySelectorAll('[data-state=typing]').length") == 0


def test_a_held_ten_shows_both_meanings_and_is_asked_about_when_left(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = started(one, features=["erosion"])
    page = show(open_as, assignment)
    dialog, first = page.locator("#ten-dialog"), page.locator('input[name="erosion.SCA@1"]')
    first.focus()
    press(page, "1 0")
    meanings = "getComputedStyle(document.querySelector('[data-held]'), '::before').content"
    assert page.evaluate(meanings) == '"Enter: 10 · +: 1, then 0"'
    expect(page.locator("#reading-message")).to_contain_text("10 here: Enter")
    press(page, "5")
    expect(cell(page, "erosion.SCA@1")).to_have_attribute("data-flash", "")

    # Leaving by mouse, a command or a button stores nothing before the answer.
    page.locator('input[name="erosion.LUN@2"]').click()
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Type again").click()
    assert focused(page) == "erosion.SCA@1"
    assert in_column(assignment, 1) == {}
    press(page, "1 0 s")
    expect(dialog).to_be_visible()
    press(page, "Escape")
    expect(first).to_have_value("10")
    press(page, "n")
    page.get_by_role("button", name="1 here, 0 in the next site").click()
    expect(cell(page, "erosion.SCA@2")).to_have_attribute("data-state", "saved")
    saved(page)
    assert in_column(assignment, 1)["SCA"] == Entry(value=1)
    assert in_column(assignment, 2)["SCA"] == Entry(value=0)
    page.locator('input[name="erosion.LUN@1"]').focus()
    press(page, "1 0")
    page.locator('[data-command="submit"]').click()
    expect(dialog).to_be_visible()
    press(page, "Enter")
    expect(cell(page, "erosion.LUN@1")).to_have_attribute("data-state", "saved")
    saved(page)
    assert in_column(assignment, 1)["LUN"] == Entry(value=10)

    # A waiting 1 is a 1 wherever the cursor goes; leaving the page asks.
    page.locator('input[name="erosion.TRI@1"]').focus()
    press(page, "1")
    page.locator('input[name="erosion.PIS@1"]').click()
    saved(page)
    assert in_column(assignment, 1)["TRI"] == Entry(value=1)
    press(page, "1 0")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    press(page, "Escape")


def test_at_the_last_site_a_one_is_not_overwritten(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one, features=["erosion"])
    page = show(open_as, assignment)
    last = page.locator(".score-cell > input").last
    last.focus()
    name = focused(page)
    press(page, "1 2")
    expect(page.locator("#reading-message")).to_contain_text("This is the last site")
    expect(last).to_have_value("1")
    press(page, "0 +")
    expect(last).to_have_value("10")
    press(page, "Enter")
    saved(page)
    code = name.partition("@")[0].partition(".")[2]
    assert in_column(assignment, 2)[code] == Entry(value=10)


def test_arrows_move_and_backspace_empties(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one)
    page = show(open_as, assignment)
    press(page, "2 ArrowDown")
    assert focused(page) == "synovitis.RCJ@2"
    press(page, "ArrowLeft ArrowUp")
    assert focused(page) == "synovitis.DRUJ@1"
    press(page, "Tab")
    assert focused(page) == "synovitis.DRUJ@2"
    press(page, "Shift+Tab Backspace")
    saved(page)
    assert in_column(assignment, 1) == {}
    press(page, "u")
    saved(page)
    assert in_column(assignment, 1)["DRUJ"] == Entry(value=2)
    press(page, "?")
    expect(page.locator("#keyboard-help")).to_contain_text("Score the site and go to the next")


def test_help_follows_the_cursor_and_a_fused_bone_is_hinted_at(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = started(one, features=["erosion", "jsn"])
    page = show(open_as, assignment)
    expect(page.locator("#site-name")).to_have_text("Erosion, distal radius")
    expect(page.locator("#site-range")).to_contain_text("0 to 10")
    page.locator('input[name="erosion.SCA@1"]').focus()
    press(page, "3")
    page.locator('input[name="jsn.RAD_SCA@1"]').focus()
    expect(page.locator('[data-scale="jsn"]')).to_have_attribute("open", "")
    expect(page.locator("#reading-hints")).to_be_hidden()
    press(page, "4")
    expect(page.locator("#reading-hints")).to_contain_text("a fused bone scores 10")


def test_totals_run_along_where_the_protocol_shows_them(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one, totals_visible=True)
    page = show(open_as, assignment)
    press(page, "2 1 3")
    saved(page)
    total = page.locator('[data-total="synovitis.total"] td')
    expect(total.nth(0)).to_have_text("5")
    expect(total.nth(1)).to_have_text("1")


def test_the_form_works_without_scripts(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one)
    page = show(open_as, assignment, javascript=False)
    for item in ("DRUJ", "RCJ", "ICCMC", "MCP2", "MCP3", "MCP4", "MCP5"):
        page.fill(f'input[name="synovitis.{item}@1"]', "1")
        page.fill(f'input[name="synovitis.{item}@2"]', "2")
    page.fill('input[name="synovitis.MCP5@2"]', "7")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notice--error")).to_contain_text("MCP joint 5 (synovitis.MCP5): found 7")
    page.fill('input[name="synovitis.MCP5@2"]', "MOT")
    page.get_by_role("button", name="Save and submit…").click()
    page.fill("[name=password]", "not this one")
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.locator("main")).to_contain_text("This is not your password")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.locator(".reading-bar")).to_contain_text("Submitted")
    assert Reading.objects.get().state == "submitted"


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize(
    "protocol",
    [
        {"features": ["synovitis", "erosion", "bme", "jsn", "tenosynovitis"]},
        {"instrument": "svdh", "features": ["erosion", "jsn"]},
    ],
)
def test_the_largest_forms_fit_the_width_and_ramris_fits_one_screen(
    one: StudyWorld, open_as: Open, width: int, protocol: dict[str, object]
) -> None:
    page = show(open_as, started(one, **protocol), width=width)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    if width == 1440:
        bottom = page.evaluate(
            "Math.max(...[...document.querySelectorAll('.block')]"
            ".map((block) => block.getBoundingClientRect().bottom + scrollY))"
        )
        assert bottom <= 900


def test_a_case_withdrawn_under_an_open_form_loses_nothing_in_silence(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = started(one, features=["erosion"])
    image = assignment.case.time_points.order_by("position").last().examination
    page = show(open_as, assignment)
    press(page, "3")
    saved(page)
    act(image, "void", by=one.people["data_manager"])
    press(page, "4")
    message = page.locator("#reading-message")
    expect(message).to_contain_text("This case is not read at present")
    expect(message).to_contain_text("Marked entries are not saved")
    expect(page.locator("#reading-state")).to_have_attribute("data-state", "failed")
    expect(cell(page, "erosion.RAD@2")).to_have_attribute("data-state", "unsent")
    expect(page.locator('input[name="erosion.RAD@2"]')).to_have_value("4")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert in_column(assignment, 2) == {}

    # Restored meanwhile: the next entry takes the waiting one along.
    act(image, "restore", by=one.people["data_manager"])
    press(page, "5")
    saved(page)
    assert in_column(assignment, 1) == {"RAD": Entry(value=3), "ULN": Entry(value=5)}
    assert in_column(assignment, 2) == {"RAD": Entry(value=4)}


def test_a_case_submitted_elsewhere_keeps_what_is_typed_in_sight(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = started(one, features=["erosion"])
    page = show(open_as, assignment)
    draft = draft_reading(assignment)
    save_scores(
        reading=draft, marks=all_marks(assignment), revision=draft.revision, by=assignment.reader
    )
    draft.refresh_from_db()
    signed(draft)
    press(page, "4 5")
    expect(page.locator("#reading-message")).to_contain_text("they are listed above the form")
    expect(page.locator("[data-undelivered]")).to_contain_text("distal radius, A: 4")
    for name, value in (("erosion.RAD@1", "4"), ("erosion.RAD@2", "5")):
        expect(page.locator(f'input[name="{name}"]')).to_have_value(value)
        expect(cell(page, name)).to_have_attribute("data-state", "unsent")
