"""The change of a cytokine between two visits as an exposure, from the plan form to R."""

from __future__ import annotations

import re
from contextlib import nullcontext

import numpy as np
import pytest
from django.urls import reverse

from analytics.design.endpoints.store import endpoints_in_force
from analytics.design.exposures.registry import offered_exposures
from analytics.models import AnalysisPlan, AnalysisState
from analytics.package.build import build_package
from analytics.results.stored_run import StoredRun
from analytics.runs import services
from analytics.runs.services import read_inputs, recompute
from analytics.stats.results import NotEstimable
from analytics.topics.registry import FIGURES, TABLES
from analytics.topics.shared.markers import marker
from ra_registry.assays.models import Sample
from ra_registry.cohort.models import PlannedVisit, Visit
from ra_registry.demo.recipe import ANALYTES
from tests.factories.cohorts import make_demo_cohort, manager_of, measure_recipe
from tests.factories.quick_plans import store_quick
from tests.factories.r_scripts import check_package
from tests.undone import undone

pytestmark = pytest.mark.django_db

TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
CODE, OTHER = "assay-change.il-6", "assay-change.il-4"
NAME = "IL-6, change from BL to M12, pg/ml"
PAGES = ["overview", "cohort", "roc", "models", "sensitivity", "plan", "runs", "report"]
RULE = "value below its limit counts as LLOD / 2, and values beyond the same limit at both visits"


@pytest.fixture(scope="module")
def study(django_db_setup, django_db_blocker):
    """A study of the paper's design with samples of all but two patients at the second visit."""
    with django_db_blocker.unblock(), undone():
        made = make_demo_cohort(24, code="twice")
        last = PlannedVisit.objects.filter(study=made).order_by("day").last()
        visits = list(Visit.objects.filter(planned=last).order_by("patient_id"))[:-2]
        numbers = np.random.default_rng(7).lognormal(0.5, 1.4, (len(visits), len(ANALYTES)))
        measure_recipe(made, numbers, visits)
        yield made


@pytest.fixture
def run(study, monkeypatch):
    """A run that the change of IL-6 leads, beside that of IL-4, of which many are below."""
    monkeypatch.setattr(services, "consistent_snapshot", nullcontext)
    store_quick(study, primary_exposure=CODE, further_exposures=[OTHER])
    recompute(study.pk)
    return StoredRun(AnalysisState.objects.get(study=study).current)


