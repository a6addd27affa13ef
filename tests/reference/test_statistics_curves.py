"""Resampled comparisons and cut-offs agree with pROC; Woolf's interval equals its formula.

Two bootstraps of 20 000 draws from different generators differ by chance: their SDs by 0.5 %, their
2.5 % quantiles by a step of the data.
"""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.imputation.pooled_cutoff import pool_cutoff
from analytics.stats.roc.accuracy import Counts
from analytics.stats.roc.accuracy_bootstrap import (
    bootstrap_fixed_accuracy,
    bootstrap_rechosen_accuracy,
)
from analytics.stats.roc.compare import Marker
from analytics.stats.roc.curve import roc_curve
from analytics.stats.roc.diagnostic_odds import diagnostic_odds_ratio
from analytics.stats.roc.paired_bootstrap import bootstrap_compare
from tests.reference.oracle import dataset, figures, near

ASAH = dataset("asah")
MEASURES = {
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "ppv": "positive_predictive",
    "npv": "negative_predictive",
}


@pytest.mark.parametrize("pair", ["s100b_ndka", "wfns_ndka"])
def test_paired_bootstrap(pair):
    expected = figures("curves")["compared"][pair]
    first, second = (Marker(ASAH[name], "high") for name in pair.split("_"))
    result = bootstrap_compare(ASAH["poor"], first, second, resamples=20_000, seed=1)
    assert (result.auc_first, result.auc_second) == near((expected["first"], expected["second"]))
    assert result.test.statistic == pytest.approx(expected["d"], rel=0.02)
    assert result.test.p == pytest.approx(expected["p"], rel=0.08)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("kind", ["fixed", "rechosen"])
def test_accuracy_of_a_cutoff(kind, measure):
    curve = roc_curve(ASAH["poor"], ASAH["s100b"], direction="high")
    options = {"resamples": 20_000, "seed": 1}
    result = (
        bootstrap_fixed_accuracy(curve, 0.205, **options)
        if kind == "fixed"
        else bootstrap_rechosen_accuracy(curve, **options)
    )
    found = getattr(result, MEASURES[measure]).interval
    # One patient of the smaller group is 0.024; pROC takes one of tied cut-offs at random.
    step = 0.013 if kind == "fixed" else 0.025
    assert (found.low, found.high) == pytest.approx(
        tuple(figures("curves")[kind][measure]), abs=step
    )


def test_cutoff_pooled_over_fillings():
    expected = figures("curves")["pooled"]
    gap = np.arange(1, ASAH["ndka"].size + 1) % 5 == 0
    curves = [
        roc_curve(ASAH["poor"], np.where(gap, filling, ASAH["ndka"]), direction="high")
        for filling in expected["fillings"]
    ]
    result = pool_cutoff(curves, resamples=20_000, seed=1)
    assert result.cutoff == pytest.approx(expected["median"], rel=0.01)
    assert (result.interval.low, result.interval.high) == pytest.approx(
        (expected["low"], expected["high"]), rel=0.02
    )


@pytest.mark.parametrize("index", range(3))
def test_diagnostic_odds_ratio(index):
    expected = figures("curves")["diagnostic"][index]
    result = diagnostic_odds_ratio(Counts(*expected["cells"]))
    assert (result.value, result.interval.low, result.interval.high) == near(
        (expected["value"], expected["low"], expected["high"])
    )


def test_diagnostic_odds_ratio_is_that_of_a_logistic_model():
    cells = figures("curves")["diagnostic"][0]["cells"]
    assert diagnostic_odds_ratio(Counts(*cells)).value == near(figures("curves")["logistic_odds"])
