"""The cut-off that a criterion picks in each of many resamples of one curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats.results import IntArray, NotEstimable
from analytics.stats.roc._resampled_curves import ResampledCurves
from analytics.stats.roc.curve import RocCurve

BootstrapCriterion = Literal["youden", "closest-top-left"]
BOOTSTRAP_CRITERIA: tuple[BootstrapCriterion, ...] = ("youden", "closest-top-left")
RESAMPLE_TIE_POLICY = "middle of the tied optima in each resample (the more suspicious of two)"


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The resamples (`rows`) that have a useful cut-off, its place in the curve, how many tied."""

    rows: IntArray
    chosen: IntArray
    tied: int


def choose_in_each(
    curve: RocCurve, criterion: BootstrapCriterion, drawn: ResampledCurves
) -> Choices:
    """Choose in each resample.

    A resample in which no cut-off beats calling everybody or nobody positive has no row.
    """
    gain = _gain(curve, criterion, drawn.hits[:, 1:], drawn.alarms[:, 1:])
    best = gain.max(axis=1)
    # A value that no drawn event has can't start a new optimum; without this test a run of
    # undrawn values would look like a run of ties.
    optimal = (gain == best[:, None]) & (drawn.hits[:, 1:] > drawn.hits[:, :-1])
    rows = np.flatnonzero(best > _trivial_gain(curve, criterion))
    row, place = np.nonzero(optimal[rows])
    n_optimal = np.bincount(row, minlength=rows.size)
    middle = np.cumsum(n_optimal) - n_optimal + (n_optimal - 1) // 2
    return Choices(rows, place[middle], tied=int(np.count_nonzero(n_optimal > 1)))


def sample_gain(curve: RocCurve, criterion: BootstrapCriterion) -> IntArray:
    """The criterion at each cut-off of the sample itself."""
    return _gain(curve, criterion, curve.true_positives, curve.false_positives)


def no_better_than_trivial(curve: RocCurve, criterion: BootstrapCriterion) -> NotEstimable | None:
    """A sample in which no cut-off is worth choosing."""
    if sample_gain(curve, criterion).max() > _trivial_gain(curve, criterion):
        return None
    return NotEstimable("No cut-off does better than calling everybody or nobody positive.")


def _gain(
    curve: RocCurve, criterion: BootstrapCriterion, hits: IntArray, alarms: IntArray
) -> IntArray:
    """The criterion in whole numbers, so that ties are exact: larger is better.

    Whole numbers of 64 bits hold the squared distance for up to 3e9 pairs of event and non-event.
    """
    if criterion == "youden":
        return hits * curve.n_non_events - alarms * curve.n_events
    missed = (curve.n_events - hits) * curve.n_non_events
    return -(missed**2) - (alarms * curve.n_events) ** 2


def _trivial_gain(curve: RocCurve, criterion: BootstrapCriterion) -> int:
    """The criterion of calling everybody, or nobody, positive."""
    return 0 if criterion == "youden" else -((curve.n_events * curve.n_non_events) ** 2)
