"""The image viewer in a Chromium without 3D, under the product's policy, on synthetic series."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from tests.browser.axe import Checked, axe_source
from tests.browser.viewer_server import FILMS, MRI, frame, preview, serving
from tests.browser.viewing import (
    blocks,
    drag,
    grey,
    image_point,
    place,
    shown,
    slices,
    state,
    told,
    until,
    wanted,
)

STATUS = ".viewer__status"
CORONAL, STIR, AXIAL = MRI[0], MRI[1], MRI[2]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server whose pictures are made before anybody waits for them."""
    for column in "AB":
        for stack in (CORONAL, AXIAL):
            frame(stack, column, (stack.n - 1) // 2)
        frame(FILMS[0], column, 0)
        preview(FILMS[0], column)
    with serving() as url:
        yield url


@pytest.fixture(scope="module")
def flat_browser(start_chromium: Callable[..., Browser]) -> Iterator[Browser]:
    started = start_chromium("--disable-3d-apis", "--enable-precise-memory-info")
    yield started
    started.close()


@pytest.fixture
def context(flat_browser: Browser) -> Iterator[BrowserContext]:
    made = flat_browser.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


@pytest.fixture
def show(context: BrowserContext, address: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the viewer; nothing may be complained of in the console."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Reading pixels back is the tests' own doing, and so is what they withhold.
        expected = "willReadFrequently" in message.text or "status of 404" in message.text
        if not expected:
            complaints.append(message.text)

    def watch(page: Page) -> None:
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    context.on("page", watch)

    def make(feature: str = "erosion", series: str = "mri", **more: str) -> Page:
        page = context.new_page()
        query = "&".join(f"{key}={value}" for key, value in more.items())
        page.goto(f"{address}/?set={series}&feature={feature}&{query}")
        shown(page)
        return page

    yield make
    assert complaints == []


def test_pictures_hang_by_feature_with_the_greys_of_the_standard(show):
    page = show("erosion")
    assert state(page, "v.panes.map((one) => one.hung.letter + ' ' + one.hung.series.label)") == [
        "A coronal T1",
        "B coronal T1",
        "A axial T1",
        "B axial T1",
    ]
    for pane, (stack, more) in enumerate([(CORONAL, 0), (CORONAL, 500), (AXIAL, 0), (AXIAL, 500)]):
        k = (stack.n - 1) // 2
        values = {"counter": 1000 + 10 * k + more, "400": 400, "100": 100, "1600": 1600}
        for name, at in blocks(stack).items():
            assert abs(grey(page, pane, *at) - wanted(values[name], [1000, 2000])) <= 1, name
    expect(page.get_by_text("Research reading, not for diagnosis.")).to_be_visible()


def test_the_slice_is_said_once_it_stands_still(show):
    page = show("erosion")
    status = page.locator(STATUS)
    expect(status).to_have_text("A, coronal T1, slice 10 of 20")
    expect(page.get_by_role("status")).to_have_count(1)
    page.locator("[data-stage]").nth(0).focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(status).to_have_text("A, coronal T1, slice 12 of 20")
    expect(page.get_by_role("group", name="A, coronal T1, slice 12 of 20")).to_be_visible()
    page.keyboard.press("Home")
    expect(status).to_have_text("A, coronal T1, slice 1 of 20")
    page.keyboard.press("End")
    expect(status).to_have_text("A, coronal T1, slice 20 of 20")
    slider = page.get_by_role("slider").nth(0)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(status).to_have_text("A, coronal T1, slice 19 of 20")
    expect(slider).to_have_attribute("aria-valuetext", "A, coronal T1, slice 19 of 20")


def test_panes_of_a_plane_scroll_together_with_the_offset_locked_here(show):
    page = show("erosion")
    assert slices(page) == [9, 9, 14, 14]
    page.mouse.move(*place(page, 0, 256, 192))
    page.mouse.wheel(0, 120)
    shown(page)
    assert slices(page) == [10, 10, 14, 14]
    page.get_by_role("button", name="Scroll together").click()
    page.mouse.move(*place(page, 1, 256, 192))
    for _ in range(3):
        page.mouse.wheel(0, 120)
    assert slices(page) == [10, 13, 14, 14]
    page.get_by_role("button", name="Lock here").click()
    page.mouse.move(*place(page, 0, 256, 192))
    page.mouse.wheel(0, -120)
    shown(page)
    assert slices(page) == [9, 12, 14, 14]
    offsets = page.evaluate("() => window.told.offsets")
    assert [abs(one) for one in offsets[0].values()] == [9.0]
    # What is drawn is the slice that is named.
    counter = blocks(CORONAL)["counter"]
    assert abs(grey(page, 1, *counter) - wanted(1000 + 120 + 500, [1000, 2000])) <= 1


def test_a_drag_changes_the_window_as_the_formula_says(show):
    page = show("bme")
    start = place(page, 0, 256, 100)
    drag(page, start, (start[0] + 90, start[1] - 60))
    window = state(page, "v.panes[0].look.window")
    assert window == pytest.approx([1000 - 60 / 300 * 2000, 2000 * 2 ** (90 / 300)])
    for name in ("400", "1600"):
        assert abs(grey(page, 0, *blocks(STIR)[name]) - wanted(int(name), window)) <= 1
    assert state(page, "v.panes[1].look.window") == [1000, 2000]
    page.get_by_label("Window").nth(1).select_option("Bone")
    assert abs(grey(page, 0, *blocks(STIR)["1600"]) - wanted(1600, [1200, 800])) <= 1
    page.keyboard.press("Shift+A")
    assert grey(page, 0, *blocks(STIR)["1600"]) > 230


def test_inverted_and_flipped(show):
    page = show("bme")
    at = blocks(STIR)
    before = {name: grey(page, 0, *point) for name, point in at.items()}
    page.get_by_role("button", name="Invert").click()
    expect(page.get_by_role("button", name="Invert")).to_have_attribute("aria-pressed", "true")
    for name, point in at.items():
        assert abs(grey(page, 0, *point) - (255 - before[name])) <= 1
    left = place(page, 0, *at["400"])[0]
    page.get_by_role("button", name="Flip").click()
    assert place(page, 0, *at["400"])[0] < left - 10
    assert abs(grey(page, 0, *at["400"]) - (255 - before["400"])) <= 1


def test_zoom_keeps_the_point_under_the_pointer(show):
    page = show("bme")
    # A wheel's event has whole pixels: the point is that of one.
    at = tuple(round(one) for one in place(page, 0, 300, 150))
    point = image_point(page, 0, *at)
    page.mouse.move(*at)
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    until(page, "v.panes[0].look.view.zoom > 2")
    assert place(page, 0, *point) == pytest.approx(at, abs=0.01)
    drag(page, at, (at[0] + 30, at[1] + 20), button="middle")
    assert place(page, 0, *point) == pytest.approx((at[0] + 30, at[1] + 20), abs=0.01)


def test_the_line_of_the_other_plane_lies_where_it_cuts(show):
    page = show("erosion")
    page.mouse.move(*place(page, 2, 160, 160))
    page.mouse.wheel(0, 120)
    shown(page)
    path = page.locator("[data-overlay]").nth(0).locator(".viewer-line--plane")
    numbers = path.evaluate("(one) => one.getAttribute('d').match(/[-\\d.]+/g).map(Number)")
    # Axial slice 15 lies 1.25 mm below the stack's middle, which is that of the coronal rows.
    top = page.locator("[data-stage]").nth(0).bounding_box()["y"]
    level = place(page, 0, 0, 192 + 1.25 / 0.3)[1] - top
    assert numbers[1] == pytest.approx(level, abs=0.1)
    assert numbers[3] == pytest.approx(level, abs=0.1)
    left = page.locator("[data-stage]").nth(0).bounding_box()["x"]
    assert numbers[0] == pytest.approx(place(page, 0, 0, 0)[0] - left, abs=0.1)


def test_a_point_of_one_plane_is_shown_in_the_other(show):
    page = show("erosion")
    page.get_by_role("button", name="Show a point in the other planes").click()
    # 30 mm above the middle: 12 axial slices of 2.5 mm before 14.5.
    page.mouse.click(*place(page, 0, 200.5, 192 - 100))
    shown(page)
    assert slices(page)[2] in (2, 3)
    expect(page.locator("[data-overlay]").nth(2).locator(".viewer-line--located")).to_have_count(1)


def test_marks_are_drawn_with_the_mouse_and_belong_to_site_and_slice(show):
    page = show("erosion")
    page.get_by_role("button", name="Line", exact=True).click()
    drag(page, place(page, 0, 200, 150), place(page, 0, 240, 150))
    expect(page.locator(STATUS)).to_have_text("Choose a site first: a mark belongs to one.")
    page.locator("#cell").focus()
    drag(page, place(page, 0, 200, 150), place(page, 0, 240, 150))
    [change] = told(page)
    mark = change["mark"]
    assert change["action"] == "add"
    assert (mark["column"], mark["kind"], mark["plane"], mark["slice"]) == ("A", "t1", "coronal", 9)
    assert (mark["shape"], mark["site"], mark["feature"]) == ("line", "LUN", "erosion")
    assert mark["points"][0] == pytest.approx([200, 150], abs=0.6)
    overlay = page.locator("[data-overlay]").nth(0)
    expect(overlay).to_contain_text("LUN 12.0 mm")
    page.get_by_role("button", name="Outline of the whole bone").click()
    x, y = 256, 250
    page.mouse.move(*place(page, 0, x, y))
    page.mouse.down()
    for to in [(x + 60, y), (x + 60, y + 60), (x, y + 60), (x, y + 2)]:
        page.mouse.move(*place(page, 0, *to), steps=6)
    page.mouse.up()
    page.get_by_role("button", name="Ellipse").click()
    drag(page, place(page, 0, x + 10, y + 10), place(page, 0, x + 40, y + 40))
    expect(overlay).to_contain_text("mm², 20 %")
    share = state(page, "v.marks.measured(v.marks.list().at(-1), [0.3, 0.3]).share")
    assert share == pytest.approx(100 * 3.1416 / 4 * 900 / 3600, abs=1.5)
    # A handle changes it.
    drag(page, place(page, 0, x + 40, y + 40), place(page, 0, x + 50, y + 40))
    assert told(page)[-1]["action"] == "change"
    assert told(page)[-1]["mark"]["points"][1] == pytest.approx([x + 50, y + 40], abs=0.6)


def test_marks_are_drawn_moved_and_removed_with_the_keyboard(show):
    page = show("bme")
    page.locator("#cell").focus()
    page.keyboard.press("Shift+E")
    expect(page.locator("[data-stage]").nth(0)).to_be_focused()
    page.keyboard.press("Shift+E")
    expect(page.locator(STATUS)).to_contain_text("Line.")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text("Mark of Lunate set")
    [change] = told(page)
    (x1, y1), (x2, y2) = change["mark"]["points"]
    assert (x2 - x1, y2 - y1) == (30, 1)
    page.keyboard.press("ArrowUp")
    assert told(page)[-1]["mark"]["points"] == [[x1, y1 - 1], [x2, y2 - 1]]
    page.keyboard.press("PageDown")
    expect(page.locator(STATUS)).to_have_text("A, coronal STIR, slice 11 of 20")
    page.locator(".viewer__marks > summary").press("Enter")
    entry = page.get_by_role("button", name="LUN: A coronal STIR, 10", exact=False).first
    entry.press("Enter")
    assert slices(page)[0] == 9
    assert page.evaluate("() => window.told.cells") == ["LUN"]
    page.get_by_role("button", name="Remove LUN").press("Enter")
    assert told(page)[-1]["action"] == "remove"
    expect(page.locator("[data-overlay] [data-mark]")).to_have_count(0)


def test_a_site_shows_its_slice_and_a_mark_its_cell(show):
    page = show("erosion")
    mark = {
        "id": "m1",
        "column": "B",
        "kind": "t1",
        "plane": "axial",
        "side": "R",
        "slice": 20,
        "shape": "point",
        "points": [[100, 120]],
        "site": "LUN",
        "feature": "erosion",
    }
    page.evaluate("(mark) => window.viewer.setMarks([mark])", mark)
    page.locator("#other").focus()
    until(page, "v.panes[3].look.slice === 20")
    shown(page)
    page.locator("[data-stage]").nth(3).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    assert told(page) == []
    page.locator("#comment").focus()
    page.mouse.click(*place(page, 3, 100, 120))
    expect(page.locator("#other")).to_be_focused()
    assert told(page) == []


def test_keys_work_in_a_score_field_and_leave_the_rest_to_the_form(show):
    page = show("erosion")
    page.locator("#cell").focus()
    page.keyboard.press("Shift+F")
    page.keyboard.press("Shift+V")
    assert slices(page) == [10, 10, 14, 14]
    assert state(page, "v.panes[0].look.inverted") is True
    for key in ("3", "PageDown", "Shift+C", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#cell")).to_have_value("3C")
    assert slices(page) == [10, 10, 14, 14]
    keys = page.evaluate("() => window.told.keys")
    assert keys == ["Shift", "Shift", "3", "PageDown", "Shift", "C", "ArrowDown"]
    page.locator("#comment").focus()
    page.keyboard.press("Shift+F")
    expect(page.locator("#comment")).to_have_value("F")
    assert slices(page) == [10, 10, 14, 14]


def test_ruler_magnifier_cine_and_series(show):
    page = show("bme")
    page.keyboard.press("Shift+D")
    drag(page, place(page, 0, 100, 100), place(page, 0, 100, 200))
    expect(page.locator("[data-overlay]").nth(0)).to_contain_text("30.0 mm")
    page.keyboard.press("Shift+G")
    at = place(page, 0, *blocks(STIR)["1600"])
    page.mouse.move(*at)
    page.mouse.down()
    near = page.evaluate("() => window.viewer.panes[0].lens !== null")
    page.mouse.up()
    assert near
    assert state(page, "v.panes[0].lens") is None
    page.keyboard.press("Shift+J")
    shown(page)
    assert state(page, "v.panes[0].hung.series.label") == "axial T1"
    page.keyboard.press("Shift+K")
    page.keyboard.press("Shift+P")
    until(page, "v.panes[0].look.slice !== 9")
    page.keyboard.press("Shift+P")
    assert state(page, "v.cine.isRunning") is False


def test_films_show_their_preview_first_and_are_read_inverted(context, address, show):
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    context.route("**/series/films/*/0/0", hold)
    page = context.new_page()
    page.goto(f"{address}/?set=films&feature=erosion")
    until(page, "v?.panes.length && v.panes.every((one) => one.paintedOf === 'preview')")
    expect(page.get_by_text("Preview")).to_have_count(2)
    at = blocks(FILMS[0])["1600"]
    assert abs(grey(page, 0, *at) - (255 - wanted(1600, [1000, 2000], offset=0))) <= 6
    for route in waiting:
        route.continue_()
    shown(page)
    expect(page.get_by_text("Preview")).to_have_count(0)
    assert abs(grey(page, 0, *at) - (255 - wanted(1600, [1000, 2000], offset=0))) <= 1
    expect(page.locator(STATUS)).to_have_text("A, hands")


def test_a_second_window_keeps_in_step(show, context):
    page = show("erosion")
    with context.expect_page() as opened:
        page.get_by_role("button", name="In a window of its own").click()
    second = opened.value
    shown(second)
    page.locator("#cell").focus()
    page.keyboard.press("Shift+F")
    until(second, "v.panes[0].look.slice === 10")
    shown(second)
    for _ in range(6):
        page.keyboard.press("Shift+F")
    for _ in range(6):
        page.keyboard.press("Shift+B")
    until(second, "v.panes[0].look.slice === 10")
    page.wait_for_timeout(300)
    assert slices(page) == slices(second) == [10, 10, 14, 14]
    second.mouse.move(*place(second, 0, 256, 192))
    second.mouse.wheel(0, 120)
    until(page, "v.panes[0].look.slice === 11")
    until(second, "v.cell.site === 'LUN'")
    second.get_by_role("button", name="Point", exact=True).click()
    second.mouse.click(*place(second, 0, 200, 100))
    until(page, "window.told.marks.length === 1")
    assert second.evaluate("() => window.told.marks") == []
    assert told(page)[0]["mark"]["slice"] == 11


def test_two_fingers_zoom_and_move(show):
    page = show("bme")
    page.evaluate(
        """() => {
            const { stage } = window.viewer.panes[0];
            const { left, top } = stage.getBoundingClientRect();
            const send = (type, id, x, y) => stage.dispatchEvent(new PointerEvent(type, {
                pointerId: id, clientX: left + x, clientY: top + y, pointerType: "touch",
                bubbles: true,
            }));
            stage.setPointerCapture = () => {};
            send("pointerdown", 11, 100, 200);
            send("pointerdown", 12, 200, 200);
            for (let far = 0; far <= 100; far += 10) {
                send("pointermove", 12, 200 + far, 200);
            }
            send("pointerup", 11, 100, 200);
            send("pointerup", 12, 300, 200);
        }"""
    )
    assert state(page, "v.panes[0].look.view.zoom") == pytest.approx(2, rel=0.01)
    assert state(page, "v.panes[0].look.window") == [1000, 2000]


@pytest.mark.parametrize("size", [(1280, 800), (3840, 2160)])
def test_everything_has_room(show, size):
    page = show("erosion")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.reload()
    shown(page)
    for stage in page.locator("[data-stage]").all():
        box = stage.bounding_box()
        assert box["width"] > 250
        assert box["height"] > 180
    inside = page.locator(".viewer").bounding_box()
    for button in page.locator(".viewer button:visible").all():
        box = button.bounding_box()
        assert box["x"] >= inside["x"] - 1
        assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 1


def test_a_screen_reader_finds_no_fault(show):
    source = axe_source()
    page = show("erosion")
    page.locator("#cell").focus()
    page.get_by_role("button", name="Point", exact=True).click()
    page.mouse.click(*place(page, 0, 200, 100))
    page.locator(".viewer__marks > summary").click()
    checked = Checked(page, source)
    checked.look("viewer")
    assert checked.violations == []


def test_a_frame_that_does_not_come_says_so_and_can_be_asked_for_again(show, context):
    page = show("bme")
    context.route("**/series/mri/A/0*", lambda route: route.fulfill(status=404))
    page.get_by_label("Series").nth(0).select_option("A coronal T1")
    stage = page.locator("[data-stage]").nth(0)
    expect(stage).to_contain_text("The image did not come.")
    expect(stage.locator("canvas")).to_be_visible()
    context.unroute("**/series/mri/A/0*")
    stage.click(position={"x": 20, "y": 60})
    shown(page)
    assert grey(page, 0, *blocks(CORONAL)["1600"]) > 100
    expect(stage).not_to_contain_text("The image did not come.")


def test_a_drawing_tool_draws_where_a_mark_lies_and_a_click_on_it_chooses(show):
    page = show("bme")
    page.locator("#cell").focus()
    page.get_by_role("button", name="Line", exact=True).click()
    drag(page, place(page, 0, 100, 150), place(page, 0, 300, 150))
    page.get_by_role("button", name="Point", exact=True).click()
    page.mouse.click(*place(page, 0, 400, 200))
    page.get_by_role("button", name="Line", exact=True).click()
    drag(page, place(page, 0, 200, 150), place(page, 0, 200, 220))
    assert [change["action"] for change in told(page)] == ["add"] * 3
    page.mouse.click(*place(page, 0, 130, 150))
    assert page.evaluate("() => window.told.cells") == ["LUN"]
    assert len(told(page)) == 3


def test_a_linked_step_of_two_panes_fits_into_a_display_frame(show):
    page = show("bme")
    page.mouse.move(*place(page, 0, 256, 192))
    page.mouse.wheel(0, 120)
    shown(page)
    page.mouse.wheel(0, -120)
    shown(page)
    times = page.evaluate(
        """() => Array.from({ length: 60 }, (_, i) => {
            const start = performance.now();
            window.viewer.step(i % 2 ? -1 : 1);
            window.viewer.draw();
            return performance.now() - start;
        })"""
    )
    assert sorted(times)[len(times) // 2] <= 16.7


def test_a_case_without_images_is_no_fault(show, context, address):
    page = context.new_page()
    page.goto(f"{address}/?set=none&feature=erosion")
    until(page, "Boolean(v)")
    page.keyboard.press("Shift+F")
    page.get_by_role("button", name="Invert").click()
    expect(page.locator("[data-stage]")).to_have_count(0)