def text_of(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", TAGS.sub(" ", answer.content.decode()))


def test_the_change_of_each_analyte_measured_at_both_visits_is_offered(study):
    offered = offered_exposures(study.pk, endpoints_in_force(study.pk))
    changes = [one for one in offered.further if one.variable.source == "assay"]
    assert [one.variable.code for one in changes] == [f"assay-change.{a.code}" for a in ANALYTES]
    assert {one.variable.scale for one in changes} == {"linear"}
    assert offered.variables[CODE].with_unit == NAME
    assert offered.proposed == []


def test_nothing_of_it_is_offered_without_samples_of_the_second_visit(study):
    last = PlannedVisit.objects.filter(study=study).order_by("day").last()
    Sample.objects.filter(visit__planned=last).update(
        voided_at=study.created_at, voided_by=manager_of(study), void_reason="haemolysed"
    )
    offered = offered_exposures(study.pk, endpoints_in_force(study.pk))
    assert [one for one in offered.further if one.variable.source == "assay"] == []
    assert CODE not in offered.variables


def test_the_form_offers_and_stores_it(study, sign_in):
    client = sign_in(manager_of(study))
    address = reverse("analytics:revise-plan", args=[study.code])
    fields = client.get(address).context["form"]
    assert (CODE, NAME) in fields.fields["primary_exposure"].choices
    entered = {field.html_name: field.value() for field in fields}
    sent = {name: value for name, value in entered.items() if value not in (None, False, "")}
    asked = {"primary_exposure": CODE, "further_exposures": [OTHER], "reason": "It is the change."}
    answer = client.post(address, {**sent, "based_on": 0, **asked})
    assert answer.status_code == 302, answer.context["form"].errors
    plan, data = read_inputs(study.pk)
    assert (plan.primary_exposure, plan.exposures[-2:]) == (CODE, (OTHER, CODE))
    assert data.meta.variable(CODE).unit == "pg/ml"
    assert "Further exposures IL-4, change from BL to M12" in text_of(
        client.get(reverse("analytics:plan", args=[study.code]))
    )


def test_the_data_set_holds_the_change_and_what_it_is_made_of(run):
    data = run.data()
    frame = data.frame
    held, plain = frame[f"{CODE}/value"].to_numpy(), frame["il-6/value"].to_numpy()
    np.testing.assert_array_equal(frame[f"{CODE}/baseline/value"], plain)
    np.testing.assert_array_equal(held, np.round(frame[f"{CODE}/follow_up/value"] - plain, 9))
    assert int(np.isnan(held).sum()) == 2
    found = marker(data, OTHER, run.plan)
    at_limit = (frame[f"{OTHER}/baseline/censor"] == "below").to_numpy()
    assert found.n_below >= int(at_limit[:-2].sum()) > 0
    np.testing.assert_array_equal(found.amounts.values, frame[f"{OTHER}/value"])


def test_every_page_table_figure_and_file_comes(study, run, sign_in):
    client = sign_in(manager_of(study))
    for page in PAGES:
        assert client.get(reverse(f"analytics:{page}", args=[study.code])).status_code == 200, page
    asked = {"outcome": "mri-progression", "analyte": CODE}
    for key in TABLES:
        answer = client.get(reverse("analytics:table", args=[study.code, key]), asked)
        assert answer.status_code in {200, 400}, key
    for key in FIGURES:
        answer = client.get(reverse("analytics:figure-spec", args=[study.code, key]), asked)
        assert answer.status_code in {200, 400}, key
    for kind in ("html", "docx", "pdf"):
        answer = client.get(reverse(f"analytics:report-{kind}", args=[study.code]))
        assert answer.status_code == 200, kind


def test_it_is_named_with_its_unit_and_how_limits_count_is_said(study, run, sign_in):
    client = sign_in(manager_of(study))
    area = run.marker("mri-progression", CODE).auc
    assert area.sample.n_used == 22
    assert not isinstance(area.value, NotEstimable)
    for page in ("roc", "models", "cohort", "report-html"):
        said = text_of(client.get(reverse(f"analytics:{page}", args=[study.code])))
        assert NAME in said, page
        assert RULE in said, page
        before = said.partition("Checklist")[0]
        assert not re.search(rf"{re.escape(CODE)}(?!(-preliminary)?\.csv)", before), page
    (other,) = (x for x in run.univariable("mri-progression").exposures if x.alone.term == OTHER)
    count = other.values.below
    assert count > 0
    page = reverse("analytics:roc", args=[study.code])
    assert f"With a value below its limit: IL-4, change from BL to M12 {count}." in text_of(
        client.get(page)
    )
    chosen = text_of(client.get(page, {"analyte": OTHER}))
    assert f"With a value below its limit {count} patients" in chosen


def test_a_row_varies_what_stands_for_values_below_the_limit(study, run):
    store_quick(study, based_on=1, primary_exposure=OTHER)
    recompute(study.pk)
    found = StoredRun(AnalysisState.objects.get(study=study).current)
    rows = found.sensitivity("mri-progression").rows
    policies = {row.decision.policy: row for row in rows if row.kind == "below-limit"}
    assert set(policies) == {"half-limit", "root-two", "ros", "exclude"}
    assert policies["half-limit"].same
    assert policies["half-limit"].curve == rows[0].curve
    assert policies["exclude"].curve.n < rows[0].curve.n
    assert policies["root-two"].model != rows[0].model


def test_the_values_of_each_patient_show_both_concentrations(study, run, sign_in):
    client = sign_in(manager_of(study))
    asked = {"outcome": "mri-progression", "analyte": OTHER, "format": "csv"}
    answer = client.get(reverse("analytics:table", args=[study.code, "values"]), asked)
    lines = b"".join(answer.streaming_content).decode().splitlines()
    (head,) = [line for line in lines if "Concentration at the first visit, pg/ml" in line]
    assert "Change, pg/ml" in head
    assert "Concentration at the second visit, pg/ml" in head
    assert any("<0.02" in line for line in lines)


def test_the_package_holds_and_names_it_and_r_agrees(study, run, tmp_path):
    package = build_package(run, study.code).content
    checked = check_package(package, tmp_path)
    assert checked.differs == []
    assert checked.status == 0
    for name in ("IL-6, change from BL to M12", "IL-4, change from BL to M12"):
        assert any(name in line and "area" in line for line in checked.agrees), name
        assert any(name in line and "odds ratio" in line for line in checked.agrees), name
    codebook = (tmp_path / "un packed" / "codebook.csv").read_text()
    assert '"IL-4, change from BL to M12: value",decimal number,pg/ml' in codebook
    assert "change from BL to M12: second visit: lower limit of detection" in codebook


def test_another_policy_is_no_other_data(study, run, sign_in):
    earlier = run.run
    choices = AnalysisPlan.objects.get(study=study).choices
    store_quick(study, based_on=1, **{**choices, "below_limit": "root-two"})
    recompute(study.pk)
    later = AnalysisState.objects.get(study=study).current
    assert later.pk != earlier.pk
    address = reverse("analytics:compare-runs", args=[study.code])
    said = text_of(sign_in(manager_of(study)).get(address, {"a": earlier.pk, "b": later.pk}))
    assert "LLOD / √2" in said
    assert "change from BL to M12: value" not in said
