"""Change scores, limits of agreement and missing films equal base R."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.agreement.measurement_error import (
    bland_altman,
    smallest_detectable_change,
    smallest_detectable_difference,
)
from analytics.stats.descriptive.change import (
    annualise,
    probability_plot,
    relevant_progression,
    summarise_change,
)
from analytics.stats.imputation.missing_film import fill_last_film
from tests.reference.oracle import dataset, figures, near

PEAK = dataset("peak_flow")
CHANGE = PEAK["wright"] - PEAK["mini"]
DAYS = 300 + 10 * np.arange(1, CHANGE.size + 1)
JUDGES = np.column_stack(list(dataset("shrout_fleiss").values()))
EXPECTED = figures("change")


def test_summary_of_a_change():
    result = summarise_change(CHANGE)
    quartiles = result.numbers.quartiles_type_7
    assert result.srm == near(EXPECTED["srm"])
    assert [quartiles.lower, quartiles.median, quartiles.upper] == near(EXPECTED["quartiles"])
    assert result.relevant.share.successes == EXPECTED["relevant"]["given"]


def test_change_a_year_and_relevant_progression():
    assert annualise(CHANGE, DAYS).tolist() == near(EXPECTED["yearly"])
    expected = EXPECTED["relevant"]
    assert relevant_progression(CHANGE, inclusive=False).share.successes == expected["strict"]
    yearly = relevant_progression(CHANGE, days=DAYS)
    assert (yearly.share.successes, yearly.share.n) == (expected["yearly"], expected["n"])
    assert [yearly.share.wilson.low, yearly.share.wilson.high] == near(expected["wilson"])
    assert yearly.rule == "change >= 5 a year"


def test_the_probability_plot_draws_ties_as_plateaus():
    expected = EXPECTED["plot"]
    plot = probability_plot(CHANGE)
    assert plot.change.tolist() == near(expected["sorted"])
    assert plot.cumulative.tolist() == near(expected["hazen"])
    steps = probability_plot(CHANGE, position="i/n")
    ends = np.append(np.flatnonzero(np.diff(steps.change)), CHANGE.size - 1)
    assert steps.cumulative[ends].tolist() == near(expected["steps"])


def test_limits_of_agreement_have_intervals():
    result = bland_altman(PEAK["wright"], PEAK["mini"])
    for name in ("lower", "upper"):
        interval = getattr(result, f"{name}_interval")
        assert [interval.low, interval.high] == near(EXPECTED["limits"][name])


@pytest.mark.parametrize(("level", "key"), [(0.95, "at_95"), (0.80, "at_80")])
def test_detectable_change_and_difference_at_both_levels(level, key):
    assert smallest_detectable_change(JUDGES, level=level).value == near(EXPECTED["sdc"][key])
    assert smallest_detectable_difference(JUDGES, level=level).value == near(EXPECTED["sdd"][key])


@pytest.mark.parametrize("policy", sorted(EXPECTED["films"]))
def test_policies_for_a_missing_film(policy):
    films = JUDGES.copy()
    films[[1, 4], 3] = np.nan
    days = np.tile([0.0, 90.0, 200.0, 365.0], (6, 1))
    filled = fill_last_film(films, days, policy=policy)
    assert filled.score[[1, 4]].tolist() == near(EXPECTED["films"][policy])
    assert filled.imputed.tolist() == [False, True, False, False, True, False]
