"""Every topic is whole: what it registers is reached from a page, and its page part is drawn."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.template.loader import get_template
from django.urls import reverse

from analytics.design.options import FURTHER_OUTCOMES, REPORT_SECTIONS
from analytics.models import AnalysisRun
from analytics.paper.numbering import number_parts
from analytics.paper.results import topic_sections
from analytics.results.stored_run import StoredRun
from analytics.selectors import current_run
from analytics.topics.registry import FIGURES, TABLES, TOPICS, VALUES_OF
from analytics.views.base import SECTIONS
from ra_registry.cohort.access import study_access
from ra_registry.core.permissions import Permission
from tests.factories.cohorts import manager_of
from tests.integration.analytics.said import ASKED_FOR, DECLARED

pytestmark = pytest.mark.django_db
TABLE = re.compile(r"/analysis/tables/([a-z-]+)\.csv")
FIGURE = re.compile(r"/analysis/figures/([a-z-]+)\.json")


@pytest.fixture
def pages(computed_study, course_study, sign_in):
    """Return every page of the analysis as text, each tab and the pages of every run among them.

    Of courses, which the first study has none of, the page of a study with four visits.
    """
    courses = sign_in(manager_of(course_study)).get(
        reverse("analytics:imaging", args=[course_study.code])
    )
    client = sign_in(manager_of(computed_study))
    addresses = [reverse(f"analytics:{key}", args=[computed_study.code]) for key, _ in SECTIONS]
    shown = [client.get(address) for address in addresses]
    shown += [
        client.get(f"{address}{tab['url']}")
        for address, page in zip(addresses, list(shown), strict=True)
        for tab in page.context.get("tabs", [])
        if not tab["active"]
    ]
    shown.append(
        client.get(
            reverse("analytics:run", args=[computed_study.code, current(computed_study).run.pk])
        )
    )
    return "".join(page.content.decode() for page in [*shown, courses])


def current(study):
    access = study_access(manager_of(study), study.code, Permission.VIEW_ANALYSES)
    return StoredRun(current_run(access))


def test_every_table_and_figure_is_reached_from_a_page(pages):
    figures = set(FIGURE.findall(pages))
    assert set(FIGURES) - figures == set(FIGURES) & DECLARED
    values = {VALUES_OF.get(key, key) for key in figures}
    assert set(TABLES) - set(TABLE.findall(pages)) - values == ASKED_FOR | (set(TABLES) & DECLARED)


def test_every_figures_values_are_a_table():
    assert {VALUES_OF.get(key, key) for key in FIGURES} - set(TABLES) == set()
    assert set(VALUES_OF) - set(FIGURES) == set()


def test_no_key_is_registered_twice():
    for kind in ("tables", "figures"):
        keys = [key for topic in TOPICS for key in getattr(topic, kind)]
        assert len(keys) == len(set(keys))
    assert len({topic.key for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_every_topic_has_a_part_on_a_page_and_says_whether_it_is_reported(
    topic, computed_study, course_study
):
    assert topic.part.page in dict(SECTIONS)
    assert get_template(topic.part.template)
    context = topic.part.context(current(computed_study), {})
    assert context
    if topic.section is not None and topic.key not in DECLARED:
        found = [topic.section(current(study)) for study in (computed_study, course_study)]
        assert any(section and section.parts for section in found)


def test_every_section_of_the_report_can_be_moved_by_the_plan():
    sections = {topic.key for topic in TOPICS if topic.section}
    assert set(REPORT_SECTIONS) == sections | {FURTHER_OUTCOMES}


def test_what_the_plan_moves_stands_in_the_supplement(computed_study):
    stored = StoredRun(AnalysisRun.objects.get(study=computed_study))
    stored.plan = replace(stored.plan, supplement=("roc", FURTHER_OUTCOMES))
    placed = {section.anchor: section.place for section in number_parts(topic_sections(stored))}
    assert placed["roc"] == "supplement"
    assert {place for key, place in placed.items() if key.startswith("outcome-")} == {"supplement"}
    assert placed["multivariable"] == "main"
