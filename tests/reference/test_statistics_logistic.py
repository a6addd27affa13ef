"""Logistic regression equals R's glm, its true profile roots, and Firth by brglm2."""

from __future__ import annotations

import math

import numpy as np
import pytest
from firthmodels import FirthLogisticRegression

from analytics.stats.regression.design import binary, categorical, continuous, spline
from analytics.stats.regression.logistic import logistic_regression
from tests.reference.oracle import dataset, figures, near

BIRTHWT, ASAH, INFERT, ENDOMETRIAL = (
    dataset(name) for name in ("birthwt", "asah", "infert", "endometrial")
)
RACE = [str(int(code)) for code in BIRTHWT["race"]]
MODELS = {
    "full": (
        BIRTHWT["low"],
        [
            continuous("age", BIRTHWT["age"]),
            continuous("lwt", BIRTHWT["lwt"]),
            categorical("race", RACE, reference="1"),
            binary("smoke", BIRTHWT["smoke"]),
            continuous("ptl", BIRTHWT["ptl"]),
            binary("ht", BIRTHWT["ht"]),
            binary("ui", BIRTHWT["ui"]),
            continuous("ftv", BIRTHWT["ftv"]),
        ],
    ),
    "small": (
        BIRTHWT["low"],
        [continuous("age", BIRTHWT["age"]), binary("smoke", BIRTHWT["smoke"])],
    ),
    "doubling": (
        ASAH["poor"],
        [continuous("ndka", ASAH["ndka"], scale="doubling"), continuous("wfns", ASAH["wfns"])],
    ),
    "parity": (
        INFERT["case"],
        [continuous(name, INFERT[name]) for name in ("spontaneous", "induced", "age")],
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_estimates_and_wald(name):
    expected, result = figures("logistic")[name], logistic_regression(*MODELS[name])
    assert result.separation.kind == "none"
    assert [result.intercept, *(c.log_odds for c in result.coefficients)] == near(expected["coef"])
    assert [c.standard_error for c in result.coefficients] == near(expected["se"][1:])


@pytest.mark.parametrize("name", MODELS)
def test_profile_intervals_are_the_roots_of_the_likelihood(name):
    expected, result = figures("logistic")[name], logistic_regression(*MODELS[name])
    for coefficient, (low, high) in zip(result.coefficients, expected["profile"], strict=True):
        limits = math.log(coefficient.profile.low), math.log(coefficient.profile.high)
        assert limits == near((low, high))


@pytest.mark.parametrize("name", MODELS)
def test_likelihood_ratio_of_each_term_and_quality(name):
    expected, result = figures("logistic")[name], logistic_regression(*MODELS[name])
    assert [term.test.statistic for term in result.terms] == near(expected["lr"])
    assert [term.test.df for term in result.terms] == expected["df"]
    assert [term.test.p for term in result.terms] == near(expected["p"])
    quality = result.quality
    assert (quality.log_likelihood, quality.null_log_likelihood) == near(
        (expected["loglik"], expected["null"])
    )
    assert (quality.aic, quality.bic) == near((expected["aic"], expected["bic"]))


def test_quasi_separated_data_go_to_firth():
    # Neovascularisation has no case without the outcome in one cell (Heinze & Schemper 2002).
    terms = [
        binary("NV", ENDOMETRIAL["NV"]),
        continuous("PI", ENDOMETRIAL["PI"]),
        continuous("EH", ENDOMETRIAL["EH"]),
    ]
    result, expected = logistic_regression(ENDOMETRIAL["HG"], terms), figures("logistic")["firth"]
    assert result.separation.kind == "quasi-complete"
    assert result.separation.columns == ("NV",)
    assert result.method == "Firth penalised likelihood"
    assert [result.intercept, *(c.log_odds for c in result.coefficients)] == near(expected["coef"])
    assert [c.standard_error for c in result.coefficients] == near(expected["se"][1:])


def test_penalised_likelihood_ratio_equals_the_packages_own():
    columns = np.column_stack([ENDOMETRIAL[name] for name in ("NV", "PI", "EH")])
    model = FirthLogisticRegression(gtol=1e-7, xtol=1e-7, max_iter=200)
    model.fit(columns, ENDOMETRIAL["HG"]).lrt()
    terms = [continuous(name, ENDOMETRIAL[name]) for name in ("NV", "PI", "EH")]
    result = logistic_regression(ENDOMETRIAL["HG"], terms)
    assert [term.test.p for term in result.terms] == near(model.lrt_pvalues_[:-1].tolist())


def test_restricted_cubic_spline_equals_hmisc():
    expected = figures("logistic")["spline"]
    columns = spline("lwt", BIRTHWT["lwt"], knots=4).columns
    for row, values in zip((0, 49, 99, 188), expected["columns"], strict=True):
        assert columns[row].tolist() == near(values)


def test_scaled_steps_are_powers_of_the_unit_odds_ratio():
    lwt = BIRTHWT["lwt"]
    unit, per_sd, per_iqr = (
        logistic_regression(BIRTHWT["low"], [continuous("lwt", lwt, scale=scale)]).coefficients[0]
        for scale in ("unit", "sd", "iqr")
    )
    spread = np.std(lwt, ddof=1)
    assert per_sd.odds_ratio == near(unit.odds_ratio**spread)
    assert unit.odds_ratio_per_sd == near(per_sd.odds_ratio)
    low, high = np.quantile(lwt, [0.25, 0.75])
    assert per_iqr.odds_ratio == near(unit.odds_ratio ** (high - low))
