"""Results of older code: said on every page, never a failure, computed again study by study."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics import selectors, tasks
from analytics.codec import Undecodable
from analytics.errors import OlderResults
from analytics.models import AnalysisRun, AnalysisState
from analytics.results.stored import RESULTS_FORMAT
from analytics.results.stored_run import StoredRun
from analytics.runs import claims
from analytics.runs.claims import outdated_study_ids, stale_study_ids
from analytics.runs.code import code_version
from analytics.runs.services import cancel_run, recompute
from analytics.topics.registry import FIGURES, TABLES
from ra_registry.cohort import freshness
from ra_registry.cohort.freshness import mark_study_changed
from tests.factories.cohorts import manager_of

pytestmark = pytest.mark.django_db
PAGES = [
    "overview", "report", "cohort", "imaging", "roc", "models", "sensitivity", "readers", "plan",
    "endpoints", "runs", "compare-runs",
]  # fmt: skip
FILES = ["report-html", "figure-svg", "figure-spec", "table"]


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Collect requests instead of sending them to a broker."""
    requests = []
    monkeypatch.setattr(
        freshness.app, "send_task", lambda _, kwargs, **__: requests.append(kwargs["study_id"])
    )
    return requests


def stored_by_older_code(study, **changes):
    """Make the study's run one of older code, with other results where given."""
    run = AnalysisState.objects.select_related("current").get(study=study).current
    fields = {
        field.attname: getattr(run, field.attname)
        for field in AnalysisRun._meta.concrete_fields
        if field.attname != "id"
    }
    older = AnalysisRun.objects.create(
        **{**fields, "code_version": "0" * 64, "fingerprint": "1" * 64, **changes}
    )
    AnalysisState.objects.filter(study=study).update(current=older)
    return older


def without(results, part):
    """Results as code that had no such part, or an emptier one, stored them."""
    results = deepcopy(results)
    for key in list(results):
        if key == part:
            del results[key]
        elif part == "inner" and isinstance(results[key], list):
            results[key] = [{"label": "x", "endpoint": "mri-progression"} for _ in results[key]]
        elif part == "inner":
            results[key] = {}
    return results


def client_of(study, sign_in):
    return sign_in(manager_of(study))


def test_every_page_says_that_older_code_computed_what_it_shows(computed_study, sign_in):
    client = client_of(computed_study, sign_in)
    for page in PAGES[:-1]:
        shown = client.get(reverse(f"analytics:{page}", args=[computed_study.code]))
        assert "older code" not in shown.content.decode()
    stored_by_older_code(computed_study)
    assert selectors.freshness(computed_study.pk).state == "outdated"
    for page in PAGES[:-1]:
        shown = client.get(reverse(f"analytics:{page}", args=[computed_study.code]))
        assert shown.status_code == 200
        assert "Computed by older code" in shown.content.decode(), page
        assert "Recompute" in shown.content.decode(), page
    answer = client.get(f"/api/v1/studies/{computed_study.code}/analyses/state/")
    assert (answer.json()["state"], answer.json()["older_code"]) == ("outdated", True)


@pytest.mark.parametrize(
    "part",
    ["cohort", "roc", "models", "imaging", "readers", "flow", "protocol", "dose_response",
     "sensitivity", "validation", "inner"],
)  # fmt: skip
def test_results_of_another_shape_never_fail_a_page(part, computed_study, sign_in):
    run = AnalysisState.objects.select_related("current").get(study=computed_study).current
    older = stored_by_older_code(computed_study, results=without(run.results, part))
    with pytest.raises(OlderResults):
        _ = StoredRun(older).results
    client = client_of(computed_study, sign_in)
    code = computed_study.code
    addresses = [reverse(f"analytics:{page}", args=[code]) for page in PAGES]
    addresses += [reverse("analytics:run", args=[code, older.pk])]
    addresses += [reverse("cohort:study", args=[code]), "/"]
    for address in addresses:
        shown = client.get(address)
        assert shown.status_code == 200, address
    for key in TABLES:
        options = {"comparison": "progression", "reads": "mri.bl-m12", "feature": "erosion"}
        answer = client.get(reverse("analytics:table", args=[code, key]), options)
        assert answer.status_code < 500
    for key in FIGURES:
        assert client.get(reverse("analytics:figure-spec", args=[code, key])).status_code < 500


def test_a_page_that_cannot_show_them_offers_the_button(computed_study, sign_in):
    stored_by_older_code(computed_study, results={})
    shown = client_of(computed_study, sign_in).get(
        reverse("analytics:roc", args=[computed_study.code])
    )
    words = shown.content.decode()
    assert "be shown as they are" in words
    assert reverse("analytics:recompute", args=[computed_study.code]) in words


def test_a_fault_of_this_code_stays_a_fault(computed_study, sign_in, monkeypatch):
    run = AnalysisState.objects.select_related("current").get(study=computed_study).current
    assert run.code_version == code_version()
    broken = {"format": RESULTS_FORMAT}
    stored_by_older_code(computed_study, results=broken, code_version=code_version())
    with pytest.raises(Undecodable):
        client_of(computed_study, sign_in).get(
            reverse("analytics:cohort", args=[computed_study.code])
        )


def test_they_are_computed_again_once(computed_study, sent, inside_a_test):
    assert outdated_study_ids() == []
    stored_by_older_code(computed_study)
    assert stale_study_ids() == []
    assert outdated_study_ids() == [computed_study.pk]
    tasks.recompute_outdated_studies()
    tasks.recompute_outdated_studies()
    assert sent == [computed_study.pk] * 2
    assert recompute(computed_study.pk) == 1
    assert recompute(computed_study.pk) == 0, "a second message finds nothing to do"
    assert selectors.freshness(computed_study.pk).state == "fresh"
    assert outdated_study_ids() == []


def test_newer_data_and_other_computations_come_first(computed_study, inside_a_test):
    stored_by_older_code(computed_study)
    now = timezone.now()
    AnalysisState.objects.filter(study=computed_study).update(claimed_at=now)
    assert outdated_study_ids() == []
    AnalysisState.objects.filter(study=computed_study).update(claimed_at=now - timedelta(hours=1))
    assert outdated_study_ids() == [computed_study.pk]
    mark_study_changed(computed_study.pk)
    assert outdated_study_ids() == []
    assert stale_study_ids() == [computed_study.pk]


def test_who_cancels_is_obeyed(computed_study, inside_a_test):
    stored_by_older_code(computed_study)
    assert claims.take(computed_study.pk) is not None
    assert cancel_run(study=computed_study, by=manager_of(computed_study))
    assert selectors.freshness(computed_study.pk).state == "cancelled"
    assert outdated_study_ids() == []
    assert recompute(computed_study.pk) == 0
