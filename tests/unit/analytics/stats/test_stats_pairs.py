"""Paired numbers, Kendall's tau, Fisher's odds ratio, detectable change, yearly progression."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata
from scipy.stats.contingency import odds_ratio

from analytics.stats.agreement.detectable_interval import detectable_with_interval
from analytics.stats.agreement.measurement_error import (
    smallest_detectable_change,
    smallest_detectable_difference,
)
from analytics.stats.comparison.fisher import fisher_odds_ratio
from analytics.stats.comparison.kendall import kendall_tau
from analytics.stats.comparison.paired_numbers import compare_paired_numbers
from analytics.stats.descriptive.yearly_progression import estimated_yearly_progression
from analytics.stats.errors import InputError
from analytics.stats.results import Exclusion, NotEstimable

NAN = float("nan")
WHOLE = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=1, max_size=25)


def test_exact_signed_ranks_count_every_pattern_of_signs():
    change = np.array([1.0, -2.0, 3.5, 4.0, -5.0, 7.0, 8.0])
    result = compare_paired_numbers(np.zeros(7), change).ranks
    ranks = rankdata(np.abs(change))
    sums = np.array([np.dot(ranks, signs) for signs in product([0, 1], repeat=7)])
    expected = 2 * min(
        np.mean(sums <= result.test.statistic), np.mean(sums >= result.test.statistic)
    )
    assert "exact" in result.test.variant
    assert result.test.p == pytest.approx(expected)


@given(WHOLE)
def test_turning_time_round_turns_the_change_round(pairs):
    first, second = np.array(pairs, dtype=float).T
    forth, back = compare_paired_numbers(first, second), compare_paired_numbers(second, first)
    assert forth.means.test.p == pytest.approx(back.means.test.p) or isinstance(
        forth.means.test.p, NotEstimable
    )
    if isinstance(forth.ranks.test.p, NotEstimable):
        assert np.array_equal(first, second)
        return
    assert 0 < forth.ranks.test.p <= 1
    assert forth.ranks.test.p == pytest.approx(back.ranks.test.p)
    assert forth.ranks.shift == pytest.approx(-back.ranks.shift)
    if not isinstance(forth.ranks.interval, NotEstimable):
        assert forth.ranks.interval.low <= forth.ranks.shift <= forth.ranks.interval.high
        assert forth.ranks.interval.low == pytest.approx(-back.ranks.interval.high)


def test_zeros_and_gaps_are_counted():
    result = compare_paired_numbers([1, 2, 3, NAN, 5], [1, 4, 4, 2, 6], names=("before", "after"))
    assert result.ranks.zeros == 1
    assert result.sample.excluded == (Exclusion("before is missing", 1),)
    assert "normal" in result.ranks.test.variant


def test_the_rounding_of_decimals_makes_no_order():
    # 0.1 each, though floats differ in the last digit.
    first = np.array([0.1, 0.2, 0.3, 0.7, 1.1])
    ranks = compare_paired_numbers(first, first + 0.1).ranks
    same = compare_paired_numbers(np.zeros(5), np.full(5, 0.1)).ranks
    assert ranks.test.p == same.test.p
    assert "normal" in ranks.test.variant


@pytest.mark.parametrize(
    ("first", "second"), [([], []), ([1.0], [2.0]), ([1.0, 2.0], [1.0, 2.0]), ([NAN], [1.0])]
)
def test_too_little_change_is_not_estimable(first, second):
    result = compare_paired_numbers(first, second)
    assert isinstance(result.means.test.p, NotEstimable)
    assert isinstance(result.ranks.interval, NotEstimable)


def test_few_patients_have_no_interval_of_the_wanted_level():
    change = compare_paired_numbers(np.zeros(5), [1.0, 2.0, 3.0, 4.0, 5.0])
    assert isinstance(change.ranks.interval, NotEstimable)
    wide = compare_paired_numbers(np.zeros(5), [1.0, 2.0, 3.0, 4.0, 5.0], level=0.9)
    assert (wide.ranks.interval.low, wide.ranks.interval.high) == (1.0, 5.0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=30))
def test_kendall_counts_pairs(rows):
    one, two = np.array(rows, dtype=float).T
    result = kendall_tau(one, two)
    if isinstance(result.tau, NotEstimable):
        assert np.ptp(one) == 0 or np.ptp(two) == 0
        return
    signs = [np.sign(np.subtract.outer(values, values)) for values in (one, two)]
    norm = np.sqrt(np.sum(signs[0] ** 2) * np.sum(signs[1] ** 2))
    assert result.tau == pytest.approx(np.sum(signs[0] * signs[1]) / norm)
    assert kendall_tau(one, -two).tau == pytest.approx(-result.tau)
    assert 0 <= result.test.p <= 1


def test_perfect_order_has_no_interval_and_names_must_differ():
    result = kendall_tau(range(8), range(8))
    assert result.tau == 1
    assert result.test.p == pytest.approx(2 / 40320)
    assert isinstance(result.interval, NotEstimable)
    with pytest.raises(InputError, match="twice"):
        kendall_tau([1, 2, 3], [1, 2, 3], names=("a", "a"))


@given(*[st.integers(1, 12)] * 4)
def test_fisher_turns_round_with_the_table(a, b, c, d):
    result = fisher_odds_ratio([[a, b], [c, d]])
    turned = fisher_odds_ratio([[c, d], [a, b]])
    assert result.value == pytest.approx(1 / turned.value, rel=1e-6)
    assert result.interval.low == pytest.approx(1 / turned.interval.high, rel=1e-6)
    assert result.interval.low < result.value < result.interval.high


@given(*[st.integers(0, 40)] * 4)
def test_fisher_agrees_with_scipy_which_weighs_one_cell_after_another(a, b, c, d):
    result = fisher_odds_ratio([[a, b], [c, d]])
    if isinstance(result.value, NotEstimable):
        assert min(a, b, c, d) == 0
        return
    theirs = odds_ratio([[a, b], [c, d]], kind="conditional")
    limits = theirs.confidence_interval(0.95)
    assert result.value == pytest.approx(theirs.statistic, rel=1e-8)
    assert result.interval.low == pytest.approx(limits.low, rel=1e-8)
    assert result.interval.high == pytest.approx(limits.high, rel=1e-8)


def test_fisher_refuses_what_is_no_table():
    for cells in ([[0, 0], [3, 4]], [[0, 5], [0, 5]], [[20_000, 1], [1, 1]], [[4, 0], [1, 3]]):
        assert isinstance(fisher_odds_ratio(cells).value, NotEstimable)
    with pytest.raises(InputError, match="2 rows"):
        fisher_odds_ratio([[1, 2, 3], [4, 5, 6]])


TABLE = np.random.default_rng(2).integers(0, 30, size=(15, 2)).astype(float)


def test_detectable_figures_meet_those_of_the_papers():
    mean = detectable_with_interval(TABLE, measure="SDC", readers_averaged=2)
    assert mean.detectable.value == pytest.approx(smallest_detectable_change(TABLE).value)
    single = detectable_with_interval(TABLE, measure="SDD", readers_averaged=1, level=0.8)
    paper = smallest_detectable_difference(TABLE, level=0.8)
    assert single.detectable.value == pytest.approx(paper.value)
    spread = np.std(TABLE[:, 0] - TABLE[:, 1], ddof=1)
    one = detectable_with_interval(TABLE, measure="SDC")
    assert one.detectable.value == pytest.approx(1.96 * spread / np.sqrt(2))
    two = detectable_with_interval(TABLE, measure="SDD", readers_averaged=2)
    assert two.detectable.value == pytest.approx(1.96 * spread / np.sqrt(2))
    assert mean.interval.low < mean.detectable.value < mean.interval.high


def test_the_interval_of_a_detectable_change_holds_the_truth_as_often_as_it_says():
    random, held = np.random.default_rng(4), 0
    for _ in range(400):
        table = random.normal(size=(12, 2)) + random.normal(size=(12, 1))
        interval = detectable_with_interval(table, measure="SDC").interval
        held += interval.low <= 1.96 <= interval.high
    assert held / 400 == pytest.approx(0.95, abs=0.03)


def test_detectable_refuses_gaps_and_odd_levels():
    alike = detectable_with_interval([[1, 1], [2, 2], [5, 5]], measure="SDD")
    assert alike.detectable.value == 0
    assert isinstance(alike.interval, NotEstimable)
    gap = detectable_with_interval([[1, NAN], [2, 3]], measure="SDC")
    assert isinstance(gap.detectable.value, NotEstimable)
    with pytest.raises(InputError, match=r"0\.95 or 0\.80"):
        detectable_with_interval(TABLE, measure="SDC", level=0.9)
    with pytest.raises(InputError, match="confidence"):
        detectable_with_interval(TABLE, measure="SDC", confidence=1.0)


def test_yearly_progression_refuses_patient_by_patient():
    result = estimated_yearly_progression([10, 4, NAN, 6, 8], [2.0, 0.0, 1.0, NAN, 0.5])
    assert result.patients[0] == 5.0
    assert result.patients[4] == 16.0
    assert [type(rate) for rate in result.patients[1:4]] == [NotEstimable] * 3
    assert result.numbers.mean == pytest.approx(10.5)
    assert (result.sample.n_given, result.sample.n_used) == (5, 2)
    assert sum(each.count for each in result.sample.excluded) == 3
    assert len(result.sample.excluded) == 3


def test_nobody_was_ill_for_less_than_no_time():
    with pytest.raises(InputError, match=r"years .* row 1 holds -1"):
        estimated_yearly_progression([1, 2], [1, -1])
