"""Band, partial area and smoothed cut-offs: one set of resamples, and data that give none."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.codec import encode
from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable
from analytics.stats.roc._smoothers import Binormal, Kernel, positions_of
from analytics.stats.roc.band import roc_band
from analytics.stats.roc.bootstrap import bootstrap_cutoff
from analytics.stats.roc.curve import roc_curve
from analytics.stats.roc.partial_area import partial_auc
from analytics.stats.roc.shape import roc_shape
from analytics.stats.roc.smooth_cutoffs import smooth_cutoffs

GRID = [0.0, 0.25, 0.5, 0.75, 1.0]


def sample(n=80, seed=3):
    random = np.random.default_rng(seed)
    event = (random.random(n) < 0.5).astype(float)
    return event, np.exp(random.normal(size=n) + event)


def shape_of(curve, **options):
    return roc_shape(
        curve,
        criterion="youden",
        specificities=GRID,
        partial_from=0.8,
        scale="log",
        resamples=200,
        seed=5,
        **options,
    )


def test_each_figure_equals_what_its_own_function_gives():
    curve = roc_curve(*sample(), direction="high")
    found = shape_of(curve)
    assert found.cutoff == bootstrap_cutoff(curve, resamples=200, seed=5)
    assert found.band == roc_band(curve, specificities=GRID, resamples=200, seed=5)
    assert found.partial == partial_auc(curve, low=0.8, resamples=200, seed=5)
    assert found.smooth == smooth_cutoffs(curve, scale="log", resamples=200, seed=5)


def test_batches_do_not_change_the_figures(monkeypatch):
    curve = roc_curve(*sample(), direction="high")
    whole = shape_of(curve)
    monkeypatch.setattr("analytics.stats._shared.resampling.CELLS_IN_CACHE", 80 * 30)
    assert encode(shape_of(curve)) == encode(whole)


def test_equal_spreads_put_the_binormal_cutoff_half_way():
    events, others = np.array([4.0, 5.0, 6.0]), np.array([1.0, 2.0, 3.0])
    curve = roc_curve([1] * 3 + [0] * 3, np.append(events, others), direction="high")
    found = smooth_cutoffs(curve, resamples=100, seed=1)
    assert found.binormal.cutoff == pytest.approx(3.5)
    assert found.kernel.cutoff == pytest.approx(3.5)


def test_a_mirrored_marker_gives_the_mirrored_cutoff():
    event, value = sample()
    high = smooth_cutoffs(roc_curve(event, np.log(value), direction="high"), resamples=100, seed=1)
    low = smooth_cutoffs(roc_curve(event, -np.log(value), direction="low"), resamples=100, seed=1)
    assert low.binormal.cutoff == pytest.approx(-high.binormal.cutoff)
    assert low.kernel.cutoff == pytest.approx(-high.kernel.cutoff)


def test_the_binormal_cutoff_is_the_maximum_of_its_own_index():
    curve = roc_curve(*sample(), direction="high")
    found = smooth_cutoffs(curve, scale="log", resamples=100, seed=1).binormal
    assert found.interval.low < found.cutoff < found.interval.high
    assert found.youden == pytest.approx(found.sensitivity + found.specificity - 1)


@pytest.mark.parametrize(
    ("event", "marker"),
    [
        ([], []),
        ([1], [2.0]),
        ([1, 0], [2.0, 1.0]),
        ([1, 1, 1], [1.0, 2.0, 3.0]),
        ([0, 0, 0], [1.0, 2.0, 3.0]),
        ([1, 1, 0, 0], [2.0, 2.0, 2.0, 2.0]),
        ([1, 1, 0, 0], [3.0, 3.0, 1.0, 2.0]),
        ([1, 1, 0, 0], [1.0, 2.0, 3.0, 4.0]),
    ],
)
def test_data_that_do_not_determine_a_cutoff_give_a_sentence(event, marker):
    curve = roc_curve(event, marker, direction="high")
    found = smooth_cutoffs(curve, resamples=100, seed=1)
    assert isinstance(found.binormal.cutoff, NotEstimable)
    encode(found)
    encode(shape_of(curve))


def test_the_kernel_cutoff_is_where_the_smoothed_index_has_no_slope():
    events, others = np.array([2.0, 3.1, 4.5, 5.2]), np.array([0.4, 1.0, 1.9, 3.3])
    curve = roc_curve([1] * 4 + [0] * 4, np.append(events, others), direction="high")
    kernel = Kernel(positions_of(curve, "linear"))
    at, near = kernel.choose(), 1e-5
    gains = [np.subtract(*kernel.beyond(at + shift)) for shift in (-near, 0, near)]
    # On both sides of the maximum the index falls alike, to rounding.
    assert gains[0] == pytest.approx(gains[2], abs=1e-15)
    assert gains[1] > gains[0]


def test_a_resample_of_one_value_has_no_binormal_cutoff():
    """What rounding leaves of a variance that is 0 gives no cut-off on any machine."""
    binormal = Binormal(positions_of(roc_curve(*sample(), direction="high"), "log"))
    events, others = (np.zeros((1, rows.size)) for rows in binormal.centred)
    events[0, 7], others[0, :] = events.size, 1.0
    assert np.isnan(binormal.choose_many(events, others)).all()


def test_a_logarithm_needs_values_above_0():
    curve = roc_curve([1, 1, 0, 0], [2.0, 3.0, 0.0, 1.0], direction="high")
    with pytest.raises(InputError, match="above 0"):
        smooth_cutoffs(curve, scale="log", resamples=100, seed=1)
