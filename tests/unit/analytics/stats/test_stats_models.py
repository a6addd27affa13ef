"""Models: what is refused, what is said, and what a step means."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from analytics.stats.errors import InputError
from analytics.stats.imputation.multiple_imputation import impute_chained
from analytics.stats.imputation.pooling import pool, pool_auc, pool_logistic
from analytics.stats.prediction.calibration import calibration
from analytics.stats.regression import firth
from analytics.stats.regression.design import binary, build_design, categorical, continuous, spline
from analytics.stats.regression.firth import fit_firth
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.results import NotEstimable

NAN = float("nan")
RANDOM = np.random.default_rng(9)
N = 120
IL6 = RANDOM.lognormal(1.5, 1.0, N)
SERO = (RANDOM.random(N) < 0.7).astype(float)
EVENT = (RANDOM.random(N) < 1 / (1 + np.exp(1.6 - 0.6 * np.log2(IL6) - 0.4 * SERO))).astype(float)


def terms():
    return [continuous("IL-6", IL6, scale="doubling"), binary("seropositive", SERO)]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: continuous("x", [1.0, 0.0], scale="doubling"), "no logarithm"),
        (lambda: continuous("x", [1.0, 1.0], scale="sd"), "no spread"),
        (lambda: continuous("x", [1.0], scale="tripling"), "doubling"),
        (lambda: binary("x", [0, 2]), "row 1"),
        (lambda: categorical("x", ["a", "b"], reference="c"), "'c'"),
        (lambda: categorical("x", ["a", "a"], reference="a"), "only one"),
        (lambda: spline("x", [1.0, 2.0], knots=7), "3, 4 or 5"),
        (lambda: spline("x", [1.0, 1.0, 2.0], knots=5), "too few"),
        (lambda: build_design(EVENT, []), "at least one"),
        (lambda: build_design(EVENT, [terms()[0], terms()[0]]), "its own name"),
        (lambda: logistic_regression(EVENT, [continuous("event", IL6)]), "'event'"),
        (lambda: logistic_regression(EVENT[:-1], terms()), "rows"),
    ],
)
def test_terms_outside_the_white_list_are_refused(make, expected):
    with pytest.raises(InputError, match=expected):
        make()


def test_rows_without_a_variable_are_counted_by_name():
    il6 = IL6.copy()
    il6[:4] = NAN
    sero = SERO.copy()
    sero[2:7] = NAN
    result = logistic_regression(EVENT, [continuous("IL-6", il6), binary("seropositive", sero)])
    assert [(e.reason, e.count) for e in result.sample.excluded] == [
        ("IL-6 is missing", 4),
        ("seropositive is missing", 3),
    ]
    assert result.n_events + result.n_non_events == N - 7


def test_doubling_says_what_one_step_means():
    result = logistic_regression(EVENT, terms())
    first, second = result.coefficients
    assert (first.step, second.step) == ("per doubling of IL-6", "yes against no")
    unit = logistic_regression(EVENT, [continuous("log2", np.log2(IL6)), terms()[1]])
    assert unit.coefficients[0].odds_ratio == pytest.approx(first.odds_ratio)
    assert result.events_per_parameter == min(result.n_events, result.n_non_events) / 2


def test_profile_is_left_out_on_request_and_wald_stays():
    result = logistic_regression(EVENT, terms(), profile=False)
    assert isinstance(result.coefficients[0].profile, NotEstimable)
    assert result.coefficients[0].wald.low < result.coefficients[0].odds_ratio


@pytest.mark.parametrize(
    ("second", "reason"),
    [(3 * IL6 - 1, "again"), (np.full(N, 2.0), "again")],
)
def test_dependent_variables_are_named(second, reason):
    result = logistic_regression(EVENT, [continuous("IL-6", IL6), continuous("again", second)])
    assert isinstance(result.quality, NotEstimable)
    assert reason in result.quality.reason
    assert result.coefficients == ()


def test_complete_separation_is_found_before_any_odds_ratio():
    marker = np.concatenate([np.linspace(1, 2, 10), np.linspace(3, 4, 10)])
    event = np.repeat([0.0, 1.0], 10)
    result = logistic_regression(event, [continuous("marker", marker)])
    assert result.separation.kind == "complete"
    assert result.method == "Firth penalised likelihood"
    assert "separated" in result.notes[0]
    coefficient = result.coefficients[0]
    assert 1 < coefficient.profile.low < coefficient.odds_ratio < coefficient.profile.high
    assert result.terms[0].test.variant == "penalised likelihood ratio"


def test_one_empty_cell_is_quasi_separation():
    event = np.array([0.0] * 20 + [1.0] * 20)
    exposed = np.array([0.0] * 20 + [1.0] * 8 + [0.0] * 12)
    result = logistic_regression(
        event, [binary("exposed", exposed), continuous("age", RANDOM.normal(50, 9, 40))]
    )
    assert result.separation.kind == "quasi-complete"
    assert result.separation.columns == ("exposed",)
    assert result.separation.directions == (1,)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_separation_does_not_depend_on_units(unit):
    event = np.array([0.0] * 20 + [1.0] * 20)
    marker = np.concatenate([np.linspace(1, 2, 20), np.linspace(1.99, 4, 20)]) * unit
    assert fit_model(event, [continuous("m", marker)]).separation.kind == "none"
    marker[19] = 1.98 * unit
    fit = fit_model(event, [continuous("m", marker)], profile=True)
    assert fit.separation.kind == "complete"
    assert fit.beta[1] * unit == pytest.approx(
        fit_model(event, [continuous("m", marker / unit)]).beta[1], rel=1e-5
    )


def test_firth_refuses_nan_and_failed_convergence(monkeypatch):
    design = np.column_stack([np.ones(6), [1.0, 2, 3, 4, 5, 6]])
    event = np.array([0.0, 0, 1, 0, 1, 1])
    assert not isinstance(fit_firth(design, event, level=0.95, profile=True), NotEstimable)

    class Broken(firth.FirthLogisticRegression):
        def fit(self, X, y):  # noqa: N803
            super().fit(X, y)
            self.coef_ = np.array([NAN])
            return self

    monkeypatch.setattr(firth, "FirthLogisticRegression", Broken)
    refused = fit_firth(design, event, level=0.95, profile=False)
    assert "not a number" in refused.reason

    class Unfinished(firth.FirthLogisticRegression):
        def fit(self, X, y):  # noqa: N803
            warnings.warn("step halving", ConvergenceWarning, stacklevel=2)

    monkeypatch.setattr(firth, "FirthLogisticRegression", Unfinished)
    refused = fit_firth(design, event, level=0.95, profile=False)
    assert "did not converge" in refused.reason


def test_own_predictions_are_calibrated_by_construction():
    fit = fit_model(EVENT, terms())
    result = calibration(EVENT, fit.probability, fitted_here=True)
    assert result.in_the_large.value == pytest.approx(0, abs=1e-8)
    assert result.slope.value == pytest.approx(1)
    assert result.observed_to_expected == pytest.approx(1)
    assert sum(group.observed.n for group in result.groups) == N


def test_shrunken_predictions_have_a_slope_above_one():
    fit = fit_model(EVENT, terms())
    shrunken = 1 / (1 + np.exp(-0.5 * fit.linear_predictor))
    assert calibration(EVENT, shrunken, fitted_here=False).slope.value == pytest.approx(2)


def test_spline_has_one_test_for_the_whole_curve():
    result = logistic_regression(EVENT, [spline("IL-6", IL6, knots=3, log2=True)])
    assert [term.test.df for term in result.terms] == [2]
    straight = logistic_regression(EVENT, terms()[:1])
    assert result.quality.log_likelihood >= straight.quality.log_likelihood - 1e-9


def test_pooled_odds_ratios_widen_with_the_disagreement_of_imputations():
    il6 = np.log2(IL6)
    il6[RANDOM.random(N) < 0.3] = NAN
    imputed = impute_chained({"event": EVENT, "IL-6": il6, "sero": SERO}, imputations=10, seed=2)
    results = [
        logistic_regression(EVENT, [continuous("IL-6", values)], profile=False)
        for values in imputed.data["IL-6"]
    ]
    (pooled,) = pool_logistic(results)
    mean = np.mean([result.coefficients[0].log_odds for result in results])
    assert pooled.odds_ratio == pytest.approx(math.exp(mean))
    assert pooled.interval.low < pooled.odds_ratio < pooled.interval.high
    widths = [c.wald.high / c.wald.low for c in (r.coefficients[0] for r in results)]
    assert pooled.interval.high / pooled.interval.low > min(widths)
    assert 0 < pooled.log_odds.missing_information < 1
    assert imputed.filled["IL-6"] == np.isnan(il6).sum()
    observed = np.isfinite(il6)
    assert (imputed.data["IL-6"][:, observed] == il6[observed]).all()
    assert np.isin(imputed.data["IL-6"], il6[observed]).all()


def test_separated_imputations_are_not_pooled():
    separated = logistic_regression([0, 0, 0, 1, 1, 1], [continuous("x", [1.0, 2, 3, 4, 5, 6])])
    assert isinstance(pool_logistic([separated, separated]), NotEstimable)


def test_pooled_area_without_disagreement_is_the_area():
    pooled = pool_auc([0.8, 0.8, 0.8], [0.05, 0.05, 0.05])
    assert pooled.value == pytest.approx(0.8)
    assert pooled.standard_error == pytest.approx(0.05)
    assert pooled.df is None
    assert 0 < pooled.interval.low < 0.8 < pooled.interval.high < 1
    assert isinstance(pool_auc([1.0, 0.9], [0.1, 0.1]), NotEstimable)
    wider = pool_auc([0.75, 0.8, 0.85], [0.05, 0.05, 0.05])
    assert wider.standard_error > pooled.standard_error


def test_identical_certain_estimates_have_no_interval():
    result = pool([1.0, 1.0], [0.0, 0.0], complete_df=10)
    assert result.value == 1.0
    assert isinstance(result.interval, NotEstimable)


@pytest.mark.parametrize(
    ("variables", "options", "expected"),
    [
        ({"a": [1.0, 2.0]}, {}, "two or more variables"),
        ({"a": [1.0, 2.0], "b": [1.0, 2.0]}, {"imputations": 1}, "two or more imputations"),
    ],
)
def test_imputation_needs_company(variables, options, expected):
    with pytest.raises(InputError, match=expected):
        impute_chained(variables, seed=1, **options)


def test_imputation_says_what_is_too_sparse():
    result = impute_chained({"a": [1.0, NAN, NAN, 2.0], "b": [1.0, 2.0, 3.0, 4.0]}, seed=1)
    assert "a has 2 observed values" in result.reason


def test_imputation_stands_constant_and_dependent_variables():
    values = np.append(np.arange(1.0, 11.0), NAN)
    others = {"same": np.ones(11), "twice": 2 * np.arange(11.0), "again": 2 * np.arange(11.0)}
    imputed = impute_chained({"a": values, **others}, imputations=5, seed=3)
    assert np.isin(imputed.data["a"][:, 10], values[:10]).all()
    # The missing row lies beyond the last one, so its donors are the highest values.
    assert imputed.data["a"][:, 10].min() >= 6


def test_among_equal_donors_chance_decides():
    values = np.append(np.arange(40.0), np.full(40, NAN))
    imputed = impute_chained({"a": values, "b": np.ones(80)}, imputations=4, seed=5)
    assert np.unique(imputed.data["a"][:, 40:]).size > 10


def test_imputations_of_many_patients_keep_the_relation():
    random = np.random.default_rng(2)
    a = random.standard_normal(20_000)
    b = a + random.standard_normal(20_000)
    b[::10] = NAN
    imputed = impute_chained({"a": a, "b": b}, imputations=2, iterations=2, seed=1)
    filled = imputed.data["b"][:, ::10]
    assert np.corrcoef(np.tile(a[::10], 2), filled.ravel())[0, 1] == pytest.approx(0.71, abs=0.05)
