"""Many resampled ROC curves at once: their points as rows of counts, and places on them."""

from __future__ import annotations

import numpy as np

from analytics.stats.results import FloatArray, IntArray
from analytics.stats.roc import RocCurve
from analytics.stats.roc_bootstrap import draw_blocks


def draw_curves(
    curve: RocCurve, random: np.random.Generator, size: int
) -> tuple[IntArray, IntArray]:
    """True and false positives of `size` stratified resamples, each (size, values + 1) from 0."""
    events, others = draw_blocks(curve, random, size)
    return from_origin(events), from_origin(others)


def from_origin(counts: IntArray) -> IntArray:
    """Cumulative counts of each row, with the point where nobody is positive before them."""
    points = np.zeros((counts.shape[0], counts.shape[1] + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=points[:, 1:])
    return points


def segments_at(rising: IntArray, at: FloatArray) -> tuple[IntArray, FloatArray]:
    """Where each row passes each value: place of the last point not beyond it, share of the step.

    `rising`: (rows, points) counts from 0 up; `at`: values between 0 and the rows' last count.
    Of points on one value the last counts, with a share of 0.
    """
    rows, points = rising.shape
    # Rows laid end to end are one rising sequence, so that all are searched at once.
    offset = np.arange(rows)[:, None] * float(rising[:, -1].max() + 1)
    found = np.searchsorted((rising + offset).ravel(), (at + offset).ravel(), side="right")
    place = found.reshape(rows, at.size) - 1 - np.arange(rows)[:, None] * points
    left = np.take_along_axis(rising, place, axis=1)
    right = np.take_along_axis(rising, np.minimum(place + 1, points - 1), axis=1)
    step = np.maximum(right - left, 1)
    return place, (at - left) / step


def height_at(values: IntArray, place: IntArray, share: FloatArray) -> FloatArray:
    """Values on the straight line from each place to the next point: (rows, places)."""
    here = np.take_along_axis(values, place, axis=1)
    after = np.take_along_axis(values, np.minimum(place + 1, values.shape[1] - 1), axis=1)
    return here + share * (after - here)
