"""Tie blocks, the ground of every ROC figure."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats._ordering import TWO_THREADS_FROM, tie_blocks


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
