"""A cut-off that a person tries below the limit is said by the limit, never by a stand-in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.stats.descriptive.limited import Limit
from analytics.stats.results import Interval
from analytics.tables import limits
from tests.factories.curves import make_marker


@pytest.mark.parametrize(
    ("direction", "value", "positive", "said"),
    [
        ("low", 0.015, 7, "<0.02"),
        ("high", 0.015, 13, "≥ 0.02"),
        ("high", 0.001, 20, "has any value"),
        ("low", 0.001, 0, "has no value"),
        ("high", 0.02, 13, ""),
        ("low", 7.6, 13, ""),
    ],
)
def test_what_a_tried_cutoff_means(direction, value, positive, said):
    assert limits.tried(make_marker(direction=direction, limit=0.02), value, positive, 20) == said


def test_without_values_below_the_limit_every_cutoff_is_a_number():
    assert limits.tried(make_marker(), 0.001, 20, 20) == ""


def test_a_best_cutoff_and_its_interval_are_said_by_the_limit_they_lie_below():
    measured = make_marker()
    assert limits.best(measured) == measured.optima[0].midpoint
    below = make_marker(limit=measured.optima[0].midpoint + 0.5)
    limit = Limit("<", below.values.limit)
    assert limits.best(below) == limit
    ends = limits.interval(below, Interval(0.1, 99.0, 0.95, "bootstrap"))
    assert (ends.low, ends.high) == (limit, 99.0)


@pytest.mark.parametrize(
    ("limit", "tied", "said"),
    [
        (None, 0, "nothing below a limit (0 values)"),
        (0.09, 1, "all below the common limit 0.09 tied (1 value)"),
        (2.0, 7, "all below the common limit 2 tied (7 values)"),
    ],
)
def test_what_ranks_do_below_the_limit(limit, tied, said):
    assert limits.tied(replace(make_marker(limit=limit).values, tied=tied)) == said
