"""The form as its reader sees it: everything in the window, the drawn hand, the pane of images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scoring.instruments import get_instrument
from scoring.models import Assignment
from scoring.services import save_scores
from tests.factories.clinical import ExaminationFactory, VisitFactory
from tests.factories.people import PlannedVisitFactory
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    open_for_reading,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
SYNOVITIS, EROSION = ["synovitis"], ["erosion"]
FIVE = ["synovitis", "erosion", "bme", "jsn", "tenosynovitis"]
FORMS: dict[str, dict[str, Any]] = {
    "ramris-2016": {"instrument": "ramris-2016", "features": FIVE},
    "ramris-2002": {"instrument": "ramris-2002", "features": FIVE[:3]},
    "svdh": {"instrument": "svdh", "features": ["erosion", "jsn"]},
}
LAST_CELL = """() => Math.max(...[...document.querySelectorAll('.score-cell')]
    .map((cell) => cell.getBoundingClientRect().bottom))"""
CUT = """() => [...document.querySelectorAll('.block__site')]
    .filter((name) => name.offsetParent && (name.scrollWidth > name.clientWidth
        || getComputedStyle(name).textOverflow === 'ellipsis'))
    .map((name) => name.textContent)"""


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def started(one: StudyWorld, **protocol: Any) -> Assignment:
    """Return a case of the first reader, begun."""
    assignment = first_assignment(open_for_reading(one, **protocol), one.people["reader"])
    draft_reading(assignment)
    return assignment


def of_time_points(one: StudyWorld, n: int, **protocol: Any) -> Assignment:
    """Return a begun case of one, two or three visits."""
    if n < 3:
        return started(one, single_visit=n == 1, **protocol)
    third = PlannedVisitFactory(study=one.study, code="m24", name="Two years", day=730)
    for patient in one.patients:
        visit = VisitFactory(patient=patient, planned=third)
        ExaminationFactory(visit=visit)
        ExaminationFactory(visit=visit, modality="XR", side="B", side_rule="")
    return started(one, visits=[one.baseline, one.year_one, third], **protocol)


def show(open_as: Open, assignment: Assignment, *, width: int = 1440, height: int = 900) -> Page:
    page = open_as(assignment.reader, width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/reading/{assignment.token}/")
    expect(page.locator(".blocks[data-layout]")).to_be_visible()
    return page


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name")


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_is_in_the_window_without_scrolling(
    one: StudyWorld, open_as: Open, form: str, n: int
) -> None:
    assignment = of_time_points(one, n, **FORMS[form])
    page = show(open_as, assignment)
    cells = n * len(get_instrument(form).items_of(FORMS[form]["features"]))
    expect(page.locator(".score-cell:visible")).to_have_count(cells)
    assert page.evaluate(LAST_CELL) <= 900
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    # With the images open, and on a tablet: part after part, each of them inside the window.
    page.get_by_role("button", name="Images").first.click()
    each_part_is_in_the_window(page, cells, 900)
    page.get_by_role("button", name="Close the images").click()
    page.set_viewport_size({"width": 1024, "height": 768})
    each_part_is_in_the_window(page, cells, 768)


def each_part_is_in_the_window(page: Page, cells: int, height: int) -> None:
    """Go through the outline, if the form has one then, and find every cell in the window."""
    page.wait_for_timeout(200)  # the form is fitted after the window or the pane has changed
    seen = 0
    parts = page.locator(".outline__part:visible").all()
    if not parts:
        assert page.evaluate(LAST_CELL) <= height
        seen = page.locator(".score-cell:visible").count()
    for part in parts:
        part.click()
        expect(part).to_have_attribute("aria-current", "true")
        assert page.evaluate(LAST_CELL) <= height, part.text_content()
        assert page.evaluate(CUT) == []
        seen += page.locator(".score-cell:visible").count()
    assert seen == cells
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_keys_lead_from_part_to_part_and_the_outline_counts(one: StudyWorld, open_as: Open) -> None:
    page = show(open_as, started(one, **FORMS["ramris-2016"]), width=1024, height=768)
    first = page.locator(".outline__part").first
    expect(first).to_contain_text("Erosion 0/46")
    page.keyboard.press("2")
    expect(first).to_contain_text("Erosion 1/46")
    expect(page.locator("#reading-count")).to_have_text("1 of 174")
    page.keyboard.press("PageDown")
    assert focused(page) == "bme.RAD@2"
    page.keyboard.press("PageUp")
    assert focused(page) == "erosion.RAD@2"
    page.keyboard.press("PageUp")
    assert focused(page) == "erosion.RAD@2"
    # Over the edge by a score, by the arrow and by the Tab key, forwards and backwards.
    page.locator('input[name="erosion.PP5B@2"]').focus()
    page.keyboard.press("3")
    assert focused(page) == "bme.RAD@1"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "erosion.PP5B@2"
    page.keyboard.press("Tab")
    assert focused(page) == "bme.RAD@1"
    expect(page.locator(".block:visible")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "erosion.PP5B@2"
    page.keyboard.press("u")
    expect(first).to_contain_text("Erosion 1/46")


def test_the_diagram_follows_the_cursor_and_shows_scores(one: StudyWorld, open_as: Open) -> None:
    page = show(open_as, started(one, features=EROSION))
    drawing = page.get_by_role("group", name="Right hand, Erosion")
    radius = drawing.locator('[data-item="erosion.RAD"]')
    expect(radius).to_have_attribute("aria-label", "Distal radius, not scored")
    expect(radius).to_have_attribute("data-current", "")
    page.keyboard.press("3")
    expect(page.locator("[data-diagram-column]:visible")).to_have_text("Time point B")
    expect(radius).to_have_attribute("aria-label", "Distal radius, not scored")
    page.keyboard.press("ArrowLeft")
    expect(radius).to_have_attribute("aria-label", "Distal radius, score 3 of 10")
    expect(radius.locator("text")).to_have_text("3")
    page.keyboard.press("n")
    page.keyboard.press("1")
    page.keyboard.press("ArrowLeft")
    expect(radius).to_have_attribute("aria-label", "Distal radius, not scorable: FOV")
    expect(radius).to_have_attribute("data-kind", "reason")
    dash = "getComputedStyle(document.querySelector('[data-kind=reason] ellipse')).strokeDasharray"
    assert page.evaluate(dash) != "none"
    page.keyboard.press("u")
    expect(radius).to_have_attribute("aria-label", "Distal radius, score 3 of 10")


def test_the_diagram_is_one_stop_of_tab_and_goes_by_arrows(one: StudyWorld, open_as: Open) -> None:
    page = show(open_as, started(one, features=EROSION))
    page.locator('input[name="erosion.LUN@2"]').focus()
    assert page.locator('.diagram__site[tabindex="0"]').count() == 1
    page.locator('[data-item="erosion.LUN"]').focus()
    item = "document.activeElement.dataset.item"
    for key, expected in (
        ("ArrowRight", "erosion.TRI"),
        ("ArrowUp", "erosion.HAM"),
        ("ArrowLeft", "erosion.CAP"),
        ("ArrowUp", "erosion.MC3B"),
        ("ArrowUp", "erosion.MC3H"),
        ("ArrowUp", "erosion.PP3B"),
        ("ArrowUp", "erosion.PP3B"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(item) == expected
    assert page.locator('.diagram__site[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    assert focused(page) == "erosion.PP3B@2"
    page.locator('[data-item="erosion.HAM"] ellipse').click()
    assert focused(page) == "erosion.HAM@2"


@pytest.mark.parametrize("form", FORMS)
def test_each_site_of_the_form_is_lit_up_in_its_own_figure(
    one: StudyWorld, open_as: Open, form: str
) -> None:
    page = show(open_as, started(one, single_visit=True, **FORMS[form]))
    wrong = page.evaluate(
        """() => [...document.querySelectorAll('.score-cell > input')].filter((input) => {
            input.focus();
            const lit = document.querySelectorAll('.diagram__site[data-current]');
            return lit.length !== 1 || `${lit[0].dataset.item}@1` !== input.name
                || document.querySelectorAll('figure:not([hidden])').length !== 1;
        }).map((input) => input.name)"""
    )
    assert wrong == []


def test_without_scripts_the_sites_are_links_to_their_rows(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one, features=SYNOVITIS)
    page = open_as(assignment.reader, javascript=False)
    page.goto(f"/reading/{assignment.token}/")
    page.locator('[data-item="synovitis.MCP3"]').focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#synovitis.MCP3")
    page.keyboard.press("Tab")
    expect(page.locator('input[name="synovitis.MCP3@1"]')).to_be_focused()


def test_the_images_open_by_key_are_resized_and_remembered(one: StudyWorld, open_as: Open) -> None:
    assignment = started(one, features=SYNOVITIS)
    page = show(open_as, assignment)
    pane, line = page.get_by_role("region", name="Images"), page.get_by_role("separator")
    expect(pane).to_be_hidden()
    page.keyboard.press("i")
    expect(pane).to_contain_text("looked at in the viewer of your site")
    expect(pane).to_contain_text("T1 after contrast")
    expect(pane.locator("dt")).to_have_text(["A", "B"])
    assert focused(page) == "synovitis.DRUJ@1"
    line.focus()
    width = int(line.get_attribute("aria-valuenow"))
    page.keyboard.press("ArrowRight")
    assert int(line.get_attribute("aria-valuenow")) == width + 16
    box = line.bounding_box()
    page.mouse.move(box["x"] + 4, 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 84, 400)
    page.mouse.up()
    expect(line).to_have_attribute("aria-valuenow", str(width + 96))
    assert round(pane.bounding_box()["width"]) == width + 96
    page.reload()
    expect(pane).to_be_visible()
    expect(line).to_have_attribute("aria-valuenow", str(width + 96))
    page.locator('input[name="synovitis.DRUJ@1"]').focus()
    page.keyboard.press("i")
    expect(pane).to_be_hidden()
    page.keyboard.press("i")
    page.get_by_role("button", name="Close the images").press("Enter")
    expect(pane).to_be_hidden()
    toggle = page.get_by_role("button", name="Images", exact=True)
    expect(toggle).to_be_focused()
    expect(toggle).to_have_attribute("aria-expanded", "false")


def test_a_submitted_form_is_a_table_without_cursor_or_diagram(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = first_assignment(open_for_reading(one, features=SYNOVITIS), one.people["reader"])
    submitted_reading(assignment)
    page = open_as(assignment.reader)
    page.goto(f"/reading/{assignment.token}/")
    expect(page.locator(".score-cell")).to_have_count(14)
    expect(page.locator(".diagram, .outline, [data-pane]")).to_have_count(0)


def test_the_images_say_what_is_missing_and_hints_say_what_was_scored_all_the_same(
    one: StudyWorld, open_as: Open
) -> None:
    campaign = open_for_reading(one, features=SYNOVITIS)
    assignment = first_assignment(campaign, one.people["reader"])
    point = assignment.case.time_points.get(position=assignment.order[1])
    type(point.examination).objects.filter(pk=point.examination_id).update(has_t1_contrast=False)
    draft_reading(assignment)
    page = show(open_as, assignment)
    page.keyboard.press("i")
    expect(page.locator(".pane__column").nth(1)).to_contain_text("no contrast series")
    page.locator('input[name="synovitis.DRUJ@2"]').focus()
    page.keyboard.press("2")
    expect(page.locator("#reading-hints")).to_contain_text(
        "B: Synovitis is scored at 1 site, first distal radioulnar joint"
    )


def test_grades_are_drawn_for_the_feature_under_the_cursor(one: StudyWorld, open_as: Open) -> None:
    page = show(open_as, started(one, **FORMS["svdh"]))
    page.locator('input[name="RH.jsn.PIP2@1"]').focus()
    grades = page.locator(".scale[open] .grade")
    expect(grades).to_have_count(5)
    expect(page.get_by_role("img", name="about 70 % of the space left")).to_be_visible()


def test_the_script_of_a_key_takes_little_time_in_the_largest_form(
    one: StudyWorld, open_as: Open
) -> None:
    """Nothing walks through all cells: without the browser's own layout, well below a frame."""
    assignment = started(one, **FORMS["svdh"])
    reading = draft_reading(assignment)
    save_scores(
        reading=reading,
        marks=all_marks(assignment, 1),
        revision=reading.revision,
        by=assignment.reader,
    )
    page = show(open_as, assignment)
    page.locator('input[name="RH.erosion.RAD@1"]').focus()
    profiler = page.context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.setSamplingInterval", {"interval": 100})
    profiler.send("Profiler.start")
    n_keys = 40
    for key in "0123" * (n_keys // 4):
        page.keyboard.press(key)
    profile = profiler.send("Profiler.stop")["profile"]
    ours = {node["id"] for node in profile["nodes"] if "/js/reading/" in node["callFrame"]["url"]}
    spent = sum(
        microseconds
        for node, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True)
        if node in ours
    )
    assert spent / 1000 / n_keys <= 8


