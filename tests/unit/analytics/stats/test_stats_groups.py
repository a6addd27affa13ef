"""Table 1, group tests and trend: rules that no reference file shows."""

from __future__ import annotations

from itertools import combinations
from math import factorial, sqrt

import numpy as np
import pytest
from scipy.stats import rankdata

from analytics.stats.comparison import _pairwise
from analytics.stats.comparison._exact import exact_rank_sum, permuted_rank_sum
from analytics.stats.comparison.correlation import spearman, spearman_matrix
from analytics.stats.comparison.groups import (
    compare_means,
    compare_ranks,
    compare_table,
    two_by_two,
)
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.comparison.trend import (
    cochran_armitage,
    dose_response,
    jonckheere,
    quantile_groups,
)
from analytics.stats.descriptive.summaries import (
    describe_categories,
    describe_numbers,
    smd_categories,
    smd_numbers,
)
from analytics.stats.results import NotEstimable

NAN = float("nan")


def test_missing_is_counted_and_never_a_category():
    summary = describe_categories(["RF+", None, "RF-", "RF+"], ["RF+", "RF-", "unknown"])
    assert (summary.n, summary.missing) == (3, 1)
    assert [(c.category, c.share.successes, c.share.n) for c in summary.categories] == [
        ("RF+", 2, 3),
        ("RF-", 1, 3),
        ("unknown", 0, 3),
    ]


def test_quartile_definitions_differ_on_small_samples():
    summary = describe_numbers([1.0, 2.0, 3.0, 4.0, NAN])
    assert summary.quartiles_type_7.lower == 1.75
    assert summary.quartiles_type_6.lower == 1.25
    assert summary.missing == 1


def test_standardised_differences():
    assert smd_numbers([1.0, 3.0], [4.0, 6.0]) == pytest.approx(-3 / sqrt(2))
    p, q = 30 / 40, 10 / 50
    by_hand = abs(p - q) / sqrt((p * (1 - p) + q * (1 - q)) / 2)
    assert smd_categories([30, 10], [10, 40]) == pytest.approx(by_hand)
    # The result can't depend on which category is left out.
    first, second = [5, 10, 25], [20, 10, 10]
    values = [
        smd_categories([first[i] for i in o], [second[i] for i in o])
        for o in ([0, 1, 2], [2, 0, 1], [1, 2, 0])
    ]
    assert values == pytest.approx([values[0]] * 3)
    assert isinstance(smd_numbers([1.0, 1.0], [2.0, 2.0]), NotEstimable)
    # Equal values, the rounding of whose means leaves a difference and a variance.
    assert isinstance(smd_numbers([3.942505133470226] * 8, [3.942505133470226] * 12), NotEstimable)
    assert isinstance(smd_categories([10, 0], [0, 10]), NotEstimable)
    assert smd_categories([10, 0], [20, 0]) == 0.0


@pytest.mark.parametrize("seed", range(5))
def test_exact_rank_sum_is_the_share_of_all_groupings(seed):
    values = np.random.default_rng(seed).integers(0, 5, size=9)
    ranks = rankdata(values)
    n_first = 4
    distance = abs(ranks[:n_first].sum() - n_first * ranks.mean())
    every = [
        abs(ranks[list(rows)].sum() - n_first * ranks.mean())
        for rows in combinations(range(9), n_first)
    ]
    expected = np.mean(np.array(every) >= distance - 1e-9)
    assert exact_rank_sum(ranks, n_first) == pytest.approx(expected)
    assert permuted_rank_sum(ranks, n_first, 20_000, seed=1) == pytest.approx(expected, abs=0.012)


def test_ties_are_not_ignored_by_the_exact_test():
    # scipy's exact distribution ignores ties: 0.0289 against 0.0221 given the ties.
    first, second = [1.0, 1.0, 2.0, 2.0, 2.0], [2.0, 3.0, 3.0, 3.0, 4.0, 4.0]
    result = compare_ranks(first, second)
    assert "exact given the ties" in result.exact.variant
    counts = [0, 0]
    values = np.array(first + second)
    ranks = rankdata(values)
    for rows in combinations(range(11), 5):
        counts[1] += 1
        counts[0] += abs(ranks[list(rows)].sum() - 30) >= abs(ranks[:5].sum() - 30) - 1e-9
    assert result.exact.p == pytest.approx(counts[0] / counts[1])


def test_large_groups_are_permuted_with_a_seed():
    random = np.random.default_rng(0)
    first, second = random.normal(size=100), random.normal(0.3, 1, size=90)
    one = compare_ranks(first, second, resamples=2000, seed=5)
    assert "2000 permutations given the ties, seed 5" in one.exact.variant
    assert one.exact.p == compare_ranks(first, second, resamples=2000, seed=5).exact.p
    assert one.exact.p == pytest.approx(one.normal.p, abs=0.02)


def test_probability_of_superiority_and_shift():
    result = compare_ranks([3.0, 4.0, 5.0], [1.0, 2.0, 3.0])
    assert result.probability == pytest.approx(8.5 / 9)
    assert result.shift == 2.0
    assert isinstance(compare_ranks([1.0], [2.0]).shift_interval, NotEstimable)


