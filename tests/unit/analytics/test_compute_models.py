"""The steps of the analysis that are about models, on data made up in memory."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.codec import encode
from analytics.datasets.dataset import DataSet
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.results import NotEstimable
from analytics.topics.correlations.compute import correlations
from analytics.topics.dose.compute import dose_responses
from analytics.topics.models.compute import models
from analytics.topics.univariable.compute import univariable
from analytics.topics.validation.compute import validation
from tests.factories.data_sets import make_meta
from tests.factories.plans import covariate, make_plan

NAN = float("nan")


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
        "worse/value": change,
        "seropositive": seropositive,
        "age": random.integers(20, 80, n).astype(float),
        "sex": np.array(["F", "M"] * n, dtype=object)[:n],
        "das28_crp": drive + random.normal(size=n),
        "crp_mg_l": np.full(n, NAN),
        "esr": np.where(random.random(n) < 0.2, NAN, 20 + drive),
    }
    return DataSet(pd.DataFrame(columns), make_meta("a", "b"))


def everything(data, plan):
    """Every step's results; each can be stored, so that none holds a number that isn't one."""
    found = (
        univariable(data, plan),
        models(data, plan),
        validation(data, plan),
        dose_responses(data, plan),
    )
    for part in found:
        assert encode(part)
    return tuple(part for (part,) in found)


def test_each_exposure_and_the_covariate_have_a_model_of_their_own():
    (found,) = univariable(make_data(), make_plan())
    assert [alone.term for alone in found.variables] == ["a", "b", "seropositive"]
    assert [test.name for test in found.family.tests] == ["a", "b"]
    first = found.exposures[0]
    sd, iqr = first.alone.spreads
    (doubling,) = first.alone.result.coefficients
    assert sd.odds_ratio == pytest.approx(doubling.odds_ratio_per_sd)
    assert iqr.odds_ratio == pytest.approx(doubling.odds_ratio**iqr.size)
    assert iqr.profile.low == pytest.approx(doubling.profile.low**iqr.size)
    assert first.with_outcome.n + first.without_outcome.n == 60
    assert first.test.variant == "Mann-Whitney, exact given the ties"
    # P(with > without) is the area under the curve of high values.
    assert 0.5 < first.comparison.probability < 1


def test_separated_data_are_penalised_and_say_so():
    data = make_data(event=lambda drive: (drive > 0).astype(float))
    data.frame["a/value"] = np.exp(data.frame["worse/event"] * 2 + np.arange(60) / 100)
    alone, together, validated, _ = everything(data, make_plan())
    for result in (alone.exposures[0].alone.result, together.result):
        assert result.method == "Firth penalised likelihood"
        assert result.separation.kind == "complete"
        assert "Firth" in result.notes[0]
    assert "separated" in validated.result.dominance.reason
    assert "separated" in validated.result.optimism.auc.corrected.reason
    assert isinstance(together.model.others.linearity, NotEstimable)


@pytest.mark.parametrize("chosen", [None, "age", "female", "seropositive"])
def test_the_covariate_of_the_plan_is_the_one_in_the_model(chosen):
    data, plan = make_data(), make_plan(covariates=[covariate(chosen)] if chosen else [])
    _, together, validated, _ = everything(data, plan)
    terms = [term.term for term in together.result.terms]
    assert terms == (["a"] if chosen is None else ["a", chosen])
    given = [held.given for held in correlations(data, plan).partial]
    assert given == [*([chosen] if chosen else []), *(["age"] if chosen != "age" else [])]
    strength = validated.result.dominance
    if chosen is None:
        assert "one term" in strength.reason
    else:
        assert len(strength.terms) == 2


def test_values_below_the_limit_enter_as_the_plan_says():
    data = make_data()
    data.frame.loc[:4, "a/value"] = NAN
    data.frame.loc[:4, "a/censor"] = "below"
    by_policy = [
        models(data, make_plan(below_limit={"roc": "common-limit", "models": policy}))[0]
        for policy in ("half-limit", "root-two")
    ]
    ratios = [found.result.coefficients[0].odds_ratio for found in by_policy]
    assert ratios[0] != ratios[1]
    accounts = [found.model.values for found in by_policy]
    assert [(one.below, one.policy) for one in accounts] == [(5, "half-limit"), (5, "root-two")]


def test_a_measure_that_nobody_has_is_not_in_the_matrix():
    found = correlations(make_data(), make_plan())
    assert found.clinical == ("DAS28-CRP", "ESR")
    assert found.changes == ("MRI erosion change",)
    pair = next(p for p in found.matrix.pairs if (p.first, p.second) == ("A", "ESR"))
    assert pair.sample.n_used == make_data().frame["esr"].notna().sum()


def test_two_campaigns_of_one_modality_have_changes_of_their_own():
    plan, data = make_plan(), make_data()
    other = {"key": "again", "campaign": {"id": 2, "code": "mri-2", "title": "MRI"}}
    same = {"key": "better"}
    for key in ("again", "better"):
        data.frame[f"{key}/value"] = data.frame["worse/value"]
    found = correlations(data, make_plan(plan, endpoints=[{}, same, other]))
    assert found.changes == (
        "MRI erosion change, MRI, Baseline to Month 12 (mri)",
        "MRI erosion change, MRI, Baseline to Month 12 (mri-2)",
    )


def test_a_change_is_named_by_its_features_label():
    plan, data = make_plan(), make_data()
    narrowing = {
        "key": "narrower",
        "measure": "jsn",
        "modality": "XR",
        "campaign": {"instrument": "svdh"},
    }
    data.frame["narrower/value"] = data.frame["worse/value"]
    found = correlations(data, make_plan(plan, endpoints=[{}, narrowing]))
    assert found.changes == ("MRI erosion change", "Radiograph joint space narrowing change")


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
        {"worse/event": NAN, "worse/value": NAN},
        {"a/value": 3.0},
        {"seropositive": 1.0},
        {"seropositive": NAN, "age": NAN},
        {"a/value": NAN, "a/censor": None},
        {"worse/value": 0.0},
        {"a/value": NAN, "a/censor": "below"},
    ],
)
def test_data_that_decide_nothing_give_sentences(spoil):
    data = make_data(30)
    for column, value in spoil.items():
        data.frame[column] = value
    alone, *_ = everything(data, make_plan())
    assert len(alone.variables) == 3
    assert encode(correlations(data, make_plan()))


def test_without_any_exposure_every_step_says_why():
    data, plan = make_data(), make_plan(exposures=[], primary_exposure=None)
    alone, *others = everything(data, plan)
    assert [one.term for one in alone.variables] == ["seropositive"]
    for found in others:
        assert "no measured exposure" in found.result.reason
    assert correlations(data, plan).exposures == ()
