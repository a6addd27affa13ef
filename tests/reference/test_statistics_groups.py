"""Group comparisons equal R's stats and coin packages."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.comparison.correlation import spearman
from analytics.stats.comparison.groups import (
    compare_groups,
    compare_means,
    compare_ranks,
    compare_table,
)
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.descriptive.summaries import describe_numbers
from tests.reference.oracle import dataset, figures, near


def split(data, column, by, first, second):
    table = dataset(data)
    return table[column][table[by] == first], table[column][table[by] == second]


SLEEP = (dataset("sleep")["first"], dataset("sleep")["second"])
LWT = split("birthwt", "lwt", "low", 1, 0)
SPRAY = split("insectsprays", "count", "spray", 3, 5)
S100B = split("asah", "s100b", "poor", 1, 0)


@pytest.mark.parametrize(("name", "groups"), [("welch_sleep", SLEEP), ("welch_lwt", LWT)])
def test_welch(name, groups):
    expected, result = figures("groups")[name], compare_means(*groups)
    assert (result.test.statistic, result.test.df, result.test.p) == near(
        (expected["t"], expected["df"], expected["p"])
    )
    assert (result.interval.low, result.interval.high) == near((expected["low"], expected["high"]))


@pytest.mark.parametrize(
    ("name", "groups"), [("ranks_sleep", SLEEP), ("ranks_spray", SPRAY), ("ranks_s100b", S100B)]
)
def test_mann_whitney_with_ties(name, groups):
    expected = figures("groups")[name]
    result = compare_ranks(*groups)
    assert result.normal.statistic == near(expected["w"])
    assert result.normal.p == near(expected["normal"])
    assert result.exact.p == near(expected["exact"])


@pytest.mark.parametrize(("name", "groups"), [("ranks_sleep", SLEEP), ("ranks_s100b", S100B)])
def test_hodges_lehmann_interval(name, groups):
    # R inverts the test by root finding on a step function; ours is the order statistic, so
    # the two may differ by one step of the pairwise differences.
    expected, result = figures("groups")[name], compare_ranks(*groups, resamples=100)
    differences = np.unique(np.round(np.subtract.outer(*groups), 9))
    for found, wanted in (
        (result.shift_interval.low, expected["shift_low"]),
        (result.shift_interval.high, expected["shift_high"]),
    ):
        steps = abs(np.searchsorted(differences, found) - np.searchsorted(differences, wanted))
        assert steps <= 1


def test_kruskal_wallis():
    sprays = dataset("insectsprays")
    expected = figures("groups")["kruskal"]
    groups = [sprays["count"][sprays["spray"] == i] for i in range(1, 7)]
    test = compare_groups(groups).test
    assert (test.statistic, test.df, test.p) == near(
        (expected["statistic"], expected["df"], expected["p"])
    )


def test_two_by_two_table():
    expected = figures("groups")["smoke"]
    a, b, c, d = expected["cells"]
    result = compare_table([[a, b], [c, d]])
    assert (result.chi_square.statistic, result.chi_square.p) == near(
        (expected["statistic"], expected["plain"])
    )
    assert result.corrected.p == near(expected["yates"])
    assert result.fisher.p == near(expected["fisher"])


def test_larger_table():
    births = dataset("birthwt")
    table = [
        [int(np.sum((births["race"] == race) & (births["low"] == low))) for low in (0, 1)]
        for race in (1, 2, 3)
    ]
    result = compare_table(table)
    assert result.chi_square.p == near(figures("groups")["race"]["p"])
    assert result.fisher.p == pytest.approx(figures("groups")["race_fisher"], abs=0.01)


@pytest.mark.parametrize(
    ("name", "data", "first", "second"),
    [("spearman_air", "airquality", "Wind", "Temp"), ("spearman_asah", "asah", "s100b", "wfns")],
)
def test_spearman_with_ties(name, data, first, second):
    expected = figures("groups")[name]
    result = spearman(dataset(data)[first], dataset(data)[second])
    assert (result.rho, result.test.p) == near((expected["rho"], expected["p"]))


def test_spearman_of_seven_patients_is_exact():
    expected = figures("groups")["spearman_small"]
    result = spearman(expected["x"], expected["y"])
    assert result.test.variant == "Spearman, mid-ranks, exact"
    assert result.test.p == near(expected["p"])


@pytest.mark.parametrize(
    ("name", "data", "column"), [("ozone", "airquality", "Ozone"), ("lwt", "birthwt", "lwt")]
)
def test_quartiles_of_both_types(name, data, column):
    expected, result = figures("groups")[name], describe_numbers(dataset(data)[column])
    for quartiles, wanted in (
        (result.quartiles_type_7, expected["type7"]),
        (result.quartiles_type_6, expected["type6"]),
    ):
        assert [quartiles.lower, quartiles.median, quartiles.upper] == near(wanted)
    assert (result.mean, result.sd) == near((expected["mean"], expected["sd"]))
    assert result.missing == expected["missing"]


@pytest.mark.parametrize(("method", "key"), [("holm", "holm"), ("benjamini-hochberg", "bh")])
def test_adjusted_p_values(method, key):
    raw = figures("groups")["p_values"]
    family = adjust("ten tests", {str(i): p for i, p in enumerate(raw)}, method=method)
    assert [test.adjusted for test in family.tests] == near(figures("groups")[key])
