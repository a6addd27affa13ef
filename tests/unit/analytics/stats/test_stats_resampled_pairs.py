"""Resampled comparisons do what a loop over patients would do, and say when they can't."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats._shared import resampling as _resampling
from analytics.stats.errors import InputError
from analytics.stats.imputation.pooled_cutoff import pool_cutoff
from analytics.stats.prediction.decision import decision_curve
from analytics.stats.prediction.decision_bootstrap import net_benefit_intervals
from analytics.stats.results import NotEstimable
from analytics.stats.roc.accuracy import Counts
from analytics.stats.roc.accuracy_bootstrap import (
    bootstrap_fixed_accuracy,
    bootstrap_rechosen_accuracy,
)
from analytics.stats.roc.bootstrap import bootstrap_cutoff
from analytics.stats.roc.compare import Marker
from analytics.stats.roc.curve import auc, roc_curve
from analytics.stats.roc.cutoffs import accuracy_at, youden
from analytics.stats.roc.diagnostic_odds import diagnostic_odds_ratio
from analytics.stats.roc.paired_bootstrap import bootstrap_compare

RANDOM = np.random.default_rng(21)
EVENT = (RANDOM.random(40) < 0.45).astype(float)
FIRST = np.round(RANDOM.normal(size=40) + EVENT, 1)
SECOND = np.round(RANDOM.normal(size=40) - 0.4 * EVENT, 1)
CURVE = roc_curve(EVENT, FIRST, direction="high")


def area(event, marker, direction):
    return auc(roc_curve(event, marker, direction=direction)).value


def test_paired_differences_are_those_of_whole_patients():
    random = _resampling.generator(3)
    events, others = np.flatnonzero(EVENT == 1), np.flatnonzero(EVENT == 0)
    of_events = _resampling.draw_weights(random, 200, events.size)
    of_others = _resampling.draw_weights(random, 200, others.size)
    differences = []
    for in_events, in_others in zip(of_events, of_others, strict=True):
        rows = np.concatenate([np.repeat(events, in_events), np.repeat(others, in_others)])
        differences.append(
            area(EVENT[rows], FIRST[rows], "high") - area(EVENT[rows], SECOND[rows], "low")
        )
    result = bootstrap_compare(
        EVENT, Marker(FIRST, "high"), Marker(SECOND, "low"), resamples=200, seed=3
    )
    assert result.difference == pytest.approx(
        area(EVENT, FIRST, "high") - area(EVENT, SECOND, "low")
    )
    assert result.test.statistic == pytest.approx(result.difference / np.std(differences, ddof=1))
    assert (result.interval.low, result.interval.high) == pytest.approx(
        tuple(np.quantile(differences, [0.025, 0.975]))
    )


def test_swapping_the_curves_turns_the_difference_round():
    one, two = Marker(FIRST, "high"), Marker(SECOND, "low")
    forth = bootstrap_compare(EVENT, one, two, resamples=300, seed=9)
    back = bootstrap_compare(EVENT, two, one, resamples=300, seed=9)
    assert forth.difference == pytest.approx(-back.difference)
    assert forth.test.p == pytest.approx(back.test.p)
    assert forth.interval.low == pytest.approx(-back.interval.high)


def test_a_marker_and_a_monotone_map_of_it_cannot_be_compared():
    same = bootstrap_compare(
        EVENT, Marker(FIRST, "high"), Marker(np.exp(FIRST), "high"), resamples=100, seed=1
    )
    assert same.difference == 0
    assert isinstance(same.test.p, NotEstimable)
    with pytest.raises(InputError, match="names"):
        bootstrap_compare(
            EVENT, Marker(FIRST, "high"), Marker(SECOND, "high"), names=("a", "a"), seed=1
        )


def test_a_fixed_cutoff_varies_as_a_binomial_share():
    result = bootstrap_fixed_accuracy(CURVE, 0.5, resamples=20_000, seed=2)
    plain = accuracy_at(CURVE, 0.5).accuracy
    assert result.sensitivity.value == plain.sensitivity.value
    assert result.positive_predictive.value == pytest.approx(plain.positive_predictive.value)
    share, n = plain.sensitivity.value, CURVE.n_events
    draws = np.random.default_rng(0).binomial(n, share, 200_000) / n
    assert result.sensitivity.interval.low == pytest.approx(np.quantile(draws, 0.025), abs=1e-9)


def test_a_rechosen_cutoff_has_the_intervals_of_the_cutoff_bootstrap():
    chosen = bootstrap_cutoff(CURVE, resamples=500, seed=4)
    accuracy = bootstrap_rechosen_accuracy(CURVE, resamples=500, seed=4)
    assert accuracy.sensitivity.value == pytest.approx(chosen.sensitivity_optimism.apparent)
    assert accuracy.specificity.interval.high <= 1
    fixed = bootstrap_fixed_accuracy(CURVE, accuracy.cutoff, resamples=500, seed=4)
    width = [
        each.sensitivity.interval.high - each.sensitivity.interval.low for each in (accuracy, fixed)
    ]
    assert width[0] > width[1]


def test_predictive_values_follow_the_prevalence():
    low, high = (
        bootstrap_fixed_accuracy(CURVE, 0.5, prevalence=share, resamples=100, seed=1)
        for share in (0.05, 0.6)
    )
    assert low.positive_predictive.value < high.positive_predictive.value
    assert low.negative_predictive.value > high.negative_predictive.value
    assert low.sensitivity == high.sensitivity


def test_a_cutoff_beyond_everybody_has_no_positive_predictive_value():
    result = bootstrap_fixed_accuracy(CURVE, 99.0, resamples=100, seed=1)
    assert isinstance(result.positive_predictive.value, NotEstimable)
    assert isinstance(result.positive_predictive.interval, NotEstimable)
    assert result.negative_predictive.used == 100


def test_pooled_cutoffs_are_those_of_every_resample_of_every_filling():
    random, chosen = _resampling.generator(5), []
    other = roc_curve(EVENT, FIRST + RANDOM.integers(0, 2, 40), direction="high")
    for curve in (CURVE, other):
        events, others = (
            np.repeat(curve.values, counts) for counts in (curve.events, curve.non_events)
        )
        weights = [_resampling.draw_weights(random, 100, rows.size) for rows in (events, others)]
        for in_events, in_others in zip(*weights, strict=True):
            marker = np.concatenate([np.repeat(events, in_events), np.repeat(others, in_others)])
            event = np.repeat([1.0, 0.0], [events.size, others.size])
            optima = youden(roc_curve(event, marker, direction="high")).optima
            chosen.append(optima[(len(optima) - 1) // 2].observed)
    pooled = pool_cutoff([CURVE, other], resamples=100, seed=5)
    assert pooled.cutoff == pytest.approx(np.median(chosen))
    assert (pooled.interval.low, pooled.interval.high) == pytest.approx(
        tuple(np.quantile(chosen, [0.025, 0.975]))
    )
    assert (pooled.resampling.resamples, pooled.resampling.used) == (200, 200)


def test_different_fillings_widen_the_pooled_cutoff():
    far = roc_curve(EVENT, FIRST + 2, direction="high")
    alone = pool_cutoff([CURVE, CURVE], resamples=500, seed=5)
    apart = pool_cutoff([CURVE, far], resamples=500, seed=5)
    assert apart.interval.high - apart.interval.low > alone.interval.high - alone.interval.low
    with pytest.raises(InputError, match="two or more"):
        pool_cutoff([CURVE], seed=1)
    useless = roc_curve(EVENT, np.ones(40), direction="high")
    assert isinstance(pool_cutoff([CURVE, useless], seed=1).cutoff, NotEstimable)


def test_net_benefit_without_resampling_is_the_decision_curve():
    risk = np.clip(0.5 + FIRST / 6, 0.01, 0.99)
    thresholds = [0.3, 0.5]
    found = net_benefit_intervals(EVENT, risk, thresholds=thresholds, resamples=400, seed=1)
    assert (
        tuple(b.point for b in found.benefits)
        == decision_curve(EVENT, risk, thresholds=thresholds).points
    )
    for benefit in found.benefits:
        assert benefit.model.low <= benefit.point.model <= benefit.model.high
    free = net_benefit_intervals(
        EVENT, risk, thresholds=thresholds, resamples=400, seed=1, stratified=False
    )
    widths = [each.benefits[0].model.high - each.benefits[0].model.low for each in (found, free)]
    assert widths[1] > widths[0]  # the share of events varies as well
    assert not free.resampling.stratified
    with pytest.raises(InputError, match="stratified"):
        net_benefit_intervals(
            EVENT, risk, thresholds=thresholds, prevalence=0.2, stratified=False, seed=1
        )


def test_everything_treated_has_no_lead_over_treating_everybody():
    found = net_benefit_intervals(EVENT, np.full(40, 0.9), thresholds=[0.2], resamples=100, seed=1)
    lead = found.benefits[0].over_treat_all
    assert (lead.low, lead.high) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_same_seed_same_figures():
    calls = (
        lambda seed: bootstrap_compare(
            EVENT, Marker(FIRST, "high"), Marker(SECOND, "low"), resamples=150, seed=seed
        ),
        lambda seed: bootstrap_rechosen_accuracy(CURVE, resamples=150, seed=seed),
        lambda seed: pool_cutoff([CURVE, CURVE], resamples=150, seed=seed),
        lambda seed: net_benefit_intervals(
            EVENT, (FIRST - FIRST.min()) / 9, thresholds=[0.3], resamples=150, seed=seed
        ),
    )
    for call in calls:
        assert call(8) == call(8)
        assert call(8) != call(9)


def test_an_empty_cell_of_the_diagnostic_odds_ratio_is_corrected_and_said():
    result = diagnostic_odds_ratio(Counts(5, 0, 3, 9))
    assert result.value == pytest.approx(5.5 * 9.5 / (0.5 * 3.5))
    assert "0.5" in result.correction
    plain = diagnostic_odds_ratio(Counts(5, 1, 3, 9))
    assert plain.value == pytest.approx(15)
    assert plain.correction == "none needed"
    assert isinstance(diagnostic_odds_ratio(Counts(0, 2, 0, 4)).value, NotEstimable)
