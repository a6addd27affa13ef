"""Sensitivity analyses: the main row is the main analysis, the others change one decision."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import transaction
from django.urls import reverse

from analytics.datasets import DataSet
from analytics.datasets.dataset import endpoint_column, reader_column
from analytics.models import AnalysisRun, AnalysisState
from analytics.runs.compute.imaging import imaging
from analytics.runs.compute.models import models
from analytics.runs.compute.readers import reliability
from analytics.runs.compute.roc import roc
from analytics.runs.compute.sensitivity import sensitivity
from analytics.runs.services import read_inputs
from analytics.tables.sensitivity import OLDER_RUN
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.unlike import Described, make_described_study, make_unlike_study

pytestmark = pytest.mark.django_db


def inputs_of(make, django_db_blocker):
    """Plan and data set of a study that is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan, data = read_inputs(make().pk)
        transaction.set_rollback(True)
    # One exposure is all that sensitivity analyses look at.
    return plan | {"exposures": [plan["primary_exposure"]]}, data


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    return inputs_of(lambda: make_demo_cohort(40), django_db_blocker)


@pytest.fixture(scope="module")
def unlike(django_db_setup, django_db_blocker):
    return inputs_of(make_unlike_study, django_db_blocker)


def varied(plan, data):
    return sensitivity(data, plan, reliability(data, plan))


def rows_of(found, place=0):
    return {row["key"]: row for row in found["outcomes"][place]["rows"]}


@pytest.mark.parametrize("interval", ["profile", "wald"])
def test_the_first_row_is_the_main_analysis(demo, interval):
    plan, data = demo[0] | {"odds_ratio_interval": interval}, demo[1]
    found, curves, fitted = varied(plan, data), roc(data, plan), models(data, plan)
    for place, outcome in enumerate(found["outcomes"]):
        main = outcome["rows"][0]
        assert main["key"] == "main"
        marker = curves[place]["markers"][0]
        for name in ("value", "interval", "p"):
            assert main["auc"][name] == marker["auc"][name]
        assert main["cutoff"]["value"] == marker["youden"]["optima"][0]["midpoint"]
        assert main["n"] == marker["auc"]["sample"]["n_used"]
        model = fitted[place]["result"]
        by_term = {c["term"]: c for c in model["coefficients"]}
        tests = {t["term"]: t["test"]["p"] for t in model["terms"]}
        for name, term in (("exposure", "il-6"), ("covariate", "seropositive")):
            assert main[name]["value"] == by_term[term]["odds_ratio"]
            assert main[name]["interval"] == by_term[term][interval]
            p = tests[term] if interval == "profile" else by_term[term]["p_wald"]
            assert main[name]["p"] == p


def test_the_first_row_of_a_comparison_is_the_paired_comparison(demo):
    plan, data = demo
    compared = imaging(data, plan)["comparisons"]
    for place, pair in enumerate(varied(plan, data)["comparisons"]):
        main, expected = pair["rows"][0], compared[place]["result"]
        for side in ("first", "second"):
            assert main[side]["successes"] == expected[side]["successes"]
        assert main["difference"]["value"] == expected["difference"]
        assert main["difference"]["interval"] == expected["tango"]
        assert main["difference"]["p"] == expected["mid_p"]["p"]


def test_thresholds_and_detectable_change_count_what_lies_beyond(demo):
    plan, data = demo
    results = varied(plan, data)
    sdc = next(r for r in reliability(data, plan) if r["read_set"].startswith("mri"))
    change = data.frame[endpoint_column("mri-progression", "change")].to_numpy()
    detectable = sdc["teams"][0]["occasions"]["change"]
    progression, repair = rows_of(results), rows_of(results, 1)
    for key, limit in (
        ("threshold-0.00", 0.0),
        ("threshold-0.50", 0.5),
        ("threshold-1.00", 1.0),
        ("sdc-95", detectable["sdc_95"]["value"]),
        ("sdc-80", detectable["sdc_80"]["value"]),
    ):
        assert progression[key]["events"] == np.count_nonzero(change > limit)
        assert repair[key]["events"] == np.count_nonzero(change < -limit)
    assert progression["threshold-0.50"]["same"]
    assert f"{detectable['sdc_95']['value']:.2f}" in progression["sdc-95"]["label"]


def test_each_reader_alone_is_named_by_place_only(demo):
    plan, data = demo
    results = varied(plan, data)
    read_set = next(r for r in data.meta["read_sets"] if r["campaign"] == "mri")
    for place, reader in enumerate(read_set["readers"], 1):
        row = rows_of(results)[f"reader-{place}"]
        column = reader_column(read_set["key"], "erosion", reader, "change_half")
        own = data.frame[column].to_numpy() / 2
        assert row["events"] == np.count_nonzero(own > 0.5)
        assert row["label"] == f"Reader {place} alone"
        assert "reader_id" not in row


