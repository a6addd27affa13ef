"""ROC figures equal pROC's, on data sets with heavy ties and in both directions."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.results import NotEstimable
from analytics.stats.roc.bootstrap import bootstrap_auc, bootstrap_cutoff
from analytics.stats.roc.compare import Marker, compare_curves, compare_independent
from analytics.stats.roc.curve import auc, roc_curve
from analytics.stats.roc.cutoffs import accuracy_at, closest_top_left, weighted_youden, youden
from analytics.stats.roc.partial_area import partial_auc
from tests.reference.oracle import dataset, figures, near

MARKERS = {
    "s100b": ("asah", "poor", "s100b", "high"),
    "ndka": ("asah", "poor", "ndka", "high"),
    "wfns": ("asah", "poor", "wfns", "high"),
    "age_low": ("asah", "poor", "age", "low"),
    "lwt_low": ("birthwt", "low", "lwt", "low"),
}


def curve_of(name):
    data, event, marker, direction = MARKERS[name]
    return roc_curve(dataset(data)[event], dataset(data)[marker], direction=direction)


@pytest.mark.parametrize("name", MARKERS)
def test_area_and_delong_interval(name):
    expected = figures("roc")[name]
    result = auc(curve_of(name))
    assert result.value == near(expected["auc"])
    assert result.standard_error == near(expected["se"])
    assert (result.interval.low, result.interval.high) == near((expected["low"], expected["high"]))
    assert auc(curve_of(name), level=0.9).interval.low == near(expected["low90"])


@pytest.mark.parametrize("name", MARKERS)
def test_accuracy_at_every_threshold(name):
    expected = figures("roc")[name]["thresholds"]
    for row in zip(*(expected[key] for key in ("threshold", "tp", "fp", "tn", "fn")), strict=True):
        counts = accuracy_at(curve_of(name), row[0]).accuracy.counts
        assert (
            counts.true_positive,
            counts.false_positive,
            counts.true_negative,
            counts.false_negative,
        ) == row[1:]


@pytest.mark.parametrize(
    ("criterion", "choose"),
    [
        ("youden", youden),
        ("topleft", closest_top_left),
        ("weighted", lambda curve: weighted_youden(curve, cost_ratio=3, prevalence=0.2)),
    ],
)
@pytest.mark.parametrize("name", MARKERS)
def test_best_cutoffs(name, criterion, choose):
    expected = figures("roc")[name][criterion]
    if set(expected["threshold"]) <= {"Inf", "-Inf"}:
        # pROC calls "everybody" or "nobody" a cut-off; here that is the answer in words.
        assert isinstance(choose(curve_of(name)), NotEstimable)
        return
    optima = choose(curve_of(name)).optima
    found = sorted(optimum.midpoint for optimum in optima)
    # pROC compares floats and so may miss exact ties; it must not know one we don't.
    assert set(np.round(expected["threshold"], 9)) <= set(np.round(found, 9))
    by_midpoint = {round(optimum.midpoint, 9): optimum for optimum in optima}
    for threshold, sensitivity, specificity in zip(
        *(expected[key] for key in ("threshold", "sensitivity", "specificity")), strict=True
    ):
        optimum = by_midpoint[round(threshold, 9)]
        assert (optimum.sensitivity, optimum.specificity) == near((sensitivity, specificity))


def test_bootstrap_interval_of_the_area_within_monte_carlo_error():
    expected = figures("roc")["bootstrap_s100b"]
    interval = bootstrap_auc(curve_of("s100b"), resamples=20_000, seed=1).interval
    assert (interval.low, interval.high) == near((expected["low"], expected["high"]), rel=0.006)


def test_bootstrap_interval_of_the_chosen_cutoff():
    # pROC takes midpoints within the resample and we within the sample, and both quantiles sit
    # on the grid of cut-offs that an event sits at: one step apart is agreement.
    low, _, high = figures("roc")["cutoff_s100b"]["threshold"]
    curve = curve_of("s100b")
    grid = np.sort(curve.values[curve.events > 0])
    result = bootstrap_cutoff(curve, resamples=20_000, seed=1)
    for found, expected in ((result.midpoint.low, low), (result.midpoint.high, high)):
        assert abs(np.searchsorted(grid, found) - np.searchsorted(grid, expected)) <= 1


def test_area_below_one_half_is_not_turned_round():
    # pROC's automatic direction would compare medians; here the caller's word holds.
    data = dataset("birthwt")
    high = auc(roc_curve(data["low"], data["lwt"], direction="high"))
    low = auc(roc_curve(data["low"], data["lwt"], direction="low"))
    assert high.value == near(1 - low.value)
    assert high.value < 0.5
    assert high.notes


PAIRS = {
    "wfns_s100b": ("asah", "poor", ("wfns", "s100b"), "high"),
    "wfns_ndka": ("asah", "poor", ("wfns", "ndka"), "high"),
    "s100b_ndka": ("asah", "poor", ("s100b", "ndka"), "high"),
    "lwt_age": ("birthwt", "low", ("lwt", "age"), "low"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_paired_delong(name):
    data, event, names, direction = PAIRS[name]
    markers = {marker: Marker(dataset(data)[marker], direction) for marker in names}
    comparison = compare_curves(dataset(data)[event], markers).comparisons[0]
    expected = figures("roc")["paired"][name]
    assert (comparison.test.statistic, comparison.test.p) == near((expected["z"], expected["p"]))
    assert (comparison.interval.low, comparison.interval.high) == near(
        (expected["low"], expected["high"])
    )


def test_unpaired_delong():
    data = dataset("asah")
    female = data["female"] == 1
    curves = [
        roc_curve(data["poor"][rows], data["s100b"][rows], direction="high")
        for rows in (female, ~female)
    ]
    result, expected = compare_independent(*curves), figures("roc")["unpaired"]
    assert (result.t.statistic, result.t.df, result.t.p) == near(
        (expected["t"], expected["df"], expected["p"])
    )


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("partial_specificity", {"low": 0.8}),
        ("partial_sensitivity", {"low": 0.85, "focus": "sensitivity"}),
        ("partial_middle", {"low": 0.55, "high": 0.85}),
    ],
)
@pytest.mark.parametrize("name", MARKERS)
def test_partial_areas_and_mcclish(name, key, options):
    expected = figures("roc")[name]
    result = partial_auc(curve_of(name), seed=1, resamples=100, **options)
    assert result.value == near(expected[key])
    corrected = expected.get(f"{key}_corrected")
    if corrected == "NA":
        assert isinstance(result.standardised, NotEstimable)
    elif corrected is not None:
        assert result.standardised == near(corrected)
