"""Whether a reader scores otherwise than the others as reading goes on: an individuals chart.

Each point is the reader's sum less the mean of the other readers of the same case, in the order in
which the reader submitted. The spread is that of successive points (mean moving range / 1.128), so
that a slow drift doesn't widen the limits that should find it (Shewhart; Montgomery, Introduction
to Statistical Quality Control, individuals chart).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analytics.stats.results import BoolArray, Estimate, FloatArray, IntArray, NotEstimable
from scoring.reliability.compute.reads import Reads, Totals

# The mean range of two values of a normal distribution, in standard deviations.
D2 = 1.128
RUN = 8
Rule = Literal["beyond-3", "two-of-three", "run"]
RULES: tuple[Rule, ...] = ("beyond-3", "two-of-three", "run")
TOO_FEW = NotEstimable("too-few-points")
NO_SPREAD = NotEstimable("no-spread")


@dataclass(frozen=True, eq=False)
class ControlChart:
    """One reader's differences in reading order.

    place : (points,) place of the reading among the reader's submissions, from 1
    case : (points,) ids
    difference : (points,) points, own less the mean of the others
    signals : for each of `RULES` the (points,) where it is met
    """

    reader: int
    place: IntArray
    case: IntArray
    difference: FloatArray
    centre: Estimate
    sigma: Estimate
    signals: dict[Rule, BoolArray]

    @property
    def signalled(self) -> BoolArray:
        """(points,) whether any rule is met."""
        met: BoolArray = np.logical_or.reduce([self.signals[rule] for rule in RULES])
        return met


def drift(reads: Reads, totals: Totals, measure: str) -> tuple[ControlChart, ...]:
    """Return a chart of every reader who has read a case that somebody else has read.

    The sum is the mean of the status over all visits of the case; a reading that lacks it at a
    visit is left out. Repeated readings are none of these.
    """
    statuses = [one for one in totals.occasions if not one.is_change]
    if not statuses:
        return ()
    points = np.mean([totals.of(measure, one.key) for one in statuses], axis=0)
    rows = np.flatnonzero(~reads.again & np.isfinite(points))
    _, case = np.unique(reads.case[rows], return_inverse=True)
    total = np.bincount(case, weights=points[rows])[case] - points[rows]
    others = np.bincount(case)[case] - 1
    difference = points[rows] - total / np.maximum(others, 1)
    return tuple(
        _chart(reads, rows[own], difference[own], int(reader))
        for reader in np.unique(reads.reader[rows])
        for own in [(reads.reader[rows] == reader) & (others > 0)]
        if own.any()
    )


def control_limits(differences: FloatArray) -> tuple[Estimate, Estimate]:
    """Return centre line and sigma of an individuals chart, of points in their order."""
    if len(differences) == 0:
        return TOO_FEW, TOO_FEW
    centre = float(np.mean(differences))
    if len(differences) < 2:
        return centre, TOO_FEW
    sigma = float(np.mean(np.abs(np.diff(differences)))) / D2
    return centre, sigma if sigma > 0 else NO_SPREAD


def signals_of(differences: FloatArray, centre: Estimate, sigma: Estimate) -> dict[Rule, BoolArray]:
    """Return where the Western Electric rules 1, 2 and 4 are met (1956).

    beyond-3 : the point lies beyond 3 sigma
    two-of-three : it lies beyond 2 sigma, as one of the two before it does on the same side
    run : it ends eight or more successive points on one side of the centre line
    """
    if isinstance(centre, NotEstimable):
        return {rule: np.zeros(len(differences), dtype=bool) for rule in RULES}
    # Rounding must not put a point that equals the centre on one side of it.
    offset = np.round(differences - centre, 9)
    found: dict[Rule, BoolArray] = {"run": _runs(np.sign(offset)) >= RUN}
    if isinstance(sigma, NotEstimable):
        nowhere = np.zeros(len(differences), dtype=bool)
        return {"beyond-3": nowhere, "two-of-three": nowhere, **found}
    two = np.zeros(len(differences), dtype=bool)
    for side in (1, -1):
        beyond = side * offset > 2 * sigma
        padded = np.concatenate([[False, False], beyond])
        two |= beyond & (padded[:-2] | padded[1:-1])
    return {"beyond-3": np.abs(offset) > 3 * sigma, "two-of-three": two, **found}


def _chart(reads: Reads, rows: IntArray, difference: FloatArray, reader: int) -> ControlChart:
    order = np.argsort(reads.place[rows], kind="stable")
    ordered = difference[order]
    centre, sigma = control_limits(ordered)
    return ControlChart(
        reader=reader,
        place=reads.place[rows][order],
        case=reads.case[rows][order],
        difference=ordered,
        centre=centre,
        sigma=sigma,
        signals=signals_of(ordered, centre, sigma),
    )


def _runs(signs: NDArray[np.float64]) -> IntArray:
    """Return how many points up to each lie on its side in a row; 0 on the centre line."""
    new = np.concatenate([[True], signs[1:] != signs[:-1]]) if len(signs) else np.zeros(0, bool)
    starts = np.flatnonzero(new)
    run = np.arange(len(signs)) - np.repeat(starts, np.diff([*starts, len(signs)])) + 1
    lengths: IntArray = np.where(signs == 0, 0, run)
    return lengths
