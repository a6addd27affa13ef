"""The plan of a study: stored in versions, merged into runs, honoured by the computation."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from analytics.design.choices import DEFAULT
from analytics.design.endpoints.store import retire_endpoint
from analytics.design.versions import choices_in_force, store_plan
from analytics.errors import PlanRefused, PlanSuperseded
from analytics.models import AnalysisPlan, AnalysisState
from analytics.runs.services import read_inputs, recompute
from analytics.stats.comparison.trend import quantile_groups
from analytics.topics.dose.compute import dose_responses
from analytics.topics.imaging.compute import comparisons
from analytics.topics.models.compute import models
from analytics.topics.roc.compute import roc
from analytics.topics.shared.markers import marker, outcome
from ra_registry.cohort.freshness import data_version
from ra_registry.core.audit import AuditEvent
from tests.factories.cohorts import make_demo_cohort, make_study, manager_of
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.plans import covariate

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(computed_study):
    return computed_study


def choose(**values):
    return deepcopy(DEFAULT) | values


def store(study, based_on=0, reason="Agreed on with the sponsor.", **values):
    return store_plan(
        study=study, based_on=based_on, choices=choose(**values), reason=reason,
        by=manager_of(study),
    )  # fmt: skip


def inputs(study):
    plan, data = read_inputs(study.pk)
    return data, plan


def test_without_a_stored_plan_the_default_is_in_force(study):
    assert choices_in_force(study.pk) == (0, DEFAULT)
    plan, _ = read_inputs(study.pk)
    assert plan.plan_version == 0
    assert plan.primary_exposure == "il-6"
    assert [o.exposure_direction for o in plan.outcomes] == ["high", "low"]


def test_a_version_is_stored_recorded_and_makes_results_stale(study):
    before = data_version(study.pk)
    made = store(study, level=0.9)
    assert (made.version, made.choices["level"]) == (1, 0.9)
    assert data_version(study.pk) == before + 1
    event = AuditEvent.objects.filter(kind="plan_changed").latest("position")
    assert event.data["plan"] == {
        "version": 1, "changed": ["level"], "reason": "Agreed on with the sponsor."
    }  # fmt: skip
    plan, _ = read_inputs(study.pk)
    assert (plan.plan_version, plan.level) == (1, 0.9)


def test_the_default_may_be_stored_as_it_is_without_a_reason(study):
    assert store(study, reason="").version == 1
    with pytest.raises(PlanRefused, match="Nothing was changed"):
        store(study, based_on=1)


def test_a_departure_says_why(study):
    with pytest.raises(PlanRefused) as refused:
        store(study, reason=" ", level=0.9)
    assert list(refused.value.field_errors) == ["reason"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AnalysisPlan.objects.create(
            study=study, version=2, choices=DEFAULT, created_by=manager_of(study)
        )


def test_a_stale_form_is_refused(study):
    store(study, level=0.9)
    with pytest.raises(PlanSuperseded, match="Version 1 of the plan"):
        store(study, level=0.8)


def test_what_cannot_be_computed_is_refused_by_field(study):
    with pytest.raises(PlanRefused) as refused:
        store(study, primary_exposure="crp", level=95)
    assert set(refused.value.field_errors) == {"primary_exposure", "level"}
    assert not AnalysisPlan.objects.exists()


@pytest.mark.parametrize(
    "sql", ["UPDATE analytics_analysisplan SET reason = 'x'", "DELETE FROM analytics_analysisplan"]
)
def test_a_stored_version_never_changes(study, sql):
    store(study, level=0.9)
    with (
        pytest.raises(DatabaseError, match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_run_says_which_version_it_used(inside_a_test):
    study = make_demo_cohort(12, code="alpha")
    recompute(study.pk)
    store(study, resamples=100)
    recompute(study.pk)
    run = AnalysisState.objects.get(study=study).current
    assert (run.plan["plan_version"], run.plan["resampling"]["resamples"]) == (1, 100)


def test_declared_comparisons_are_the_ones_that_are_made(study):
    pair = {"first": "mri-progression", "second": "mri-repair", "test": "exact"}
    store(study, comparisons=[pair])
    data, plan = inputs(study)
    (found,) = comparisons(data, plan)
    assert (found.first, found.second) == ("mri-progression", "mri-repair")
    assert [one.test for one in plan.comparisons] == ["exact"]
    store(study, based_on=1, comparisons=[])
    data, plan = inputs(study)
    assert comparisons(data, plan) == ()


def test_a_retired_endpoint_leaves_the_plan_that_names_it(study, inside_a_test, sign_in):
    chosen = [{"endpoint": key, "exposure_direction": "high"} for key in ("mri-progression",)]
    pair = {"first": "mri-progression", "second": "xr-progression", "test": "exact"}
    store(study, outcomes=chosen, comparisons=[pair])
    by = manager_of(study)
    retire_endpoint(study=study, key="mri-progression", based_on=1, reason="no longer", by=by)
    recompute(study.pk)
    assert AnalysisState.objects.get(study=study).last_error == ""
    plan = inputs(study)[1]
    assert (plan.outcomes, plan.comparisons) == ((), ())
    client = sign_in(by)
    for page in ("overview", "report", "imaging", "roc", "models", "sensitivity", "plan"):
        shown = client.get(reverse(f"analytics:{page}", args=[study.code]))
        assert shown.status_code == 200, page
    assert (
        "no endpoint “mri-progression”"
        in client.get(reverse("analytics:plan", args=[study.code])).content.decode()
    )


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ({"first": "mri-progression", "second": "mri-progression", "test": "exact"}, "different"),
        ({"first": "mri-progression", "second": "nothing", "test": "exact"}, "no endpoint"),
        ({"first": "mri-progression", "second": "mri-repair", "test": "t"}, "found t"),
        ({"first": "mri-progression"}, "Expected the fields"),
    ],
)
def test_comparisons_that_cannot_be_made_are_refused(study, pair, said):
    with pytest.raises(PlanRefused) as refused:
        store(study, comparisons=[pair])
    assert said in " ".join(refused.value.field_errors["comparisons"])


def test_roc_honours_the_plan(study):
    store(
        study,
        left_out=["il-2"],
        outcomes=[{"endpoint": "xr-progression", "exposure_direction": "low"}],
        cutoff_criterion="closest-topleft",
        auc_interval="delong-logit",
        adjustment="benjamini-hochberg",
        level=0.9,
        resamples=100,
        seed=5,
        published_cutoff={"analyte": "il-6", "value": 7.6},
        prevalence=0.3,
        cost_ratio=2,
    )
    (found,) = roc(*inputs(study))
    assert (found.endpoint, found.direction) == ("xr-progression", "low")
    assert found.family.method == "benjamini-hochberg"
    by_analyte = {marker.analyte: marker for marker in found.markers}
    assert "il-2" not in by_analyte
    il6 = by_analyte["il-6"]
    assert il6.auc.interval.level == 0.9
    assert il6.auc.interval.method == "DeLong, logit scale"
    assert il6.bootstrap.criterion == "closest-top-left"
    assert il6.bootstrap.resampling.seed == 5
    assert il6.published.rule == "positive when value <= 7.6"
    assert il6.published.accuracy.positive_at_prevalence.prevalence == 0.3
    assert by_analyte["ifn-g"].published is None
    criteria = {alternative.criterion for alternative in il6.alternatives}
    assert criteria == {"youden", "weighted-youden", "sensitivity", "specificity"}


@pytest.mark.parametrize("criterion", ["youden", "closest-topleft"])
def test_the_cutoff_is_chosen_by_the_plans_criterion(study, criterion):
    if criterion != "youden":
        store(study, cutoff_criterion=criterion)
    best = roc(*inputs(study))[0].marker("il-6").best
    assert best.criterion == {"closest-topleft": "closest-top-left"}.get(criterion, criterion)


@pytest.mark.parametrize(
    ("chosen", "terms"),
    [
        (None, ["il-6"]),
        ("female", ["il-6", "female"]),
        ("age", ["il-6", "age"]),
        ("symptom_months", ["il-6", "symptom_months"]),
        ("acpa_positive", ["il-6", "acpa_positive"]),
    ],
)
def test_models_take_the_plans_covariate(study, chosen, terms):
    store(study, covariates=[covariate(chosen)] if chosen else [])
    data, plan = inputs(study)
    data.frame[["age", "symptom_months"]] = np.arange(2.0 * data.n).reshape(-1, 2) % 7
    result = models(data, plan)[0].result
    assert [coefficient.term for coefficient in result.coefficients] == terms


def test_models_honour_exposure_interval_and_limit_policy(study):
    store(study, primary_exposure="il-4", odds_ratio_interval="wald", below_limit="root-two")
    found = models(*inputs(study))[0]
    assert found.exposure == "il-4"
    assert found.model.values.policy == "root-two"


def test_dose_groups_follow_number_and_quantile_type(study):
    store(study, dose_groups=3, quantile_type=6)
    data, plan = inputs(study)
    result = dose_responses(data, plan)[0].result
    assert len(result.groups) == 3
    used = np.isfinite(outcome(data, plan.outcomes[0].endpoint))
    values = marker(data, plan.primary_exposure, plan).ranks.values[used]
    assert result.limits == quantile_groups(values, groups=3, quantile_type=6).limits


def test_an_exposure_that_is_not_measured_is_said(study):
    AnalysisPlan.objects.create(
        study=study, version=1, choices=choose(primary_exposure="il-17"),
        created_by=manager_of(study),
    )  # fmt: skip
    data, plan = inputs(study)
    assert plan.primary_exposure is None
    assert "not measured" in models(data, plan)[0].result.reason


# --- the page ------------------------------------------------------------------------------------


def address(name, study):
    return reverse(f"analytics:{name}", args=[study.code])


def form_of(client, study):
    """What a browser would send back untouched."""
    form = client.get(address("revise-plan", study)).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            sent[field.html_name] = value
    return sent


def test_a_data_manager_stores_a_version_in_the_browser(study, sign_in):
    client = sign_in(manager_of(study))
    data = form_of(client, study)
    response = client.post(
        address("revise-plan", study),
        {**data, "level": "0.9", "sensitivity_thresholds": "0, 0.5", "reason": "As registered."},
    )
    assert response.status_code == 302
    made = AnalysisPlan.objects.get()
    assert made.choices == choose(
        level=0.9,
        sensitivity={**DEFAULT["sensitivity"], "thresholds": ["0.00", "0.50"]},
    )
    page = client.get(address("plan", study)).content.decode()
    assert "Plan, version 1" in page
    assert "As registered." in page
    assert "Level of intervals: 0.95 → 0.9" in page
    assert "The results shown were computed by version 0." in page


def test_the_untouched_form_is_the_default(study, sign_in):
    client = sign_in(manager_of(study))
    assert client.post(address("revise-plan", study), form_of(client, study)).status_code == 302
    assert AnalysisPlan.objects.get().choices == DEFAULT


def test_wrong_input_comes_back_beside_its_field(study, sign_in):
    client = sign_in(manager_of(study))
    data = form_of(client, study)
    wrong = {
        "level": "95", "published_cutoff_value": "7.6", "sensitivity_sdc_levels": "0.95, much",
        "dose_groups": "99", "outcome_mri-progression": "", "outcome_mri-repair": "", "reason": "x",
    }  # fmt: skip
    response = client.post(address("revise-plan", study), {**data, **wrong})
    assert response.status_code == 422
    assert "dose_groups" in response.context["form"].errors
    assert "sensitivity_sdc_levels" in response.context["form"].errors
    wrong |= {"dose_groups": "4", "sensitivity_sdc_levels": "0,95; 95"}
    response = client.post(address("revise-plan", study), {**data, **wrong})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "level", "published_cutoff_analyte", "sensitivity_sdc_levels", "outcome_mri-progression",
    }  # fmt: skip
    assert not AnalysisPlan.objects.exists()


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again(study, sign_in):
    client = sign_in(manager_of(study))
    data = {**form_of(client, study), "resamples": "500", "reason": "Faster."}
    store(study, level=0.9)
    response = client.post(address("revise-plan", study), data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "was stored after you opened the form" in page
    assert "Level of intervals: 0.95 → 0.9" in page
    form = response.context["form"]
    assert (form["resamples"].value(), form["based_on"].value()) == ("500", "1")
    assert client.post(address("revise-plan", study), {**data, "based_on": 1}).status_code == 302
    assert AnalysisPlan.objects.get(version=2).choices["resamples"] == 500


def test_others_read_the_plan_and_cannot_change_it(study, sign_in, django_assert_max_num_queries):
    investigator = UserFactory()
    MembershipFactory(study=study, user=investigator, role="investigator")
    client = sign_in(investigator)
    with django_assert_max_num_queries(18):
        page = client.get(address("plan", study)).content.decode()
    assert "New version" not in page
    assert client.get(address("revise-plan", study)).status_code == 403
    assert client.post(address("revise-plan", study)).status_code == 403


def test_a_study_without_anything_has_a_plan_page(sign_in):
    study = make_study("empty")
    client = sign_in(manager_of(study))
    assert "The default" in client.get(address("plan", study)).content.decode()
    assert client.get(address("revise-plan", study)).status_code == 200


def test_the_published_cutoff_stands_beside_the_best_one(study, sign_in, inside_a_test):
    store(
        study,
        resamples=100,
        level=0.9,
        published_cutoff={"analyte": "il-6", "value": 7.6},
        prevalence=0.3,
        cost_ratio=2,
    )
    recompute(study.pk)
    page = sign_in(manager_of(study)).get(address("roc", study)).content.decode()
    for words in (
        "published",
        "≥ 7.6",
        "PPV at a prevalence of 30 %",
        "90 % CI",
        "Clopper-Pearson",
        "Least expected cost",
    ):
        assert words in page
    assert "95 % CI" not in page


def test_a_version_of_before_a_choice_is_shown_revised_and_computed(study, sign_in):
    """Stored versions never change, so what they lack is the default wherever they are read."""
    older = choose(level=0.9)
    older.pop("bootstrap_tests")
    older["sensitivity"].pop("imputations")
    AnalysisPlan.objects.create(study=study, version=1, choices=older, created_by=manager_of(study))
    assert choices_in_force(study.pk) == (1, choose(level=0.9))
    assert not inputs(study)[1].bootstrap_tests
    client = sign_in(manager_of(study))
    page = client.get(address("plan", study)).content.decode()
    assert "Bootstrap tests and intervals" in page
    assert client.get(address("revise-plan", study)).status_code == 200
    store(study, based_on=1, level=0.9, bootstrap_tests=True)
    assert inputs(study)[1].bootstrap_tests
    page = client.get(address("plan", study)).content.decode()
    assert page.count("Bootstrap tests and intervals") == 2


def test_bootstraps_stand_on_their_pages_where_the_plan_asks(study, sign_in, inside_a_test):
    store(study, resamples=100, bootstrap_tests=True, left_out=["ifn-g", "il-2", "il-4"])
    recompute(study.pk)
    client = sign_in(manager_of(study))
    roc_page = client.get(address("roc", study)).content.decode()
    for words in ("Cut-offs over resamples", "best here, chosen anew", "P, bootstrap", "DOR"):
        assert words in roc_page
    page = client.get(address("models", study), {"part": "validation"}).content.decode()
    assert "Net benefit over resamples" in page
    page = client.get(address("report", study)).content.decode()
    assert "Hanley JA" in page
