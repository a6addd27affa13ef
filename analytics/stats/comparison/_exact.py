"""The rank-sum distribution given the ties actually seen."""

from __future__ import annotations

import numpy as np

from analytics.stats._shared.resampling import batches, generator
from analytics.stats.results import FloatArray, IntArray


def exact_rank_sum(ranks: FloatArray, n_first: int) -> float:
    """P(rank sum of a random group as far from its mean as the first group's, or farther).

    `ranks` are mid-ranks of both groups, the first group's in front. Counts all groups of that
    size by adding one patient at a time; doubled ranks are whole numbers, so every comparison
    is exact. Counts are floats above 2**53, whose relative rounding is far below any p shown.
    """
    doubled = np.rint(2 * ranks).astype(np.int64)
    n, total = doubled.size, int(doubled.sum())
    # Both groups' sums lie equally far from their means, so the smaller group is counted.
    size = min(n_first, n - n_first)
    lowest = int(doubled.min())
    unit = max(int(np.gcd.reduce(doubled - lowest)), 1)
    ways = _ways_to_sum(np.sort((doubled - lowest) // unit), size)
    sums = unit * np.arange(ways.size) + size * lowest
    # Distance from the mean, multiplied by n so that it stays whole.
    distance = np.abs(sums * n - size * total)
    observed = abs(int(doubled[:n_first].sum()) * n - n_first * total)
    return float(ways[distance >= observed].sum() / ways.sum())


def _ways_to_sum(steps: IntArray, size: int) -> FloatArray:
    """How many groups of `size` have each sum of their steps; `steps` ascend from 0."""
    largest = int(steps[steps.size - size :].sum())
    ways = np.zeros((size + 1, largest + 1))
    ways[0, 0] = 1.0
    reached = 0
    for place, step in enumerate(steps):
        reached = min(reached + int(step), largest)
        # Groups larger than the patients seen, or too small to be filled by the rest, don't matter.
        last = min(place + 1, size)
        first = max(size - (steps.size - place - 1), 1)
        ways[first : last + 1, step : reached + 1] += ways[
            first - 1 : last, : reached + 1 - step
        ].copy()
    return np.asarray(ways[size])


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
