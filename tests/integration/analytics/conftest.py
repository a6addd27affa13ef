"""Studies with stored results, for the pages."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from analytics.runs import services
from analytics.runs.services import recompute
from tests.factories.cohorts import make_demo_cohort
from tests.factories.courses import make_course_study
from tests.undone import undone


@pytest.fixture
def inside_a_test(monkeypatch):
    """Let a recompute run inside a test's own transaction, which can't become a snapshot."""
    monkeypatch.setattr(services, "consistent_snapshot", nullcontext)


@pytest.fixture(scope="module")
def computed_study(django_db_setup, django_db_blocker):
    """Return a study of 20 patients with results, made once; each test rolls back to it."""
    with django_db_blocker.unblock(), undone():
        yield _computed(make_demo_cohort(20))


@pytest.fixture(scope="module")
def course_study(django_db_setup, django_db_blocker):
    """Return a study of 20 patients over four visits with results, made once as well."""
    with django_db_blocker.unblock(), undone():
        yield _computed(make_course_study())


def _computed(study):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "consistent_snapshot", nullcontext)
        recompute(study.pk)
    return study
