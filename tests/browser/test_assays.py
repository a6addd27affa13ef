"""A plate file's way from the coordinator's desk to results, with mouse, keyboard and neither."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ra_registry.assays.models import Batch, Measurement, Sample
from ra_registry.assays.services.uploads import Upload
from tests.factories.assays import codes_of, export_of, layout_of, make_lot, raw_text_of
from tests.factories.clinical import SampleFactory
from tests.factories.world import World
from tests.paths import trap

pytestmark = pytest.mark.django_db(transaction=True)

OpenAs = Callable[..., Page]
ASSAYS = "/studies/alpha/assays/"

# Chromium takes no file from a synthetic drag, but one from a DataTransfer made in the page.
DROP = """(text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
    const zone = document.querySelector("[data-dropzone]");
    for (const kind of ["dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true }));
    }
}"""


def payload(upload: Upload) -> dict[str, object]:
    return {"name": upload.name, "mimeType": "text/plain", "buffer": upload.content}


@pytest.fixture
def study(world: World):
    make_lot(world.one.study, world.one.people["coordinator"])
    return world.one


def follow(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait until that page's scripts listen."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_a_file_is_dropped_reviewed_and_accepted(study, open_as: OpenAs) -> None:
    codes = [*codes_of(study.study)[:3], "X-1"]
    page = open_as(study.people["coordinator"])
    page.goto(ASSAYS)
    page.evaluate(DROP, export_of(codes).content.decode())
    expect(page.locator("[data-dropzone-names]")).to_have_text("dropped.csv")
    follow(page, "Upload for review")

    expect(page.get_by_role("heading", name="Not ready to accept")).to_be_visible()
    expect(page.locator(".blocks")).to_contain_text("No sample of this study: X-1.")
    accept = page.get_by_role("button", name="Accept 300 rows")
    expect(accept).to_be_disabled()
    page.get_by_label("Store the wells of unknown samples").check()
    expect(page.get_by_role("heading", name="Ready to accept", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("leave_out_unknown=on"))
    assert not Batch.objects.exists()
    accept.click()

    expect(page.locator(".notice--success")).to_contain_text("300 of 300 rows are stored")
    assert Measurement.objects.filter(well__role="ignored").count() == 20
    page.get_by_label("Analyte", exact=True).select_option("il-6")
    expect(page.locator("#measurements .paging")).to_contain_text("1–30 of 30")
    page.get_by_role("searchbox", name="Sample or label").fill(codes[0])
    expect(page.locator("#measurements .paging")).to_contain_text("1–2 of 2")


def test_the_plate_map_is_read_with_the_keyboard(study, open_as: OpenAs) -> None:
    codes = codes_of(study.study)
    page = open_as(study.people["coordinator"])
    page.goto(ASSAYS)
    page.locator("#id_file").set_input_files(payload(export_of(codes)))
    follow(page, "Upload for review")

    wells = page.locator(".plate-map td.well")
    detail = page.locator("[data-plate-detail]")
    expect(wells).to_have_count(96)
    wells.first.focus()
    expect(detail).to_have_text("A01: Calibrator · S001")
    page.keyboard.press("ArrowDown")
    expect(detail).to_have_text("B01: Calibrator · S002")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(detail).to_have_text("A01: Calibrator · S001")
    page.keyboard.press("End")
    expect(detail).to_have_text("A12: not in the file")
    page.locator(f"td.well[title*='{codes[0]}']").first.hover()
    expect(detail).to_contain_text(f"{study.patients[0].pseudonym}, Baseline · diluted 1:2")


def test_choices_survive_a_new_layout_and_a_second_click(study, open_as: OpenAs) -> None:
    codes = codes_of(study.study)
    page = open_as(study.people["coordinator"])
    page.goto(ASSAYS)
    page.locator("#id_file").set_input_files(payload(raw_text_of(codes)))
    follow(page, "Upload for review")
    page.locator("#id_layout").set_input_files(payload(layout_of(codes)))
    follow(page, "Add layout")
    page.get_by_label("Wells without a stated role").check()
    expect(page).to_have_url(re.compile("confirm_roles=on"))
    expect(page.locator(".blocks")).to_contain_text("does not say what these wells hold: A05")
    page.get_by_label("Store the wells of unknown samples").check()
    expect(page.get_by_role("heading", name="Ready to accept", exact=True)).to_be_visible()

    page.get_by_role("button", name="Accept 960 rows").dblclick()

    expect(page.locator(".notice--success")).to_contain_text("960 of 960 rows are stored")
    assert Batch.objects.count() == 1


def test_everything_works_without_scripts(study, open_as: OpenAs) -> None:
    codes = [*codes_of(study.study)[:3], "X-1"]
    page = open_as(study.people["coordinator"], javascript=False)
    page.goto(ASSAYS)
    page.locator("#id_file").set_input_files(payload(export_of(codes)))
    follow(page, "Upload for review")
    page.get_by_label("Store the wells of unknown samples").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("td.well").first).to_have_attribute("title", "A01: Calibrator · S001")
    page.get_by_role("button", name="Accept 300 rows").click()
    expect(page.locator(".notice--success")).to_contain_text("300 of 300 rows are stored")

    page.get_by_role("link", name="Take back").click()
    page.get_by_label("Reason").fill("wrong plates")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("no analysis uses it")).to_be_visible()
    assert Batch.objects.get().void_reason == "wrong plates"


def test_a_bad_file_says_what_and_where(study, open_as: OpenAs) -> None:
    broken = Upload("plate.csv", export_of(codes_of(study.study)).content[:-30])
    page = open_as(study.people["coordinator"])
    page.goto(ASSAYS)
    page.locator("#id_file").set_input_files(payload(broken))
    follow(page, "Upload for review")

    refusal = page.locator(".notice--error")
    expect(refusal).to_contain_text("The file is refused; nothing of it is stored.")
    expect(refusal).to_contain_text(re.compile(r"line \d+, column"))
    page.locator("#id_file").set_input_files(payload(export_of(codes_of(study.study))))
    follow(page, "Upload for review")
    expect(page.get_by_role("heading", name="Ready to accept", exact=True)).to_be_visible()


def test_unknown_samples_are_registered_from_the_review(study, open_as: OpenAs) -> None:
    page = open_as(study.people["coordinator"])
    page.goto(ASSAYS)
    page.locator("#id_file").set_input_files(payload(export_of(["X-1"])))
    follow(page, "Upload for review")
    page.get_by_role("link", name="Register the unknown samples").click()
    lines = page.get_by_label("One sample a line")
    expect(lines).to_have_value("X-1,,,,")
    lines.fill("X-1,NOBODY,m12,,")
    page.get_by_role("button", name="Register").click()
    expect(page.locator(".notice--error")).to_contain_text("line 1, column pseudonym")
    lines.fill(f"X-1,{study.patients[0].pseudonym},m12,,")
    page.get_by_role("button", name="Register").click()
    expect(page.locator(".notice--success")).to_contain_text("1 sample is registered")
    assert Sample.objects.get(code="X-1").visit.planned == study.year_one


@pytest.mark.parametrize("width", [1440, 1024, 480])
def test_no_page_scrolls_sideways(study, open_as: OpenAs, width: int) -> None:
    page = open_as(study.people["coordinator"], width=width)
    page.goto(ASSAYS)
    page.locator("#id_file").set_input_files(payload(export_of(codes_of(study.study))))
    follow(page, "Upload for review")
    page.wait_for_url("**/files/**")
    review = page.url
    for address in (
        review,
        ASSAYS,
        f"{ASSAYS}lots/",
        f"{ASSAYS}lots/new/?panel=v-plex-proinflammatory-1-human",
        "/studies/alpha/samples/",
        "/studies/alpha/samples/register/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_what_a_file_leaves_open_is_answered_once(study, open_as: OpenAs) -> None:
    SampleFactory(visit=study.visit(study.patients[1], study.year_one), code="P011/2")
    page = open_as(study.people["coordinator"])
    page.goto(f"{ASSAYS}upload/")
    names = {"file": "thousands_plate.txt", "layout": "slash_layout.txt"}
    page.get_by_text("The file doesn't say what its wells hold").click()
    for field, name in names.items():
        page.set_input_files(f"input[name={field}]", payload(Upload(name, trap(name))))
    follow(page, "Upload for review")
    page.locator("select[name=lot]").select_option(index=1)
    follow(page, "Use this lot")

    expect(page.get_by_role("button", name="Accept 960 rows")).to_be_disabled()
    doubt = page.locator("tr", has_text="A comma stands before decimals")
    expect(doubt).to_contain_text("fall although the concentration rises")
    page.get_by_label("A point stands before decimals").check()
    follow(page, "Read the file like this")
    follow(page, "Accept 960 rows")

    stored = Measurement.objects.filter(well__sample__code="P011/2")
    assert {(one.signal, one.signal_text) for one in stored} == {(181918.0, "181,918")}
