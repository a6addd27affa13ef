"""Comparing stored runs on their page."""

from __future__ import annotations

import re
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.design.endpoints.definition import Definition, definition_of
from analytics.design.endpoints.store import endpoints_in_force, revise_endpoint
from analytics.models import AnalysisRun, AnalysisState
from analytics.runs import services
from analytics.views import compare as view
from ra_registry.cohort.freshness import mark_study_changed
from tests.factories.cohorts import manager_of
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.stored_runs import FORMATS, stored_run
from tests.undone import undone

pytestmark = pytest.mark.django_db
# Whose results can't be read today.
UNREADABLE = ["without-formats"]


@pytest.fixture
def study(computed_study):
    return computed_study


@pytest.fixture(scope="module")
def runs(computed_study, django_db_blocker):
    """Two runs: later a patient is voided, another's age differs and progression is cut at 1."""
    with (
        django_db_blocker.unblock(),
        undone(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(services, "consistent_snapshot", nullcontext)
        yield _two_runs(computed_study)


def _two_runs(study):
    first = AnalysisState.objects.get(study=study).current
    manager = manager_of(study)
    gone, older = study.patients.order_by("pk")[:2]
    gone.voided_at, gone.voided_by, gone.void_reason = timezone.now(), manager, "entered twice"
    gone.save()
    older.birth_year -= 3
    older.save()
    mark_study_changed(study.pk)
    latest = next(e for e in endpoints_in_force(study.pk) if e.key == "mri-progression")
    definition = Definition(**{**vars(definition_of(latest)), "threshold": Decimal(1)})
    revise_endpoint(
        study=study, key=latest.key, based_on=1, definition=definition, reason="SDC", by=manager
    )
    services.recompute(study.pk)
    return first, AnalysisState.objects.get(study=study).current, gone, older


def page(client, study, **query):
    return client.get(reverse("analytics:compare-runs", args=[study.code]), query)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_data_plan_and_code_are_told(study, runs, sign_in, django_assert_max_num_queries):
    first, second, gone, older = runs
    client = sign_in(manager_of(study))
    # One of them for each run that is opened: whether the person may see its scores.
    with django_assert_max_num_queries(18):
        response = page(client, study, a=first.pk, b=second.pk)
    text = words(response)
    assert "0 added, 1 removed, 1 changed" in text
    assert f"{gone.pseudonym} Removed" in text
    assert f"{older.pseudonym} Changed Age at enrolment" in text
    assert (
        reverse("cohort:patient", args=[study.code, older.pseudonym]) in response.content.decode()
    )
    assert "version 2: change of erosion &gt; 1 point" in text
    assert "The same code and the same packages" in text
    assert "computes every stored figure of these steps again as it was" in text


def test_the_ends_of_the_steps_are_the_stored_figures(study, runs, sign_in):
    first, second, *_ = runs
    response = page(sign_in(manager_of(study)), study, a=first.pk, b=second.pk)
    rows = {row["label"]: row for row in response.context["outcomes"][0]["rows"]}
    for run, side in ((first, "before"), (second, "after")):
        marker = next(m for m in run.results["roc"][0]["markers"] if m["analyte"] == "il-6")
        assert rows["AUC"][side]["text"] == f"{marker['auc']['value']:.4f}"
        assert rows["Events"][side]["text"] == str(marker["auc"]["n_events"])
    assert rows["Patients"]["differences"][0]["text"] == "−1"


def test_unasked_it_compares_the_shown_run_with_the_one_before(study, runs, sign_in):
    first, second, *_ = runs
    response = page(sign_in(manager_of(study)), study)
    assert (response.context["a"], response.context["b"]) == (first, second)
    client = sign_in(manager_of(study))
    listed = client.get(reverse("analytics:runs", args=[study.code])).content.decode()
    assert "Compare two runs" in listed
    detail = client.get(reverse("analytics:run", args=[study.code, second.pk])).content.decode()
    assert f"?a={first.pk}&amp;b={second.pk}" in detail


def test_other_code_shows_the_stored_and_the_computed_figure(study, runs, sign_in, monkeypatch):
    first, second, *_ = runs
    headline = view.headline
    monkeypatch.setattr(view, "headline", lambda *given: headline(*given) | {"auc": 0.123})
    text = words(page(sign_in(manager_of(study)), study, a=first.pk, b=second.pk))
    assert "computed by today&#x27;s code 0.1230" in text or "today's code 0.1230" in text


def test_a_run_without_its_data_set_still_shows_plan_and_code(study, runs, sign_in, monkeypatch):
    first, second, *_ = runs
    copy = AnalysisRun.objects.get(pk=first.pk)
    copy.pk, copy.data_set, copy.fingerprint = None, None, "f" * 64
    copy.save(force_insert=True)
    text = words(page(sign_in(manager_of(study)), study, a=copy.pk, b=second.pk))
    assert "no longer stored" in text
    assert "version 2: change of erosion &gt; 1 point" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_of_an_earlier_format_is_compared_with_one_of_today(name, study, runs, sign_in):
    first, *_ = runs
    earlier = stored_run(study, name)
    response = page(sign_in(manager_of(study)), study, a=earlier.pk, b=first.pk)
    rows = {row["label"]: row for row in response.context["outcomes"][0]["rows"]}
    assert (rows["Patients"]["before"]["text"], rows["AUC"]["before"]["text"]) == ("88", "0.8212")
    text = words(response)
    assert response.context["departures"] == []
    assert ("can&#x27;t be read any more" in text) == (name in UNREADABLE)
    assert ("computes every stored figure of these steps again" in text) != (name in UNREADABLE)


def test_runs_of_other_studies_and_nonsense_lead_nowhere(study, runs, sign_in, world):
    first, *_ = runs
    client = sign_in(manager_of(study))
    for query in ({"a": "0"}, {"b": "x"}, {"a": first.pk, "b": "9" * 9}):
        assert page(client, study, **query).status_code == 404
    outside = sign_in(world.two.people["investigator"])
    assert page(outside, study, a=first.pk).status_code == 404
    own = reverse("analytics:compare-runs", args=[world.two.study.code])
    assert outside.get(own, {"a": first.pk}).status_code == 404


def test_who_sees_no_analyses_sees_no_comparison(study, runs, sign_in):
    reader = UserFactory()
    MembershipFactory(study=study, user=reader, role="reader")
    assert page(sign_in(reader), study).status_code == 403
