"""Voiding a patient whose films are read, and taking it back: by whom, twice, from two tabs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ra_registry.cohort.models import Patient
from ra_registry.core.models import VoidingAct
from tests.factories.scoring import open_for_reading, submitted_reading
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)

OpenAs = Callable[..., Page]


@pytest.fixture
def patient(world: World) -> Patient:
    """Return a patient with a submitted reading."""
    found = world.one.patients[0]
    case = open_for_reading(world.one).cases.get(patient=found)
    submitted_reading(case.assignments.get(reader=world.one.people["reader"]))
    return found


def test_a_coordinator_sees_why_and_who_can(
    world: World, patient: Patient, open_as: OpenAs
) -> None:
    page = open_as(world.one.people["coordinator"])
    page.goto(f"{patient.get_absolute_url()}edit/")
    page.get_by_role("link", name="Void…").click()
    expect(page.locator(".hanging")).to_contain_text("1 submitted reading")
    expect(page.locator(".notice--warning")).to_contain_text("data manager")
    expect(page.get_by_role("button", name="Void")).to_have_count(0)


def test_a_data_manager_voids_and_restores(world: World, patient: Patient, open_as: OpenAs) -> None:
    manager = world.one.people["data_manager"]
    page, other = open_as(manager), open_as(manager)
    void = f"{patient.get_absolute_url()}void/"
    page.goto(void)
    other.goto(void)
    page.get_by_label("Reason").fill("enrolled twice")
    page.get_by_role("button", name="Void").dblclick()
    expect(page.locator(".notice--warning")).to_contain_text("enrolled twice")
    # The tab that was left open, and the way back: both find it voided and change nothing.
    other.get_by_label("Reason").fill("again")
    other.get_by_role("button", name="Void").click()
    expect(other.get_by_text("voided already")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(patient.get_absolute_url())))
    assert VoidingAct.objects.count() == 1
    page.goto(patient.get_absolute_url())
    page.get_by_role("link", name="Restore…").click()
    expect(page.locator(".hanging")).to_contain_text("2 visits")
    page.get_by_label("Reason").fill("it was another patient")
    page.get_by_role("button", name="Restore").dblclick()
    expect(
        page.get_by_text("is restored").or_(page.get_by_text("in force already"))
    ).to_be_visible()
    assert VoidingAct.objects.count() == 2
    patient.refresh_from_db()
    assert patient.voided_at is None


def test_recording_a_voided_visit_again_is_a_choice(world: World, open_as: OpenAs) -> None:
    patient = world.one.patients[0]
    page = open_as(world.one.people["coordinator"])
    page.goto(f"{patient.get_absolute_url()}visits/m12/void/")
    page.get_by_label("Reason").fill("another patient's")
    page.get_by_role("button", name="Void").click()
    expect(page.locator("#voided")).to_be_visible()
    page.goto(f"{patient.get_absolute_url()}visits/m12/")
    page.get_by_label("Took place on").fill(
        str(patient.visits.get(planned__code="m12").took_place_on)
    )
    page.get_by_role("button", name="Record visit").click()
    expect(page.get_by_label("This is another one")).to_be_visible()
    page.get_by_role("link", name="Restore the voided record…").click()
    page.get_by_label("Reason").fill("it was right")
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("#voided")).to_have_count(0)
