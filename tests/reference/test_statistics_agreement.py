"""Reader agreement equals psych (ICC) and vcd (kappa)."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.agreement.icc import icc
from analytics.stats.agreement.kappa import kappa
from analytics.stats.agreement.measurement_error import (
    bland_altman,
    smallest_detectable_change,
    smallest_detectable_difference,
)
from analytics.stats.results import NotEstimable
from tests.reference.oracle import dataset, figures, near

PSYCH_NAMES = {
    "ICC1": "ICC(1)",
    "ICC2": "ICC(A,1)",
    "ICC3": "ICC(C,1)",
    "ICC1k": "ICC(k)",
    "ICC2k": "ICC(A,k)",
    "ICC3k": "ICC(C,k)",
}
NEGATIVE = np.column_stack([[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 2]])


def table(name):
    return np.column_stack(list(dataset(name).values()))


@pytest.mark.parametrize(
    ("name", "ratings"),
    [
        ("shrout_fleiss", table("shrout_fleiss")),
        ("peak_flow", table("peak_flow")),
        ("negative", NEGATIVE),
    ],
)
def test_all_six_coefficients(name, ratings):
    expected, result = figures("agreement")[name], icc(ratings)
    for psych_name, value in zip(expected["type"], expected["icc"], strict=True):
        found = result.form(PSYCH_NAMES[psych_name]).value
        if value > 1:
            # psych prints 6.5 where the mean's variance components add up to less than 0.
            assert isinstance(found, NotEstimable)
        else:
            assert found == near(value)


@pytest.mark.parametrize("name", ["shrout_fleiss", "peak_flow"])
def test_all_six_intervals(name):
    expected, result = figures("agreement")[name], icc(table(name))
    for psych_name, low, high in zip(
        expected["type"], expected["low"], expected["high"], strict=True
    ):
        interval = result.form(PSYCH_NAMES[psych_name]).interval
        assert (interval.low, interval.high) == near((low, high))


def test_interval_that_another_package_gets_wrong():
    # irr 0.84.1 gives 0.0394 to 0.9286 for ICC(A,k) of these data; psych agrees with us.
    interval = icc(table("shrout_fleiss")).form("ICC(A,k)").interval
    assert (interval.low, interval.high) == pytest.approx((0.0711, 0.9272), abs=5e-5)


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_kappa_and_its_standard_error(weights):
    expected = figures("agreement")["kappa"]
    first, second = [], []
    for i, row in enumerate(expected["table"]):
        for j, count in enumerate(row):
            first += [i] * count
            second += [j] * count
    result = kappa(first, second, categories=[0, 1, 2], weights=weights)
    assert (result.value, result.standard_error) == near(tuple(expected[weights]))


def test_bland_altman_and_detectable_change():
    peak = dataset("peak_flow")
    expected = figures("agreement")["bland_altman"]
    result = bland_altman(peak["wright"], peak["mini"])
    assert (result.mean_difference, result.sd) == near((expected["mean"], expected["sd"]))
    assert (result.lower_limit, result.upper_limit) == near((expected["low"], expected["high"]))
    assert [result.mean_interval.low, result.mean_interval.high] == near(expected["mean_interval"])
    sdc = figures("agreement")["sdc"]
    assert smallest_detectable_change(table("peak_flow")).value == near(sdc["two"])
    assert smallest_detectable_difference(table("peak_flow")).value == near(sdc["sdd"])
    assert smallest_detectable_change(table("shrout_fleiss")).value == near(sdc["four"])
