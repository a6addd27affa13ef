"""What holds of the pooled test of several coefficients whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from analytics.stats.errors import InputError
from analytics.stats.imputation.pooled_terms import pool_term, pool_wald
from analytics.stats.imputation.pooling import pool
from analytics.stats.regression.design import binary, categorical
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.results import NotEstimable

SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed, m, k, spread=0.4):
    random = np.random.default_rng(seed)
    roots = random.normal(size=(m, k, k + 3))
    return spread * random.normal(size=(m, k)) + 1, roots @ roots.transpose(0, 2, 1) / (k + 3)


@given(SEEDS, st.integers(2, 30))
def test_of_one_coefficient_it_is_the_square_of_rubins_test(seed, m):
    estimates, covariances = drawn(seed, m, 1)
    found = pool_wald(estimates, covariances)
    alone = pool(estimates[:, 0], covariances[:, 0, 0], complete_df=None)
    assert found.f == pytest.approx((alone.value / alone.standard_error) ** 2)
    assert found.increase == pytest.approx((1 + 1 / m) * alone.between / alone.within)


@given(SEEDS, st.integers(2, 12), st.integers(1, 4))
def test_another_coding_of_the_term_changes_nothing(seed, m, k):
    """A reference category is a choice: other columns of the same space, the same test."""
    estimates, covariances = drawn(seed, m, k)
    turn = np.random.default_rng(seed + 1).normal(size=(k, k)) + 3 * np.eye(k)
    found = pool_wald(estimates, covariances)
    turned = pool_wald(estimates @ turn.T, turn @ covariances @ turn.T)
    assert turned.f == pytest.approx(found.f, rel=1e-5)
    assert turned.denominator_df == pytest.approx(found.denominator_df, rel=1e-5)
    assert 0 <= found.p <= 1


@given(SEEDS, st.integers(2, 12), st.integers(1, 4))
def test_equal_data_sets_give_the_wald_test_of_one(seed, m, k):
    (estimate, *_), (covariance, *_) = drawn(seed, 2, k)
    found = pool_wald(np.tile(estimate, (m, 1)), np.tile(covariance, (m, 1, 1)))
    statistic = estimate @ np.linalg.solve(covariance, estimate)
    assert found.increase == pytest.approx(0, abs=1e-12)
    assert k * found.f == pytest.approx(statistic)
    assert found.p == pytest.approx(chi2.sf(statistic, k), rel=1e-6, abs=1e-12)


@given(SEEDS, st.integers(2, 12), st.integers(2, 4))
def test_more_disagreement_between_data_sets_is_less_evidence(seed, m, k):
    estimates, covariances = drawn(seed, m, k)
    middle = estimates.mean(axis=0)
    wider = pool_wald(middle + 2 * (estimates - middle), covariances)
    found = pool_wald(estimates, covariances)
    assert wider.f <= found.f
    assert wider.increase == pytest.approx(4 * found.increase)


@given(SEEDS, st.integers(2, 12), st.integers(2, 4), st.floats(-6, 6))
def test_units_of_a_coefficient_change_nothing(seed, m, k, power):
    estimates, covariances = drawn(seed, m, k)
    units = np.ones(k)
    units[0] = 10.0**power
    other = pool_wald(estimates * units, covariances * np.outer(units, units))
    assert other.f == pytest.approx(pool_wald(estimates, covariances).f, rel=1e-6)


def test_what_cannot_be_pooled():
    for dependent in (np.ones((3, 2, 2)), np.zeros((3, 2, 2))):
        assert isinstance(pool_wald(np.ones((3, 2)), dependent), NotEstimable)
    with pytest.raises(InputError, match="two or more data sets"):
        pool_wald(np.ones((1, 2)), np.ones((1, 2, 2)))
    with pytest.raises(InputError, match="covariances must have 3 dimension"):
        pool_wald(np.ones((3, 2)), np.ones((3, 2)))
    with pytest.raises(InputError, match=r"\(m, k, k\)"):
        pool_wald(np.ones((3, 2)), np.ones((3, 3, 3)))
    with pytest.raises(InputError, match="finite"):
        pool_wald(np.full((3, 2), np.nan), np.tile(np.eye(2), (3, 1, 1)))


def fit_of(codes, events):
    return fit_model(events, [categorical("site", codes, reference="a")])


def test_data_sets_whose_term_has_other_columns_or_that_separate_pool_no_test():
    events = np.array([0, 1] * 12)
    three = list("aaaabbbbcccc" * 2)
    two = ["b" if one == "c" else one for one in three]
    whole = fit_of(three, events)
    assert isinstance(pool_term([whole, fit_of(two, events)], "site"), NotEstimable)
    apart = fit_model(events, [binary("site", events)])
    assert isinstance(pool_term([apart, apart], "site"), NotEstimable)
    with pytest.raises(InputError, match="no term 'age'; it has site"):
        pool_term([whole, whole], "age")
