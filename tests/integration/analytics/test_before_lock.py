"""Results with scores of a campaign that isn't locked: to whom they open, and what they say."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.encoding import force_str

from analytics.design.plan import campaigns_of, load_plan
from analytics.models import AnalysisRun
from analytics.paper.build import build_document
from analytics.paper.document import Facts
from analytics.paper.files import write
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import FIGURES, TABLES
from ra_registry.cohort.models import Study
from ra_registry.core.audit import AuditEvent
from scoring.models import Campaign
from tests.factories.people import CentreFactory
from tests.factories.scoring import unlock
from tests.factories.stored_runs import FORMATS, stored_run
from tests.integration.analytics.unlocked import lock_all, person, to_see_by

pytestmark = pytest.mark.django_db

RESULTS = ("overview", "report", "cohort", "imaging", "roc", "models", "sensitivity", "readers")
WITHOUT_RESULTS = ("plan", "endpoints", "planning", "runs")
TITLE = "Results open when reading is finished"
LONG = 12
"""A number of so many digits is of one computation and no other."""


@pytest.fixture
def study(computed_study: Study) -> Study:
    """A study with results, whose campaigns are open and nobody's to see before lock."""
    to_see_by(computed_study, "locked")
    return computed_study


@pytest.fixture
def run(study: Study) -> AnalysisRun:
    return AnalysisRun.objects.get(study=study)


def address(study: Study, name: str, *args: object) -> str:
    return reverse(f"analytics:{name}", args=[study.code, *args])


def files_of(study: Study, run: AnalysisRun) -> list[str]:
    """Every file and part of a page, of the current run and by its number."""
    names = [
        *(("table", key) for key in TABLES),
        *(("figure-spec", key) for key in FIGURES),
        *((f"figure-{kind}", "distribution") for kind in ("svg", "pdf", "png")),
        *((f"report-{kind}",) for kind in ("html", "docx", "pdf")),
        ("package",),
        ("roc-at",),
    ]
    plain = [address(study, *name) for name in names]
    numbered = [f"{one}?run={run.pk}" for one in plain]
    pages = [
        address(study, "run", run.pk),
        f"{address(study, 'report')}?run={run.pk}",
        f"{address(study, 'compare-runs')}?a={run.pk}&b={run.pk}",
        address(study, "compare-runs"),
        f"/api/v1/studies/{study.code}/analyses/{run.pk}/",
        f"/api/v1/studies/{study.code}/analyses/{run.pk}/package/",
    ]
    return [*plain, *numbered, *pages]


def open_addresses(study: Study) -> list[str]:
    return [
        *(address(study, page) for page in (*WITHOUT_RESULTS, "status")),
        f"/studies/{study.code}/",
        "/",
        f"/studies/{study.code}/exports/",
        f"/api/v1/studies/{study.code}/analyses/",
        f"/api/v1/studies/{study.code}/analyses/state/",
        f"/api/v1/studies/{study.code}/endpoints/",
    ]


def long_numbers(found: object) -> Iterator[str]:
    """Every number of the results that no other computation has, as JSON and CSV write it."""
    if isinstance(found, dict):
        for value in found.values():
            yield from long_numbers(value)
    elif isinstance(found, list):
        for value in found:
            yield from long_numbers(value)
    elif isinstance(found, float) and len(repr(found)) > LONG:
        yield repr(found)


def test_nothing_that_an_investigator_gets_holds_a_result(study, run, sign_in) -> None:
    planted = set(long_numbers(run.results))
    assert len(planted) > 100
    client = sign_in(person(study, "investigator"))
    for page in RESULTS:
        answer = client.get(address(study, page))
        assert answer.status_code == 403, page
        assert TITLE in answer.text, page
        assert "After lock" in answer.text
        assert not any(one in answer.text for one in planted), page
    for path in files_of(study, run):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert not any(one in force_str(answer.content) for one in planted), path
    for path in open_addresses(study):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not any(one in answer.text for one in planted), path
        assert "AUC of" not in answer.text, path
    assert TITLE in client.get(address(study, "runs")).text
    assert client.get(f"/api/v1/studies/{study.code}/analyses/").json()["results"] == []
    assert "after lock" in client.get(f"/studies/{study.code}/").text
    assert not AuditEvent.objects.filter(kind="table_downloaded").exists()
    # The scan would be worthless if it looked for what nobody ever gets.
    manager = sign_in(person(study, "data_manager"))
    shown = manager.get(f"/api/v1/studies/{study.code}/analyses/{run.pk}/")
    assert shown.status_code == 200
    assert sum(one in shown.text for one in planted) > len(planted) / 2


def test_recomputing_is_asked_for_by_nobody_it_is_closed_to(study, sign_in) -> None:
    page = sign_in(person(study, "investigator")).get(address(study, "overview"))
    assert "Recompute" not in page.text
    assert "Recompute" in sign_in(person(study, "data_manager")).get(page.request["PATH_INFO"]).text


