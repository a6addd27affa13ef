"""Tests between groups of patients: means, ranks and proportions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import constant, too_few
from analytics.stats._shared.ordering import midranks
from analytics.stats._shared.resampling import generator
from analytics.stats.comparison._exact import exact_rank_sum, permuted_rank_sum
from analytics.stats.comparison._pairwise import PairwiseDifferences
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    IntArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)

# Up to this many patients the exact distribution takes less than a second to count, and up to
# the second limit so many permutations; beyond it the normal approximation leaves no doubt.
EXACT_LIMIT = 120
PERMUTATION_LIMIT = 2000


ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class MeanComparison:
    """Welch's test: means compared without assuming equal variances. First minus second."""

    difference: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    first: Sample
    second: Sample


@dataclass(frozen=True, slots=True)
class RankComparison:
    """Mann-Whitney test. `probability` is P(first > second) + half P(equal)."""

    probability: Estimate
    shift: Estimate
    shift_interval: IntervalEstimate
    exact: HypothesisTest
    normal: HypothesisTest
    first: Sample
    second: Sample


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Kruskal-Wallis test over two or more groups, corrected for ties."""

    test: HypothesisTest
    groups: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class TableComparison:
    """Independence in a table of counts: chi-square and Fisher's test.

    `smallest_expected` below 5 is the usual warning that chi-square is rough.
    """

    chi_square: HypothesisTest
    corrected: HypothesisTest
    fisher: HypothesisTest
    smallest_expected: Estimate


@checked
def compare_means(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> MeanComparison:
    """Welch's t test of two independent groups with the interval of the difference."""
    level = _validation.level(level)
    one, first_sample = _validation.finite_values(first, "first group")
    two, second_sample = _validation.finite_values(second, "second group")
    variant = "Welch t, unequal variances"
    problem = too_few(min(one.size, two.size), 2, "values in each group")
    problem = problem or _no_spread(one, two)
    if problem is not None:
        test = HypothesisTest(problem, problem, variant)
        return MeanComparison(problem, problem, test, first_sample, second_sample)
    difference = float(np.mean(one) - np.mean(two))
    # Equal values have no variance, though the rounding of their mean may leave one.
    first_part, second_part = (
        float(np.var(group, ddof=1)) / group.size if np.ptp(group) else 0.0 for group in (one, two)
    )
    error = sqrt(first_part + second_part)
    shares = first_part / error**2, second_part / error**2
    df = 1 / (shares[0] ** 2 / (one.size - 1) + shares[1] ** 2 / (two.size - 1))
    half = float(stdtrit(df, 0.5 + level / 2)) * error
    t = difference / error
    return MeanComparison(
        difference=difference,
        interval=Interval(difference - half, difference + half, level, variant),
        test=HypothesisTest(t, 2 * float(stdtr(df, -abs(t))), variant, df=df),
        first=first_sample,
        second=second_sample,
    )


@checked
def compare_ranks(
    first: ArrayLike,
    second: ArrayLike,
    *,
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 1,
) -> RankComparison:
    """Mann-Whitney test of two independent groups, with the Hodges-Lehmann shift.

    `exact` is the conditional distribution given the ties (two-sided by distance from the
    mean): enumerated up to 120 patients, by `resamples` seeded permutations up to 2000, and
    not given beyond.
    `normal` is corrected for ties, with continuity correction.
    """
    level = _validation.level(level)
    one, first_sample = _validation.finite_values(first, "first group")
    two, second_sample = _validation.finite_values(second, "second group")
    problem = too_few(min(one.size, two.size), 1, "values in each group")
    problem = problem or constant(np.concatenate([one, two]), "both groups together")
    if problem is not None:
        nothing = HypothesisTest(problem, problem, "Mann-Whitney")
        return RankComparison(
            problem, problem, problem, nothing, nothing, first_sample, second_sample
        )
    ranks = midranks(np.concatenate([one, two]))
    wins = float(ranks[: one.size].sum()) - one.size * (one.size + 1) / 2
    shift, interval = hodges_lehmann(one, two, level)
    return RankComparison(
        probability=wins / (one.size * two.size),
        shift=shift,
        shift_interval=interval,
        exact=_exact_test(ranks, one.size, wins, resamples, seed),
        normal=_normal_test(ranks, one.size, wins),
        first=first_sample,
        second=second_sample,
    )


