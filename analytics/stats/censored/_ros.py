"""Regression on order statistics with several detection limits (Helsel & Cohn 1988)."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analytics.stats.results import BoolArray, FloatArray


def order_statistics_fill(value: FloatArray, below: BoolArray, limit: FloatArray) -> FloatArray:
    """Values with each censored one replaced by the line's prediction at its plotting position.

    All rows are present; at least two different values are measured. Equal rows take their
    plotting positions in row order.
    """
    measured = ~below
    limits = np.unique(limit[below])
    exceeding = _exceedance(value[measured], limit[below], limits)
    scores = ndtri(_measured_positions(value[measured], limits, exceeding))
    slope, intercept = np.polyfit(scores, np.log(value[measured]), 1)
    filled = value.copy()
    positions = _censored_positions(limit[below], limits, exceeding)
    filled[below] = np.exp(intercept + slope * ndtri(positions))
    return filled


def _exceedance(measured: FloatArray, censored: FloatArray, limits: FloatArray) -> FloatArray:
    """Estimated share of the distribution at or above each limit, from the highest down.

    Two entries more than limits: 1 for "above nothing" in front and 0 behind the last.
    """
    shares = np.zeros(limits.size + 2)
    shares[0] = 1.0
    edges = np.append(limits, np.inf)
    for j in range(limits.size, 0, -1):
        low, high = edges[j - 1], edges[j]
        inside = np.count_nonzero((measured >= low) & (measured < high))
        under = np.count_nonzero(measured < low) + np.count_nonzero(censored <= low)
        above = shares[j + 1]
        shares[j] = above + inside / (inside + under) * (1 - above)
    return shares


def _measured_positions(
    measured: FloatArray, limits: FloatArray, exceeding: FloatArray
) -> FloatArray:
    """Weibull plotting positions inside each stretch between neighbouring limits."""
    positions = np.empty(measured.size)
    stretch = np.searchsorted(limits, measured, side="right")
    for j in np.unique(stretch):
        rows = np.flatnonzero(stretch == j)
        ranks = np.argsort(np.argsort(measured[rows], kind="stable")) + 1
        span = exceeding[j] - exceeding[j + 1]
        positions[rows] = 1 - exceeding[j] + span * ranks / (rows.size + 1)
    return positions


def _censored_positions(
    censored: FloatArray, limits: FloatArray, exceeding: FloatArray
) -> FloatArray:
    """Positions spread evenly below each limit, in row order."""
    positions = np.empty(censored.size)
    for j, limit in enumerate(limits, start=1):
        rows = np.flatnonzero(censored == limit)
        ranks = np.arange(1, rows.size + 1)
        positions[rows] = (1 - exceeding[j]) * ranks / (rows.size + 1)
    return positions
