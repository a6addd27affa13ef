"""Laws that hold for any data: symmetry, invariance, bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from analytics.stats.agreement.icc import icc
from analytics.stats.agreement.kappa import kappa
from analytics.stats.comparison.paired import PairedTable, compare_paired_table
from analytics.stats.comparison.proportions import proportion
from analytics.stats.results import NotEstimable
from analytics.stats.roc.curve import auc, roc_curve, roc_points
from analytics.stats.roc.cutoffs import (
    accuracy_at,
    closest_top_left,
    cutoff_at_index,
    cutoff_for,
    youden,
)

# Few distinct values make ties the rule, as biomarkers near the limit of detection do.
MARKERS = st.one_of(st.integers(0, 4).map(float), st.floats(0.001, 1000, allow_nan=False))
PATIENTS = st.lists(st.tuples(st.booleans(), MARKERS), min_size=2, max_size=40)


def columns(patients):
    event = np.array([float(e) for e, _ in patients])
    assume(0 < event.sum() < event.size)
    return event, np.array([m for _, m in patients])


@given(PATIENTS)
def test_area_is_the_share_of_concordant_pairs_with_half_for_ties(patients):
    event, marker = columns(patients)
    difference = np.subtract.outer(marker[event == 1], marker[event == 0])
    expected = np.mean((difference > 0) + 0.5 * (difference == 0))
    assert auc(roc_curve(event, marker, direction="high")).value == pytest.approx(expected)
    assert roc_auc_score(event, marker) == pytest.approx(expected)


@given(PATIENTS)
def test_turning_the_marker_round_turns_the_area_round(patients):
    event, marker = columns(patients)
    high = auc(roc_curve(event, marker, direction="high"))
    assert auc(roc_curve(event, -marker, direction="high")).value == pytest.approx(1 - high.value)
    low = auc(roc_curve(event, -marker, direction="low"))
    assert (low.value, low.interval) == (high.value, high.interval)


@given(PATIENTS)
def test_monotone_maps_and_order_of_rows_change_nothing(patients):
    event, marker = columns(patients)
    first = auc(roc_curve(event, marker, direction="high"))
    # Ranks are a monotone map that can't merge neighbours by rounding.
    ranks = np.unique(marker, return_inverse=True)[1].astype(float)
    order = np.random.default_rng(0).permutation(event.size)
    for again in (
        auc(roc_curve(event, ranks**3, direction="high")),
        auc(roc_curve(event[order], marker[order], direction="high")),
    ):
        assert (again.value, again.p) == (first.value, pytest.approx(first.p)) or isinstance(
            first.p, NotEstimable
        )


@given(PATIENTS)
def test_doubling_every_patient_keeps_the_area_and_the_cutoffs(patients):
    event, marker = columns(patients)
    once, twice = (
        roc_curve(np.tile(event, k), np.tile(marker, k), direction="high") for k in (1, 2)
    )
    assert auc(once).value == auc(twice).value
    first, second = youden(once), youden(twice)
    assume(not isinstance(first, NotEstimable))
    assert [c.observed for c in first.optima] == [c.observed for c in second.optima]


@given(PATIENTS, st.sampled_from(["high", "low"]))
def test_every_youden_optimum_is_found_and_nothing_else(patients, direction):
    event, marker = columns(patients)
    curve = roc_curve(event, marker, direction=direction)
    gains = {}
    for value in np.unique(marker):
        positive = marker >= value if direction == "high" else marker <= value
        hits, alarms = np.sum(positive & (event == 1)), np.sum(positive & (event == 0))
        gains[value] = int(hits * np.sum(event == 0) - alarms * np.sum(event == 1))
    best = max(gains.values())
    choice = youden(curve)
    if best <= 0:
        assert isinstance(choice, NotEstimable)
    else:
        expected = {value for value, gain in gains.items() if gain == best}
        assert {optimum.observed for optimum in choice.optima} == expected


@given(PATIENTS, st.sampled_from(["high", "low"]), st.sampled_from([youden, closest_top_left]))
def test_both_notations_of_a_cutoff_classify_alike(patients, direction, choose):
    event, marker = columns(patients)
    curve = roc_curve(event, marker, direction=direction)
    choice = choose(curve)
    assume(not isinstance(choice, NotEstimable))
    for optimum in choice.optima:
        assert accuracy_at(curve, optimum.observed).accuracy.counts == optimum.counts
        if optimum.midpoint is not None:
            assert accuracy_at(curve, optimum.midpoint).accuracy.counts == optimum.counts


@given(PATIENTS, st.sampled_from(["sensitivity", "specificity"]), st.floats(0.05, 1))
def test_a_cutoff_for_a_wanted_measure_is_the_best_that_reaches_it(patients, measure, wanted):
    event, marker = columns(patients)
    curve = roc_curve(event, marker, direction="high")
    found = cutoff_for(curve, measure=measure, at_least=wanted)
    other = {"sensitivity": "specificity", "specificity": "sensitivity"}[measure]
    reaching = [
        cutoff
        for cutoff in (cutoff_at_index(curve, k) for k in range(curve.values.size))
        if getattr(cutoff, measure) >= wanted
    ]
    if isinstance(found, NotEstimable):
        assert not reaching
    else:
        assert getattr(found, measure) >= wanted
        assert getattr(found, other) == max(getattr(cutoff, other) for cutoff in reaching)


@given(PATIENTS)
def test_dropping_points_on_straight_lines_keeps_the_area(patients):
    event, marker = columns(patients)
    curve = roc_curve(event, marker, direction="high")
    for corners_only in (True, False):
        points = roc_points(curve, corners_only=corners_only)
        area = np.trapezoid(points.sensitivity, 1 - points.specificity)
        assert area == pytest.approx(auc(curve).value)


@given(
    st.integers(2, 12), st.integers(2, 4), st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 50])
)
@settings(max_examples=60)
def test_icc_never_exceeds_one_and_lies_in_its_interval(patients, readers, seed, spread):
    table = np.random.default_rng(seed).integers(0, spread + 1, size=(patients, readers))
    for form in icc(table).forms:
        if isinstance(form.value, NotEstimable):
            continue
        assert form.value <= 1 + 1e-12
        if form.unit == "single reader":
            assert form.value >= -1 / (readers - 1) - 1e-9 or form.form == "ICC(A,1)"
        # Satterthwaite's limits are only approximate, and for negative values need not hold it.
        if not isinstance(form.interval, NotEstimable) and form.value >= 0:
            assert form.interval.low <= form.value + 1e-9
            assert form.value <= form.interval.high + 1e-9


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_icc_doesnt_care_about_units_or_order(seed):
    random = np.random.default_rng(seed)
    table = random.normal(size=(8, 3)) + random.normal(size=(8, 1))
    first = icc(table)
    again = icc(1000 - 7.5 * table[random.permutation(8)][:, random.permutation(3)])
    for one, two in zip(first.forms, again.forms, strict=True):
        assert one.value == pytest.approx(two.value)
        assert type(one.interval) is type(two.interval)
        if not isinstance(one.interval, NotEstimable):
            assert one.interval.low == pytest.approx(two.interval.low)


@given(st.integers(0, 15), st.integers(0, 15), st.integers(0, 15), st.integers(0, 15))
def test_paired_intervals_hold_the_difference_and_mirror(both, first, second, neither):
    assume(both + first + second + neither > 0)
    result = compare_paired_table(PairedTable(both, first, second, neither))
    mirror = compare_paired_table(PairedTable(both, second, first, neither))
    for one, other in (
        (result.tango, mirror.tango),
        (result.newcombe, mirror.newcombe),
    ):
        assert -1 - 1e-12 <= one.low <= result.difference + 1e-9
        assert result.difference - 1e-9 <= one.high <= 1 + 1e-12
        assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-7)
    if not isinstance(result.exact.p, NotEstimable):
        assert 0 < result.mid_p.p <= result.exact.p <= 1
        assert result.exact.p == mirror.exact.p


@given(st.integers(0, 200), st.integers(1, 200))
def test_exact_interval_of_a_proportion_is_never_narrower_at_the_ends(successes, n):
    assume(successes <= n)
    result = proportion(successes, n)
    for interval in (result.wilson, result.clopper_pearson):
        assert 0 <= interval.low <= result.value <= interval.high <= 1
    assert (result.clopper_pearson.low == 0) == (successes == 0)
    assert (result.clopper_pearson.high == 1) == (successes == n)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
def test_kappa_is_symmetric_and_one_for_agreement(cases):
    first, second = zip(*cases, strict=True)
    for weights in ("none", "linear", "quadratic"):
        one = kappa(first, second, categories=range(4), weights=weights)
        two = kappa(second, first, categories=range(4), weights=weights)
        if isinstance(one.value, NotEstimable):
            continue
        assert one.value == pytest.approx(two.value)
        itself = kappa(first, first, categories=range(4), weights=weights)
        assert isinstance(itself.value, NotEstimable) or itself.value == pytest.approx(1)