@pytest.mark.parametrize("access", ["locked", "investigators", "as-before"])
@pytest.mark.parametrize("state", ["open", "locked", "unlocked"])
def test_who_opens_results_in_which_state(study, run, sign_in, state: str, access: str) -> None:
    to_see_by(study, access)
    if state != "open":
        lock_all(study)
    if state == "unlocked":
        unlock(Campaign.objects.filter(study=study).earliest("pk"))
    early = state == "locked" or access != "locked"
    centre = CentreFactory(study=study)
    expected = {
        person(study, "data_manager"): 200,
        person(study, "investigator"): 200 if early else 403,
        person(study, "data_manager", centre=centre): 403,
        person(study, "monitor"): 403,
        person(study, "coordinator"): 403,
        person(study, "reader"): 403,
    }
    for user, status in expected.items():
        client = sign_in(user)
        page = client.get(address(study, "overview"))
        assert page.status_code == status
        assert ("Preliminary" in page.text) is (status == 200 and state != "locked")
        assert client.get(address(study, "table", "flow")).status_code == status
        visible = AnalysisRun.objects.visible_to(user).filter(pk=run.pk)
        assert visible.exists() is (status == 200)


def test_what_is_preliminary_says_so_until_it_is_locked(study, run, sign_in) -> None:
    client = sign_in(person(study, "data_manager"))
    title = Campaign.objects.filter(study=study).order_by("code").first().title
    file = client.get(address(study, "report-html")).text
    assert file.count("Preliminary:") == 1
    assert "preliminary: " in file.split("<footer", 1)[1]
    assert title in file.split("</h1>", 1)[1][:600]
    named = client.get(address(study, "table", "flow")).headers["Content-Disposition"]
    assert named.endswith('-preliminary.csv"')
    packed = client.get(address(study, "package"))
    assert packed.headers["Content-Disposition"].endswith('-package-preliminary.zip"')
    readme = zipfile.ZipFile(io.BytesIO(packed.content)).read("README.txt").decode()
    assert "Preliminary: " in readme
    assert title in readme
    listed = client.get(f"/api/v1/studies/{study.code}/analyses/").json()["results"][0]
    codes = Campaign.objects.filter(study=study).order_by("code").values_list("code", flat=True)
    assert listed["preliminary"] == list(codes)
    lock_all(study)
    for name in ("overview", "report", "report-html"):
        assert "reliminary" not in client.get(address(study, name)).text
    named = client.get(address(study, "table", "flow")).headers["Content-Disposition"]
    assert "preliminary" not in named


def test_a_title_that_is_no_slug_stays_a_text_in_the_files(study, run) -> None:
    report = StoredRun(run)
    document = build_document(report, study)
    named = replace(document.provenance, preliminary=('MRI "</style><b>\\ of hands',))
    document = replace(document, provenance=named)
    file = write(document, report, "html").decode()
    assert "<b>" not in file
    assert file.count("</style>") == 1
    for kind in ("docx", "pdf"):
        assert write(document, report, kind)


@pytest.mark.parametrize(
    ("access", "words"),
    [
        ("locked", "Nobody but each reader their own"),
        ("investigators", "The charter lets those who may view readings see scores before"),
        ("as-before", "The campaign began before campaigns could be locked"),
    ],
)
def test_the_methods_say_who_saw_scores_before_lock(study, run, access: str, words: str) -> None:
    to_see_by(study, access)
    document = build_document(StoredRun(run), study)
    facts = [row for part in document.parts() if isinstance(part, Facts) for row in part.rows]
    said = [text for _term, text in facts if text.startswith(words)]
    assert len(said) == Campaign.objects.filter(study=study).count()
    assert ("investigator" in said[0]) is (access != "locked")


def test_lists_cost_the_same_however_many_campaigns(
    study, sign_in, django_assert_max_num_queries
) -> None:
    client = sign_in(person(study, "investigator"))
    client.get(address(study, "runs"))
    for page in ("overview", "runs"):
        with django_assert_max_num_queries(16):
            client.get(address(study, page))


def campaigns_anywhere(value: object) -> set[int]:
    """Ids of what stands under the name of a campaign anywhere in a stored plan."""
    found: set[int] = set()
    if isinstance(value, dict):
        if isinstance(value.get("campaign"), dict):
            found.add(value["campaign"]["id"])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            found |= campaigns_anywhere(one)
    return found


def test_a_run_names_every_campaign_of_its_plan(study, run) -> None:
    assert set(run.campaigns) == campaigns_anywhere(run.plan) != set()


@pytest.mark.parametrize("name", FORMATS)
def test_earlier_runs_are_told_their_campaigns(study, name: str) -> None:
    old = stored_run(study, name)
    assert old.campaigns == []
    migration = importlib.import_module("analytics.migrations.0005_campaigns_of_runs_and_exports")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.FILL)
    old.refresh_from_db()
    assert old.campaigns == list(campaigns_of(load_plan(old.plan)))
    assert set(old.campaigns) == campaigns_anywhere(old.plan) != set()
