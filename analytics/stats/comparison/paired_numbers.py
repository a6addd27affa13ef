"""Two numbers of the same patients, such as a score at two visits: is there a change?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtr, stdtrit
from scipy.stats import rankdata

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.comparison._signed_ranks import (
    exact_rank,
    signed_rank_shares,
    two_sided_p,
)
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)

# As R's wilcox.test: fewer than 50 differences without ties and zeros are counted exactly.
EXACT_BELOW = 50
# Pairwise averages held at once: 3000 patients have 4.5 million.
WALSH_LIMIT = 3000
# Of the larger of both numbers: a smaller difference is the rounding of decimals.
ROUNDING = 1e-12
T_VARIANT = "paired t"
EXACT_VARIANT = "Wilcoxon signed rank, exact"
NORMAL_VARIANT = "Wilcoxon signed rank, normal, corrected for ties and continuity"


@dataclass(frozen=True, slots=True)
class PairedMeans:
    """Mean change (second minus first) with its t interval and paired t test."""

    mean_change: Estimate
    sd: Estimate
    interval: IntervalEstimate
    test: HypothesisTest


@dataclass(frozen=True, slots=True)
class SignedRanks:
    """Wilcoxon's signed-rank test; the statistic is the rank sum of the rises.

    `shift` is the Hodges-Lehmann estimate, the median of all pairwise averages of the changes
    that are not 0; `zeros` such changes were left out, as the test does.
    """

    shift: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    zeros: int


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Change of a number from the first to the second measurement of the same patients."""

    means: PairedMeans
    ranks: SignedRanks
    sample: Sample


@checked
def compare_paired_numbers(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> PairedChange:
    """Paired t test and Wilcoxon signed-rank test of second minus first.

    Only patients with both numbers count. The signed-rank test is exact for fewer than 50
    changes without ties or zeros (Wilcoxon 1945); otherwise zeros are left out and the normal
    approximation is corrected for ties and continuity (Hollander & Wolfe 1999).
    """
    level = _validation.level(level)
    one, two, sample = _validation.complete_pairs(first, second, names)
    change = two - one
    size = np.maximum(np.abs(one), np.abs(two))
    change = np.where(np.abs(change) <= ROUNDING * size, 0.0, change)
    return PairedChange(_means(change, level), _ranks(change, level), sample)


def _means(change: FloatArray, level: float) -> PairedMeans:
    problem = too_few(change.size, 2, "complete pairs")
    if problem is not None:
        mean: Estimate = float(change[0]) if change.size else problem
        return PairedMeans(mean, problem, problem, HypothesisTest(problem, problem, T_VARIANT))
    mean, sd = float(np.mean(change)), float(np.std(change, ddof=1))
    if np.ptp(change) <= ROUNDING * float(np.abs(change).max()):
        same = NotEstimable("All changes are equal.")
        return PairedMeans(mean, 0.0, same, HypothesisTest(same, same, T_VARIANT))
    df, error = change.size - 1, sd / sqrt(change.size)
    half, t = float(stdtrit(df, 0.5 + level / 2)) * error, mean / error
    return PairedMeans(
        mean_change=mean,
        sd=sd,
        interval=Interval(mean - half, mean + half, level, T_VARIANT),
        test=HypothesisTest(t, 2 * float(stdtr(df, -abs(t))), T_VARIANT, df=float(df)),
    )


def _ranks(change: FloatArray, level: float) -> SignedRanks:
    moved = change[change != 0]
    zeros = int(change.size - moved.size)
    problem = too_few(change.size, 1, "complete pairs")
    if problem is None and moved.size == 0:
        problem = NotEstimable("No patient changed; there is nothing to test.")
    if problem is not None:
        return SignedRanks(
            problem, problem, HypothesisTest(problem, problem, NORMAL_VARIANT), zeros
        )
    size, rise = _steps(np.abs(moved)), moved > 0
    ranks = np.asarray(rankdata(size))
    statistic = float(ranks[rise].sum())
    exact = moved.size < EXACT_BELOW and zeros == 0 and np.unique(size).size == moved.size
    if exact:
        shares = signed_rank_shares(moved.size)
        test = HypothesisTest(statistic, two_sided_p(shares, round(statistic)), EXACT_VARIANT)
        rank, reached = exact_rank(shares, level)
    else:
        test, rank = _normal(ranks, statistic, level)
        reached = level
    if moved.size > WALSH_LIMIT:
        many = NotEstimable(f"Not computed for more than {WALSH_LIMIT} patients.")
        return SignedRanks(many, many, test, zeros)
    averages = _walsh_averages(moved)
    variant = EXACT_VARIANT if exact else "Hodges-Lehmann, normal approximation"
    interval = _limits(averages, rank, reached, level, variant)
    return SignedRanks(float(np.median(averages)), interval, test, zeros)


def _steps(size: FloatArray) -> FloatArray:
    """Sizes with those that differ by rounding only made equal, so that they tie."""
    order = np.argsort(size)
    ascending = size[order]
    gap = np.diff(ascending) > ROUNDING * ascending[-1]
    steps = np.empty(size.size)
    steps[order] = np.append(0, np.cumsum(gap))
    return steps


def _normal(ranks: FloatArray, statistic: float, level: float) -> tuple[HypothesisTest, int]:
    """The approximate test, and the rank it leaves for the lower limit of the shift."""
    mean, spread = float(ranks.sum()) / 2, sqrt(float(ranks @ ranks)) / 2
    z = max(abs(statistic - mean) - 0.5, 0.0) / spread
    test = HypothesisTest(statistic, 2 * float(ndtr(-z)), NORMAL_VARIANT)
    return test, round(mean - float(ndtri(0.5 + level / 2)) * spread)


def _walsh_averages(values: FloatArray) -> FloatArray:
    """Averages of every pair of values, each value with itself too, in order."""
    first, second = np.triu_indices(values.size)
    return np.sort((values[first] + values[second]) / 2)


def _limits(
    averages: FloatArray, rank: int, reached: float, level: float, variant: str
) -> IntervalEstimate:
    # With few patients even the widest interval holds less than the level asked for.
    if rank < 1 or reached < level - 1e-12:
        return NotEstimable(f"Too few patients changed for a {100 * level:g} % interval.")
    return Interval(float(averages[rank - 1]), float(averages[-rank]), level, variant)
