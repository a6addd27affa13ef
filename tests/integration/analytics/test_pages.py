"""The pages of the analysis: who may open them, what they show, what they cost."""

from __future__ import annotations

import csv
import io
import json

import altair as alt
import pytest
from django.urls import reverse

from analytics.models import AnalysisRun, AnalysisState
from analytics.runs.services import recompute
from analytics.topics.registry import FIGURES, TABLES
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.core.audit import AuditEvent
from ra_registry.core.roles import ROLES
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.people import CentreFactory, MembershipFactory, UserFactory
from tests.integration.analytics.said import ASKED_FOR, DECLARED, OVER_VISITS

pytestmark = pytest.mark.django_db
PAGES = [
    "overview",
    "report",
    "cohort",
    "imaging",
    "roc",
    "models",
    "sensitivity",
    "readers",
    "plan",
    "endpoints",
    "runs",
]
OPTIONS = {"reads": "mri.bl-m12", "feature": "erosion", "comparison": "repair"}
MAY_SEE = {"investigator", "data_manager"}


@pytest.fixture
def study(computed_study):
    return computed_study


@pytest.fixture
def investigator(study):
    user = UserFactory(full_name="Ina Vestigator")
    MembershipFactory(study=study, user=user, role="investigator")
    return user


def address(name, study, *args):
    return reverse(f"analytics:{name}", args=[study.code, *args])


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_with_few_queries(
    page, study, investigator, sign_in, django_assert_max_num_queries
):
    client = sign_in(investigator)
    # The plan asks as well which values of the record and which campaigns could be exposures.
    with django_assert_max_num_queries(18 if page == "plan" else 14):
        response = client.get(address(page, study))
    assert response.status_code == 200
    assert "n = 20" in response.content.decode()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_those_who_see_analyses_of_the_whole_study_come_in(role, study, sign_in):
    whole, local = UserFactory(), UserFactory()
    MembershipFactory(study=study, user=whole, role=role)
    MembershipFactory(study=study, user=local, role=role, centre=CentreFactory(study=study))
    expected = 200 if role in MAY_SEE else 403
    for page in PAGES:
        assert sign_in(whole).get(address(page, study)).status_code == expected
        assert sign_in(local).get(address(page, study)).status_code == 403
    assert sign_in(UserFactory()).get(address("overview", study)).status_code == 404


def test_nobody_else_gets_tables_figures_or_runs(study, sign_in, world):
    run = AnalysisRun.objects.get()
    outside = sign_in(world.two.people["investigator"])
    for url in (
        address("table", study, "flow"),
        address("figure-spec", study, "roc"),
        address("figure-svg", study, "roc"),
        address("run", study, run.pk),
        address("status", study),
    ):
        assert outside.get(url).status_code == 404
    # Naming another study's run through one's own study leads nowhere either.
    own = reverse("analytics:run", args=[world.two.study.code, run.pk])
    assert outside.get(own).status_code == 404
    own = reverse("analytics:table", args=[world.two.study.code, "flow"])
    assert outside.get(f"{own}?run={run.pk}").status_code == 404


def test_the_overview_says_the_key_figures_and_where_they_come_from(study, investigator, sign_in):
    page = sign_in(investigator).get(address("overview", study)).content.decode()
    progression = AnalysisRun.objects.get().results["imaging"]["comparisons"][0]["result"]["first"]
    assert f"{progression['successes']} of 20 patients" in page
    assert "AUC of IL-6" in page
    assert AnalysisRun.objects.get().fingerprint in page
    assert "Up to date" in page


def test_a_single_run_has_nothing_to_compare(study, investigator, sign_in):
    client = sign_in(investigator)
    assert "Nothing to compare" in client.get(address("compare-runs", study)).content.decode()
    assert "Compare two runs" not in client.get(address("runs", study)).content.decode()


