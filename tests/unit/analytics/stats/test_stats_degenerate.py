"""Whatever the data, a statistic is a finite value or a reason: no crash, no NaN, no infinity."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analytics.codec import encode
from analytics.stats.agreement import concordance, detectable_interval, icc, kappa
from analytics.stats.agreement import measurement_error as agreement
from analytics.stats.censored import concentrations as censored
from analytics.stats.censored import tobit, two_groups
from analytics.stats.comparison import correlation, fisher, paired, paired_numbers, trend
from analytics.stats.comparison import groups as compare
from analytics.stats.comparison import kendall as kendall_tau
from analytics.stats.descriptive import change, yearly_progression
from analytics.stats.descriptive import summaries as describe
from analytics.stats.errors import InputError
from analytics.stats.imputation import pooled_cutoff
from analytics.stats.prediction import (
    calibration,
    cross_validation,
    decision,
    decision_bootstrap,
    internal_validation,
)
from analytics.stats.regression import (
    collinearity,
    conditional,
    design,
    dominance,
    linear,
    linearity,
    logistic,
    logistic_fit,
    mixed,
    ordinal,
    proportional_odds,
)
from analytics.stats.results import NotEstimable
from analytics.stats.roc import accuracy_bootstrap, cutoffs, diagnostic_odds, paired_bootstrap
from analytics.stats.roc import band as roc_band
from analytics.stats.roc import bootstrap as roc_bootstrap
from analytics.stats.roc import compare as roc_compare
from analytics.stats.roc import curve as roc
from analytics.stats.roc import partial_area as partial_auc

NAN, INF = float("nan"), float("inf")
MIXED = np.random.default_rng(5)

# Each case: a yes/no outcome and a positive marker for the same patients.
CASES = {
    "nobody": ([], []),
    "one patient": ([1], [3.0]),
    "two alike": ([1, 1], [3.0, 3.0]),
    "two opposite": ([0, 1], [3.0, 4.0]),
    "two opposite, same marker": ([0, 1], [3.0, 3.0]),
    "three": ([0, 1, 1], [3.0, 4.0, 2.0]),
    "all events": ([1] * 6, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    "no events": ([0] * 6, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    "one event": ([0, 0, 1, 0, 0, 0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    "all markers equal": ([0, 1, 0, 1, 0, 1], [2.0] * 6),
    "all missing": ([NAN] * 6, [NAN] * 6),
    "outcome missing": ([NAN] * 6, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    "marker missing": ([0, 1, 0, 1, 0, 1], [NAN] * 6),
    "infinite markers": ([0, 1, 0, 1, 0, 1], [INF, 1.0, 2.0, INF, 3.0, 4.0]),
    "separated": ([0, 0, 0, 1, 1, 1], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    "quasi-separated": ([0, 0, 0, 1, 1, 1], [1.0, 2.0, 3.0, 3.0, 5.0, 6.0]),
    "wrong way": ([1, 1, 1, 0, 0, 0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    "many ties": ([0, 1, 0, 1, 1, 0, 1, 0], [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0]),
    "huge and tiny": ([0, 1, 0, 1, 1, 0], [1e-30, 1e30, 1e-20, 1e20, 1.0, 2.0]),
    "ordinary": (
        (MIXED.random(40) < 0.5).astype(float).tolist(),
        MIXED.lognormal(size=40).tolist(),
    ),
}


def _curve(event, marker):
    return roc.roc_curve(event, marker, direction="high")


def _halves(event, marker):
    values = np.asarray(marker, dtype=float)
    return values[: values.size // 2], values[values.size // 2 :]


def _ratings(event, marker):
    return np.column_stack([np.asarray(marker, float), np.asarray(marker, float)[::-1]])


def _censored(event, marker):
    values = np.asarray(marker, dtype=float)
    values = np.where(np.isinf(values), NAN, values)
    below = np.where(np.isfinite(values), values < 2.5, False).astype(float)
    return censored.concentrations(values, below, np.full(values.size, 2.5))


def _share(marker):
    """A probability that rises with the marker."""
    values = np.asarray(marker, dtype=float)
    values = np.where(np.isinf(values), NAN, values)
    return np.clip(values / (1 + values), 0.01, 0.99)


def _collinearity(event, marker):
    terms = [design.continuous("marker", marker), design.continuous("back", marker[::-1])]
    fit = logistic_fit.fit_model(event, terms)
    if isinstance(fit, NotEstimable):
        return fit
    return collinearity.variance_inflation(fit)


def _linearity(event, marker):
    """Few distinct values are the caller's mistake, and said as such."""
    try:
        return linearity.linearity(event, "marker", marker, [], knots=3)
    except InputError as error:
        return NotEstimable(error.message)


