"""Wrong input says where it is wrong; missing input is counted under its reason."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.agreement import icc, kappa
from analytics.stats.agreement import measurement_error as agreement
from analytics.stats.comparison import groups as compare
from analytics.stats.comparison import multiplicity, paired, proportions, trend
from analytics.stats.descriptive import change
from analytics.stats.descriptive import summaries as describe
from analytics.stats.errors import InputError
from analytics.stats.imputation import missing_film, pooling
from analytics.stats.prediction import calibration, decision
from analytics.stats.results import Exclusion
from analytics.stats.roc import band as roc_band
from analytics.stats.roc import bootstrap as roc_bootstrap
from analytics.stats.roc import compare as roc_compare
from analytics.stats.roc import curve as roc
from analytics.stats.roc import cutoffs
from analytics.stats.roc import partial_area as partial_auc
from ra_registry.core.errors import DomainError

NAN = float("nan")
CURVE = roc.roc_curve([0, 1, 0, 1], [1.0, 2.0, 3.0, 4.0], direction="high")
MARKER = roc_compare.Marker([1.0, 2.0], "high")

WRONG = {
    "lengths": (lambda: roc.roc_curve([0, 1], [1.0], direction="high"), "1 rows"),
    "codes": (lambda: roc.roc_curve([0, 2], [1, 2], direction="high"), "row 1 holds 2"),
    "words": (lambda: roc.roc_curve([0, 1], ["a", "b"], direction="high"), "numbers"),
    "direction": (lambda: roc.roc_curve([0, 1], [1, 2], direction="auto"), "high, low"),
    "shape": (lambda: roc.roc_curve([[0, 1]], [1, 2], direction="high"), "dimension"),
    "magnitude": (lambda: describe.describe_numbers([1, 1e200]), "row 1"),
    "level": (lambda: roc.auc(CURVE, level=95), "level"),
    "interval": (lambda: roc.auc(CURVE, interval="normal"), "delong"),
    "resamples": (lambda: roc_bootstrap.bootstrap_auc(CURVE, resamples=10, seed=1), "100"),
    "cutoff": (lambda: cutoffs.accuracy_at(CURVE, NAN), "finite"),
    "prevalence": (lambda: cutoffs.accuracy_at(CURVE, 2, prevalence=1.5), "prevalence"),
    "cost": (lambda: cutoffs.weighted_youden(CURVE, prevalence=0.1, cost_ratio=0), "cost"),
    "weighted prevalence": (lambda: cutoffs.weighted_youden(CURVE, prevalence=0), "prevalence"),
    "wanted share": (
        lambda: cutoffs.cutoff_for(CURVE, measure="sensitivity", at_least=1.2),
        "at_least",
    ),
    "range": (lambda: partial_auc.partial_auc(CURVE, low=0.9, high=0.8, seed=1), "range"),
    "specificities": (lambda: roc_band.roc_band(CURVE, specificities=[2], seed=1), "0 and 1"),
    "one marker": (lambda: roc_compare.compare_curves([0, 1], {"a": MARKER}), "two"),
    "proportion": (lambda: proportions.proportion(5, 3), "5 of 3"),
    "table": (
        lambda: paired.compare_paired_table(paired.PairedTable(1, -1, 0, 0)),
        "whole numbers",
    ),
    "half a patient": (lambda: compare.compare_table([[0.5, 1], [1, 1]]), "whole numbers"),
    "category": (lambda: describe.describe_categories(["x"], ["a", "b"]), "'x'"),
    "kappa category": (lambda: kappa.kappa([5], [1], categories=[0, 1]), "5"),
    "kappa weights": (
        lambda: kappa.kappa([1], [1], categories=[0, 1], weights="cubic"),
        "linear",
    ),
    "sdc level": (
        lambda: agreement.smallest_detectable_change([[1, 2], [3, 4]], level=0.9),
        "0.95 or 0.80",
    ),
    "icc form": (lambda: icc.icc([[1, 2], [3, 5]]).form("ICC"), "ICC"),
    "p value": (lambda: multiplicity.adjust("f", {"a": 1.2}, method="holm"), "from 0 to 1"),
    "adjustment": (lambda: multiplicity.adjust("f", {"a": 0.2}, method="sidak"), "holm"),
    "days": (lambda: change.annualise([1.0, 2.0], [365, 0]), "row 1"),
    "position": (lambda: change.probability_plot([1.0], position="i/(n+1)"), "i/n"),
    "groups": (lambda: trend.quantile_groups([1.0, 2.0], groups=1), "at least 2"),
    "probability": (
        lambda: calibration.calibration([0, 1], [0.0, 0.5], fitted_here=True),
        "strictly",
    ),
    "calibration groups": (
        lambda: calibration.calibration([0, 1], [0.2, 0.5], groups=1, fitted_here=True),
        "at least 2",
    ),
    "risk": (lambda: decision.decision_curve([0, 1], [0.5, 1.5]), "between 0 and 1"),
    "threshold": (
        lambda: decision.decision_curve([0, 1], [0.5, 0.6], thresholds=[1.0]),
        "thresholds",
    ),
    "decision prevalence": (
        lambda: decision.decision_curve([0, 1], [0.5, 0.6], prevalence=0),
        "prevalence",
    ),
    "pool": (lambda: pooling.pool([1.0], [0.1], complete_df=None), "two or more"),
    "film shapes": (
        lambda: missing_film.fill_last_film([[1.0, 2.0]], [[0.0]], policy="last-observation"),
        "same shape",
    ),
    "film days": (
        lambda: missing_film.fill_last_film([[1.0, 2.0]], [[10.0, 5.0]], policy="last-observation"),
        "rise",
    ),
    "film policy": (
        lambda: missing_film.fill_last_film([[1.0, 2.0]], [[0.0, 1.0]], policy="guess"),
        "mean-change",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_refused_in_words(name):
    call, expected = WRONG[name]
    with pytest.raises(InputError, match=expected) as caught:
        call()
    # The edge maps domain errors to a response; a bare exception would be a server error.
    assert isinstance(caught.value, DomainError)


def test_each_left_out_row_is_counted_under_its_first_reason():
    event = [0, 1, NAN, NAN, 1, 0, 1]
    marker = [1.0, NAN, 3.0, NAN, 5.0, float("inf"), 2.0]
    sample = roc.roc_curve(event, marker, direction="high").sample
    assert (sample.n_given, sample.n_used) == (7, 3)
    assert sample.excluded == (
        Exclusion("event is missing", 2),
        Exclusion("marker is missing", 1),
        Exclusion("marker is infinite", 1),
    )


def test_none_in_a_list_is_missing():
    sample = roc.roc_curve([0, 1, None], [1.0, None, 3.0], direction="high").sample
    assert sample.n_used == 1


def test_pairs_of_curves_each_use_their_own_complete_patients():
    event = np.array([0, 0, 0, 1, 1, 1, 0, 1])
    full = np.array([1.0, 2, 3, 2.5, 4, 5, 0.5, 6])
    gap = np.array([NAN, 1.0, 2, 5, 4, 1.5, 2.2, 3])
    other = np.array([2.0, 2.0, NAN, 3, 1, 4, 5, 3])
    markers = {
        name: roc_compare.Marker(values, "high")
        for name, values in {"full": full, "gap": gap, "other": other}.items()
    }
    result = roc_compare.compare_curves(event, markers)
    assert [c.sample.n_used for c in result.comparisons] == [7, 7, 6]
    assert result.joint_sample.n_used == 6
    keep = np.isfinite(gap)
    alone = roc.auc(roc.roc_curve(event[keep], full[keep], direction="high")).value
    assert result.comparisons[0].auc_first == pytest.approx(alone)