def test_stale_results_say_so_on_every_page(study, investigator, sign_in):
    mark_study_changed(study.pk)
    for page in PAGES:
        text = sign_in(investigator).get(address(page, study)).content.decode()
        assert "Newer data exist" in text
        assert "the study is at 2" in text


def test_table_1_counts_what_its_rows_say(study, investigator, sign_in):
    """JSON objects come back from the database in another order than they went in."""
    response = sign_in(investigator).get(address("table", study, "cohort"))
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    found = {row[0]: row[1:4] for row in rows}
    positive = [
        p for p in study.patients.all() if p.rf_value > p.rf_uln or p.acpa_value > p.acpa_uln
    ]
    women = study.patients.filter(sex="F").count()
    assert found["Serostatus: seropositive"][0].startswith(f"{len(positive)} (")
    assert found["Sex: female"][0].startswith(f"{women} (")
    groups = [int(text.split("n = ")[1].rstrip(")")) for text in rows[0][1:4]]
    assert groups[0] == groups[1] + groups[2] == 20


@pytest.mark.parametrize("key", sorted(TABLES))
def test_every_table_downloads_and_is_recorded(key, study, investigator, sign_in):
    response = sign_in(investigator).get(address("table", study, key), OPTIONS)
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert (len(rows) > 1) == (key not in ASKED_FOR | DECLARED | OVER_VISITS)
    assert {len(row) for row in rows} == {len(rows[0])}
    event = AuditEvent.objects.filter(kind="table_downloaded").get()
    assert event.study_code == study.code
    assert event.data["rows"] == len(rows) - 1


@pytest.mark.parametrize("key", sorted(FIGURES))
def test_every_figure_has_a_specification_that_leads_to_patients(key, study, investigator, sign_in):
    response = sign_in(investigator).get(address("figure-spec", study, key), OPTIONS)
    body = response.json()
    assert body["spec"].get("layer") or body["spec"]["hconcat"]
    assert body["spec"]["description"]
    assert set(body["config"]) == {"light", "dark"}
    # The published schema of Vega-Lite; a misspelt property would silently draw something else.
    alt.Chart.from_dict(body["spec"], validate=True)
    text = json.dumps(body["spec"])
    of_patients = key in {"cumulative-probability", "slopes", "distribution", "bland-altman"}
    patient = study.patients.first()
    assert (reverse("cohort:patient", args=[study.code, patient.pseudonym]) in text) == of_patients


@pytest.mark.parametrize(
    ("kind", "start"), [("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")]
)
def test_a_figure_downloads_as_a_file(kind, start, study, investigator, sign_in):
    response = sign_in(investigator).get(address(f"figure-{kind}", study, "roc"))
    assert response.content.startswith(start)
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
    assert AuditEvent.objects.get(kind="table_downloaded").data["format"] == kind


@pytest.mark.parametrize(
    ("name", "key", "options", "status"),
    [
        ("table", "unknown", {}, 404),
        ("figure-spec", "unknown", {}, 404),
        ("table", "roc", {"outcome": "death"}, 400),
        ("table", "cutoffs", {"analyte": "gold"}, 400),
        ("table", "comparison", {}, 400),
        ("table", "agreement", {"reads": "x", "feature": "y"}, 400),
        ("table", "flow", {"run": "999999"}, 404),
        ("table", "flow", {"run": "x'; --"}, 404),
        ("figure-spec", "bland-altman", {"reads": "x"}, 400),
    ],
)
def test_unknown_names_are_refused_with_a_sentence(
    *, name, key, options, status, study, investigator, sign_in
):
    response = sign_in(investigator).get(address(name, study, key), options)
    assert response.status_code == status


