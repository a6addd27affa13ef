"""Strength of terms and optimism from one set of refits, and models that have none of either."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.codec import encode
from analytics.stats.prediction.internal_validation import model_optimism
from analytics.stats.prediction.resampled_model import resampled_model
from analytics.stats.regression._irls_many import Ranking, areas
from analytics.stats.regression.design import binary, continuous
from analytics.stats.regression.dominance import dominance
from analytics.stats.regression.logistic_fit import LogisticFit, fit_model
from analytics.stats.results import NotEstimable

RANDOM = np.random.default_rng(5)
MARKER = RANDOM.normal(size=60)
YES = (RANDOM.random(60) < 0.6) * 1.0
EVENT = (RANDOM.random(60) < 1 / (1 + np.exp(-MARKER - YES))) * 1.0
TERMS = [continuous("marker", MARKER), binary("yes", YES)]


def fitted(event, terms) -> LogisticFit:
    fit = fit_model(event, terms)
    assert isinstance(fit, LogisticFit)
    return fit


def test_each_figure_equals_what_its_own_function_gives():
    found = resampled_model(fitted(EVENT, TERMS), resamples=200, seed=3)
    assert found.dominance == dominance(EVENT, TERMS, resamples=200, seed=3)
    assert found.optimism == model_optimism(EVENT, TERMS, resamples=200, seed=3)


def test_batches_do_not_change_the_figures(monkeypatch):
    whole = resampled_model(fitted(EVENT, TERMS), resamples=200, seed=3)
    monkeypatch.setattr("analytics.stats._shared.resampling.CELLS_IN_CACHE", 60 * 50)
    parts = resampled_model(fitted(EVENT, TERMS), resamples=200, seed=3)
    assert parts.optimism.auc.optimism == pytest.approx(whole.optimism.auc.optimism, rel=1e-12)
    assert encode(parts.dominance) == encode(whole.dominance)


def test_a_model_of_one_term_has_optimism_and_no_order():
    found = resampled_model(fitted(EVENT, TERMS[:1]), resamples=200, seed=3)
    assert isinstance(found.dominance, NotEstimable)
    assert found.optimism == model_optimism(EVENT, TERMS[:1], resamples=200, seed=3)


def test_separated_data_have_neither_and_no_resample():
    event = (MARKER > 0) * 1.0
    found = resampled_model(fitted(event, TERMS), resamples=200, seed=3)
    assert isinstance(found.dominance, NotEstimable)
    assert isinstance(found.optimism.auc.corrected, NotEstimable)
    assert found.optimism.resampling.used == 0


def test_one_ranking_serves_counts_of_its_own_rows_and_counts_of_all():
    score = np.round(RANDOM.normal(size=(7, 12)), 1)  # with ties
    events, others = (RANDOM.integers(0, 3, size=(7, 12)).astype(float) for _ in range(2))
    ranking = Ranking.of(score)
    assert np.array_equal(ranking.areas(events, others), areas(score, events, others))
    everywhere = ranking.areas(events[:1], others[:1])
    assert everywhere == pytest.approx(
        areas(score, *(np.tile(counts[:1], (7, 1)) for counts in (events, others)))
    )
