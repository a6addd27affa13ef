"""A real Celery worker on the real broker: a write comes back as results, a death loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from analytics import selectors, tasks
from analytics.models import AnalysisRun, AnalysisState
from analytics.runs.claims import LEASE, state_of
from analytics.runs.services import cancel_run, request_run
from ra_registry.celery import app
from ra_registry.cohort.freshness import mark_study_changed
from tests.factories.clinical import PatientFactory
from tests.factories.cohorts import make_study, manager_of
from tests.factories.people import CentreFactory
from tests.paths import PROJECT

pytestmark = pytest.mark.django_db(transaction=True)
START = [sys.executable, "-m", "celery", "-A", "ra_registry", "worker", "--pool=solo", "-l", "info"]


@pytest.fixture
def start_worker(tmp_path):
    """Return a function that starts a worker on the test's own database and broker."""
    app.control.purge()
    workers = []

    def start():
        with (tmp_path / f"worker-{len(workers)}.log").open("w") as log:
            worker = subprocess.Popen(
                START, cwd=PROJECT, env=_environment(), stdout=log, stderr=log
            )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.wait(timeout=20)
    app.control.purge()


def _environment():
    """The worker's settings must name the test database, which only this process knows."""
    # A socket's folder stands behind the question mark and has slashes of its own.
    address = urlsplit(settings.DATABASE_URL)
    name = connection.settings_dict["NAME"]
    return {
        **os.environ,
        "RA_ENV": "test",
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}")),
        "REDIS_URL": settings.REDIS_URL,
    }


@pytest.fixture
def study():
    study = make_study()
    PatientFactory(centre=CentreFactory(study=study))
    return study


def change(study):
    with transaction.atomic():
        mark_study_changed(study.pk)


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    pytest.fail(f"not within {seconds} seconds")


def shown(study):
    return selectors.freshness(study.pk).state


def test_a_write_reaches_the_worker_and_comes_back_as_fresh_results(study, start_worker):
    start_worker()
    change(study)
    wait_until(lambda: shown(study) == "fresh")
    change(study)
    wait_until(lambda: AnalysisState.objects.get(study=study).computed_version == 2)


def test_a_worker_killed_in_the_middle_loses_no_recompute(study, start_worker):
    change(study)
    state_of(study.pk)
    with transaction.atomic():
        # The worker claims the study, computes, waits to store, and dies.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE analytics_analysisrun IN SHARE MODE")
        worker = start_worker()
        wait_until(_waits_to_store)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(timeout=20)
    assert shown(study) == "running", "for a moment the dead worker's claim still stands"
    AnalysisState.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert shown(study) != "fresh"
    start_worker()
    tasks.recompute_stale_studies()
    wait_until(lambda: shown(study) == "fresh")


def test_a_cancelled_worker_stores_nothing_and_computes_the_next_request(study, start_worker):
    change(study)
    state_of(study.pk)
    manager = manager_of(study)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE analytics_analysisrun IN SHARE MODE")
        start_worker()
        wait_until(_waits_to_store)
        cancel_run(study=study, by=manager)
    # The lock is gone; the worker goes on, finds its claim gone and is free for what comes next.
    assert shown(study) == "cancelled"
    request_run(study=study, by=manager)
    wait_until(lambda: shown(study) == "fresh")
    assert AnalysisRun.objects.count() == 1
    assert AnalysisRun.objects.get().requested_by == manager


def _waits_to_store():
    """Tell whether another connection waits for the table that the test has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted "
            "AND relation = 'analytics_analysisrun'::regclass "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0] > 0