def test_joint_by_joint_keys_go_along_a_joint_and_over_what_it_lacks(
    one: StudyWorld, open_as: Open
) -> None:
    assignment = started(one, form_order="joint", **FORMS["svdh"])
    page = show(open_as, assignment)
    cells = page.locator(".score-cell > input")
    expect(cells).to_have_count(172)
    assert focused(page) == "RH.erosion.RAD@1"
    page.locator('input[name="RH.erosion.MC1B@2"]').focus()
    page.keyboard.press("2")
    assert focused(page) == "RH.jsn.RC@1"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "RH.jsn.RC@1"
    page.locator('input[name="RH.jsn.MCP5@2"]').focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "RH.jsn.PIP2@2"
    expect(page.locator("#site-name")).to_have_text("Joint space narrowing, right hand, PIP 2")
    expect(page.locator(".scale[open] summary")).to_have_text("Joint space narrowing")
    expect(page.get_by_role("group", name="Right hand, Joint space narrowing")).to_be_visible()
    page.locator('input[name="RH.jsn.PIP2@2"]').focus()
    page.keyboard.press("5")
    expect(page.locator("#reading-message")).to_contain_text("Allowed are 0 to 4")
    name = page.locator('input[name="RH.jsn.PIP2@2"]')
    expect(name).to_have_accessible_name("Joint space narrowing PIP 2 B")

    # The rest of a part is that of its joints, whatever the feature.
    page.keyboard.press("r")
    expect(page.locator("#rest-dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#reading-count")).to_have_text("62 of 172")
    expect(page.locator('input[name="LH.erosion.RAD@1"]')).to_have_value("")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(LAST_CELL) <= 900
