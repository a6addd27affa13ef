"""Other models, validation and pooling equal R (rms, car, ordinal, epiR, mice)."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from analytics.stats.agreement.concordance import fleiss_kappa, kendall_w, lin_concordance
from analytics.stats.imputation.multiple_imputation import impute_chained
from analytics.stats.imputation.pooling import pool
from analytics.stats.prediction.calibration import calibration
from analytics.stats.prediction.cross_validation import cross_validate
from analytics.stats.prediction.decision import decision_curve
from analytics.stats.prediction.internal_validation import model_optimism
from analytics.stats.regression import _irls
from analytics.stats.regression._irls_many import Patterns, areas, fit_many, log_likelihoods
from analytics.stats.regression.collinearity import variance_inflation
from analytics.stats.regression.design import binary, categorical, continuous
from analytics.stats.regression.dominance import dominance
from analytics.stats.regression.linear import linear_regression
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.regression.ordinal import ordinal_regression
from tests.reference.oracle import dataset, figures, near

BIRTHWT, WINE, ASAH = dataset("birthwt"), dataset("wine"), dataset("asah")
RACE = [str(int(code)) for code in BIRTHWT["race"]]
SMALL = [continuous("age", BIRTHWT["age"]), binary("smoke", BIRTHWT["smoke"])]
FOUR = [
    continuous("age", BIRTHWT["age"]),
    continuous("lwt", BIRTHWT["lwt"]),
    binary("smoke", BIRTHWT["smoke"]),
    binary("ht", BIRTHWT["ht"]),
]
FULL = [
    *FOUR[:2],
    categorical("race", RACE, reference="1"),
    FOUR[2],
    continuous("ptl", BIRTHWT["ptl"]),
    FOUR[3],
    binary("ui", BIRTHWT["ui"]),
    continuous("ftv", BIRTHWT["ftv"]),
]


def test_generalised_variance_inflation():
    expected = figures("logistic")["gvif"]
    result = variance_inflation(fit_model(BIRTHWT["low"], FULL))
    assert [term.gvif for term in result] == near(expected["gvif"])
    assert [term.df for term in result] == expected["df"]
    # The linear VIF of the design matrix would be 1.155.
    assert result[0].gvif == pytest.approx(1.100, abs=5e-4)


def test_calibration_of_foreign_predictions():
    expected = figures("logistic")["calibration_other"]
    predicted = np.array(figures("logistic")["other"])
    result = calibration(BIRTHWT["low"], predicted, fitted_here=False)
    # val.prob stops its iteration at about 1e-7.
    assert result.intercept.value == near(expected["Intercept"], rel=1e-6)
    assert result.slope.value == near(expected["Slope"], rel=1e-6)
    assert result.brier == near(expected["Brier"])
    assert (result.spiegelhalter.statistic, result.spiegelhalter.p) == near(
        (expected["S:z"], expected["S:p"])
    )


@pytest.mark.parametrize(("name", "terms"), [("full", FULL), ("small", SMALL)])
def test_hosmer_lemeshow(name, terms):
    expected = figures("logistic")[f"hosmer_{name}"]
    predicted = fit_model(BIRTHWT["low"], terms).probability
    test = calibration(BIRTHWT["low"], predicted, fitted_here=True).hosmer_lemeshow
    assert (test.statistic, test.df, test.p) == near(
        (expected["statistic"], expected["df"], expected["p"])
    )


def test_bootstrap_optimism_within_monte_carlo_error():
    expected = figures("logistic")["optimism"]
    result = model_optimism(BIRTHWT["low"], FOUR, resamples=4000, seed=1)
    assert result.auc.apparent == near(expected["auc"])
    assert result.auc.optimism == pytest.approx(expected["optimism"], abs=0.003)
    assert result.slope.corrected == pytest.approx(expected["slope"], abs=0.015)
    assert result.brier.optimism == pytest.approx(expected["brier"], abs=0.0008)


def test_many_fits_at_once_equal_one_at_a_time():
    fit = fit_model(BIRTHWT["low"], FOUR)
    matrix, event = fit.design.matrix, fit.design.response
    weights = np.random.default_rng(2).poisson(1.0, size=(20, event.size)).astype(float)
    patterns = Patterns.of(matrix, event)
    events, others = patterns.counts(weights)
    many = fit_many(patterns.design, events, others, start=fit.beta)
    likelihoods = log_likelihoods(patterns.design, many.beta, events, others)
    scores = many.beta @ patterns.design.T
    found = areas(scores, events, others)
    for row in range(20):
        single = _irls.fit(matrix, event, weights=weights[row])
        assert many.converged[row]
        assert many.beta[row] == near(single.beta.tolist())
        assert likelihoods[row] == near(single.log_likelihood)
        score = matrix @ single.beta
        # Rounded, because equal rows must tie.
        expected = roc_auc_score(event, np.round(score, 10), sample_weight=weights[row])
        assert found[row] == near(expected)


def test_cross_validated_area_is_below_the_apparent_one():
    apparent = roc_auc_score(BIRTHWT["low"], fit_model(BIRTHWT["low"], FULL).probability)
    result = cross_validate(BIRTHWT["low"], FULL, folds=5, repeats=20, seed=1).auc
    # The statistics of this data set are known: pooled 0.686, mean of folds 0.698 for one split.
    assert 0.66 < result.pooled < result.mean_of_folds < 0.72 < apparent
    assert result.unusable_fits == 0


def test_stronger_term_is_named_with_its_certainty():
    terms = [continuous("wfns", ASAH["wfns"]), continuous("age", ASAH["age"])]
    result = dominance(ASAH["poor"], terms, resamples=500, seed=1)
    assert [term.term for term in result.terms] == ["wfns", "age"]
    assert result.terms[0].share + result.terms[1].share == near(1.0)
    assert result.first_held == result.order_held > 0.95
    assert result.terms[0].auc_lost > result.terms[1].auc_lost
    reversed_order = dominance(ASAH["poor"], terms[::-1], resamples=500, seed=1)
    assert [term.term for term in reversed_order.terms] == ["wfns", "age"]
    assert reversed_order.order_held == near(result.order_held)


def test_net_benefit_by_hand():
    # 59 of 189 have low weight; 30 of 59 and 44 of 130 smoke: treating smokers at 20 %.
    probability = np.where(BIRTHWT["smoke"] == 1, 0.4, 0.1)
    point = decision_curve(BIRTHWT["low"], probability, thresholds=[0.2]).points[0]
    assert point.model == near(30 / 189 - 44 / 189 * 0.25)
    assert point.treat_all == near(59 / 189 - 130 / 189 * 0.25)
    rare = decision_curve(BIRTHWT["low"], probability, thresholds=[0.2], prevalence=0.1)
    assert rare.points[0].model == near(0.1 * 30 / 59 - 0.25 * 0.9 * 44 / 130)


@pytest.mark.parametrize(
    ("name", "response", "terms"),
    [
        (
            "wine",
            WINE["rating"],
            [binary("warm", WINE["warm"]), binary("contact", WINE["contact"])],
        ),
        (
            "birthwt_steps",
            np.searchsorted([2000.0, 2500.0, 3000.0, 3500.0], BIRTHWT["bwt"]).astype(float),
            [FOUR[1], FOUR[2], FOUR[0]],
        ),
    ],
)
def test_proportional_odds(name, response, terms):
    expected, result = figures("models")[name], ordinal_regression(response, terms)
    found = [np.log(c.odds_ratio) for c in result.coefficients]
    assert found == near(expected["coef"])
    errors = [b / c.test.statistic for b, c in zip(found, result.coefficients, strict=True)]
    assert errors == near(expected["se"])
    assert result.log_likelihood == near(expected["loglik"])


def test_linear_regression_and_robust_errors():
    terms = [FOUR[1], categorical("race", RACE, reference="1"), FOUR[2]]
    result, expected = linear_regression(BIRTHWT["bwt"], terms), figures("models")["linear"]
    assert [result.intercept, *(s.slope for s in result.slopes)] == near(expected["coef"])
    assert [s.standard_error for s in result.slopes] == near(expected["se"][1:])
    assert [[s.interval.low, s.interval.high] for s in result.slopes] == [
        near(pair) for pair in expected["interval"][1:]
    ]
    ratio = [
        (s.robust.high - s.robust.low) / (s.interval.high - s.interval.low) for s in result.slopes
    ]
    wanted = [robust / usual for robust, usual in zip(expected["hc3"], expected["se"], strict=True)]
    assert ratio == near(wanted[1:])
    assert [test.statistic for _, test in result.terms] == near(expected["f"])
    assert [test.p for _, test in result.terms] == near(expected["p"])
    assert (result.r_squared, result.residual_sd) == near((expected["r2"], expected["sigma"]))


def test_lin_concordance():
    peak, expected = dataset("peak_flow"), figures("models")["ccc"]
    result = lin_concordance(peak["wright"], peak["mini"])
    assert (result.value, result.accuracy) == near((expected["est"], expected["accuracy"]))
    # epiR puts the sample covariance (divisor n - 1) into the variance, hence 1e-3.
    assert (result.interval.low, result.interval.high) == near(
        (expected["low"], expected["high"]), rel=2e-3
    )


def test_kendall_w_with_ties():
    judges, expected = dataset("shrout_fleiss"), figures("models")["kendall"]
    result = kendall_w(np.column_stack(list(judges.values())))
    assert (result.value, result.test.statistic, result.test.p) == near(
        (expected["w"], expected["statistic"], expected["p"])
    )


def test_fleiss_kappa_of_a_published_example():
    # Ten cases, fourteen readers, five categories: the worked example of Fleiss' method, 0.210.
    counts = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    table = np.array([np.repeat(np.arange(5), row) for row in counts])
    result = fleiss_kappa(table, categories=range(5))
    assert result.value == pytest.approx(0.210, abs=5e-4)
    assert result.observed_agreement == pytest.approx(0.378, abs=5e-4)


def test_rubins_rules():
    expected = figures("models")["pool"]
    result = pool(expected["estimates"], expected["variances"], complete_df=58)
    assert result.value == near(expected["mean"])
    assert result.standard_error**2 == near(expected["total"])
    assert result.df == near(expected["df"])
    assert result.missing_information == near(expected["fmi"])
    large = pool(expected["estimates"], expected["variances"], complete_df=None)
    assert large.df == near(expected["df_large"])


def test_chained_imputation_has_the_means_of_mice():
    expected = figures("models")["nhanes"]
    imputed = impute_chained(dataset("nhanes"), imputations=200, iterations=20, seed=1)
    for name, mean, spread in zip(expected["names"], expected["mean"], expected["sd"], strict=True):
        means = imputed.data[name].mean(axis=1)
        # Both are Monte-Carlo means of 200 completed sets of 25 patients.
        assert abs(means.mean() - mean) < 4 * spread / np.sqrt(200) + 0.1 * spread + 1e-12
        if spread > 0:
            assert means.std(ddof=1) == pytest.approx(spread, rel=0.25)
