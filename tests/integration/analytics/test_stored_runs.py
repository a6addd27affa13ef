"""A run that an earlier release stored: every page, table, figure, file and answer opens from it.

Each shows the figures, or says that older code computed them and offers to compute them again.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from analytics.errors import OlderResults
from analytics.results.stored import RESULTS_FORMAT
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import FIGURES, TABLES
from tests.factories.cohorts import make_study, manager_of
from tests.factories.stored_runs import FORMATS, stored_run

pytestmark = pytest.mark.django_db
PAGES = [
    "overview", "report", "cohort", "imaging", "roc", "models", "sensitivity", "readers", "plan",
    "endpoints", "runs", "compare-runs",
]  # fmt: skip
# Stored too little to be shown today.
UNREADABLE = ["without-formats"]
OPTIONS = {
    "comparison": "progression",
    "reads": "mri.bl-m12",
    "feature": "erosion",
    "outcome": "mri-repair",
    "analyte": "il-6",
}


@pytest.fixture(params=FORMATS)
def run(request):
    return stored_run(make_study(), request.param)


@pytest.fixture
def client(run, sign_in):
    return sign_in(manager_of(run.study))


def readable(run):
    try:
        return StoredRun(run).results is not None
    except OlderResults:
        return False


def test_every_format_has_a_stored_run():
    assert {f"format-{number}" for number in range(1, RESULTS_FORMAT + 1)} <= set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_which_formats_can_be_read(name):
    assert readable(stored_run(make_study(), name)) == (name not in UNREADABLE)


def test_every_page_opens(run, client):
    code = run.study.code
    addresses = [reverse(f"analytics:{page}", args=[code]) for page in PAGES]
    addresses += [reverse("analytics:run", args=[code, run.pk]), f"/studies/{code}/", "/"]
    for address in addresses:
        shown = client.get(address)
        assert shown.status_code == 200, address
    words = client.get(reverse("analytics:roc", args=[code])).content.decode()
    assert ("be shown as they are" in words) != readable(run)
    assert ("0.821" in words) == readable(run)


def test_every_table_and_figure_opens(run, client):
    """What is drawn from the stored data set alone opens from a run that can't be read, too."""
    code = run.study.code
    expected = {200} if readable(run) else {200, 409}
    first = {key: OPTIONS[key] for key in ("comparison", "reads", "feature")}
    for options in (OPTIONS, first):
        for key in TABLES:
            answer = client.get(reverse("analytics:table", args=[code, key]), options)
            assert answer.status_code in expected, key
            assert answer.status_code == 409 or b"".join(answer.streaming_content)
        for key in FIGURES:
            answer = client.get(reverse("analytics:figure-spec", args=[code, key]), options)
            assert answer.status_code in expected, key


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_the_report_opens(kind, run, client):
    answer = client.get(reverse(f"analytics:report-{kind}", args=[run.study.code]))
    assert answer.status_code == (200 if readable(run) else 409)


def test_the_api_answers_in_todays_format(run, client):
    answer = client.get(f"/api/v1/studies/{run.study.code}/analyses/{run.pk}/")
    assert answer.status_code == (200 if readable(run) else 409)
    if readable(run):
        assert answer.json()["results"]["variables"][4]["code"] == "il-6"
