"""Trying a cut-off and reaching a figure's patients, with mouse, keyboard and without scripts."""

from __future__ import annotations

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from analytics.runs.services import recompute
from ra_registry.accounts.models import User
from ra_registry.cohort import freshness
from ra_registry.cohort.models import Study
from tests.factories.cohorts import make_demo_cohort
from tests.factories.people import MembershipFactory, UserFactory

RULE = ".what-if__rule"
CURVE = '[data-figure*="/figures/roc.json"]'
# The chosen point is the only hollow mark of the fourth colour; its label stands beside it.
CHOSEN = f"{CURVE} svg.marks text:text-is('≥ 5')"


@pytest.fixture
def study(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setattr(freshness.app, "send_task", lambda *_, **__: None)
    study = make_demo_cohort(24)
    recompute(study.pk)
    return study


@pytest.fixture
def investigator(study: Study) -> User:
    user = UserFactory(full_name="Ina Vestigator")
    MembershipFactory(study=study, user=user, role="investigator")
    return user


def address(name: str, study: Study, query: str = "") -> str:
    return reverse(f"analytics:{name}", args=[study.code]) + query


def cutoff_of(page: Page) -> float:
    return float(page.input_value("#what-if-cutoff"))


def test_the_keyboard_steps_along_the_curve(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    start = cutoff_of(page)
    slider = page.get_by_role("slider", name="Cut-off, along the curve")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#what-if-cutoff")).not_to_have_value(f"{start:g}")
    assert cutoff_of(page) > start
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("≥"))
    expect(page).to_have_url(re.compile(f"cutoff={cutoff_of(page):g}"))


def test_a_typed_cutoff_is_measured_marked_and_kept_in_the_address(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    expect(page.locator(f"{CURVE} svg.marks")).to_be_visible()
    first = page.locator(RULE).inner_text()
    page.get_by_label("Cut-off, pg/ml").fill("5")
    page.get_by_label("Prevalence, %").fill("20")
    page.keyboard.press("Enter")
    expect(page.locator(RULE)).to_contain_text("≥ 5:")
    expect(page.locator("#what-if-answer")).to_contain_text("PPV at a prevalence of 20 %")
    expect(page.locator(CHOSEN)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"cutoff=5&prevalence=20"))
    page.reload()
    expect(page.locator(RULE)).to_contain_text("≥ 5:")
    expect(page.locator(CHOSEN)).to_have_count(1)
    page.go_back()
    expect(page.locator(RULE)).to_have_text(first)


def test_the_curve_itself_can_be_dragged(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    drawing = page.locator(f"{CURVE} svg.marks")
    # A figure that is drawn later moves those below it.
    expect(page.locator("[data-figure]:not(:has(svg.marks))")).to_have_count(0)
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"])
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(
            box["x"] + (0.3 + 0.06 * step) * box["width"],
            box["y"] + (0.7 - 0.06 * step) * box["height"],
        )
    page.mouse.up()
    expect(page).to_have_url(re.compile("cutoff="))
    asked = re.search(r"cutoff=([\d.]+)", page.url)[1]
    expect(page.locator(RULE)).to_contain_text(f"≥ {asked}:")


def test_a_late_answer_never_replaces_a_newer_one(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    waits = iter([1.0])

    def slowly(route: Route) -> None:
        time.sleep(next(waits, 0.0))
        route.continue_()

    page.route("**/roc/at/**", slowly)
    field = page.get_by_label("Cut-off, pg/ml")
    for cutoff in ("3", "4", "5"):
        field.fill(cutoff)
    expect(page.locator(RULE)).to_contain_text("≥ 5:")
    page.wait_for_timeout(500)
    expect(page.locator(RULE)).to_contain_text("≥ 5:")
    expect(field).to_have_value("5")


def test_what_can_not_be_meant_is_said_and_heard(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    field = page.get_by_label("Prevalence, %")
    field.fill("120")
    answer = page.locator("#what-if-answer")
    expect(answer).to_contain_text("Found 120, expected a number from 0 to 100")
    expect(answer).to_have_attribute("aria-live", "polite")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("30")
    expect(page.locator(RULE)).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "false")


def test_without_scripts_a_button_asks(study, investigator, open_as):
    page = open_as(investigator, javascript=False)
    page.goto(address("roc", study))
    assert page.locator("#what-if-place").is_hidden()
    page.get_by_label("Cut-off, pg/ml").fill("5")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(RULE)).to_contain_text("≥ 5:")
    assert "cutoff=5" in page.url


def test_a_figures_patients_are_reached_by_keyboard(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("imaging", study))
    # Lists come with their figures, in the order in which these arrive.
    lists = page.get_by_text("Patients in this figure")
    expect(lists).to_have_count(page.locator("[data-figure]").count())
    summary = lists.first
    summary.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="Patients in this figure").first
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(48)
    sort = table.get_by_role("button", name="Change")
    sort.focus()
    page.keyboard.press("Enter")
    head = table.locator("th", has_text="Change")
    expect(head).to_have_attribute("aria-sort", "ascending")
    changes = [float(text) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert changes == sorted(changes)
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    patient = rows.first.get_by_role("link").inner_text()
    page.locator(".figure-patients input").first.fill(patient)
    expect(rows.locator("visible=true")).to_have_count(2)
    rows.locator("visible=true").first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(patient)


def test_on_paper_a_dark_figure_is_light(study, investigator, open_as):
    page = open_as(investigator)
    page.emulate_media(color_scheme="dark")
    page.goto(address("imaging", study))
    dark, light = page.locator("[data-figure] svg.marks"), page.locator(".plot--paper svg.marks")
    expect(light).to_have_count(3)
    assert dark.first.is_visible()
    assert light.first.is_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    assert dark.first.is_hidden()
    assert light.first.is_visible()
    ground = light.first.evaluate("svg => getComputedStyle(svg).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
