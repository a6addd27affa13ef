"""Smoothed cut-offs equal cutpointr's binormal one and R's own kernel, bandwidth and maximum."""

from __future__ import annotations

import pytest

from analytics.stats.roc.curve import roc_curve
from analytics.stats.roc.smooth_cutoffs import smooth_cutoffs
from tests.reference.oracle import dataset, figures, near

CURVES = {
    "s100b": ("asah", "poor", "s100b", "high", "linear"),
    "s100b_log": ("asah", "poor", "s100b", "high", "log"),
    "ndka_log": ("asah", "poor", "ndka", "high", "log"),
    "age": ("asah", "poor", "age", "high", "linear"),
    "lwt_low": ("birthwt", "low", "lwt", "low", "linear"),
    "lwt_low_log": ("birthwt", "low", "lwt", "low", "log"),
}


@pytest.mark.parametrize("name", CURVES)
def test_binormal_and_kernel_cutoff(name):
    data, event, marker, direction, scale = CURVES[name]
    curve = roc_curve(dataset(data)[event], dataset(data)[marker], direction=direction)
    expected = figures("smooth_cutoffs")[name]
    found = smooth_cutoffs(curve, scale=scale, resamples=100, seed=1)
    assert found.binormal.cutoff == near(expected["binormal"])
    assert found.kernel.cutoff == near(expected["kernel"], rel=1e-5)
    assert found.kernel.youden == near(expected["kernel_youden"])
