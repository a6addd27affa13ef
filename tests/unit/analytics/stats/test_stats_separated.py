"""Separated data: the term that separates is named, and what can be estimated is given."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from analytics.codec import encode
from analytics.stats.prediction.internal_validation import model_optimism
from analytics.stats.regression.design import binary, categorical, continuous
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.results import NotEstimable


def cohort(seed=3, n=60):
    """A marker that overlaps, and a yes/no variable that every patient with the outcome has."""
    random = np.random.default_rng(seed)
    marker = np.exp(random.standard_normal(n))
    event = (random.random(n) < 1 / (1 + np.exp(-np.log(marker)))).astype(float)
    yes = np.where(event == 1, 1.0, (random.random(n) < 0.5).astype(float))
    return event, marker, yes


@pytest.mark.parametrize("turned", [False, True])
def test_the_term_that_separates_is_named_wherever_it_stands(turned):
    event, marker, yes = cohort()
    terms = [continuous("il-6", marker, scale="doubling"), binary("seropositive", yes)]
    found = logistic_regression(event, terms[::-1] if turned else terms)
    assert found.method == "Firth penalised likelihood"
    assert found.separation.columns == ("seropositive",)


def test_of_a_variable_with_categories_the_separating_one_is_named():
    event, marker, yes = cohort()
    group = [("b" if y else "a") if m > 1 else "c" for y, m in zip(yes, marker, strict=True)]
    found = logistic_regression(event, [categorical("group", group, reference="c")])
    assert found.separation.columns == ("group: a",)


def test_what_is_estimable_in_separated_data_is_given():
    event, marker, yes = cohort()
    terms = [continuous("il-6", marker, scale="doubling"), binary("seropositive", yes)]
    found = model_optimism(event, terms, resamples=200, seed=1)
    predicted = fit_model(event, terms).probability
    assert found.auc.apparent == pytest.approx(roc_auc_score(event, predicted))
    assert found.brier.apparent == pytest.approx(brier_score_loss(event, predicted))
    assert found.slope.apparent > 1.05, "a penalised model's own slope is no 1 by construction"
    for figure in (found.auc, found.brier, found.slope):
        assert isinstance(figure.corrected, NotEstimable)
    assert found.resampling.used == 0
    encode(found)


def test_completely_separated_data_have_an_area_and_no_slope():
    event = np.array([0.0] * 8 + [1.0] * 8)
    found = model_optimism(event, [continuous("x", np.arange(16.0))], resamples=200, seed=1)
    assert found.auc.apparent == 1.0
    assert found.brier.apparent < 0.05
    assert isinstance(found.slope.apparent, NotEstimable)
