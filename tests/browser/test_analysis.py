"""The analysis room in a real browser, under the real content policy."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from analytics.runs.services import recompute
from ra_registry.accounts.models import User
from ra_registry.cohort import freshness
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Study
from tests.factories.cohorts import make_demo_cohort
from tests.factories.people import MembershipFactory, UserFactory

# Each page with figures: its name, what its address asks for, and how many it draws.
FIGURES = [
    ("overview", "", 2),
    ("imaging", "", 3),
    ("roc", "", 3),
    ("models", "", 1),
    ("models", "?part=validation", 2),
    ("models", "?part=dose", 1),
    ("readers", "", 2),
]


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


def address(name: str, study: Study) -> str:
    return reverse(f"analytics:{name}", args=[study.code])


def test_every_figure_is_drawn_under_the_content_policy(study, investigator, open_as):
    """`open_as` fails on any message of the content policy in the console."""
    page = open_as(investigator)
    for name, query, count in FIGURES:
        page.goto(address(name, study) + query)
        drawn = page.locator("[data-figure] svg.marks")
        expect(drawn).to_have_count(count)
        for place in range(count):
            expect(drawn.nth(place)).to_have_attribute("aria-label", re.compile(r"\w+"))
        assert page.locator("style").count() == 0


def test_a_point_tells_its_patient_and_leads_there(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("imaging", study))
    # A figure that is drawn later moves those below it.
    expect(page.locator("[data-figure]:not(:has(svg.marks))")).to_have_count(0)
    point = page.locator("[data-figure] .mark-symbol.role-mark path").first
    point.hover()
    tip = page.locator("#vg-tooltip-element.visible")
    expect(tip).to_contain_text("Patient")
    patient = tip.locator("td.value").first.inner_text()
    point.click()
    expect(page).to_have_url(re.compile(re.escape(patient)))
    expect(page.locator("h1")).to_contain_text(patient)


def test_figures_follow_the_theme(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    figure = page.locator("[data-figure] svg.marks").first
    expect(figure).to_be_visible()
    ground = "svg => getComputedStyle(svg).backgroundColor"
    seen = set()
    for _ in range(10):  # the button goes round the themes, and drawing takes its time
        seen.add(figure.evaluate(ground))
        if len(seen) == 2:
            break
        page.locator("[data-theme-toggle]").first.click()
        page.wait_for_timeout(400)
    assert seen == {"rgb(255, 255, 255)", "rgb(21, 29, 32)"}


def test_a_recompute_is_asked_for_watched_and_shown(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("overview", study))
    status = page.locator("#analysis-status")
    expect(status).to_contain_text("Up to date")
    with transaction.atomic():
        mark_study_changed(study.pk)
    page.reload()
    expect(status).to_contain_text("Newer data exist")
    status.get_by_role("button", name="Recompute").click()
    expect(status).to_contain_text("Waiting for a worker")
    recompute(study.pk)
    expect(status).to_contain_text("Up to date", timeout=10_000)
    expect(status).to_contain_text("data version 2")


def test_an_analyte_is_chosen_from_the_panel(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("roc", study))
    page.get_by_role("link", name="TNF-α").click()
    expect(page.locator("#curve")).to_have_text("TNF-α, pg/ml")
    expect(page.locator("tr[aria-selected='true']")).to_contain_text("TNF-α")
    expect(page.locator("[data-figure] svg.marks")).to_have_count(3)
    page.get_by_role("link", name="AUC (95 % CI)").click()
    expect(page.locator("th[aria-sort='ascending']")).to_have_text(re.compile("AUC"))


def test_tables_and_figures_come_as_files(study, investigator, open_as):
    page = open_as(investigator)
    page.goto(address("imaging", study))
    for name, kind in (("CSV", ".csv"), ("SVG", ".svg"), ("PDF", ".pdf"), ("PNG", ".png")):
        if kind == ".svg":
            page.locator(".figure-files summary").first.click()
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).first.click()
        assert download.value.suggested_filename.startswith(f"{study.code}-run")
        assert download.value.suggested_filename.endswith(kind)


def test_tables_say_everything_without_scripts(study, investigator, open_as):
    page = open_as(investigator, javascript=False)
    page.goto(address("roc", study))
    expect(page.get_by_role("link", name="IL-6")).to_be_visible()
    expect(page.locator("#coordinates tbody tr").first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024])
def test_no_page_scrolls_sideways(study, investigator, open_as, width):
    page = open_as(investigator, width=width)
    for name in ("overview", "cohort", "imaging", "roc", "models", "readers", "runs"):
        page.goto(address(name, study))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
