"""Tie blocks, the ground of every ROC figure."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata

from analytics.stats._shared.ordering import TWO_THREADS_FROM, midranks, tie_blocks


@pytest.mark.parametrize("decimals", [1, 12], ids=["many ties", "no ties"])
@pytest.mark.parametrize("rows", [50, 3 * TWO_THREADS_FROM], ids=["one thread", "two threads"])
@pytest.mark.parametrize("direction", ["high", "low"])
def test_every_distinct_value_has_its_counts_most_suspicious_first(direction, rows, decimals):
    random = np.random.default_rng(3)
    event = random.random(rows) < 0.4
    marker = random.normal(size=rows).round(decimals)

    blocks = tie_blocks(event, marker, direction)

    values, place = np.unique(marker, return_inverse=True)
    events = np.bincount(place, weights=event, minlength=values.size)
    others = np.bincount(place, weights=~event, minlength=values.size)
    order = slice(None, None, -1) if direction == "high" else slice(None)
    np.testing.assert_array_equal(blocks.values, values[order])
    np.testing.assert_array_equal(blocks.events, events[order])
    np.testing.assert_array_equal(blocks.non_events, others[order])


@pytest.mark.parametrize("decimals", [0, 12], ids=["many ties", "no ties"])
@pytest.mark.parametrize("rows", [0, 1, 2, 60])
def test_midranks_are_those_of_scipy(rows, decimals):
    values = np.random.default_rng(rows).normal(size=rows).round(decimals)
    np.testing.assert_array_equal(midranks(values), rankdata(values))
