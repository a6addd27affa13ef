"""What the assays show on the cohort's pages, and to whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ra_registry.assays import providers
from ra_registry.assays.models import KitLot, Sample
from ra_registry.assays.services.acceptance import void_batch
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.samples import void_sample
from ra_registry.cohort.access import study_access
from ra_registry.cohort.providers import TimelineEntry, registry, tabs
from ra_registry.core.permissions import Permission
from tests.factories.assays import accepted_batch, codes_of, expected_il6, export_of, staged_file


def access_of(person, permission=Permission.VIEW_STUDY):
    return study_access(person, "alpha", permission)


def il6_of(entry: TimelineEntry) -> float:
    """Return the number that the time line shows, to three digits."""
    return float(re.search(r"IL-6 ([\d.]+) pg/ml", entry.detail)[1])


@pytest.fixture
def access(coordinator):
    return access_of(coordinator)


def test_the_providers_are_registered_once():
    for registered, provider in (
        (registry.timeline, providers.timeline),
        (registry.history, providers.history),
        (registry.figures, providers.figures),
        (registry.visit_actions, providers.visit_actions),
        (registry.next_steps, providers.files_waiting),
    ):
        assert registered.count(provider) == 1


def test_the_plates_tab_is_for_the_whole_study(study):
    labels = {tab.label for tab in tabs(access_of(study.people["monitor"]))}
    local = {tab.label for tab in tabs(access_of(study.local["monitor"]))}

    assert {"Assays", "Samples"} <= labels
    assert "Samples" in local
    assert "Assays" not in local


def test_files_that_wait(study, lot, access):
    assert list(providers.files_waiting(access)) == []
    file = staged_file(study, export_of(codes_of(study.study)))

    [step] = providers.files_waiting(access)

    assert (step.count, step.urgent) == (1, True)
    assert step.url == reverse("assays:file", args=["alpha", file.token])
    staged_file(study, export_of(codes_of(study.study), series="B"))
    [step] = providers.files_waiting(access)
    assert (step.count, step.url) == (2, reverse("assays:batches", args=["alpha"]))


def test_samples_without_results(study, access):
    [step] = providers.samples_waiting(access)
    assert step.count == 4

    batch = accepted_batch(study)
    assert list(providers.samples_waiting(access)) == []
    void_batch(batch=batch, reason="wrong", by=access.user)
    [step] = providers.samples_waiting(access)
    assert step.count == 4


def test_lots_that_expire_while_they_are_used(study, access):
    accepted_batch(study)
    today = timezone.now().date()

    for days, told in ((-1, 0), (0, 1), (60, 1), (61, 0)):
        KitLot.objects.update(expires_on=today + timedelta(days=days))
        assert len(list(providers.lots_expiring(access))) == told, days


@pytest.mark.parametrize("role", ["investigator", "monitor", "reader"])
def test_only_those_who_import_are_asked_to(study, lot, role):
    staged_file(study, export_of(codes_of(study.study)))
    permission = Permission.READ_CASES if role == "reader" else Permission.VIEW_STUDY
    access = access_of(study.people[role], permission)

    for provider in (providers.files_waiting, providers.samples_waiting, providers.lots_expiring):
        assert list(provider(access)) == []


def test_figures(study, access, django_assert_max_num_queries):
    accepted_batch(study)
    with django_assert_max_num_queries(3):
        measured, waiting = providers.figures(access)

    assert (measured.value, measured.text) == ("4", "of 4 registered")
    assert waiting.value == "0"
    [local] = providers.figures(access_of(study.local["coordinator"]))
    assert (local.value, local.text) == ("2", "of 2 registered")


def test_the_time_line_tells_results(study, access, django_assert_max_num_queries):
    batch = accepted_batch(study)
    patient = study.patients[0]
    with django_assert_max_num_queries(2):
        [entry] = providers.timeline(access, patient)

    assert (entry.kind, entry.label, entry.state) == (
        "Sample",
        codes_of(study.study)[0],
        "measured",
    )
    assert il6_of(entry) == pytest.approx(expected_il6(1)[0], rel=0.005)
    assert entry.visit_id == study.visit(patient, study.baseline).pk
    void_batch(batch=batch, reason="wrong", by=access.user)
    [entry] = providers.timeline(access, patient)
    assert (entry.state, entry.detail) == ("not measured", "plasma")


def test_the_batch_accepted_last_counts(study, access):
    first = accepted_batch(study)
    second = accepted_batch(study, series="B", choices=Choices(accept_repeats=True))
    void_batch(batch=second, reason="not needed", by=access.user)

    [entry] = providers.timeline(access, study.patients[0])

    assert first.voided_at is None
    assert il6_of(entry) == pytest.approx(expected_il6(1)[0], rel=0.005)


def test_nobody_sees_samples_of_another_centre(study):
    local = access_of(study.local["coordinator"])

    assert len(list(providers.timeline(local, study.patients[0]))) == 1
    assert list(providers.timeline(local, study.patients[2])) == []
    assert list(providers.visit_actions(local, study.patients[2])) == []
    assert providers.history(local, study.patients[2]) == []


def test_a_sample_can_be_recorded_at_each_visit(study, access):
    actions = list(providers.visit_actions(access, study.patients[0]))

    assert [action.label for action in actions] == ["Sample", "Sample"]
    assert f"patient={study.patients[0].pseudonym}&visit=bl" in actions[0].url
    monitor = access_of(study.people["monitor"])
    assert list(providers.visit_actions(monitor, study.patients[0])) == []


def test_the_history_of_a_sample(study, access):
    sample = Sample.objects.get(visit=study.visit(study.patients[0], study.baseline))
    void_sample(by=access.user, sample=sample, reason="wrong tube")

    newest, *_ = providers.history(access, study.patients[0])

    assert (newest.is_void, newest.reason) == (True, "wrong tube")


def test_the_cohorts_pages_show_it(study, lot, sign_in, coordinator):
    accepted_batch(study)
    client = sign_in(coordinator)

    overview = client.get(reverse("cohort:study", args=["alpha"])).content.decode()
    patient = client.get(
        reverse("cohort:patient", args=["alpha", study.patients[0].pseudonym])
    ).content.decode()

    assert "Samples measured" in overview
    assert codes_of(study.study)[0] in patient
