"""The censored likelihood equals survival::survreg; order statistics equal statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.imputation.ros import impute_ros

from analytics.stats.censored.concentrations import (
    concentrations,
    fit_lognormal,
    regression_on_order_statistics,
)
from tests.reference.oracle import dataset, figures, near

OZONE = dataset("airquality")["Ozone"]
OZONE = OZONE[np.isfinite(OZONE)]
LIMITS = {
    "one_limit": np.full(OZONE.size, 20.0),
    "none": np.full(OZONE.size, 0.5),
    "two_limits": np.resize([15.0, 40.0], OZONE.size),
    "most": np.full(OZONE.size, 80.0),
}


def censored_ozone(name):
    below = LIMITS[name] > OZONE
    return concentrations(np.where(below, np.nan, OZONE), below, LIMITS[name])


@pytest.mark.parametrize("name", LIMITS)
def test_censored_lognormal(name):
    expected, fit = figures("censored")[name], fit_lognormal(censored_ozone(name))
    assert (fit.log_mean, fit.log_sd, fit.log_mean_error) == near(
        (expected["log_mean"], expected["log_sd"], expected["error"])
    )
    assert fit.log_likelihood == near(expected["loglik"])
    assert fit.n_below == expected["below"]


@pytest.mark.parametrize("name", ["one_limit", "two_limits"])
def test_order_statistics(name):
    data = censored_ozone(name)
    filled = regression_on_order_statistics(data)
    reference = impute_ros(
        np.where(data.below, data.limit, data.value), data.below, max_fraction_censored=0.9
    )
    assert np.sort(filled.values) == near(np.sort(reference))
