"""A person stops a computation: nothing is stored, nothing restarts by itself, no wish is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse

from analytics import selectors, tasks
from analytics.models import AnalysisRun, AnalysisState
from analytics.runs import services
from analytics.runs.claims import ClaimLost, stale_study_ids, take
from analytics.runs.services import cancel_run, recompute, request_run
from ra_registry.cohort import freshness
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.core.audit import AuditEvent
from tests.factories.clinical import PatientFactory
from tests.factories.cohorts import make_study, manager_of
from tests.factories.people import CentreFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Collect requests instead of sending them to a broker."""
    requests = []
    monkeypatch.setattr(
        freshness.app, "send_task", lambda _, kwargs, **__: requests.append(kwargs["study_id"])
    )
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


def shown(study):
    return selectors.freshness(study.pk).state


def cancel(study):
    return cancel_run(study=study, by=manager_of(study))


def in_other_connection(action):
    """Run ``action`` in a thread of its own, which has its own connection, and wait for it."""

    def run():
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run).result(timeout=30)


def computing(monkeypatch, meanwhile):
    """Let ``meanwhile`` happen, in another connection, in the middle of each computation."""
    compute = services.compute

    def watched(data, plan, progress):
        in_other_connection(meanwhile)
        return compute(data, plan, progress)

    monkeypatch.setattr(services, "compute", watched)


def test_a_running_computation_stops_at_its_next_step_and_stores_nothing(study, monkeypatch, sent):
    with monkeypatch.context() as patch:
        computing(patch, lambda: cancel(study))
        recompute(study.pk)
    assert AnalysisRun.objects.count() == 0
    found = selectors.freshness(study.pk)
    assert (found.state, found.cancelled_by) == ("cancelled", str(manager_of(study)))
    assert found.cancelled_at is not None
    assert not found.in_motion
    event = AuditEvent.objects.get(kind="recompute_cancelled")
    assert (event.study_code, event.data) == (study.code, {"data_version": 1})


def test_results_shown_before_stay(study, monkeypatch):
    recompute(study.pk)
    change(study)
    monkeypatch.setattr(services, "fingerprint", lambda *_: "0" * 64)
    computing(monkeypatch, lambda: cancel(study))
    recompute(study.pk)
    found = selectors.freshness(study.pk)
    assert (found.state, found.computed_version) == ("cancelled", 1)
    assert AnalysisRun.objects.count() == 1


def test_neither_messages_nor_the_periodic_task_start_it_again(study, sent):
    take(study.pk)
    assert cancel(study)
    sent.clear()
    assert stale_study_ids() == []
    tasks.recompute_stale_studies()
    assert sent == []
    assert recompute(study.pk) == 0
    assert shown(study) == "cancelled"


def test_a_waiting_request_is_withdrawn(study):
    recompute(study.pk)
    request_run(study=study, by=manager_of(study))
    assert cancel(study)
    assert recompute(study.pk) == 0
    assert shown(study) == "fresh", "the results are of the newest data already"


def test_newer_data_are_computed_by_themselves(study, sent):
    cancel(study)
    sent.clear()
    change(study)
    assert sent == [study.pk]
    assert stale_study_ids() == [study.pk]
    assert shown(study) == "never"
    assert recompute(study.pk) == 1
    assert shown(study) == "fresh"


def test_a_person_may_ask_again(study, sent):
    cancel(study)
    sent.clear()
    assert request_run(study=study, by=manager_of(study))
    assert sent == [study.pk]
    assert shown(study) == "waiting"
    assert recompute(study.pk) == 1
    assert shown(study) == "fresh"
    state = AnalysisState.objects.get(study=study)
    assert (state.cancelled_version, state.cancelled_at, state.cancelled_by) == (None, None, None)


def test_a_request_right_after_cancelling_is_not_lost(study, monkeypatch):
    """The first worker is still in a long step when somebody cancels and asks again."""
    rounds = []

    def cancel_and_ask_again():
        if not rounds:
            rounds.append("cancelled")
            cancel(study)
            request_run(study=study, by=manager_of(study))
            rounds.append(recompute(study.pk))

    computing(monkeypatch, cancel_and_ask_again)
    recompute(study.pk)
    assert rounds == ["cancelled", 1]
    assert AnalysisRun.objects.count() == 1
    assert shown(study) == "fresh"


def test_data_that_change_while_it_is_cancelled_are_computed(study, monkeypatch):
    def cancel_then_write():
        cancel(study)
        change(study)

    with monkeypatch.context() as patch:
        computing(patch, cancel_then_write)
        recompute(study.pk)
    assert shown(study) == "never"
    assert recompute(study.pk) == 1
    assert shown(study) == "fresh"


def test_a_worker_that_was_cancelled_can_write_nothing(study):
    claim = take(study.pk)
    cancel(study)
    with pytest.raises(ClaimLost):
        claim.renew(50, "Still at it")
    claim.fail("Too late")
    claim.release()
    assert shown(study) == "cancelled"


def test_a_dead_workers_claim_can_be_cancelled(study):
    take(study.pk)
    assert shown(study) == "running"
    cancel(study)
    assert shown(study) == "cancelled"


def test_nothing_under_way_is_nothing_to_cancel(study):
    recompute(study.pk)
    assert not cancel(study)
    change(study)
    assert cancel(study)
    assert not cancel(study), "a second click cancels nothing"
    assert AuditEvent.objects.filter(kind="recompute_cancelled").count() == 1


def test_many_at_once_leave_one_consistent_state(study):
    """Cancelling, asking, writing and computing from many connections never lose the last wish."""
    manager = manager_of(study)
    actions = [
        lambda: cancel_run(study=study, by=manager),
        lambda: request_run(study=study, by=manager),
        lambda: change(study),
        lambda: recompute(study.pk),
    ]

    def act(number):
        try:
            actions[number % len(actions)]()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(act, range(24)))
    change(study)
    assert stale_study_ids() == [study.pk]
    recompute(study.pk)
    assert shown(study) == "fresh"


def test_the_page_offers_it_and_says_who_cancelled(study, client):
    manager = manager_of(study)
    client.force_login(manager)
    url = reverse("analytics:cancel", args=[study.code])
    status = reverse("analytics:status", args=[study.code])
    take(study.pk)
    assert url in client.get(status).content.decode()
    page = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert f"cancelled by {manager}" in page
    assert "Recompute" in page
    assert url not in page
    assert client.post(url).status_code == 302


def test_who_only_reads_cannot_cancel(study, client):
    reader = UserFactory()
    MembershipFactory(study=study, user=reader, role="reader")
    client.force_login(reader)
    take(study.pk)
    assert client.post(reverse("analytics:cancel", args=[study.code])).status_code == 403
    assert shown(study) == "running"
