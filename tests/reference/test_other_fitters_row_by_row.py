"""Ordered, censored, imputed and smoothed fits equal independent ones, on data of five kinds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize, minimize_scalar
from scipy.stats import norm
from statsmodels.miscmodels.ordinal_model import OrderedModel

from analytics.stats.censored._likelihood import fit_censored_normal
from analytics.stats.imputation.multiple_imputation import _matched
from analytics.stats.regression._irls import fit as single_fit
from analytics.stats.regression._penalised import constrained_log_likelihood
from analytics.stats.regression.design import continuous
from analytics.stats.regression.ordinal import ordinal_regression
from analytics.stats.results import NotEstimable
from analytics.stats.roc._smoothers import Kernel, positions_of
from analytics.stats.roc.curve import roc_curve
from tests.reference.test_fitters_row_by_row import KINDS, _maximum


def data(kind, seed):
    random = np.random.default_rng(seed + sum(map(ord, kind)))
    x, event = KINDS[kind](random)
    return random, x, event


@pytest.mark.parametrize("kind", KINDS)
def test_single_logistic_fits(kind):
    _, x, event = data(kind, 1)
    matrix = np.column_stack([np.ones(len(x)), x])
    found = single_fit(matrix, event.astype(float))
    known = _maximum(matrix, event.astype(float), np.ones(len(x)))
    assert found.converged
    assert found.beta == pytest.approx(known, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_penalised_likelihood_with_one_term_held(kind):
    _, x, event = data(kind, 2)
    matrix = np.column_stack([np.ones(len(x)), x / x.std(axis=0)])
    event = event.astype(float)

    def loss(intercept):
        linear = matrix[:, 0] * intercept[0]
        chance = 1 / (1 + np.exp(-linear))
        plain = event @ linear - np.logaddexp(0, linear).sum()
        information = matrix.T @ (matrix * (chance * (1 - chance))[:, None])
        return -(plain + 0.5 * np.linalg.slogdet(information)[1])

    found = constrained_log_likelihood(matrix, event, [0])
    known = minimize(loss, [0.0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12})
    assert found == pytest.approx(-known.fun, abs=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_ordered_regression(kind):
    random, x, event = data(kind, 3)
    category = event.astype(int) + (random.random(len(x)) < 0.4)
    marker = np.log(x[:, 0] - x[:, 0].min() + 1)
    found = ordinal_regression(category.astype(float), [continuous("x", marker)])
    known = OrderedModel(category, marker[:, None], distr="logit").fit(
        method="bfgs", disp=False, maxiter=2000, gtol=1e-8
    )
    assert not isinstance(found, NotEstimable)
    assert np.log(found.coefficients[0].odds_ratio) == pytest.approx(known.params[0], abs=1e-4)
    assert found.log_likelihood == pytest.approx(known.llf, abs=1e-6)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("n", [6, 60])
def test_censored_normal(n, share):
    values = np.random.default_rng(n).normal(2.0, 1.5, n)
    limit = np.quantile(values, share) if share else -np.inf
    measured, censored = values[values >= limit], np.full(int((values < limit).sum()), limit)
    if np.unique(measured).size < 2:
        measured = np.append(measured, limit + 1)
    response = np.append(measured, censored)
    below = np.repeat([False, True], [measured.size, censored.size])
    found = fit_censored_normal(np.ones((response.size, 1)), response, below)

    def loss(at):
        spread = np.exp(at[1])
        below = norm.logcdf(censored, at[0], spread).sum() if censored.size else 0.0
        return -(norm.logpdf(measured, at[0], spread).sum() + below)

    start = [measured.mean(), np.log(measured.std() + 0.1)]
    known = minimize(loss, start, method="Nelder-Mead",
                     options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 10_000})  # fmt: skip
    assert found is not None
    assert found.beta[0] == pytest.approx(known.x[0], abs=1e-5)
    assert found.sd == pytest.approx(np.exp(known.x[1]), abs=1e-5)


class _Still:
    """A generator that draws the middle of everything, so that only the fit is left."""

    def chisquare(self, df, size):
        return np.full(size, float(df))

    def standard_normal(self, shape):
        return np.zeros(shape)

    def permutation(self, size):
        return np.arange(size)

    def integers(self, low, high, shape):
        return np.zeros(shape, dtype=np.int64)

    def random(self, size):
        return np.zeros(size)


@pytest.mark.parametrize("kind", KINDS)
def test_imputed_values_come_from_the_donor_nearest_in_a_ridge_regression(kind):
    random, x, event = data(kind, 4)
    others = np.stack([np.column_stack([x, event]) + random.normal(0, 0.1, (len(x), 1))
                       for _ in range(4)])  # fmt: skip
    values = x[:, 0] * 2 + random.standard_normal(len(x))
    values[: len(x) // 4] = np.nan
    found = _matched(others, values, 1, _Still())
    known = np.isfinite(values)
    for row, other in enumerate(others):
        spread = other.std(axis=0)
        scaled = (other - other.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
        design = np.column_stack([np.ones(len(x)), scaled])
        cross = design[known].T @ design[known]
        cross += np.diag(1e-5 * np.diag(cross))
        beta = np.linalg.lstsq(cross, design[known].T @ values[known], rcond=None)[0]
        offered, wanted = design[known] @ beta, design[~known] @ beta
        for place, value in enumerate(found[row]):
            distance = np.abs(offered - wanted[place])
            given = distance[np.flatnonzero(values[known] == value)].min()
            assert given == pytest.approx(distance.min(), abs=1e-7)


@pytest.mark.parametrize("kind", ["ordinary", "skewed", "tied", "nearly separated"])
def test_kernel_cutoffs_of_resamples(kind):
    random, x, event = data(kind, 5)
    marker = np.round(np.log(x[:, 0] - x[:, 0].min() + 0.5), 2) + 0.3 * event
    curve = roc_curve(event.astype(float), marker, direction="high")
    kernel = Kernel(positions_of(curve, "linear"))
    sizes = curve.n_events, curve.n_non_events
    events, others = (
        random.multinomial(n, np.full(n, 1 / n), size=40).astype(float) for n in sizes
    )
    found = kernel.choose_many(events, others)
    (of_events, of_others), (one, two) = kernel.rows, kernel.widths
    step = kernel.grid[1] - kernel.grid[0]

    def gain(position, row):
        beyond = norm.cdf((of_events - position) / one), norm.cdf((of_others - position) / two)
        return events[row] @ beyond[0] / sizes[0] - others[row] @ beyond[1] / sizes[1]

    for row, position in enumerate(found):
        known = [gain(place, row) for place in kernel.grid]
        best = int(np.argmax(known))
        if np.isnan(position):
            assert max(known) <= 1e-12
            continue
        exact = minimize_scalar(
            lambda p, row=row: -gain(p, row), method="bounded", options={"xatol": 1e-10},
            bounds=(kernel.grid[best] - step, kernel.grid[best] + step),
        )  # fmt: skip
        assert gain(position, row) == pytest.approx(-exact.fun, abs=1e-3), (position, exact.x)
