"""The distribution of Wilcoxon's signed-rank sum without ties."""

from __future__ import annotations

import numpy as np

from analytics.stats.results import FloatArray


def signed_rank_shares(n: int) -> FloatArray:
    """P(sum of the positive ranks = s) for s from 0 to n (n + 1) / 2, n up to 50.

    Each rank is positive or not with probability 1/2, so the distribution is the product of
    (1 + x^rank) / 2, multiplied out rank by rank. Counts stay below 2**50: exact in floats.
    """
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1.0
    reached = 0
    for rank in range(1, n + 1):
        ways[rank : reached + rank + 1] += ways[: reached + 1].copy()
        reached += rank
    return ways / 2.0**n


def two_sided_p(shares: FloatArray, statistic: int) -> float:
    """Twice the smaller tail, including the statistic itself, at most 1."""
    lower = float(shares[: statistic + 1].sum())
    upper = float(shares[statistic:].sum())
    return min(1.0, 2 * min(lower, upper))


def exact_rank(shares: FloatArray, level: float) -> tuple[int, float]:
    """Rank of the lower limit among the ordered Walsh averages, and the level it really has.

    The smallest sum whose tail reaches (1 - level) / 2, but at least 1.
    """
    tails = np.cumsum(shares)
    rank = max(int(np.searchsorted(tails, (1 - level) / 2)), 1)
    return rank, 1 - 2 * float(tails[rank - 1])
