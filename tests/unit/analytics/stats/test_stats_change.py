"""Change scores and missing films."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.descriptive.change import (
    annualise,
    probability_plot,
    standardised_response_mean,
    summarise_change,
)
from analytics.stats.imputation.missing_film import POLICIES, fill_last_film
from analytics.stats.results import NotEstimable

NAN = float("nan")
# Patients x (baseline, 6 months, 12 months); days since baseline.
SCORES = np.array(
    [
        [10.0, 12.0, 14.0],
        [4.0, 4.0, 4.0],
        [20.0, 23.0, NAN],
        [6.0, NAN, NAN],
        [NAN, 8.0, NAN],
        [2.0, 0.0, NAN],
        [8.0, NAN, 11.0],
    ]
)
DAYS = np.tile([0.0, 180.0, 360.0], (7, 1))


def test_probability_plot_leads_back_to_the_patients():
    plot = probability_plot([3.0, NAN, -1.0, 3.0, 0.5])
    assert plot.change.tolist() == [-1.0, 0.5, 3.0, 3.0]
    assert plot.cumulative.tolist() == [0.125, 0.375, 0.625, 0.875]
    assert plot.order == (2, 4, 0, 3)
    assert plot.sample.n_used == 4
    assert probability_plot([1.0, 2.0], position="i/n").cumulative.tolist() == [0.5, 1.0]


def test_shares_beyond_thresholds_are_strict_and_separate():
    summary = summarise_change([0.5, 0.6, -0.5, -0.6, 0.0, 7.0], thresholds=(0.0, 0.5))
    assert [share.share.successes for share in summary.above] == [3, 2]
    assert [share.share.successes for share in summary.below] == [2, 1]
    assert summary.below[1].rule == "change < -0.5"
    assert summary.numbers.n == 6


def test_standardised_response_mean():
    values = np.array([1.0, 2.0, 4.0, 5.0])
    assert standardised_response_mean(values) == pytest.approx(3.0 / np.std(values, ddof=1))
    assert isinstance(standardised_response_mean([2.0, 2.0]), NotEstimable)


def test_annual_change_uses_the_days_between_films():
    assert annualise([2.0, NAN], [365.25 / 2, 300]) == pytest.approx([4.0, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("observed-only", [14, 4, NAN, NAN, NAN, NAN, 11]),
        # 20 -> 23 in half the time gives 26; 2 -> 0 would give -2, which no score goes under.
        ("linear-extrapolation", [14, 4, 26, NAN, NAN, 0, 11]),
        ("last-observation", [14, 4, 23, 6, NAN, 0, 11]),
        # Mean change of the three patients with both films: (4 + 0 + 3) / 3.
        ("mean-change", [14, 4, 20 + 7 / 3, 6 + 7 / 3, NAN, 2 + 7 / 3, 11]),
    ],
)
def test_policies_for_a_missing_last_film(policy, expected):
    filled = fill_last_film(SCORES, DAYS, policy=policy)
    assert filled.score == pytest.approx(expected, nan_ok=True)
    # Exactly the invented scores are flagged.
    assert filled.imputed.tolist() == (np.isnan(SCORES[:, 2]) & np.isfinite(expected)).tolist()
    assert filled.n_observed == 3
    assert filled.n_observed + filled.n_imputed + filled.n_left_missing == 7
    assert filled.rule == POLICIES[policy]


def test_conditional_mean_is_the_regression_on_baseline():
    filled = fill_last_film(SCORES, DAYS, policy="conditional-mean")
    slope, intercept = np.polyfit([10.0, 4.0, 8.0], [14.0, 4.0, 11.0], 1)
    assert filled.score[2] == pytest.approx(intercept + 20 * slope)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_patient_without_baseline_is_never_filled(policy):
    filled = fill_last_film(SCORES, DAYS, policy=policy)
    assert np.isnan(filled.score[4])
    assert not filled.imputed[4]


@pytest.mark.parametrize("policy", ["mean-change", "conditional-mean"])
def test_nobody_to_learn_from_is_a_reason(policy):
    scores = [[1.0, NAN], [2.0, NAN]]
    assert isinstance(fill_last_film(scores, [[0.0, 1.0]] * 2, policy=policy), NotEstimable)


def test_real_days_count_in_extrapolation():
    days = np.array([[0.0, 90.0, 365.0]])
    filled = fill_last_film([[10.0, 13.0, NAN]], days, policy="linear-extrapolation")
    assert filled.score[0] == pytest.approx(10 + 3 * 365 / 90)
