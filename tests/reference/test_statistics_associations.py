"""Partial correlation, equal slopes of ordered outcomes and curvature equal R."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.stats.comparison.correlation import partial_spearman
from analytics.stats.regression.design import binary, continuous
from analytics.stats.regression.linearity import linearity
from analytics.stats.regression.logistic import describe_fit
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.regression.odds_scales import odds_by_spread
from analytics.stats.regression.ordinal import ordinal_regression
from analytics.stats.regression.proportional_odds import proportional_odds_test
from tests.reference.oracle import dataset, figures, near

BIRTHWT, WINE, AIR = dataset("birthwt"), dataset("wine"), dataset("airquality")
STEPS = np.searchsorted([2000.0, 2500.0, 3000.0, 3500.0], BIRTHWT["bwt"]).astype(float)
THREE = [
    continuous("lwt", BIRTHWT["lwt"]),
    binary("smoke", BIRTHWT["smoke"]),
    continuous("age", BIRTHWT["age"]),
]


@pytest.mark.parametrize(
    ("name", "data", "first", "second", "given"),
    [
        ("partial_air", AIR, "Ozone", "Wind", ["Temp"]),
        ("partial_two", AIR, "Ozone", "Wind", ["Temp", "Solar.R"]),
        ("partial_binary", BIRTHWT, "bwt", "lwt", ["smoke"]),
    ],
)
def test_partial_spearman(name, data, first, second, given):
    expected = figures("associations")[name]
    result = partial_spearman(
        data[first], data[second], {key: data[key] for key in given}, names=(first, second)
    )
    assert result.rho == near(expected["rho"]) == near(expected["other"])
    assert (result.test.statistic, result.test.p) == near((expected["t"], expected["p"]))
    assert (result.sample.n_used, result.test.df) == (expected["n"], expected["df"])
    assert (result.interval.low, result.interval.high) == near((expected["low"], expected["high"]))


@pytest.mark.parametrize(
    ("name", "response", "terms"),
    [
        ("brant_birthwt", STEPS, THREE),
        (
            "brant_wine",
            np.clip(WINE["rating"], 2, 4),
            [binary("warm", WINE["warm"]), binary("contact", WINE["contact"])],
        ),
    ],
)
def test_brant(name, response, terms):
    expected, result = figures("associations")[name], proportional_odds_test(response, terms)
    for test, wanted in zip(
        [result.overall, *(test for _, test in result.terms)],
        [expected["overall"], *expected["terms"]],
        strict=True,
    ):
        assert (test.statistic, test.df, test.p) == near(
            (wanted["statistic"], wanted["df"], wanted["p"])
        )


def test_brant_is_close_to_the_likelihood_ratio_test_of_each_slope():
    """The two test the same hypothesis in different ways and agree as n grows."""
    expected = figures("associations")["nominal_birthwt"]
    result = proportional_odds_test(STEPS, THREE)
    assert [name for name, _ in result.terms] == expected["term"]
    assert [test.p for _, test in result.terms] == pytest.approx(expected["p"], abs=0.07)
    common = ordinal_regression(STEPS, THREE)
    assert [np.log(c.odds_ratio) for c in common.coefficients] == near(
        figures("associations")["polr_birthwt"], rel=1e-4
    )


@pytest.mark.parametrize(
    ("name", "variable", "knots"),
    [("curve_three", "lwt", 3), ("curve_four", "lwt", 4), ("curve_five", "age", 5)],
)
def test_line_against_spline(name, variable, knots):
    expected = figures("associations")[name]
    result = linearity(BIRTHWT["low"], variable, BIRTHWT[variable], [THREE[1]], knots=knots)
    assert (result.test.statistic, result.test.df, result.test.p) == near(
        (expected["statistic"], expected["df"], expected["p"])
    )
    assert (result.aic_line, result.aic_spline) == near(
        (expected["aic_line"], expected["aic_spline"])
    )


def test_an_odds_ratio_per_spread_is_that_of_the_rescaled_variable():
    fit = fit_model(BIRTHWT["low"], THREE, profile=True)
    lwt = describe_fit(fit).coefficients[0]
    for found, scale in zip(odds_by_spread(fit, lwt), ("sd", "iqr"), strict=True):
        terms = [continuous("lwt", BIRTHWT["lwt"], scale=scale), *THREE[1:]]
        direct = describe_fit(fit_model(BIRTHWT["low"], terms, profile=True)).coefficients[0]
        assert found.odds_ratio == near(direct.odds_ratio)
        for kind in ("wald", "profile"):
            own, wanted = getattr(found, kind), getattr(direct, kind)
            assert (own.low, own.high) == near((wanted.low, wanted.high), rel=1e-5)
            assert own.method == wanted.method