@checked
def hodges_lehmann(
    one: FloatArray, two: FloatArray, level: float
) -> tuple[float, IntervalEstimate]:
    """Median of all differences first minus second, with the tie-corrected normal interval.

    Limits are ordered differences at the rank that the normal approximation of the test
    leaves (Hollander & Wolfe).
    """
    if min(one.size, two.size) == 0 or not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise InputError("A shift needs values in both groups, and only finite ones.")
    differences = PairwiseDifferences.of(one, two)
    n = one.size * two.size
    shift = (differences.ranked((n + 1) // 2) + differences.ranked(n // 2 + 1)) / 2
    ranks = midranks(np.concatenate([one, two]))
    half = float(ndtri(0.5 + level / 2)) * sqrt(_variance(ranks, one.size))
    rank = round(n / 2 - half)
    if rank < 1:
        return shift, NotEstimable(f"The groups are too small for a {100 * level:g} % interval.")
    low, high = differences.ranked(rank), differences.ranked(n - rank + 1)
    return shift, Interval(low, high, level, "Hodges-Lehmann, normal approximation")


@checked
def compare_groups(groups: Sequence[ArrayLike]) -> GroupComparison:
    """Kruskal-Wallis test of independent groups; empty groups are left out and listed."""
    cleaned = [_validation.finite_values(group, f"group {i + 1}") for i, group in enumerate(groups)]
    samples = tuple(sample for _, sample in cleaned)
    used = [values for values, _ in cleaned if values.size]
    variant = "Kruskal-Wallis, corrected for ties"
    problem = too_few(len(used), 2, "groups with values")
    problem = problem or constant(np.concatenate(used), "all groups together")
    if problem is not None:
        return GroupComparison(HypothesisTest(problem, problem, variant), samples)
    outcome = stats.kruskal(*used)
    test = HypothesisTest(
        float(outcome.statistic), float(outcome.pvalue), variant, df=float(len(used) - 1)
    )
    return GroupComparison(test, samples)


@checked
def compare_table(table: ArrayLike, *, resamples: int = 9999, seed: int = 1) -> TableComparison:
    """Test independence of rows and columns of (r, c) counts; empty lines are dropped.

    Fisher's test is exact for 2 x 2; larger tables are drawn at random with the same margins,
    `resamples` of them with `seed`.
    """
    resamples = _validation.whole(resamples, "resamples", low=1)
    counts = _validation.counts(table, "table")
    if counts.ndim == 2:
        counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if counts.ndim != 2 or min(counts.shape) < 2:
        reason = NotEstimable("Needs at least two rows and two columns with patients.")
        nothing = [
            HypothesisTest(reason, reason, name)
            for name in ("chi-square", "chi-square, Yates-corrected", "Fisher")
        ]
        return TableComparison(nothing[0], nothing[1], nothing[2], reason)
    plain = stats.chi2_contingency(counts, correction=False)
    return TableComparison(
        chi_square=HypothesisTest(
            float(plain.statistic), float(plain.pvalue), "chi-square", df=float(plain.dof)
        ),
        corrected=_yates(counts),
        fisher=_fisher(counts, resamples, seed),
        smallest_expected=float(plain.expected_freq.min()),
    )


def _yates(counts: IntArray) -> HypothesisTest:
    variant = "chi-square, Yates-corrected"
    if counts.shape != (2, 2):
        only = NotEstimable("Defined for a 2 x 2 table only.")
        return HypothesisTest(only, only, variant)
    outcome = stats.chi2_contingency(counts, correction=True)
    return HypothesisTest(float(outcome.statistic), float(outcome.pvalue), variant, df=1)


def _fisher(counts: IntArray, resamples: int, seed: int) -> HypothesisTest:
    no_statistic = NotEstimable("An exact test has no statistic.")
    if counts.shape == (2, 2):
        p = float(stats.fisher_exact(counts).pvalue)
        return HypothesisTest(no_statistic, p, "Fisher exact, two-sided")
    draws = stats.MonteCarloMethod(n_resamples=resamples, rng=generator(seed))
    p = float(stats.fisher_exact(counts, method=draws).pvalue)
    variant = f"Fisher, {resamples} random tables with the same margins, seed {seed}"
    return HypothesisTest(no_statistic, p, variant)


def _no_spread(one: FloatArray, two: FloatArray) -> NotEstimable | None:
    if np.ptp(one) == 0 and np.ptp(two) == 0:
        return NotEstimable("Neither group varies.")
    # Differences in the last digits that floats hold have no variance that means anything.
    for group in (one, two):
        if 0 < np.ptp(group) < ROUNDING * np.abs(group).max():
            return NotEstimable("The values of a group differ by rounding only.")
    return None


def _variance(ranks: FloatArray, n_first: int) -> float:
    """Variance of the Mann-Whitney count given the ties."""
    n = ranks.size
    n_second = n - n_first
    spread = float(np.sum((ranks - (n + 1) / 2) ** 2))
    return n_first * n_second * spread / (n * (n - 1))


def _exact_test(
    ranks: FloatArray, n_first: int, wins: float, resamples: int, seed: int
) -> HypothesisTest:
    if ranks.size <= EXACT_LIMIT:
        p = exact_rank_sum(ranks, n_first)
        return HypothesisTest(wins, p, "Mann-Whitney, exact given the ties")
    if ranks.size > PERMUTATION_LIMIT:
        reason = NotEstimable(f"Not computed for more than {PERMUTATION_LIMIT} patients.")
        return HypothesisTest(wins, reason, "Mann-Whitney, exact given the ties")
    p = permuted_rank_sum(ranks, n_first, resamples, seed)
    variant = f"Mann-Whitney, {resamples} permutations given the ties, seed {seed}"
    return HypothesisTest(wins, p, variant)


def _normal_test(ranks: FloatArray, n_first: int, wins: float) -> HypothesisTest:
    n_second = ranks.size - n_first
    distance = abs(wins - n_first * n_second / 2)
    z = max(distance - 0.5, 0.0) / sqrt(_variance(ranks, n_first))
    variant = "Mann-Whitney, normal, corrected for ties and continuity"
    return HypothesisTest(wins, float(2 * ndtr(-z)), variant)


@checked
def two_by_two(group: ArrayLike, outcome: ArrayLike) -> tuple[list[list[int]], Sample]:
    """Counts [[yes/yes, yes/no], [no/yes, no/no]] of group by outcome (0, 1 or missing)."""
    one = _validation.as_binary(group, "group")
    two = _validation.as_binary(outcome, "outcome")
    keep, sample = _validation.complete_cases({"group": one, "outcome": two})
    a, b = one[keep] == 1, two[keep] == 1
    cells = [
        [int(np.count_nonzero((a == i) & (b == j))) for j in (True, False)] for i in (True, False)
    ]
    return cells, sample
