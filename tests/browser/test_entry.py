"""Numbers and dates in a browser: what was typed is stored, and the page says so at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from ra_registry.cohort.models import ClinicalAssessment
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)

OpenAs = Callable[..., Page]


@pytest.fixture
def form(world: World, open_as: OpenAs) -> Page:
    """The form of an assessment that is not there yet."""
    patient = PatientFactory(centre=world.one.north, pseudonym="KB-7Q4M")
    VisitFactory(patient=patient, planned=world.one.baseline)
    page = open_as(world.one.people["coordinator"])
    page.goto("/studies/alpha/patients/KB-7Q4M/visits/bl/assessment/")
    return page


def _leave(field: Locator, typed: str) -> None:
    field.fill(typed)
    field.blur()


def test_a_decimal_comma_stays_what_it_is(form: Page) -> None:
    for label, typed in (
        ("Tender joints", "8"),
        ("Swollen joints", "６"),
        ("Patient global", "５５"),
        ("ESR", "38"),
    ):
        form.get_by_label(label).fill(typed)
    _leave(form.locator("[name=crp_value]"), "7,43")
    expect(form.locator("[name=crp_value] + .understood")).to_have_text("→ 7.43")
    form.get_by_label("CRP unit").select_option("mg/L")
    form.get_by_role("button", name="Save assessment").click()
    expect(form.locator("#visit-bl")).to_contain_text("4.77")
    stored = ClinicalAssessment.objects.get(visit__patient__pseudonym="KB-7Q4M")
    assert stored.crp_value == Decimal("7.43")
    assert (stored.sjc28, stored.ptga_mm) == (6, 55)


def test_neither_wheel_nor_arrow_changes_a_number(form: Page) -> None:
    for label in ("ESR", "Tender joints"):
        field = form.get_by_label(label)
        field.fill("12")
        field.hover()
        form.mouse.wheel(0, -300)
        form.mouse.wheel(0, 300)
        for key in ("ArrowUp", "ArrowUp", "PageUp", "ArrowDown"):
            field.press(key)
        expect(field).to_have_value("12")


def test_what_could_be_two_numbers_is_refused_with_both_to_choose(form: Page) -> None:
    field = form.locator("[name=crp_value]")
    answer = form.locator("[name=crp_value] + .understood")
    _leave(field, "1,234")
    expect(answer).to_contain_text("no thousands mark: 1.234 or 1234.")
    expect(field).to_have_attribute("aria-invalid", "true")
    answer.get_by_role("button", name="1.234").click()
    expect(field).to_have_value("1.234")
    expect(answer).to_have_text("→ 1.234")
    expect(field).to_have_attribute("aria-invalid", "false")
    _leave(field, "1,234.5")
    expect(answer).to_contain_text("1.2345 or 1234.5")


def test_a_refused_form_keeps_the_text_and_says_what_it_understood(form: Page) -> None:
    form.locator("[name=crp_value]").fill("＋７，４３")
    form.get_by_label("ESR").fill("2,000")
    form.get_by_role("button", name="Save assessment").click()
    expect(form.locator("[name=crp_value]")).to_have_value("＋７，４３")
    expect(form.locator("[name=crp_value] + .understood")).to_have_text("→ 7.43")
    expect(form.locator(".errorlist").last).to_contain_text("2.000 or 2000")
    assert not ClinicalAssessment.objects.filter(visit__patient__pseudonym="KB-7Q4M").exists()


def test_an_answer_moves_no_button_from_under_a_press(form: Page) -> None:
    """A slow click: the field is left with the press, the answer comes before the release."""
    form.get_by_label("Patient global").fill("55")
    button = form.get_by_role("button", name="Save assessment")
    place = button.bounding_box()
    assert place is not None
    form.mouse.move(place["x"] + place["width"] / 2, place["y"] + 4)
    with form.expect_response("**/understood/"):
        form.mouse.down()
    form.wait_for_timeout(200)
    assert button.bounding_box() == place
    form.mouse.up()
    expect(form.locator("#visit-bl")).to_contain_text("55")


def test_a_date_is_shown_as_the_day_it_was_read_as(world: World, open_as: OpenAs) -> None:
    page = open_as(world.one.people["coordinator"])
    page.goto("/studies/alpha/patients/enrol/")
    field = page.get_by_label("Enrolled on")
    answer = page.locator("[name=enrolled_on] + .understood")
    for typed, shown in (
        ("R3.11.28", "→ 2021-11-28"),
        ("２０２１／１１／２８", "→ 2021-11-28"),
        ("令和元年5月1日", "→ 2019-05-01"),
        ("0021-11-28", "expected a year from 1900"),
        ("2021-W47-7", "expected a day such as"),
        ("21/11/28", "2021-11-28 or 1921-11-28"),
    ):
        _leave(field, typed)
        expect(answer).to_contain_text(shown)
    assert page.locator("input[type=number], input[type=date]").count() == 0