def test_empty_lines_of_a_table_are_dropped():
    assert (
        compare_table([[5, 0, 7], [6, 0, 2]]).fisher.p == compare_table([[5, 7], [6, 2]]).fisher.p
    )
    three = compare_table([[5, 4, 7], [6, 1, 2]])
    assert isinstance(three.corrected.p, NotEstimable)
    assert "seed 1" in three.fisher.variant
    again = compare_table([[5, 4, 7], [6, 1, 2]])
    assert three.fisher.p == again.fisher.p
    assert three.smallest_expected < 5


def test_two_by_two_counts_only_complete_patients():
    cells, sample = two_by_two([1, 1, 0, 0, NAN], [1, 0, 1, 0, 1])
    assert cells == [[1, 1], [1, 1]]
    assert sample.n_used == 4


def test_welch_says_when_neither_group_varies():
    result = compare_means([2.0, 2.0], [3.0, 3.0])
    assert isinstance(result.test.p, NotEstimable)


def test_perfect_ranks_have_the_exact_p():
    result = spearman([1.0, 2, 3, 4, 5], [2.0, 4, 8, 16, 32])
    assert result.rho == 1.0
    assert result.test.p == pytest.approx(2 / factorial(5))
    assert spearman(range(12), range(12)).test.p == pytest.approx(2 / factorial(12))
    tied = [1.0, 1, *range(2, 10)]
    assert spearman(tied, tied).test.p == pytest.approx(2 * 2 / factorial(10))


def test_spearman_interval_covers_as_often_as_it_says():
    random = np.random.default_rng(1)
    covered = 0
    rho = 0.5
    for _ in range(400):
        x = random.normal(size=50)
        y = rho * x + sqrt(1 - rho * rho) * random.normal(size=50)
        interval = spearman(x, y).interval
        # Spearman's rho of a binormal pair.
        covered += interval.low <= 6 / np.pi * np.arcsin(rho / 2) <= interval.high
    assert 0.92 <= covered / 400 <= 0.98


def test_matrix_has_each_pair_once_and_adjusts_over_them():
    random = np.random.default_rng(2)
    matrix = spearman_matrix({name: random.normal(size=30) for name in "abcd"})
    assert len(matrix.pairs) == matrix.adjusted.size == 6
    assert all(test.adjusted >= test.raw for test in matrix.adjusted.tests)


def test_a_test_that_could_not_be_made_does_not_count_in_its_family():
    reason = NotEstimable("All values are equal.")
    family = adjust("cytokines", {"IL-2": 0.01, "IL-4": reason, "IL-6": 0.02}, method="holm")
    assert family.size == 2
    assert [test.adjusted for test in family.tests] == [0.02, reason, 0.02]


def test_a_p_value_of_many_patients_may_be_smaller_than_any_measurement():
    dose = np.arange(2000.0)
    matrix = spearman_matrix({"a": dose, "b": dose + np.sin(dose), "c": -dose})
    assert all(0 <= test.raw <= test.adjusted < 1e-50 for test in matrix.adjusted.tests)


def test_ties_never_split_a_quantile_group():
    groups = quantile_groups([1.0] * 6 + [2.0, 3.0, NAN])
    assert set(groups.group[:6]) == {0}
    assert groups.group[-1] == -1
    assert len(groups.labels) == len(groups.limits) + 1 == len(set(groups.group)) - 1


def test_dose_response_counts_every_patient_once():
    random = np.random.default_rng(4)
    marker = random.lognormal(size=88)
    event = (random.random(88) < marker / (1 + marker)).astype(float)
    result = dose_response(event, marker)
    assert [row.events.n for row in result.rows] == [22, 22, 22, 22]
    assert sum(row.events.successes for row in result.rows) == event.sum()
    assert result.armitage.p < 0.01


def test_one_sided_trend_tests_add_up():
    event, score = [0, 0, 1, 0, 1, 1], [1, 1, 2, 2, 3, 3]
    up, down = (
        cochran_armitage(event, score, alternative=direction)
        for direction in ("increasing", "decreasing")
    )
    assert up.p + down.p == pytest.approx(1)
    assert up.p < 0.5
    groups = [[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]
    rising = jonckheere(groups, alternative="increasing")
    assert rising.p == pytest.approx(jonckheere(groups[::-1], alternative="decreasing").p)
    assert rising.z > 0


@pytest.mark.parametrize("digits", [0, 1, 9])
def test_ranked_differences_without_making_them_all(digits, monkeypatch):
    random = np.random.default_rng(6)
    first = np.round(random.normal(size=23), digits)
    second = np.round(random.normal(1, 2, size=31), digits)
    made = np.sort(np.subtract.outer(first, second).ravel())
    monkeypatch.setattr(_pairwise, "SORTED_LIMIT", 0)
    differences = _pairwise.PairwiseDifferences.of(first, second)
    ranks = [1, 2, 100, 356, 357, 700, 23 * 31]
    assert [differences.ranked(rank) for rank in ranks] == pytest.approx(
        [made[rank - 1] for rank in ranks]
    )
