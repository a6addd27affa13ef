"""A covariate far from 0, as the log of a concentration is, fits as well as one around 0."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import chdtri, expit

from analytics.stats.regression.design import binary, continuous
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.results import NotEstimable

# Few events, and an odds ratio that is far from 1: profiles reach far out.
X = np.repeat(np.log2([20, 23, 26, 29, 32, 35, 38, 41, 44, 47]), [4, 4, 4, 3, 2, 2, 2, 1, 1, 1])
YES = np.tile([1.0, 0.0, 0.0, 1.0], 6)
EVENT = np.array([0] * 12 + [1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0], dtype=float)
# Nobody with YES has it.
SEPARATED = np.where(YES == 1, 0.0, EVENT)


def _fit(event, shift):
    return logistic_regression(event, [continuous("x", X + shift), binary("yes", YES)])


@pytest.mark.parametrize("event", [EVENT, SEPARATED], ids=["estimable", "separated"])
@given(shift=st.floats(-1000, 1000))
def test_a_shift_of_a_covariate_changes_no_odds_ratio_and_no_limit(event, shift):
    near, far = _fit(event, -float(np.mean(X))), _fit(event, shift)
    assert not isinstance(near.quality, NotEstimable)
    assert not isinstance(far.quality, NotEstimable)
    for one, other in zip(near.coefficients, far.coefficients, strict=True):
        assert other.log_odds == pytest.approx(one.log_odds, rel=1e-5, abs=1e-6)
        assert not isinstance(other.profile, NotEstimable)
        found = np.log([other.profile.low, other.profile.high])
        expected = np.log([one.profile.low, one.profile.high])
        assert found == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_at_a_profile_limit_the_likelihood_has_fallen_by_the_quantile():
    found = _fit(EVENT, 0.0)
    best = found.quality.log_likelihood
    for limit in (found.coefficients[0].profile.low, found.coefficients[0].profile.high):
        fallen = 2 * (best - _highest(np.log(limit)))
        assert fallen == pytest.approx(chdtri(1, 0.05), rel=1e-6)


def _highest(slope: float) -> float:
    """The largest likelihood with the slope of x given: both others by nested searches."""

    def of_yes(yes: float) -> float:
        return -minimize_scalar(lambda b: -_likelihood(b, slope, yes), (-5, 5), tol=1e-12).fun

    return -minimize_scalar(lambda yes: -of_yes(yes), (-3, 3), tol=1e-12).fun


def _likelihood(intercept: float, slope: float, yes: float) -> float:
    linear = intercept + slope * (X - X.mean()) + yes * YES
    chance = np.where(EVENT == 1, expit(linear), expit(-linear))
    return float(np.log(np.maximum(chance, 1e-300)).sum())
