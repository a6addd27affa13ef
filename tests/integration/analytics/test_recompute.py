"""One worker at a time, never a wrong "fresh", and nothing computed twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from analytics import selectors, tasks
from analytics.models import AnalysisRun, AnalysisState
from analytics.runs import claims, services
from analytics.runs.claims import LEASE, RETRY_AFTER, ClaimLost, stale_study_ids, take
from analytics.runs.services import recompute, request_run
from ra_registry.cohort import freshness
from ra_registry.cohort.freshness import data_version, mark_study_changed
from ra_registry.core.audit import AuditEvent
from ra_registry.core.errors import DomainError
from ra_registry.core.snapshot import consistent_snapshot
from tests.factories.clinical import PatientFactory
from tests.factories.cohorts import make_demo_cohort, make_study, manager_of
from tests.factories.people import CentreFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Collect requests instead of sending them to a broker."""
    requests = []
    monkeypatch.setattr(freshness.app, "send_task", lambda name, kwargs, **_: requests.append(
        (name, kwargs["study_id"])
    ))  # fmt: skip
    return requests


@pytest.fixture
def study():
    study = make_study()
    PatientFactory(centre=CentreFactory(study=study))
    change(study)
    return study


def change(study):
    with transaction.atomic():
        mark_study_changed(study.pk)


def add_patient(study):
    PatientFactory(centre=study.centres.get())
    change(study)


def state(study):
    return AnalysisState.objects.get(study=study)


def test_a_write_asks_for_a_recompute_that_stores_a_run_with_its_provenance(study, sent):
    assert sent == [("analytics.recompute_study", study.pk)]
    assert recompute(study.pk) == 1
    run = AnalysisRun.objects.get()
    assert (run.n_patients, run.data_version, state(study).computed_version) == (1, 1, 1)
    assert state(study).current == run
    assert len(run.fingerprint) == len(run.code_version) == 64
    assert {"numpy", "scipy", "statsmodels", "pandas", "python"} <= set(run.package_versions)
    assert run.seed == run.plan["resampling"]["seed"]
    assert run.seconds > 0
    assert selectors.freshness(study.pk).state == "fresh"


def test_many_queued_messages_compute_once(study):
    for _ in range(5):
        tasks.recompute_study(study_id=study.pk)
    assert AnalysisRun.objects.count() == 1


def test_a_write_makes_results_stale_at_once(study):
    recompute(study.pk)
    add_patient(study)
    assert selectors.freshness(study.pk).state == "stale"
    recompute(study.pk)
    assert selectors.freshness(study.pk).state == "fresh"
    assert AnalysisRun.objects.count() == 2


def test_a_write_that_moves_nothing_reuses_the_run(study):
    recompute(study.pk)
    change(study)
    assert recompute(study.pk) == 1
    assert AnalysisRun.objects.count() == 1
    assert state(study).computed_version == 2
    assert selectors.freshness(study.pk).state == "fresh"


def test_data_that_return_to_what_they_were_return_to_their_run(study):
    recompute(study.pk)
    first = state(study).current
    patient = PatientFactory(centre=study.centres.get())
    change(study)
    recompute(study.pk)
    assert state(study).current != first
    patient.voided_at, patient.voided_by = timezone.now(), manager_of(study)
    patient.void_reason = "entered twice"
    patient.save()
    change(study)
    recompute(study.pk)
    assert state(study).current.n_patients == 1


def test_other_code_computes_again(study, monkeypatch):
    recompute(study.pk)
    monkeypatch.setattr(services, "fingerprint", lambda *_: "0" * 64)
    request_run(study=study, by=manager_of(study))
    recompute(study.pk)
    assert AnalysisRun.objects.count() == 2


def test_a_change_during_the_computation_means_another_round(study, monkeypatch):
    compute = services.compute

    def compute_while_somebody_writes(data, plan, progress):
        if data.n == 1:
            add_patient(study)
        return compute(data, plan, progress)

    monkeypatch.setattr(services, "compute", compute_while_somebody_writes)
    assert recompute(study.pk) == 2
    assert [run.n_patients for run in AnalysisRun.objects.order_by("pk")] == [1, 2]
    assert state(study).computed_version == data_version(study.pk) == 2
    assert state(study).current.n_patients == 2


def test_results_of_older_data_are_never_called_fresh(study, monkeypatch):
    """Between storing and the second round the page must say that newer data exist."""
    seen = []
    release = claims.Claim.release

    def release_and_look(claim):
        release(claim)
        seen.append(selectors.freshness(study.pk).state)

    compute = services.compute

    def compute_while_somebody_writes(data, plan, progress):
        if data.n == 1:
            add_patient(study)
        return compute(data, plan, progress)

    monkeypatch.setattr(claims.Claim, "release", release_and_look)
    monkeypatch.setattr(services, "compute", compute_while_somebody_writes)
    recompute(study.pk)
    assert seen == ["stale", "fresh"]


def test_the_data_set_is_one_snapshot(study):
    """A patient who is enrolled by another connection while it is read isn't half in it."""
    with consistent_snapshot():
        before = data_version(study.pk)
        in_other_connection(lambda: add_patient(study))
        assert data_version(study.pk) == before
        _, data = services.read_inputs(study.pk)
        assert data.n == 1
    assert data_version(study.pk) == before + 1


