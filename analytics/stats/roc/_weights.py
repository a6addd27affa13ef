"""Stratified resamples of a curve as whole-number weights on its tie blocks."""

from __future__ import annotations

import numpy as np

from analytics.stats._shared.resampling import draw_weights
from analytics.stats.results import FloatArray, IntArray
from analytics.stats.roc.curve import RocCurve


def draw_blocks(
    curve: RocCurve, random: np.random.Generator, size: int
) -> tuple[IntArray, IntArray]:
    """Weights of events and non-events by tie block: (size, blocks) each."""
    blocks = curve.values.size
    event_block = np.repeat(np.arange(blocks), curve.events)
    other_block = np.repeat(np.arange(blocks), curve.non_events)
    return (
        by_block(draw_weights(random, size, event_block.size), event_block, blocks),
        by_block(draw_weights(random, size, other_block.size), other_block, blocks),
    )


def by_block(weights: IntArray, block: IntArray, blocks: int) -> IntArray:
    """Add up the weights of rows that share a value; `block` is sorted."""
    totals = np.zeros((weights.shape[0], blocks), dtype=np.int64)
    present, starts = np.unique(block, return_index=True)
    tied = present.size < block.size
    totals[:, present] = np.add.reduceat(weights, starts, axis=1) if tied else weights
    return totals


def areas(events: IntArray, others: IntArray) -> FloatArray:
    """The area of each resample, from weights in the order of suspicion; both classes present."""
    beyond = np.cumsum(others, axis=1)
    n_others = beyond[:, -1:]
    concordant = 2 * (n_others - beyond) + others
    wins = np.einsum("ij,ij->i", events, concordant).astype(np.float64)
    return np.asarray(wins / (2 * events.sum(axis=1) * n_others[:, 0]))
