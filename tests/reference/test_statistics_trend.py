"""Tests of trend equal R's prop.trend.test, coin and Kendall's z."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.comparison.trend import (
    cochran_armitage,
    dose_response,
    jonckheere,
    mantel_trend,
    quantile_groups,
)
from tests.reference.oracle import dataset, figures, near


def groups_of(data, column):
    return np.array(quantile_groups(dataset(data)[column]).group)


def test_quartile_groups_with_ties():
    expected = figures("trend")
    groups = quantile_groups(dataset("asah")["s100b"])
    assert (np.array(groups.group) + 1).tolist() == expected["s100b_groups"]
    assert list(groups.limits) == near(expected["s100b_limits"])
    assert np.bincount(groups.group).tolist() == [35, 25, 25, 28]


@pytest.mark.parametrize(
    ("name", "data", "event", "marker"),
    [("s100b", "asah", "poor", "s100b"), ("lwt", "birthwt", "low", "lwt")],
)
def test_trend_of_a_proportion(name, data, event, marker):
    expected = figures("trend")[name]
    result = dose_response(dataset(data)[event], dataset(data)[marker])
    assert result.armitage.z**2 == near(expected["armitage"])
    assert result.armitage.p == near(expected["armitage_p"])
    assert result.mantel.z**2 == near(expected["mantel"])
    assert result.mantel.p == near(expected["mantel_p"])


def test_divisors_of_the_two_score_tests():
    data = dataset("asah")
    scores = groups_of("asah", "s100b") + 1
    n = scores.size
    armitage, mantel = cochran_armitage(data["poor"], scores), mantel_trend(data["poor"], scores)
    assert armitage.z**2 == near(mantel.z**2 * n / (n - 1))


@pytest.mark.parametrize(
    ("name", "data", "value", "marker"),
    [("jonckheere_gos", "asah", "gos6", "s100b"), ("jonckheere_bwt", "birthwt", "bwt", "lwt")],
)
def test_jonckheere_with_ties(name, data, value, marker):
    expected = figures("trend")[name]
    group, values = groups_of(data, marker), dataset(data)[value]
    result = jonckheere([values[group == i] for i in range(4)])
    assert (result.z, result.p) == near((expected["z"], expected["p"]))
