"""The recipe's cohort, stored as scores and concentrations, gives the published figures back."""

from __future__ import annotations

import pytest

from analytics.runs.compute import compute
from analytics.runs.services import read_inputs
from tests.factories.cohorts import make_demo_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def results(django_db_setup, django_db_blocker):
    """Compute once for the module, and leave nothing behind."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        study = make_demo_cohort()
        plan, data = read_inputs(study.pk)
        found = compute(data, plan, lambda *_: None)
        transaction.set_rollback(True)
    return found


def _comparison(results, key):
    return next(c["result"] for c in results["imaging"]["comparisons"] if c["key"] == key)


def test_progression_on_mri_and_radiograph(results):
    table = _comparison(results, "progression")["table"]
    assert table == {"both": 19, "only_first": 27, "only_second": 4, "neither": 38}


def test_repair_on_mri_and_radiograph(results):
    found = _comparison(results, "repair")
    assert found["table"] == {"both": 12, "only_first": 11, "only_second": 1, "neither": 64}
    assert found["mid_p"]["p"] == pytest.approx(0.0034, abs=5e-5)


def _il6(results, endpoint):
    outcome = next(o for o in results["roc"] if o["endpoint"] == endpoint)
    return next(m for m in outcome["markers"] if m["analyte"] == "il-6")


def test_roc_of_il6_for_progression(results):
    found = _il6(results, "mri-progression")
    assert found["auc"]["value"] == pytest.approx(0.8212, abs=5e-5)
    assert found["auc"]["interval"]["low"] == pytest.approx(0.7349, abs=5e-5)
    assert found["auc"]["interval"]["high"] == pytest.approx(0.9074, abs=5e-5)
    (cutoff,) = found["youden"]["optima"]
    assert cutoff["midpoint"] == pytest.approx(7.6, abs=0.05)
    assert sum(cutoff["counts"][key] for key in ("true_positive", "false_positive")) == 44
    assert cutoff["sensitivity"] == pytest.approx(0.761, abs=5e-4)
    assert cutoff["specificity"] == pytest.approx(0.786, abs=5e-4)


def test_low_il6_for_repair(results):
    found = _il6(results, "mri-repair")
    assert found["auc"]["direction"] == "low"
    assert found["auc"]["value"] == pytest.approx(0.843, abs=5e-4)


def test_no_other_cytokine_predicts(results):
    outcome = next(o for o in results["roc"] if o["endpoint"] == "mri-progression")
    adjusted = {test["name"]: test["adjusted"] for test in outcome["family"]["tests"]}
    assert adjusted.pop("il-6") < 1e-6
    assert set(adjusted.values()) == {1.0}


def test_values_below_the_limit(results):
    outcome = next(o for o in results["roc"] if o["endpoint"] == "mri-progression")
    below = {m["analyte"]: m["values"]["below"] for m in outcome["markers"]}
    assert {code: n for code, n in below.items() if n} == {
        "il-12p70": 32, "il-4": 29, "il-1b": 24, "il-2": 9, "il-13": 5,
    }  # fmt: skip


def test_model_of_progression(results):
    found = next(m["result"] for m in results["models"] if m["endpoint"] == "mri-progression")
    il6, sero = found["coefficients"]
    assert il6["odds_ratio"] == pytest.approx(2.79, abs=0.01)
    assert il6["wald"]["low"] == pytest.approx(1.76, abs=0.01)
    assert il6["wald"]["high"] == pytest.approx(4.41, abs=0.01)
    assert sero["odds_ratio"] == pytest.approx(5.50, abs=0.01)
    assert il6["odds_ratio_per_sd"] == pytest.approx(6.5, abs=0.05)
    assert sero["odds_ratio_per_sd"] == pytest.approx(2.0, abs=0.05)
    first, second = (term["test"]["statistic"] for term in found["terms"])
    assert first == pytest.approx(34.2, abs=0.1)
    assert second == pytest.approx(6.2, abs=0.1)


def test_model_of_repair(results):
    found = next(m["result"] for m in results["models"] if m["endpoint"] == "mri-repair")
    assert found["coefficients"][0]["odds_ratio"] == pytest.approx(0.35, abs=0.01)


def test_dose_response(results):
    found = next(d for d in results["dose_response"] if d["endpoint"] == "mri-progression")
    assert [row["events"]["successes"] for row in found["result"]["rows"]] == [3, 8, 17, 18]
    # The recipe prints the one-sided p.
    assert found["change_trend"]["p"] / 2 == pytest.approx(4e-10, abs=5e-11)


def test_agreement_of_readers(results):
    mri, radiograph = results["readers"]
    (team,) = mri["teams"]
    change = team["occasions"]["change"]
    assert _icc(team["occasions"]["baseline"]) == pytest.approx(0.969, abs=5e-4)
    assert _icc(change) == pytest.approx(0.924, abs=5e-4)
    assert change["sdc_95"]["value"] == pytest.approx(2.80, abs=0.005)
    (team,) = radiograph["teams"]
    assert _icc(team["occasions"]["change"]) == pytest.approx(0.828, abs=5e-4)
    assert team["occasions"]["change"]["sdc_95"]["value"] == pytest.approx(1.23, abs=0.005)
    assert team["occasions"]["change"]["kappas"][0]["result"]["value"] == pytest.approx(
        0.38, abs=0.005
    )


def _icc(occasion):
    return next(f["value"] for f in occasion["icc"]["forms"] if f["form"] == "ICC(A,1)")