def test_the_roc_page_sorts_pages_and_chooses(study, investigator, sign_in):
    client = sign_in(investigator)
    first, second = (
        client.get(address("roc", study), {"sort": sort}).context["panel_rows"]
        for sort in ("auc", "-auc")
    )
    assert [code for _, code in first] == [code for _, code in reversed(second)]
    response = client.get(
        address("roc", study), {"outcome": "mri-repair", "analyte": "tnf-a", "page": "99"}
    )
    assert response.context["analyte"] == "tnf-a"
    assert response.context["outcome"] == "mri-repair"
    assert client.get(address("roc", study), {"analyte": "gold"}).status_code == 400


def test_the_recompute_button_asks_once_and_shows_the_state(study, investigator, sign_in):
    client = sign_in(investigator)
    for _ in range(2):
        response = client.post(address("recompute", study), headers={"hx-request": "true"})
        assert "Waiting for a worker" in response.content.decode()
    assert AuditEvent.objects.filter(kind="recompute_requested").count() == 1
    assert client.post(address("recompute", study)).status_code == 302
    assert client.get(address("recompute", study)).status_code == 405


def test_recompute_needs_the_right(study, sign_in):
    coordinator = UserFactory()
    MembershipFactory(study=study, user=coordinator, role="coordinator")
    assert sign_in(coordinator).post(address("recompute", study)).status_code == 403


def test_a_waiting_page_loads_itself_again_when_results_are_there(study, investigator, sign_in):
    client = sign_in(investigator)
    mark = AnalysisState.objects.get(study=study)
    same = f"{mark.current_id}-{mark.computed_version}-0"
    assert "HX-Refresh" not in client.get(address("status", study), {"seen": same}).headers
    older = client.get(address("status", study), {"seen": "None-None-0"})
    assert older.headers["HX-Refresh"] == "true"


def test_progress_is_shown_while_it_runs(study, investigator, sign_in):
    from django.utils import timezone

    AnalysisState.objects.update(claimed_at=timezone.now(), progress=60, progress_text="ROC curves")
    text = sign_in(investigator).get(address("status", study)).content.decode()
    assert "ROC curves" in text
    assert 'value="60"' in text
    assert "every 1s" in text


def test_a_failure_is_shown_with_the_earlier_results(study, investigator, sign_in):
    AnalysisState.objects.update(last_error="The database did not answer in time.")
    text = sign_in(investigator).get(address("overview", study)).content.decode()
    assert "The database did not answer in time." in text
    assert "AUC of IL-6" in text


def test_a_run_shows_what_it_came_from(study, investigator, sign_in):
    run = AnalysisRun.objects.get()
    text = sign_in(investigator).get(address("run", study, run.pk)).content.decode()
    for part in (run.fingerprint, run.code_version, "numpy", "20170101", "This run is shown."):
        assert part in text


def test_a_study_without_results_says_what_to_do(world, sign_in):
    investigator = sign_in(world.one.people["investigator"])
    manager = sign_in(world.one.people["data_manager"])
    for page in PAGES:
        for client in (investigator, manager):
            response = client.get(address(page, world.one.study))
            assert response.status_code == 200
    assert (
        "Nothing is computed yet"
        in manager.get(address("overview", world.one.study)).content.decode()
    )


def test_a_study_without_endpoints_or_patients_shows_its_pages(world, sign_in, inside_a_test):
    recompute(world.one.study.pk)
    empty = make_demo_cohort(1, code="tiny", endpoints=False)
    recompute(empty.pk)
    manager = sign_in(manager_of(empty))
    for page in PAGES:
        one = sign_in(world.one.people["investigator"]).get(address(page, world.one.study))
        assert one.status_code == manager.get(address(page, empty)).status_code == 200


def test_formulas_in_names_never_reach_a_spreadsheet(study, sign_in, inside_a_test):
    campaign = study.campaigns.get(code="mri")
    campaign.title = '=HYPERLINK("http://example.org")'
    campaign.save()
    mark_study_changed(study.pk)
    recompute(study.pk)
    client = sign_in(manager_of(study))
    content = b"".join(client.get(address("table", study, "changes"))).decode()
    assert "'=HYPERLINK" in content