def test_a_study_with_every_gap_has_every_kind_of_row(unlike):
    rows = rows_of(varied(*unlike))
    assert {row["group"] for row in rows.values()} == {
        "main", "threshold", "detectable", "reader", "film", "surgery", "below-limit", "missing",
    }  # fmt: skip
    assert rows["main"]["method"] == "Firth penalised likelihood"
    carried = rows["film-last-observation"]
    assert carried["imputed"] == 3
    assert carried["n"] > rows["main"]["n"]
    assert carried["events"] == rows["main"]["events"]
    assert "not_estimable" in rows["film-linear-extrapolation"]["auc"]["value"]
    assert rows["below-exclude"]["n"] < rows["main"]["n"]
    assert rows["below-half-limit"]["same"]
    assert rows["below-root-two"]["auc"] == rows["main"]["auc"]
    assert rows["imputed"]["n"] == 24
    # Completely separated data have no maximum likelihood to pool.
    assert "maximum-likelihood" in rows["imputed"]["exposure"]["value"]["not_estimable"]


def test_imputation_repeats_with_its_seed_and_comes_near_the_complete_data(demo):
    plan, data = demo
    complete = rows_of(varied(plan, data))
    assert "imputed" not in complete
    frame = data.frame.copy()
    frame.loc[np.arange(data.n) % 6 == 0, "seropositive"] = np.nan
    gaps = DataSet(frame, data.meta)
    first, again = (rows_of(varied(plan, gaps))["imputed"] for _ in range(2))
    assert first == again
    assert first["n"] == data.n
    limits = complete["main"]["exposure"]["interval"]
    assert limits["low"] < first["exposure"]["value"] < limits["high"]
    other = plan | {"resampling": plan["resampling"] | {"seed": 7}}
    assert rows_of(varied(other, gaps))["imputed"]["covariate"] != first["covariate"]


def test_a_changed_conclusion_is_a_field_of_its_own(demo):
    rows = [row for place in (0, 1) for row in rows_of(varied(*demo), place).values()]
    assert any(row["changed"] for row in rows)
    for place in (0, 1):
        found = rows_of(varied(*demo), place)
        for row in found.values():
            crosses = (row["covariate"]["p"] < 0.05) != (found["main"]["covariate"]["p"] < 0.05)
            assert ("covariate" in row["changed"]) == crosses


def test_a_plan_without_a_covariate_has_no_odds_ratio_for_it(demo):
    plan, data = demo
    row = rows_of(varied(plan | {"covariate": None}, data))["main"]
    assert row["covariate"] is None
    assert row["exposure"]["value"] > 1


def test_one_reader_says_that_nobody_is_set_apart():
    people = [Described(mri=(i % 3,), xr=(0,), measured={"mmp-3": 1.0 + i}) for i in range(6)]
    results = varied(*read_inputs(make_described_study("solo", people, readers=1).pk))
    outcome = results["outcomes"][0]
    assert any("no reader is set apart" in remark for remark in outcome["remarks"])
    assert not any(row["group"] == "reader" for row in outcome["rows"])
    assert "not_estimable" in rows_of(results)["sdc-95"]["auc"]["value"]


def test_the_page_says_what_moved(computed_study, sign_in, django_assert_max_num_queries):
    client = sign_in(manager_of(computed_study))
    url = reverse("analytics:sensitivity", args=[computed_study.code])
    with django_assert_max_num_queries(14):
        page = client.get(url, {"outcome": "mri-repair"})
    assert page.context["outcome"] == "mri-repair"
    assert any(sentence.startswith("AUC:") for sentence in page.context["sentences"])
    assert client.get(url, {"outcome": "death"}).status_code == 400


def test_a_run_from_before_says_so(computed_study, sign_in):
    run = AnalysisRun.objects.get(study=computed_study)
    del run.results["sensitivity"]
    run.pk, run.fingerprint = None, "0" * 64
    run.save(force_insert=True)
    AnalysisState.objects.filter(study=computed_study).update(current=run)
    client = sign_in(manager_of(computed_study))
    code = computed_study.code
    page = client.get(reverse("analytics:sensitivity", args=[code]))
    assert OLDER_RUN in page.content.decode()
    table = client.get(reverse("analytics:table", args=[code, "sensitivity"]))
    assert OLDER_RUN in b"".join(table).decode()
    figure = client.get(reverse("analytics:figure-spec", args=[code, "sensitivity"]))
    assert figure.json()["spec"]["description"] == OLDER_RUN
