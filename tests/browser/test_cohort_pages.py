"""The coordinator's and the data manager's day, with the keyboard and the mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ra_registry.cohort.models import ClinicalAssessment, Membership, Patient, Visit
from ra_registry.cohort.questions.searching import find_questions
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.scoring import first_assignment, open_for_reading, submitted_reading
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)

OpenAs = Callable[..., Page]
LIST = "/studies/alpha/patients/"


def test_the_list_filters_while_typing(world: World, open_as: OpenAs) -> None:
    PatientFactory(centre=world.one.north, pseudonym="KB-7Q4M", sex="M")
    page = open_as(world.one.people["coordinator"])
    page.goto(LIST)
    rows = page.locator("#patients tbody tr")
    expect(rows).to_have_count(5)
    page.keyboard.press("/")
    page.keyboard.type("7q4")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("q=7q4"))
    page.get_by_label("Sex").select_option("F")
    expect(page.get_by_text("No patient fits these filters")).to_be_visible()
    page.get_by_role("link", name="Show all patients").click()
    expect(rows).to_have_count(5)


def test_the_list_works_without_scripts(world: World, open_as: OpenAs) -> None:
    PatientFactory(centre=world.one.north, pseudonym="KB-7Q4M", sex="M")
    page = open_as(world.one.people["coordinator"], javascript=False)
    page.goto(LIST)
    page.get_by_label("Sex").select_option("M")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#patients tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Enrolled").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Enrolled")
    expect(page.locator("#patients tbody tr")).to_have_count(1)


def test_a_patient_is_enrolled_visited_and_assessed(world: World, open_as: OpenAs) -> None:
    page = open_as(world.one.people["coordinator"])
    page.goto("/")
    page.get_by_role("link", name="Enrol a patient").click()
    pseudonym = page.get_by_label("Pseudonym").input_value()
    page.get_by_label("Centre").select_option(label="Hospital north")
    page.get_by_label("Sex").select_option("F")
    page.get_by_label("Year of birth").fill("1961")
    page.get_by_label("Diagnosis").select_option("ra-2010")
    page.get_by_label("Enrolled on").fill("2024-03-11")
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(pseudonym)

    page.get_by_role("link", name="Record visit").first.click()
    page.get_by_label("Took place on").fill("2024-05-01")
    page.get_by_role("button", name="Record visit").click()
    expect(page.locator(".notice--error")).to_contain_text("Nothing is saved yet")
    expect(page.get_by_label("37 days after the window closes. Keep it?")).to_be_visible()
    page.get_by_label("Took place on").fill("2024-03-12")
    page.get_by_role("button", name="Record visit").click()

    page.get_by_role("link", name="Assessment", exact=True).click()
    page.get_by_label("Tender joints").fill("8")
    page.get_by_label("Swollen joints").fill("6")
    page.get_by_label("ESR").fill("38")
    expect(page.locator(".results")).to_contain_text("missing: PtGA")
    page.get_by_label("Patient global").fill("55")
    expect(page.locator(".results")).to_contain_text("5.59")
    assert not ClinicalAssessment.objects.filter(visit__patient__pseudonym=pseudonym).exists()
    page.get_by_role("button", name="Save assessment").click()
    expect(page.locator("#visit-bl")).to_contain_text("5.59")
    assert ClinicalAssessment.objects.get(visit__patient__pseudonym=pseudonym).tjc28 == 8


def test_limits_and_partial_dates_are_typed_as_they_are_known(
    world: World, open_as: OpenAs
) -> None:
    patient = PatientFactory(centre=world.one.north)
    VisitFactory(patient=patient, planned=world.one.baseline)
    page = open_as(world.one.people["coordinator"])
    page.goto(f"{patient.get_absolute_url()}visits/bl/assessment/")
    for label, text in (
        ("Tender joints", "0"), ("Swollen joints", "0"), ("Patient global", "10"),
        ("Physician global", "10"), ("ESR", "<2"),
    ):  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_label("CRP", exact=True).fill("<0,3")
    page.get_by_label("CRP unit").select_option("mg/dL")
    expect(page.locator(".results")).to_contain_text("CRP <3 mg/L: computed with 3")
    page.get_by_role("button", name="Save assessment").click()
    expect(page.locator("#visit-bl")).to_contain_text("<0.3 mg/dL")
    expect(page.locator("#visit-bl")).to_contain_text("ESR <2 mm/h: computed with 2")
    stored = ClinicalAssessment.objects.get(visit__patient=patient)
    assert (stored.esr, stored.esr_sign, stored.crp_printed) == (2, "<", "<0,3")

    page.get_by_role("link", name="Add", exact=True).click()
    page.get_by_label("Class").select_option("csdmard")
    page.get_by_label("Drug").fill("methotrexate")
    page.get_by_label("Started").fill("2023-11")
    page.get_by_role("button", name="Add treatment").click()
    expect(page.locator(".treatments")).to_contain_text("Nov 2023")


def test_two_quick_clicks_record_one_visit(world: World, open_as: OpenAs) -> None:
    patient = PatientFactory(centre=world.one.north)
    page = open_as(world.one.people["coordinator"])
    page.goto(f"{patient.get_absolute_url()}visits/bl/")
    page.get_by_label("Took place on").fill("2024-03-12")
    page.get_by_role("button", name="Record visit").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text(patient.pseudonym)
    assert Visit.objects.filter(patient=patient).count() == 1


def test_a_stale_form_keeps_what_was_typed(world: World, open_as: OpenAs) -> None:
    patient = world.one.patients[0]
    url = f"{patient.get_absolute_url()}edit/"
    first = open_as(world.one.people["coordinator"])
    second = open_as(world.one.people["data_manager"])
    for page, year in ((first, "1970"), (second, "1971")):
        page.goto(url)
        page.get_by_label("Year of birth").fill(year)
        page.get_by_label("Reason for the change").fill("from the chart")
    first.get_by_role("button", name="Save").click()
    expect(first).to_have_url(re.compile(f"{patient.get_absolute_url()}$"))
    second.get_by_role("button", name="Save").click()
    row = second.get_by_role("row", name="Year of birth")
    expect(row).to_contain_text("1970")
    expect(row).to_contain_text("1971")
    expect(second.get_by_label("Year of birth")).to_have_value("1971")
    second.get_by_role("button", name="Save").click()
    expect(second).to_have_url(re.compile(f"{patient.get_absolute_url()}$"))
    assert Patient.objects.get(pk=patient.pk).birth_year == 1971
    second.get_by_role("link", name="History").click()
    expect(second.locator("tbody tr").first).to_contain_text("1970")
    expect(second.locator("tbody tr").first).to_contain_text("from the chart")


def test_a_new_member_gets_a_link_and_signs_in(world: World, open_as: OpenAs) -> None:
    page = open_as(world.one.people["data_manager"])
    page.goto("/studies/alpha/members/")
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_role("combobox", name="Role").select_option("coordinator")
    page.get_by_role("button", name="Grant role").click()
    page.get_by_role("link", name="Create an account with this address").click()
    expect(page.get_by_label("E-mail")).to_have_value("new@example.org")
    page.get_by_label("Full name").fill("New Person")
    page.get_by_role("combobox", name="Role").select_option("coordinator")
    page.get_by_role("button", name="Create account").click()
    link = page.get_by_label("Link to set the password").input_value()
    assert Membership.objects.get(user__email="new@example.org").role == "coordinator"

    guest = page.context.browser.new_context()
    own = guest.new_page()
    own.goto(link)
    for field in own.locator("input[type=password]").all():
        field.fill("a long enough secret")
    own.locator("input[type=password]").last.press("Enter")
    expect(own.locator("input[type=password]")).to_have_count(0)
    own.goto(link.split("/accounts/")[0] + "/accounts/login/")
    own.locator("[name=login]").fill("new@example.org")
    own.locator("[name=password]").fill("a long enough secret")
    own.locator("[name=password]").press("Enter")
    expect(own.get_by_role("heading", level=1)).to_contain_text("What waits for you")
    guest.close()


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize(
    "address",
    ["/", "/studies/alpha/", LIST, "{patient}", "{patient}history/", "{patient}edit/"],
)
def test_no_page_is_wider_than_the_window(
    world: World, open_as: OpenAs, address: str, width: int
) -> None:
    page = open_as(world.one.people["data_manager"], width=width)
    page.goto(address.format(patient=world.one.patients[0].get_absolute_url()))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


TOO_WIDE = """() => [
  document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll("main table")]
    .filter((table) => table.scrollWidth > table.closest(".table-wrap").clientWidth + 1)
    .map((table) => table.querySelector("th").textContent.trim()),
]"""


@pytest.mark.parametrize("page", ["", "members/", "audit/", "patients/", "questions/"])
def test_nothing_is_wider_than_a_small_screen(world: World, open_as: OpenAs, page: str) -> None:
    open_for_reading(world.one)  # its events carry hashes and lists
    assignment = first_assignment(world.one.study.campaigns.get(), world.one.people["reader"])
    submitted_reading(assignment, value=1)
    Visit.objects.filter(patient=world.one.patients[0]).update(took_place_on="2024-06-01")
    find_questions(study=world.one.study)
    window = open_as(world.one.people["data_manager"], width=1024)
    window.goto(f"/studies/alpha/{page}")
    assert window.evaluate(TOO_WIDE) == [0]
