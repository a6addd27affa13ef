"""Every fitter of many rows at once equals an independent fit of each row alone.

Five kinds of data: ordinary, skewed with an outlier, heavily tied, nearly separated, tiny. A row
that is called converged has the maximum; a row that isn't has none.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import linprog, minimize

from analytics.stats.regression._irls_many import Patterns, fit_many, slopes_many
from analytics.stats.regression._newton_many import maximise

ROWS = 60


def _ordinary(random):
    x = random.standard_normal((80, 2))
    return x, random.random(80) < 1 / (1 + np.exp(-x[:, 0] + 0.5 * x[:, 1]))


def _skewed(random):
    x = np.exp(1.6 * random.standard_normal((70, 2)))
    x[0] = 400.0, 0.001
    return x, random.random(70) < 1 / (1 + np.exp(1 - np.log(x[:, 0])))


def _tied(random):
    x = random.integers(0, 3, size=(60, 2)).astype(float)
    return x, random.random(60) < (x[:, 0] + 1) / 4


def _nearly_separated(random):
    x = random.standard_normal((40, 2))
    event = x[:, 0] > 0
    event[np.argsort(np.abs(x[:, 0]))[:3]] ^= True
    return x, event


def _tiny(random):
    x = random.standard_normal((9, 1))
    return x, np.array([0, 1, 0, 1, 1, 0, 1, 0, 1], dtype=bool)


KINDS = {
    "ordinary": _ordinary,
    "skewed": _skewed,
    "tied": _tied,
    "nearly separated": _nearly_separated,
    "tiny": _tiny,
}


def _maximum(design, events, trials):
    """The estimate by a quasi-Newton method of another library, or None where there is none."""
    seen = trials > 0
    design, events, trials = design[seen], events[seen], trials[seen]
    if np.linalg.matrix_rank(design) < design.shape[1] or _separated(design, events, trials):
        return None
    scale = np.abs(design).max(axis=0)
    scaled = design / scale

    def loss(beta):
        linear = scaled @ beta
        chance = 1 / (1 + np.exp(-np.clip(linear, -700, 700)))
        value = trials @ np.logaddexp(0, linear) - events @ linear
        return value, scaled.T @ (trials * chance - events)

    def bend(beta):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ beta, -700, 700)))
        return scaled.T @ (scaled * (trials * chance * (1 - chance))[:, None])

    found = minimize(
        loss, np.zeros(design.shape[1]), jac=True, hess=bend, method="trust-exact",
        options={"gtol": 1e-9, "maxiter": 2000},
    )  # fmt: skip
    return found.x / scale


def _separated(design, events, trials):
    """Whether a direction exists that no patient contradicts and some patient bears out."""
    signs = [design[events > 0], -design[events < trials]]
    rows = np.concatenate(signs) / np.abs(design).max(axis=0)
    found = linprog(
        -rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)),
        bounds=[(-1, 1)] * rows.shape[1], method="highs",
    )  # fmt: skip
    return -found.fun > 1e-7


@pytest.mark.parametrize("kind", KINDS)
def test_logistic_fits_of_resamples(kind):
    random = np.random.default_rng(sum(map(ord, kind)))
    x, event = KINDS[kind](random)
    matrix = np.column_stack([np.ones(len(x)), x])
    patterns = Patterns.of(matrix, event.astype(float))
    drawn = random.multinomial(len(x), np.full(len(x), 1 / len(x)), size=ROWS).astype(float)
    events, others = patterns.counts(drawn)
    many = fit_many(patterns.design, events, others, start=np.zeros(matrix.shape[1]))
    single = [_maximum(patterns.design, e, e + o) for e, o in zip(events, others, strict=True)]
    assert [found is not None for found in single] == many.converged.tolist()
    for row, found in enumerate(single):
        if found is not None:
            assert many.beta[row] == pytest.approx(found, rel=1e-5, abs=1e-6)
    assert many.converged.any()


@pytest.mark.parametrize("kind", KINDS)
def test_calibration_slopes_of_many_models(kind):
    random = np.random.default_rng(sum(map(ord, kind)) + 1)
    x, event = KINDS[kind](random)
    models = random.standard_normal((ROWS, x.shape[1])) + np.eye(x.shape[1])[0]
    models *= np.exp(random.uniform(-2, 3, ROWS))[:, None]
    scores = models @ x.T + random.normal(0, 3, ROWS)[:, None]
    events = event.astype(float)[None, :]
    many = slopes_many(scores, events, 1 - events)
    agreed = 0
    for row, score in enumerate(scores):
        design = np.column_stack([np.ones(score.size), score])
        found = _maximum(design, events[0], np.ones(score.size))
        assert (found is not None) == many.converged[row]
        if found is not None:
            agreed += 1
            assert many.slope[row] == pytest.approx(found[1], rel=1e-5, abs=1e-7)
            assert many.intercept[row] == pytest.approx(found[0], rel=1e-4, abs=1e-5)
    assert agreed > ROWS / 2


def test_a_poor_start_reaches_the_same_maximum():
    x, event = _skewed(np.random.default_rng(5))
    matrix = np.column_stack([np.ones(len(x)), x])
    patterns = Patterns.of(matrix, event.astype(float))
    events, others = patterns.counts(np.ones((1, len(x))))
    starts = ([0.0, 0.0, 0.0], [5.0, -3.0, 2.0], [-20.0, 1.0, 1.0])
    found = [fit_many(patterns.design, events, others, start=np.array(start)) for start in starts]
    assert all(fit.converged[0] for fit in found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = sm.GLM(event.astype(float), matrix, family=sm.families.Binomial()).fit(tol=1e-13)
    for fit in found:
        assert fit.beta[0] == pytest.approx(known.params, rel=1e-6)


def test_equal_scores_have_no_slope_and_separating_ones_none_either():
    event = np.array([[0.0, 0.0, 1.0, 1.0]])
    scores = np.array([[1.0, 1.0, 1.0, 1.0], [-2.0, -1.0, 1.0, 2.0], [-1.0, 1.0, -1.0, 2.0]])
    assert slopes_many(scores, event, 1 - event).converged.tolist() == [False, False, True]


def test_a_row_that_fails_leaves_the_others_alone():
    class Odd:
        """Row 1 has no maximum; the others are parabolas."""

        def at(self, rows, beta):
            from analytics.stats.regression._newton_many import State

            value = -((beta[:, 0] - 2) ** 2)
            score = -2 * (beta - 2)
            bad = rows == 1
            value[bad], score[bad] = np.nan, np.nan
            return State(value, score, np.full((rows.size, 1, 1), 2.0))

        def gram(self, rows):
            return np.ones((rows.size, 1, 1))

    beta, converged = maximise(Odd(), np.zeros((3, 1)))
    assert converged.tolist() == [True, False, True]
    assert beta[[0, 2], 0].tolist() == [2.0, 2.0]
