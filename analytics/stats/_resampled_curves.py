"""Many resampled ROC curves at once: their points as rows of counts, and places on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analytics.stats._resampling import batches, generator
from analytics.stats.results import FloatArray, IntArray
from analytics.stats.roc import RocCurve
from analytics.stats.roc_bootstrap import draw_blocks


@dataclass(frozen=True, slots=True, eq=False)
class ResampledCurves:
    """Stratified resamples of one curve.

    `events` and `others` are weights at each distinct value, (resamples, values); `hits` and
    `alarms` their sums from the point where nobody is positive, (resamples, values + 1).
    """

    events: IntArray
    others: IntArray
    hits: IntArray
    alarms: IntArray


class Tally(Protocol):
    """What collects a figure of each resample."""

    def add(self, drawn: ResampledCurves) -> None:
        """Take a batch of resamples."""


def resample(curve: RocCurve, tallies: Sequence[Tally], resamples: int, seed: int) -> None:
    """Draw stratified resamples batch by batch and show each batch to every tally."""
    random = generator(seed)
    for size in batches(resamples, curve.n_events + curve.n_non_events):
        events, others = draw_blocks(curve, random, size)
        drawn = ResampledCurves(events, others, from_origin(events), from_origin(others))
        for tally in tallies:
            tally.add(drawn)


def from_origin(counts: IntArray) -> IntArray:
    """Cumulative counts of each row, with the point where nobody is positive before them."""
    points = np.zeros((counts.shape[0], counts.shape[1] + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=points[:, 1:])
    return points


def segments_at(rising: IntArray, at: FloatArray) -> tuple[IntArray, FloatArray]:
    """Where each row passes each value: place of the last point not beyond it, share of the step.

    `rising`: (rows, points) counts from 0 up; `at`: values between 0 and the rows' last count.
    Places count through all rows, as `numpy.ravel` lays them: (rows, values).
    Of points on one value the last counts, with a share of 0.
    """
    rows = rising.shape[0]
    # Rows laid end to end are one rising sequence, so that all are searched at once.
    start = np.arange(rows)[:, None]
    span = int(rising[:, -1].max()) + 1
    sought = np.floor(at).astype(np.int64) + start * span
    found = np.searchsorted((rising + start * span).ravel(), sought.ravel(), side="right")
    place = found.reshape(rows, at.size) - 1
    left = rising.ravel()[place]
    # The last point of a row has nothing after it, and a share of 0 there takes nothing from it.
    right = rising.ravel()[np.minimum(place + 1, rising.size - 1)]
    share = (at - left) / np.maximum(right - left, 1)
    return place, share


def height_at(values: IntArray, place: IntArray, share: FloatArray) -> FloatArray:
    """Values on the straight line from each place to the next point: (rows, places)."""
    flat = values.ravel()
    here = flat[place]
    after = flat[np.minimum(place + 1, flat.size - 1)]
    return np.asarray(here + share * (after - here), dtype=np.float64)
