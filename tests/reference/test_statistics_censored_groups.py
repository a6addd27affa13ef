"""Left-censored groups equal survdiff on flipped values, Tobit equals survreg."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.censored.concentrations import concentrations
from analytics.stats.censored.tobit import tobit_regression
from analytics.stats.censored.two_groups import compare_censored
from analytics.stats.regression.design import binary, continuous
from tests.reference.oracle import dataset, figures, near

AIR = dataset("airquality")
KNOWN = np.isfinite(AIR["Ozone"])
OZONE, MONTH, TEMP = (AIR[name][KNOWN] for name in ("Ozone", "Month", "Temp"))
LATE = (MONTH >= 7).astype(float)
CASES = {
    "one_limit": (np.full(OZONE.size, 20.0), LATE),
    "two_limits": (np.resize([15.0, 40.0], OZONE.size), LATE),
    "none": (np.full(OZONE.size, 0.5), LATE),
    "ties": (np.full(OZONE.size, 16.0), (MONTH == 9).astype(float)),
}


def censored_ozone(limits):
    below = limits > OZONE
    return concentrations(np.where(below, np.nan, OZONE), below, limits)


@pytest.mark.parametrize("weighting", ["peto-peto", "gehan"])
@pytest.mark.parametrize("name", CASES)
def test_generalised_wilcoxon(name, weighting):
    limits, group = CASES[name]
    expected = figures("censored_groups")[name]
    result = compare_censored(censored_ozone(limits), group, weighting=weighting)
    assert result.test.statistic == near(expected[weighting.split("-")[0]])
    assert result.first.below + result.second.below == expected["below"]
    higher = np.log(OZONE[group == 1]).mean() > np.log(OZONE[group == 0]).mean()
    assert (result.z > 0) == higher


@pytest.mark.parametrize("name", CASES)
def test_tobit(name):
    limits, group = CASES[name]
    expected, data = figures("censored_groups")[name], censored_ozone(limits)
    for key, terms in (
        ("tobit", [binary("group", group)]),
        ("adjusted", [binary("group", group), continuous("temperature", TEMP)]),
    ):
        result, known = tobit_regression(data, terms), expected[key]
        found = [np.log(result.geometric_mean), *(ratio.log_ratio for ratio in result.ratios)]
        assert found == near(known["beta"])
        assert [ratio.standard_error for ratio in result.ratios] == near(known["error"][1:])
        assert result.log_sd == near(known["scale"])
        assert result.log_likelihood == near(known["loglik"][1])
        assert result.overall.statistic == near(2 * (known["loglik"][1] - known["loglik"][0]))
