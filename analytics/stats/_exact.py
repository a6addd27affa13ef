"""The rank-sum distribution given the ties actually seen."""

from __future__ import annotations

import numpy as np

from analytics.stats._resampling import batches, generator
from analytics.stats.results import FloatArray


def exact_rank_sum(ranks: FloatArray, n_first: int) -> float:
    """P(rank sum of a random group as far from its mean as the first group's, or farther).

    `ranks` are mid-ranks of both groups, the first group's in front. Counts all groups of that
    size by adding one patient at a time; doubled ranks are whole numbers, so every comparison
    is exact. Counts are floats above 2**53, whose relative rounding is far below any p shown.
    """
    doubled = np.rint(2 * ranks).astype(np.int64)
    total = int(doubled.sum())
    ways = np.zeros((n_first + 1, total + 1))
    ways[0, 0] = 1.0
    for rank in doubled:
        ways[1:, rank:] += ways[:-1, : total + 1 - rank].copy()
    sums = np.arange(total + 1)
    # Distance from the mean, multiplied by n so that it stays whole.
    distance = np.abs(sums * ranks.size - n_first * total)
    observed = abs(int(doubled[:n_first].sum()) * ranks.size - n_first * total)
    counted = ways[n_first]
    return float(counted[distance >= observed].sum() / counted.sum())


def permuted_rank_sum(ranks: FloatArray, n_first: int, resamples: int, seed: int) -> float:
    """The same probability from seeded random groups; (hits + 1) / (resamples + 1)."""
    doubled = np.rint(2 * ranks).astype(np.int64)
    n, total = doubled.size, int(doubled.sum())
    observed = abs(int(doubled[:n_first].sum()) * n - n_first * total)
    random = generator(seed)
    hits = 0
    for size in batches(resamples, n):
        shuffled = random.permuted(np.broadcast_to(doubled, (size, n)), axis=1)
        sums = shuffled[:, :n_first].sum(axis=1)
        hits += int(np.count_nonzero(np.abs(sums * n - n_first * total) >= observed))
    return (hits + 1) / (resamples + 1)
