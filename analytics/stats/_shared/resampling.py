"""Random draws for bootstrap intervals, and quantiles of what they give."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analytics.stats.results import (
    FloatArray,
    IntArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)

# Cells (resamples x rows) held at once: 2 million weights are 16 MB.
CELLS_AT_ONCE = 2_000_000
# Cells worked on at once: arrays of so many stay in a processor's cache from one step to the next.
CELLS_IN_CACHE = 200_000


def generator(seed: int) -> np.random.Generator:
    """The package's generator; PCG64 is named so that a change of numpy's default can't move it."""
    return np.random.Generator(np.random.PCG64(seed))


def batches(resamples: int, rows: int) -> Iterator[int]:
    """Split the resamples into batches that fit `CELLS_AT_ONCE`."""
    size = max(1, min(resamples, CELLS_AT_ONCE // max(rows, 1)))
    for start in range(0, resamples, size):
        yield min(size, resamples - start)


def portions(resamples: int, rows: int) -> Iterator[slice]:
    """Split a batch that is drawn into portions that fit `CELLS_IN_CACHE`."""
    size = max(1, CELLS_IN_CACHE // max(rows, 1))
    for start in range(0, resamples, size):
        yield slice(start, min(start + size, resamples))


def draw_weights(random: np.random.Generator, resamples: int, rows: int) -> IntArray:
    """How often each of `rows` rows is drawn in each resample: (resamples, rows) integers."""
    drawn = random.integers(0, rows, size=(resamples, rows))
    drawn += np.arange(0, resamples * rows, rows)[:, None]
    weights = np.bincount(drawn.ravel(), minlength=resamples * rows)
    return weights.reshape(resamples, rows)


def percentile_interval(values: FloatArray, level: float) -> IntervalEstimate:
    """Percentile interval with type-7 quantiles (Hyndman & Fan 1996)."""
    if values.size == 0:
        return NotEstimable("No resample gave a value.")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, "bootstrap percentile, quantile type 7")


def resampling(
    resamples: int, used: int, seed: int, *, stratified: bool, not_converged: int = 0
) -> Resampling:
    """The record of a bootstrap run."""
    return Resampling(
        resamples=resamples,
        used=used,
        seed=seed,
        stratified=stratified,
        not_converged=not_converged,
    )
