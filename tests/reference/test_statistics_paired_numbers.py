"""Paired numbers, Kendall's tau and Fisher's odds ratio equal R's own tests."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.comparison.fisher import fisher_odds_ratio
from analytics.stats.comparison.kendall import kendall_tau
from analytics.stats.comparison.paired_numbers import compare_paired_numbers
from analytics.stats.descriptive.summaries import mean_interval
from analytics.stats.results import NotEstimable
from tests.reference.oracle import dataset, figures, near

ASAH, AIR, FLOW = dataset("asah"), dataset("airquality"), dataset("peak_flow")
DEPRESSION, SLEEP = dataset("depression"), dataset("sleep")
PAIRED = {
    "depression": (DEPRESSION["first"], DEPRESSION["second"]),
    "sleep": (SLEEP["first"], SLEEP["second"]),
    "peak_flow": (FLOW["wright"], FLOW["mini"]),
    "asah": (ASAH["s100b"] * 100, ASAH["ndka"]),
}
ORDERS = {
    "peak_flow": (FLOW["wright"], FLOW["mini"]),
    "depression": (DEPRESSION["first"], DEPRESSION["second"]),
    "asah": (ASAH["s100b"], ASAH["ndka"]),
    "ozone": (AIR["Ozone"], AIR["Wind"]),
}


@pytest.mark.parametrize("name", PAIRED)
def test_paired_numbers(name):
    expected, result = (
        figures("change_pairs")["paired"][name],
        compare_paired_numbers(*PAIRED[name]),
    )
    means, ranks = result.means, result.ranks
    assert (means.mean_change, means.sd) == near((expected["mean"], expected["sd"]))
    assert (means.interval.low, means.interval.high) == near((expected["low"], expected["high"]))
    assert (means.test.statistic, means.test.p) == near((expected["t"], expected["p"]))
    first, second = PAIRED[name]
    alone = mean_interval(second - first)
    assert (alone.low, alone.high) == near((expected["low"], expected["high"]))
    assert (ranks.test.statistic, ranks.test.p) == near((expected["v"], expected["rank_p"]))
    limits = (ranks.interval.low, ranks.interval.high)
    if "exact" in ranks.test.variant:
        assert ranks.shift == near(expected["shift"])
        assert limits == near((expected["shift_low"], expected["shift_high"]))
    else:
        assert ranks.shift == near(expected["median"])
        assert limits == near((expected["normal_low"], expected["normal_high"]))


def test_both_ways_of_the_signed_rank_test_are_covered():
    variants = {compare_paired_numbers(*pair).ranks.test.variant for pair in PAIRED.values()}
    assert len(variants) == 2


@pytest.mark.parametrize("name", ORDERS)
def test_kendall(name):
    expected, result = figures("change_pairs")["kendall"][name], kendall_tau(*ORDERS[name])
    assert (result.tau, result.test.p) == near((expected["tau"], expected["p"]))
    assert (result.interval.low, result.interval.high) == near((expected["low"], expected["high"]))


@pytest.mark.parametrize("index", range(4))
def test_fisher(index):
    expected = figures("change_pairs")["fisher"][index]
    result = fisher_odds_ratio(np.reshape(expected["cells"], (2, 2)))
    found = (result.value, result.interval.low, result.interval.high)
    assert found == near(tuple(expected[name] for name in ("value", "low", "high")))
    # fisher.test itself stops its search early.
    assert found == near(
        tuple(expected[f"r_{name}"] for name in ("value", "low", "high")), rel=0.01
    )


def test_fisher_with_an_empty_cell():
    expected = figures("change_pairs")["fisher_zero"]
    table = np.reshape(expected["cells"], (2, 2))
    result = fisher_odds_ratio(table)
    assert (result.value, result.interval.low) == (0.0, 0.0)
    assert result.interval.high == near(expected["high"], rel=2e-4)
    assert isinstance(fisher_odds_ratio(table[::-1]).value, NotEstimable)
