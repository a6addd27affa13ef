"""The steps of the analysis that are about models, on data made up in memory."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from analytics.datasets import DataSet
from analytics.runs.compute.correlations import correlations
from analytics.runs.compute.models import models
from analytics.runs.compute.univariable import univariable
from analytics.runs.compute.validation import validation
from analytics.stats.multiplicity import adjust

NAN = float("nan")
VISITS = {
    "baseline": {"id": 1, "code": "bl", "name": "Baseline"},
    "follow_up": {"id": 2, "code": "m12", "name": "Month 12"},
}


def make_plan(**changes):
    return {
        "endpoints": [
            {
                "key": "worse",
                "label": "Worse",
                "feature": "erosion",
                "modality": "MR",
                "campaign": {"code": "mri", "title": "MRI"},
                **VISITS,
            }
        ],
        "outcomes": [{"endpoint": "worse", "exposure_direction": "high"}],
        "exposures": ["a", "b"],
        "primary_exposure": "a",
        "covariate": "seropositive",
        "below_limit": {"roc": "common-limit", "models": "half-limit"},
        "quantile_type": 7,
        "level": 0.95,
        "odds_ratio_interval": "profile",
        "adjustment": "holm",
        "resampling": {"resamples": 200, "full_up_to": 1000, "fewest": 100, "seed": 1},
        **changes,
    }


def make_data(n=60, *, seed=3, event=None):
    random = np.random.default_rng(seed)
    columns = {}
    drive = random.normal(size=n)
    for code, own in (("a", 0.3), ("b", 3.0)):
        columns |= {
            f"{code}/value": np.exp(drive + own * random.normal(size=n)),
            f"{code}/censor": np.array(["in_range"] * n, dtype=object),
            f"{code}/llod": np.full(n, 0.001),
            f"{code}/uloq": np.full(n, 1e6),
            f"{code}/batches": np.ones(n),
        }
    seropositive = (random.random(n) < 0.6).astype(float)
    change = np.round(2 * (drive + seropositive + random.normal(size=n))) / 2
    columns |= {
        "worse/event": (change > 0.5).astype(float) if event is None else event(drive),
        "worse/change": change,
        "seropositive": seropositive,
        "age": random.integers(20, 80, n).astype(float),
        "sex": np.array(["F", "M"] * n, dtype=object)[:n],
        "das28_crp": drive + random.normal(size=n),
        "crp_mg_l": np.full(n, NAN),
        "esr": np.where(random.random(n) < 0.2, NAN, 20 + drive),
    }
    meta = {"analytes": [{"code": code, "name": code.upper(), "unit": "pg/ml"} for code in "ab"]}
    return DataSet(pd.DataFrame(columns), meta)


def everything(data, plan):
    found = {
        "univariable": univariable(data, plan),
        "models": models(data, plan),
        "validation": validation(data, plan),
        "correlations": correlations(data, plan),
    }
    return json.loads(json.dumps(found, allow_nan=False))


def test_each_exposure_and_the_covariate_have_a_model_of_their_own():
    (found,) = univariable(make_data(), make_plan())
    assert [row["term"] for row in found["rows"]] == ["a", "b", "seropositive"]
    assert [test["name"] for test in found["family"]["tests"]] == ["a", "b"]
    first = found["rows"][0]
    sd, iqr = first["odds"][0]["spreads"]
    doubling = first["result"]["coefficients"][0]
    assert sd["odds_ratio"] == pytest.approx(doubling["odds_ratio_per_sd"])
    assert iqr["odds_ratio"] == pytest.approx(doubling["odds_ratio"] ** iqr["size"])
    assert iqr["profile"]["low"] == pytest.approx(doubling["profile"]["low"] ** iqr["size"])
    groups = first["groups"]
    assert groups["with"]["n"] + groups["without"]["n"] == 60
    assert first["test"]["variant"] == "Mann-Whitney, exact given the ties"
    # P(with > without) is the area under the curve of high values.
    assert 0.5 < first["comparison"]["probability"] < 1


def test_separated_data_are_penalised_and_say_so():
    data = make_data(event=lambda drive: (drive > 0).astype(float))
    data.frame["a/value"] = np.exp(data.frame["worse/event"] * 2 + np.arange(60) / 100)
    found = everything(data, make_plan())
    alone = found["univariable"][0]["rows"][0]["result"]
    together = found["models"][0]["result"]
    for result in (alone, together):
        assert result["method"] == "Firth penalised likelihood"
        assert result["separation"]["kind"] == "complete"
        assert "Firth" in result["notes"][0]
    assert "separated" in found["validation"][0]["dominance"]["not_estimable"]
    assert "separated" in found["validation"][0]["optimism"]["auc"]["corrected"]["not_estimable"]
    assert found["models"][0]["others"]["linearity"]["not_estimable"]


@pytest.mark.parametrize("covariate", [None, "age", "female", "seropositive"])
def test_the_covariate_of_the_plan_is_the_one_in_the_model(covariate):
    found = everything(make_data(), make_plan(covariate=covariate))
    terms = [term["term"] for term in found["models"][0]["result"]["terms"]]
    assert terms == ["a"] if covariate is None else ["a", covariate]
    given = [held["given"] for held in found["correlations"]["partial"]]
    assert given == [*([covariate] if covariate else []), *(["age"] if covariate != "age" else [])]
    strength = found["validation"][0]["dominance"]
    if covariate is None:
        assert "one term" in strength["not_estimable"]
    else:
        assert len(strength["terms"]) == 2


def test_values_below_the_limit_enter_as_the_plan_says():
    data = make_data()
    data.frame.loc[:4, "a/value"] = NAN
    data.frame.loc[:4, "a/censor"] = "below"
    by_policy = [
        models(data, make_plan(below_limit={"roc": "common-limit", "models": policy}))[0]
        for policy in ("half-limit", "root-two")
    ]
    ratios = [found["result"]["coefficients"][0]["odds_ratio"] for found in by_policy]
    assert ratios[0] != ratios[1]
    assert [found["values"]["below"] for found in by_policy] == [5, 5]


def test_a_measure_that_nobody_has_is_not_in_the_matrix():
    found = correlations(make_data(), make_plan())
    assert found["clinical"] == ["DAS28-CRP", "ESR"]
    assert found["changes"] == ["MRI erosion change"]
    pair = next(p for p in found["matrix"]["pairs"] if (p["first"], p["second"]) == ("A", "ESR"))
    assert pair["sample"]["n_used"] == make_data().frame["esr"].notna().sum()


def test_two_campaigns_of_one_modality_have_changes_of_their_own():
    plan, data = make_plan(), make_data()
    (endpoint,) = plan["endpoints"]
    other = {**endpoint, "key": "again", "campaign": {"code": "mri-2", "title": "MRI"}}
    same = {**endpoint, "key": "better"}
    for key in ("again", "better"):
        data.frame[f"{key}/change"] = data.frame["worse/change"]
    found = correlations(data, {**plan, "endpoints": [endpoint, same, other]})
    assert found["changes"] == [
        "MRI erosion change, MRI, Baseline to Month 12 (mri)",
        "MRI erosion change, MRI, Baseline to Month 12 (mri-2)",
    ]


def test_a_change_is_named_by_its_features_label():
    plan, data = make_plan(), make_data()
    (endpoint,) = plan["endpoints"]
    narrowing = {**endpoint, "key": "narrower", "feature": "jsn", "modality": "XR"}
    data.frame["narrower/change"] = data.frame["worse/change"]
    found = correlations(data, {**plan, "endpoints": [endpoint, narrowing]})
    assert found["changes"] == ["MRI erosion change", "Radiograph joint space narrowing change"]


def test_a_p_value_may_be_as_small_as_floats_get():
    """Two campaigns that agree in everything: P of their correlation is far below 1e-50."""
    family = adjust("changes", {"equal": 4.6e-55, "other": 0.2}, method="holm")
    assert [test.adjusted for test in family.tests] == [pytest.approx(9.2e-55, abs=0), 0.2]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 9])
def test_few_patients_give_sentences(n):
    everything(make_data(n), make_plan())


@pytest.mark.parametrize(
    "spoil",
    [
        {"worse/event": 1.0},
        {"worse/event": NAN, "worse/change": NAN},
        {"a/value": 3.0},
        {"seropositive": 1.0},
        {"seropositive": NAN, "age": NAN},
        {"a/value": NAN, "a/censor": None},
        {"worse/change": 0.0},
        {"a/value": NAN, "a/censor": "below"},
    ],
)
def test_data_that_decide_nothing_give_sentences(spoil):
    data = make_data(30)
    for column, value in spoil.items():
        data.frame[column] = value
    found = everything(data, make_plan())
    assert len(found["univariable"][0]["rows"]) == 3


def test_without_any_exposure_every_step_says_why():
    found = everything(make_data(), make_plan(exposures=[], primary_exposure=None))
    assert "no measured exposure" in found["models"][0]["result"]["not_estimable"]
    assert "no measured exposure" in found["validation"][0]["not_estimable"]
    assert found["correlations"]["exposures"] == []