def in_other_connection(action):
    """Run ``action`` in a thread of its own, which has its own connection, and wait for it."""

    def run():
        try:
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(run).result(timeout=30)


def test_only_one_worker_computes_a_study(study):
    rounds = []
    compute = services.compute

    def compute_while_a_second_worker_comes(data, plan, progress):
        in_other_connection(lambda: rounds.append(recompute(study.pk)))
        return compute(data, plan, progress)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "compute", compute_while_a_second_worker_comes)
        assert recompute(study.pk) == 1
    assert rounds == [0]
    assert AnalysisRun.objects.count() == 1


def test_a_killed_worker_blocks_nobody_for_long(study):
    """kill -9 leaves the claim behind; it runs out, and the periodic task asks again."""
    abandoned = take(study.pk)
    assert abandoned is not None
    assert take(study.pk) is None
    assert stale_study_ids() == []
    AnalysisState.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert stale_study_ids() == [study.pk]
    assert recompute(study.pk) == 1
    assert selectors.freshness(study.pk).state == "fresh"


def test_a_worker_that_slept_past_its_claim_stores_nothing(study):
    sleeper = take(study.pk)
    AnalysisState.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
    recompute(study.pk)
    current = state(study).current
    with pytest.raises(ClaimLost):
        sleeper.renew(50, "Still there")
    with pytest.raises(ClaimLost):
        sleeper.store(current, 1)
    sleeper.release()
    assert state(study).current == current


def test_a_failure_is_told_and_leaves_the_earlier_results(study, monkeypatch, caplog):
    recompute(study.pk)
    add_patient(study)

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(services, "compute", broken)
    recompute(study.pk)
    found = selectors.freshness(study.pk)
    assert found.state == "failed"
    assert "ZeroDivisionError" in found.error
    assert found.computed_version == 1
    assert recompute(study.pk) == 0, "messages that wait for the same data don't fail again"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SoftTimeLimitExceeded(), "took longer"),
        (OperationalError("server closed the connection"), "database did not answer"),
        (DomainError("The campaign has no readers."), "The campaign has no readers."),
    ],
)
def test_reasons_of_failures_are_sentences(study, monkeypatch, error, words):
    def broken(*_):
        raise error

    monkeypatch.setattr(services, "compute", broken)
    recompute(study.pk)
    assert words in state(study).last_error


def test_after_a_failure_new_data_or_a_person_or_time_try_again(study, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "compute", broken)
        recompute(study.pk)
    assert stale_study_ids() == []
    AnalysisState.objects.update(requested_at=timezone.now() - RETRY_AFTER)
    assert stale_study_ids() == [study.pk]
    AnalysisState.objects.update(requested_at=timezone.now())
    assert request_run(study=study, by=manager_of(study))
    assert recompute(study.pk) == 1
    assert selectors.freshness(study.pk).state == "fresh"


def test_a_persons_request_is_recorded_once_and_named_in_the_run(study, sent):
    manager = manager_of(study)
    assert request_run(study=study, by=manager)
    assert not request_run(study=study, by=manager)
    assert AuditEvent.objects.filter(kind="recompute_requested").count() == 1
    assert selectors.freshness(study.pk).state == "waiting"
    recompute(study.pk)
    assert AnalysisRun.objects.get().requested_by == manager
    assert selectors.freshness(study.pk).state == "fresh"


def test_a_request_for_fresh_results_computes_nothing_and_ends(study):
    recompute(study.pk)
    request_run(study=study, by=manager_of(study))
    assert recompute(study.pk) == 1
    assert AnalysisRun.objects.count() == 1
    assert state(study).requested_version is None


def test_a_wish_for_a_version_that_does_not_exist_ends_too(study):
    """A restored backup can leave a wish for a newer version than the data have."""
    recompute(study.pk)
    AnalysisState.objects.update(requested_version=99)
    assert recompute(study.pk) == 1
    assert state(study).requested_version is None


def test_progress_is_visible_while_it_computes(study, monkeypatch):
    seen = []
    compute = services.compute

    def compute_watched(data, plan, progress):
        def report(percent, text):
            progress(percent, text)
            seen.append(selectors.freshness(study.pk))

        return compute(data, plan, report)

    monkeypatch.setattr(services, "compute", compute_watched)
    recompute(study.pk)
    assert {found.state for found in seen} == {"running"}
    percents = [found.progress for found in seen]
    assert percents == sorted(percents)
    assert all(found.progress_text for found in seen)


def test_the_periodic_task_asks_for_every_stale_study(study, sent):
    other = make_study("other")
    change(other)
    recompute(other.pk)
    sent.clear()
    tasks.recompute_stale_studies()
    assert sent == [("analytics.recompute_study", study.pk)]


def test_an_unknown_study_is_no_error():
    assert recompute(987_654) == 0


def test_repeating_gives_the_same_results():
    study = make_demo_cohort(24)
    recompute(study.pk)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "fingerprint", lambda *_: "1" * 64)
        request_run(study=study, by=manager_of(study))
        recompute(study.pk)
    first, second = AnalysisRun.objects.order_by("pk")
    assert first.results == second.results
