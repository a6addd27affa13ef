from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ra_registry.demo.recipe.randomness import (
    Stream,
    binomial_quantile,
    poisson_quantile,
    significant,
)


def test_stream_is_the_frozen_mersenne_twister():
    """The recipe's first uniforms; were they to move, no cohort could be made again."""
    frozen = [0.4609800937736285, 0.6177623315878327, 0.3035742389644057]
    assert Stream(28347).uniform(3).tolist() == frozen


def test_substreams_differ_from_each_other_and_repeat_themselves():
    draws = [Stream(7, part).uniform(4).tolist() for part in (1, 2)]
    assert draws[0] != draws[1]
    assert Stream(7, 1).uniform(4).tolist() == draws[0]


def test_poisson_quantile_is_scipys(rng):
    uniform, rate = rng.random((40, 30)), rng.gamma(1.0, 2.0, (40, 1))
    expected = stats.poisson.ppf(uniform, np.broadcast_to(rate, uniform.shape))
    found = poisson_quantile(uniform, rate, ceiling=100)
    assert np.array_equal(found, expected)
    assert np.array_equal(poisson_quantile(uniform, rate, ceiling=3), np.minimum(expected, 3))


def test_poisson_quantile_of_a_hopeless_rate_is_the_ceiling():
    assert poisson_quantile(np.array([0.5]), np.array([1e6]), ceiling=10).tolist() == [10]


def test_binomial_quantile_is_scipys(rng):
    uniform, trials = rng.random((40, 30)), rng.integers(0, 11, (40, 30))
    probability = rng.random((40, 1)) * 0.999
    expected = np.where(
        trials == 0, 0, stats.binom.ppf(uniform, np.maximum(trials, 1), probability)
    )
    assert np.array_equal(binomial_quantile(uniform, trials, probability), expected)


def test_choice_keeps_its_shares():
    drawn = Stream(1).choice((2.0, 1.0, 1.0), 40_000)
    assert np.bincount(drawn) / 40_000 == pytest.approx([0.5, 0.25, 0.25], abs=0.01)


def test_significant_digits_are_those_of_the_printed_number():
    found = significant(np.array([7.14723, 0.0299961, 1234.56, 0.0]), 4)
    assert found.tolist() == [7.147, 0.03, 1235.0, 0.0]


@pytest.fixture
def rng():
    return np.random.default_rng(3)
