"""Summaries of values that are known as below or above a limit only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.stats.descriptive.limited import Limit, describe_limited, limited_quantile
from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable
from analytics.tables import formats

CELLS = st.lists(
    st.tuples(
        st.sampled_from([0.02, 0.03, 0.5, 1.0, 2.0, 7.6, 340.0]), st.sampled_from([-1, 0, 0, 1])
    ),
    min_size=1,
    max_size=25,
)


def test_a_median_below_the_limit_is_that_limit_and_no_number():
    found = describe_limited([0.02, 0.02, 0.02, 0.5, 9.0], [-1, -1, -1, 0, 0])
    quartiles = found.quartiles_type_7
    assert quartiles.median == Limit("<", 0.02)
    assert quartiles.upper == 0.5
    assert (found.minimum, found.maximum) == (Limit("<", 0.02), 9.0)
    assert (found.n, found.below, found.above) == (5, 3, 0)
    assert isinstance(found.mean, NotEstimable)
    assert formats.number(found.quartiles_type_7.median) == "<0.02"


def test_a_maximum_above_the_limit_is_that_limit():
    found = describe_limited([1.0, 2.0, 340.0], [0, 0, 1])
    assert found.maximum == Limit(">", 340.0)
    assert found.quartiles_type_7.median == 2.0


def test_limits_that_differ_bound_the_median_by_what_is_known():
    # Whichever order 0.3 and "<0.4" have, the second of three lies below 0.4.
    assert limited_quantile([0.3, 0.4, 0.4], [0, -1, -1], 0.5) == Limit("<", 0.4)


def test_half_way_between_below_and_above_is_above_half_of_the_upper_limit():
    assert limited_quantile([0.02, 340.0], [-1, 1], 0.5) == Limit(">", 170.0)


def test_numbers_alone_are_described_as_ever():
    values = np.array([3.0, 1.0, 2.5, np.nan, 8.0])
    found = describe_limited(values, np.zeros(5))
    low, middle, high = np.nanquantile(values, [0.25, 0.5, 0.75])
    assert found.quartiles_type_7.lower == low
    assert (found.quartiles_type_7.median, found.quartiles_type_7.upper) == (middle, high)
    assert (found.mean, found.missing) == (3.625, 1)


def test_an_unknown_sign_is_refused():
    with pytest.raises(InputError, match="signs"):
        describe_limited([1.0], [2.0])


@given(CELLS, st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.integers(0, 2**31 - 1))
def test_whatever_the_values_were_the_figure_said_is_true_of_them(cells, share, seed):
    """Any values that fit the limits have the quantile printed, or lie on the side printed."""
    numbers, sides = (np.array(part, dtype=float) for part in zip(*cells, strict=True))
    said = limited_quantile(numbers, sides, share)
    chance = np.random.default_rng(seed).random(numbers.size)
    truth = np.where(sides == -1, numbers * chance, np.where(sides == 1, numbers + 99 * chance,
                                                             numbers))  # fmt: skip
    actual = float(np.quantile(truth, share))
    if isinstance(said, Limit):
        assert actual <= said.limit + 1e-9 if said.sign == "<" else actual >= said.limit - 1e-9
    elif not isinstance(said, NotEstimable):
        assert actual == pytest.approx(said, rel=1e-12)
