"""Many resampled ROC curves at once: their points as rows of counts, and places on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from analytics.stats._shared.resampling import batches, draw_weights, generator, portions
from analytics.stats.results import FloatArray, IntArray
from analytics.stats.roc.curve import RocCurve


@dataclass(frozen=True, eq=False)
class ResampledCurves:
    """Stratified resamples of one curve.

    `of_events` and `of_others` say how often each event and each non-event is drawn, in the order
    of suspicion: (resamples, events) and (resamples, non-events). `value_of_events` (events,) and
    `value_of_others` (non-events,) are the places of their values in the curve. `hits` and `alarms`
    are counted from the point where nobody is positive: (resamples, values + 1).
    """

    of_events: IntArray
    of_others: IntArray
    value_of_events: IntArray
    value_of_others: IntArray
    hits: IntArray
    alarms: IntArray

    @classmethod
    def of(cls, curve: RocCurve, of_events: IntArray, of_others: IntArray) -> ResampledCurves:
        """Count the points of resamples that draw each event and non-event so often."""
        return cls(
            of_events,
            of_others,
            np.repeat(np.arange(curve.values.size), curve.events),
            np.repeat(np.arange(curve.values.size), curve.non_events),
            _counted(of_events, curve.true_positives),
            _counted(of_others, curve.false_positives),
        )

    @classmethod
    def sample(cls, curve: RocCurve) -> ResampledCurves:
        """The sample itself, which draws everybody once."""
        sizes = (1, curve.n_events), (1, curve.n_non_events)
        return cls.of(curve, *(np.ones(size, dtype=np.int64) for size in sizes))

    def turned(self) -> ResampledCurves:
        """The same curves with misses in the place of alarms, and rejections in that of hits."""
        last = self.hits.shape[1] - 2
        return ResampledCurves(
            self.of_others[:, ::-1],
            self.of_events[:, ::-1],
            last - self.value_of_others[::-1],
            last - self.value_of_events[::-1],
            self.alarms[:, -1:] - self.alarms[:, ::-1],
            self.hits[:, -1:] - self.hits[:, ::-1],
        )

    @cached_property
    def before_alarm(self) -> IntArray:
        """The last point before each alarm: (resamples, non-events + 1), the end of the curve last.

        Places count through all rows, as `numpy.ravel` lays them.
        """
        rows, points = self.alarms.shape
        # The point with a value's number is the last one before its patients count.
        place = np.tile(self.value_of_others, rows)
        before = np.repeat(place, self.of_others.ravel()).reshape(rows, -1)
        ended = np.column_stack([before, np.full(rows, points - 1)])
        return ended + np.arange(0, rows * points, points)[:, None]

    def segments_at(self, alarms: FloatArray) -> tuple[IntArray, FloatArray]:
        """Where each row passes each number of alarms: last point not beyond it, share of the step.

        `alarms`: (places,) between 0 and the number of non-events. Places count through all rows:
        (resamples, places). Of points on one number the last counts, with a share of 0.
        """
        place = self.before_alarm[:, np.floor(alarms).astype(np.int64)]
        left, right = _ends(self.alarms, place)
        return place, (alarms - left) / np.maximum(right - left, 1)

    def hits_at(self, place: IntArray, share: FloatArray) -> FloatArray:
        """Hits on the straight line from each place to the next point: (resamples, places)."""
        here, after = _ends(self.hits, place)
        return np.asarray(here + share * (after - here), dtype=np.float64)


class Tally(Protocol):
    """What collects a figure of each resample."""

    def add(self, drawn: ResampledCurves) -> None:
        """Take a batch of resamples."""


def draw(curve: RocCurve, random: np.random.Generator, resamples: int) -> Iterator[ResampledCurves]:
    """Draw stratified resamples batch by batch."""
    rows = curve.n_events + curve.n_non_events
    for size in batches(resamples, rows):
        of_events = draw_weights(random, size, curve.n_events)
        of_others = draw_weights(random, size, curve.n_non_events)
        for portion in portions(size, rows):
            yield ResampledCurves.of(curve, of_events[portion], of_others[portion])


def resample(curve: RocCurve, tallies: Sequence[Tally], resamples: int, seed: int) -> None:
    """Draw stratified resamples and show each batch to every tally."""
    for drawn in draw(curve, generator(seed), resamples):
        for tally in tallies:
            tally.add(drawn)


def _counted(weights: IntArray, through: IntArray) -> IntArray:
    """How many are drawn through each point, where `through` of the class's rows have come."""
    so_far = np.zeros((weights.shape[0], weights.shape[1] + 1), dtype=np.int64)
    np.cumsum(weights, axis=1, out=so_far[:, 1:])
    return np.take(so_far, np.append(0, through), axis=1)


def _ends(counts: IntArray, place: IntArray) -> tuple[IntArray, IntArray]:
    """The counts at each place and at the point after it; nothing follows the very last point."""
    flat = counts.ravel()
    return flat[place], flat.take(place + 1, mode="clip")
