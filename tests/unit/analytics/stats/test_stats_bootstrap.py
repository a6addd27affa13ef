"""The vectorised bootstrap does what a loop over resampled patients would do."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats._shared import resampling as _resampling
from analytics.stats.results import NotEstimable
from analytics.stats.roc.band import roc_band
from analytics.stats.roc.bootstrap import bootstrap_auc, bootstrap_cutoff
from analytics.stats.roc.curve import auc, roc_curve
from analytics.stats.roc.cutoffs import youden

RANDOM = np.random.default_rng(11)
EVENT = (RANDOM.random(30) < 0.5).astype(float)
# One decimal gives ties; equal class sizes are avoided so that optima rarely tie.
MARKER = np.round(RANDOM.normal(size=30) + EVENT, 1)


def resampled_by_hand(direction, resamples=200, seed=4):
    """The same draws as the package makes, applied to patients one by one."""
    curve = roc_curve(EVENT, MARKER, direction=direction)
    # The package draws events and non-events in the order of the sorted curve.
    by_suspicion = np.argsort(-MARKER if direction == "high" else MARKER, kind="stable")
    events = [i for i in by_suspicion if EVENT[i] == 1]
    others = [i for i in by_suspicion if EVENT[i] == 0]
    random = _resampling.generator(seed)
    event_weights = _resampling.draw_weights(random, resamples, len(events))
    other_weights = _resampling.draw_weights(random, resamples, len(others))
    for in_events, in_others in zip(event_weights, other_weights, strict=True):
        rows = np.concatenate([np.repeat(events, in_events), np.repeat(others, in_others)])
        yield curve, rows


@pytest.mark.parametrize("direction", ["high", "low"])
def test_areas_of_resamples(direction):
    areas = [
        auc(roc_curve(EVENT[rows], MARKER[rows], direction=direction)).value
        for _, rows in resampled_by_hand(direction)
    ]
    curve = roc_curve(EVENT, MARKER, direction=direction)
    result = bootstrap_auc(curve, resamples=200, seed=4)
    assert (result.interval.low, result.interval.high) == pytest.approx(
        tuple(np.quantile(areas, [0.025, 0.975]))
    )
    assert result.median == pytest.approx(np.median(areas))
    assert result.standard_error == pytest.approx(np.std(areas, ddof=1))


def test_chosen_cutoffs_of_resamples_and_their_optimism():
    chosen, gains, ties = [], [], 0
    for _, rows in resampled_by_hand("high"):
        optima = youden(roc_curve(EVENT[rows], MARKER[rows], direction="high")).optima
        ties += len(optima) > 1
        middle = optima[(len(optima) - 1) // 2]
        chosen.append(middle.observed)
        positive = middle.observed <= MARKER
        in_sample = positive[EVENT == 1].mean() - positive[EVENT == 0].mean()
        gains.append(middle.youden - in_sample)
    curve = roc_curve(EVENT, MARKER, direction="high")
    result = bootstrap_cutoff(curve, resamples=200, seed=4)
    assert (result.observed.low, result.observed.high) == pytest.approx(
        tuple(np.quantile(chosen, [0.025, 0.975]))
    )
    assert result.youden_optimism.optimism == pytest.approx(np.mean(gains))
    assert result.tied_resamples == ties
    apparent = youden(curve).criterion_value
    assert result.youden_optimism.apparent == pytest.approx(apparent)
    assert result.youden_optimism.corrected == pytest.approx(apparent - np.mean(gains))


def test_optimism_of_a_useless_marker_is_most_of_its_youden_index():
    random = np.random.default_rng(3)
    event = np.repeat([0.0, 1.0], 40)
    curve = roc_curve(event, random.normal(size=80), direction="high")
    result = bootstrap_cutoff(curve, seed=1)
    assert result.youden_optimism.apparent > 0.1
    assert result.youden_optimism.corrected < result.youden_optimism.apparent - 0.05
    assert result.youden_optimism.out_of_bag < result.youden_optimism.apparent - 0.05


def test_same_seed_same_figures_and_other_seed_others():
    curve = roc_curve(EVENT, MARKER, direction="high")
    first, again, other = (bootstrap_auc(curve, resamples=500, seed=s) for s in (1, 1, 2))
    assert first == again
    assert first.interval != other.interval
    assert (first.resampling.seed, first.resampling.stratified) == (1, True)


def test_batches_change_nothing(monkeypatch):
    curve = roc_curve(EVENT, MARKER, direction="high")
    monkeypatch.setattr(_resampling, "CELLS_AT_ONCE", 900)
    small = bootstrap_cutoff(curve, resamples=300, seed=8)
    # The draws follow the batches, so only the distribution may be compared.
    monkeypatch.undo()
    large = bootstrap_cutoff(curve, resamples=300, seed=8)
    assert small.resampling == large.resampling
    assert small.sensitivity.low == pytest.approx(large.sensitivity.low, abs=0.15)


def test_ties_in_a_resample_take_the_middle_optimum():
    # Two events, two non-events: 4 > 3 > 2 > 1 with outcomes 1, 0, 1, 0 ties in the sample.
    curve = roc_curve([0, 1, 0, 1], [1.0, 2.0, 3.0, 4.0], direction="high")
    assert [c.observed for c in youden(curve).optima] == [4.0, 2.0]
    result = bootstrap_cutoff(curve, resamples=400, seed=2)
    assert result.tied_resamples > 0
    assert result.resampling.used <= 400


def test_band_holds_the_curve_and_is_exact_at_the_end():
    curve = roc_curve(EVENT, MARKER, direction="high")
    band = roc_band(curve, resamples=1000, seed=1)
    assert band.points[0].low == band.points[0].high == 1.0
    false_rate = curve.false_positives / curve.n_non_events
    for point in band.points:
        inside = curve.true_positives[false_rate <= 1 - point.specificity + 1e-9]
        height = inside.max() / curve.n_events if inside.size else 0.0
        assert point.low <= height + 0.12
        assert point.low <= point.high
    lows = [point.low for point in band.points]
    assert lows == sorted(lows, reverse=True)


def test_a_marker_no_better_than_chance_gives_reasons():
    curve = roc_curve([1, 1, 0, 0], [1.0, 2.0, 3.0, 4.0], direction="high")
    result = bootstrap_cutoff(curve, resamples=100, seed=1)
    assert isinstance(result.observed, NotEstimable)
    assert result.resampling.used == 0