ANALYSES = {
    "auc": lambda e, m: roc.auc(_curve(e, m)),
    "auc on the logit scale": lambda e, m: roc.auc(_curve(e, m), interval="delong-logit"),
    "roc points": lambda e, m: roc.roc_points(_curve(e, m)),
    "all roc points": lambda e, m: roc.roc_points(_curve(e, m), corners_only=False),
    "youden": lambda e, m: cutoffs.youden(_curve(e, m)),
    "closest top left": lambda e, m: cutoffs.closest_top_left(_curve(e, m)),
    "weighted youden": lambda e, m: cutoffs.weighted_youden(_curve(e, m), prevalence=0.2),
    "wanted sensitivity": lambda e, m: cutoffs.cutoff_for(
        _curve(e, m), measure="sensitivity", at_least=0.9
    ),
    "wanted specificity": lambda e, m: cutoffs.cutoff_for(
        _curve(e, m), measure="specificity", at_least=0.9
    ),
    "fixed cut-off": lambda e, m: cutoffs.accuracy_at(_curve(e, m), 2.5, prevalence=0.3),
    "cut-off beyond all": lambda e, m: cutoffs.accuracy_at(_curve(e, m), 1e31),
    "bootstrap auc": lambda e, m: roc_bootstrap.bootstrap_auc(_curve(e, m), resamples=100, seed=1),
    "bootstrap youden": lambda e, m: roc_bootstrap.bootstrap_cutoff(
        _curve(e, m), resamples=100, seed=1
    ),
    "logistic": lambda e, m: logistic.logistic_regression(
        e, [design.continuous("marker", m)], profile=True
    ),
    "two terms": lambda e, m: logistic.logistic_regression(
        e, [design.continuous("marker", m), design.continuous("again", m, scale="doubling")]
    ),
    "same term twice": lambda e, m: logistic.logistic_regression(
        e, [design.continuous("marker", m), design.continuous("again", m)]
    ),
    "paired curves": lambda e, m: roc_compare.compare_curves(
        e,
        {"a": roc_compare.Marker(m, "high"), "b": roc_compare.Marker(m[::-1], "low")},
    ),
    "curve with itself": lambda e, m: roc_compare.compare_curves(
        e,
        {name: roc_compare.Marker(m, "high") for name in "ab"},
    ),
    "independent curves": lambda e, m: roc_compare.compare_independent(
        _curve(e, m), _curve(e[::-1], m)
    ),
    "partial auc": lambda e, m: partial_auc.partial_auc(
        _curve(e, m), low=0.7, resamples=100, seed=1
    ),
    "roc band": lambda e, m: roc_band.roc_band(_curve(e, m), resamples=100, seed=1),
    "optimism": lambda e, m: internal_validation.model_optimism(
        e, [design.continuous("marker", m)], resamples=100, seed=1
    ),
    "cross-validation": lambda e, m: (
        cross_validation.cross_validate(
            e, [design.continuous("marker", m)], folds=3, repeats=2, seed=1
        ).auc
    ),
    "equal slopes": lambda e, m: proportional_odds.proportional_odds_test(
        m, [design.continuous("event", e)]
    ),
    "linearity": _linearity,
    "dominance": lambda e, m: dominance.dominance(
        e,
        [design.continuous("marker", m), design.continuous("back", m[::-1])],
        resamples=100,
        seed=1,
    ),
    "collinearity": _collinearity,
    "calibration": lambda e, m: calibration.calibration(e, _share(m), fitted_here=False),
    "decision": lambda e, m: decision.decision_curve(e, _share(m)),
    "linear": lambda e, m: linear.linear_regression(m, [design.continuous("event", e)]),
    "linear on itself": lambda _e, m: linear.linear_regression(m, [design.continuous("same", m)]),
    "ordinal": lambda e, m: ordinal.ordinal_regression(m, [design.continuous("event", e)]),
    "ordinal outcome": lambda e, m: ordinal.ordinal_regression(e, [design.continuous("m", m)]),
    "fleiss": lambda e, _m: concordance.fleiss_kappa(
        np.column_stack([e, e[::-1]]), categories=[0, 1]
    ),
    "kendall": lambda e, m: concordance.kendall_w(_ratings(e, m)),
    "lin": lambda _e, m: concordance.lin_concordance(m, m[::-1]),
    "lin with itself": lambda _e, m: concordance.lin_concordance(m, m),
    "paired": lambda e, _m: paired.compare_paired(e, e[::-1]),
    "paired with itself": lambda e, _m: paired.compare_paired(e, e),
    "describe": lambda _e, m: describe.describe_numbers(m),
    "mean interval": lambda _e, m: describe.mean_interval(m),
    "means": lambda e, m: compare.compare_means(*_halves(e, m)),
    "ranks": lambda e, m: compare.compare_ranks(*_halves(e, m)),
    "groups": lambda e, m: compare.compare_groups([*_halves(e, m), []]),
    "table": lambda e, _m: compare.compare_table(compare.two_by_two(e, e[::-1])[0]),
    "spearman": correlation.spearman,
    "spearman with itself": lambda _e, m: correlation.spearman(m, m),
    "partial spearman": lambda e, m: correlation.partial_spearman(m, m[::-1], {"event": e}),
    "partial spearman given itself": lambda e, m: correlation.partial_spearman(m, e, {"m": m}),
    "matrix": lambda e, m: correlation.spearman_matrix({"a": m, "b": m[::-1], "c": e}),
    "icc": lambda e, m: icc.icc(_ratings(e, m)),
    "icc of agreeing readers": lambda _e, m: icc.icc(np.column_stack([m, m])),
    "sdc": lambda e, m: agreement.smallest_detectable_change(_ratings(e, m)),
    "sdd": lambda e, m: agreement.smallest_detectable_difference(_ratings(e, m), level=0.80),
    "bland-altman": lambda _e, m: agreement.bland_altman(m, m[::-1]),
    "kappa": lambda e, _m: kappa.kappa(e, e[::-1], categories=[0, 1]),
    "weighted kappa": lambda e, _m: kappa.kappa(
        e, e[::-1], categories=[0, 1, 2, 3], weights="quadratic"
    ),
    "probability plot": lambda _e, m: change.probability_plot(m),
    "change summary": lambda _e, m: change.summarise_change(m),
    "dose-response": trend.dose_response,
    "jonckheere": lambda e, m: trend.jonckheere([*_halves(e, m), []]),
    "common limit": lambda e, m: censored.fit_lognormal(_censored(e, m)),
    "paired bootstrap": lambda e, m: paired_bootstrap.bootstrap_compare(
        e,
        roc_compare.Marker(m, "high"),
        roc_compare.Marker(m[::-1], "low"),
        resamples=100,
        seed=1,
    ),
    "fixed cut-off by bootstrap": lambda e, m: accuracy_bootstrap.bootstrap_fixed_accuracy(
        _curve(e, m), 2.5, resamples=100, seed=1
    ),
    "chosen cut-off by bootstrap": lambda e, m: accuracy_bootstrap.bootstrap_rechosen_accuracy(
        _curve(e, m), prevalence=0.2, resamples=100, seed=1
    ),
    "pooled cut-off": lambda e, m: pooled_cutoff.pool_cutoff(
        [_curve(e, m), _curve(e, m[::-1])], resamples=100, seed=1
    ),
    "diagnostic odds": lambda e, m: diagnostic_odds.diagnostic_odds_ratio(
        cutoffs.accuracy_at(_curve(e, m), 2.5).accuracy.counts
    ),
    "net benefit": lambda e, m: decision_bootstrap.net_benefit_intervals(
        e, _share(m), thresholds=[0.2, 0.5], resamples=100, seed=1
    ),
    "conditional": lambda e, m: conditional.conditional_logistic(
        e, [design.continuous("marker", m)], np.arange(len(e)) // 2
    ),
    "conditional, one set": lambda e, m: conditional.conditional_logistic(
        e, [design.continuous("marker", m)], np.zeros(len(e))
    ),
    "paired numbers": lambda _e, m: paired_numbers.compare_paired_numbers(m, m[::-1]),
    "kendall tau": kendall_tau.kendall_tau,
    "fisher": lambda e, _m: fisher.fisher_odds_ratio(compare.two_by_two(e, e[::-1])[0]),
    "detectable": lambda e, m: detectable_interval.detectable_with_interval(
        _ratings(e, m), measure="SDC"
    ),
    "censored groups": lambda e, m: two_groups.compare_censored(_censored(e, m), e),
    "gehan": lambda e, m: two_groups.compare_censored(_censored(e, m), e[::-1], weighting="gehan"),
    "tobit": lambda e, m: tobit.tobit_regression(_censored(e, m), [design.binary("event", e)]),
    "yearly progression": lambda e, m: yearly_progression.estimated_yearly_progression(m, e),
    "visits": lambda _e, m: mixed.visit_model(
        m, np.arange(len(m)) % 2, np.arange(len(m)) // 4, np.arange(len(m)) // 2 % 2
    ),
    "order statistics": lambda e, m: censored.regression_on_order_statistics(_censored(e, m)),
}
# Arrays with gaps are part of these results on purpose (NaN marks a missing row).
WITH_GAPS = {"order statistics"}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("analysis", ANALYSES)
def test_every_statistic_answers_degenerate_data_with_a_value_or_a_reason(analysis, case):
    result = ANALYSES[analysis](*CASES[case])
    if analysis in WITH_GAPS:
        assert isinstance(result, NotEstimable) or result.n == len(CASES[case][0])
        return
    text = json.dumps(encode(result), allow_nan=False)
    assert "Infinity" not in text
    assert "NaN" not in text
