"""What analyses show on the study's overview and on the home page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from analytics import providers
from analytics.models import AnalysisState
from ra_registry.cohort.access import study_access
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.providers import tabs
from ra_registry.core.permissions import Permission
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.people import CentreFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(computed_study):
    return computed_study


def access(user, study):
    return study_access(user, study.code, Permission.VIEW_STUDY)


def member(study, role, **where):
    user = UserFactory()
    MembershipFactory(study=study, user=user, role=role, **where)
    return user


def test_the_overview_shows_the_key_figures(study, django_assert_num_queries):
    entry = access(manager_of(study), study)
    list(providers.figures(entry))  # the results are decoded once
    with django_assert_num_queries(2):
        figures = list(providers.figures(entry))
    assert [figure.label for figure in figures] == [
        "MRI erosion progression", "Radiograph erosion progression", "MRI erosion repair",
        "Radiograph erosion repair", "AUC of IL-6", "Cut-off of IL-6",
    ]  # fmt: skip
    assert all(figure.value and figure.url for figure in figures)


@pytest.mark.parametrize("role", ["coordinator", "monitor"])
def test_who_may_not_see_analyses_sees_none(study, role):
    entry = access(member(study, role), study)
    assert list(providers.figures(entry)) == list(providers.next_steps(entry)) == []
    assert "Analysis" not in [tab.label for tab in tabs(entry)]


def test_a_role_for_one_centre_opens_no_statistic(study):
    local = member(study, "investigator", centre=CentreFactory(study=study))
    entry = access(local, study)
    assert list(providers.figures(entry)) == []
    assert "Analysis" not in [tab.label for tab in tabs(entry)]


def test_the_home_page_says_what_to_do(study, sign_in):
    manager = manager_of(study)
    entry = access(manager, study)
    assert list(providers.next_steps(entry)) == []
    mark_study_changed(study.pk)
    (stale,) = providers.next_steps(entry)
    assert stale.title == "Newer data than results"
    AnalysisState.objects.update(last_error="The database did not answer in time.")
    (failed,) = providers.next_steps(entry)
    assert failed.urgent
    assert failed.text == "The database did not answer in time."
    assert failed.url == reverse("analytics:overview", args=[study.code])
    assert "did not answer in time" in sign_in(manager).get(reverse("home")).content.decode()


def test_a_study_that_was_never_computed_asks_for_it(inside_a_test):
    study = make_demo_cohort(1, code="new", endpoints=False)
    entry = access(manager_of(study), study)
    assert list(providers.next_steps(entry)) == []
    mark_study_changed(study.pk)
    (step,) = providers.next_steps(entry)
    assert step.title == "Nothing is computed yet"
