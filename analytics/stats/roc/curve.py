"""ROC curve of a marker and its area.

The caller states the direction: "high" when high values speak for the event (positive when
value >= cut-off), "low" when low values do (positive when value <= cut-off). It is never
guessed from the data: choosing it from the sample biases the AUC upwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class, too_few
from analytics.stats._shared.ordering import DIRECTIONS, Direction, midpoints, tie_blocks
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)

AucInterval = Literal["delong", "delong-logit"]
TIE_POLICY = "half credit for tied pairs"
RULES = {"high": "positive when value >= cut-off", "low": "positive when value <= cut-off"}


@dataclass(frozen=True, slots=True, eq=False)
class RocCurve:
    """An empirical ROC curve: counts at each distinct value, most suspicious value first.

    `events` and `non_events` are at each value, `true_positives` and `false_positives` at or
    beyond it.
    """

    direction: Direction
    rule: str
    sample: Sample
    n_events: int
    n_non_events: int
    values: FloatArray
    events: IntArray
    non_events: IntArray
    true_positives: IntArray
    false_positives: IntArray


@dataclass(frozen=True, slots=True)
class Auc:
    """Area under the ROC curve with its interval; `p` tests AUC = 0.5 by the same variance."""

    value: Estimate
    interval: IntervalEstimate
    standard_error: Estimate
    p: Estimate
    direction: Direction
    rule: str
    ties: str
    n_events: int
    n_non_events: int
    sample: Sample
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RocPoints:
    """Points to draw, from (0, 0) to (1, 1).

    `observed` and `midpoint` are the cut-off of each point in both notations; None where
    no such number exists (nobody positive, everybody positive).
    """

    sensitivity: FloatArray
    specificity: FloatArray
    observed: tuple[float | None, ...]
    midpoint: tuple[float | None, ...]
    direction: Direction
    rule: str


@checked
def roc_curve(event: ArrayLike, marker: ArrayLike, *, direction: Direction) -> RocCurve:
    """Build the curve in O(n log n).

    `event`: (n,) of 0, 1 or missing. `marker`: (n,) numbers, NaN for missing. Rows lacking
    either, or with an infinite marker, are left out and counted. Raises InputError for
    other codes, unequal lengths or an unknown direction.
    """
    _validation.one_of(direction, DIRECTIONS, "direction")
    outcome = _validation.as_binary(event, "event")
    value = _validation.as_floats(marker, "marker")
    keep, sample = _validation.complete_cases({"event": outcome, "marker": value})
    if not keep.all():
        outcome, value = outcome[keep], value[keep]
    is_event = outcome == 1
    blocks = tie_blocks(is_event, value, direction)
    n_events = int(np.count_nonzero(is_event))
    return RocCurve(
        direction=direction,
        rule=RULES[direction],
        sample=sample,
        n_events=n_events,
        n_non_events=int(is_event.size) - n_events,
        values=blocks.values,
        events=blocks.events,
        non_events=blocks.non_events,
        true_positives=np.cumsum(blocks.events),
        false_positives=np.cumsum(blocks.non_events),
    )


@checked
def auc(curve: RocCurve, *, level: float = 0.95, interval: AucInterval = "delong") -> Auc:
    """Area under the curve (Mann-Whitney, half credit for ties) with DeLong's interval.

    "delong" is the normal interval clipped to 0..1 (DeLong, DeLong & Clarke-Pearson 1988,
    placements by cumulative counts after Sun & Xu 2014); "delong-logit" is the same on the
    logit scale (Pepe 2003), which stays inside 0..1 by itself and suits areas near 1.
    """
    level = _validation.level(level)
    _validation.one_of(interval, ("delong", "delong-logit"), "interval")
    problem = one_class(curve.n_events, curve.n_non_events)
    area = problem if problem is not None else auc_value(curve)
    error = standard_error(curve)
    return Auc(
        value=area,
        interval=_interval(area, error, level, interval),
        standard_error=error,
        p=_p_against_chance(area, error),
        direction=curve.direction,
        rule=curve.rule,
        ties=TIE_POLICY,
        n_events=curve.n_events,
        n_non_events=curve.n_non_events,
        sample=curve.sample,
        notes=_notes(area),
    )


@checked
def auc_value(curve: RocCurve) -> float:
    """The area from exact integer counts; both classes must be present."""
    pairs = 2 * curve.n_events * curve.n_non_events
    return 1 - int(np.dot(curve.events, _twice_beyond(curve))) / pairs


@checked
def standard_error(curve: RocCurve) -> Estimate:
    """DeLong's standard error of the area; needs two events and two non-events.

    A row's placement is the share of the other class on its wrong side; the variance of the
    area is the sum of both classes' placement variances, each over its class size.
    """
    problem = one_class(curve.n_events, curve.n_non_events)
    problem = problem or too_few(curve.n_events, 2, "events")
    problem = problem or too_few(curve.n_non_events, 2, "non-events")
    if problem is not None:
        return problem
    n, m = curve.n_events, curve.n_non_events
    wrong = 1 - auc_value(curve)
    of_events = _twice_beyond(curve) - 2 * m * wrong
    of_others = 2 * curve.true_positives - curve.events - 2 * n * (1 - wrong)
    event_part = np.dot(curve.events, of_events**2) / ((n - 1) * n * 4.0 * m * m)
    other_part = np.dot(curve.non_events, of_others**2) / ((m - 1) * m * 4.0 * n * n)
    return sqrt(event_part + other_part)


def _twice_beyond(curve: RocCurve) -> IntArray:
    """Twice the number of non-events more suspicious than each value, ties counting half."""
    return 2 * curve.false_positives - curve.non_events


@checked
def roc_points(curve: RocCurve, *, corners_only: bool = True) -> RocPoints:
    """The points of the curve for a plot.

    `corners_only` drops points on a straight line between their neighbours (decided by
    integer cross products), which leaves the drawn line unchanged. Cut-offs that tie as
    optima can lie on such a line: take optima from `cutoffs`, not from here.
    """
    true_positives = np.append(0, curve.true_positives)
    false_positives = np.append(0, curve.false_positives)
    keep = np.ones(true_positives.size, dtype=np.bool_)
    if corners_only and keep.size > 2:
        rise, run = np.diff(true_positives), np.diff(false_positives)
        keep[1:-1] = rise[1:] * run[:-1] != rise[:-1] * run[1:]
    kept = np.flatnonzero(keep)
    middle = midpoints(curve.values, curve.direction)
    last = curve.values.size
    return RocPoints(
        sensitivity=true_positives[kept] / max(curve.n_events, 1),
        specificity=1 - false_positives[kept] / max(curve.n_non_events, 1),
        observed=tuple(None if i == 0 else float(curve.values[i - 1]) for i in kept),
        midpoint=tuple(None if i in (0, last) else float(middle[i - 1]) for i in kept),
        direction=curve.direction,
        rule=curve.rule,
    )


def _interval(
    area: Estimate, error: Estimate, level: float, method: AucInterval
) -> IntervalEstimate:
    if isinstance(area, NotEstimable):
        return area
    if isinstance(error, NotEstimable):
        return error
    if error == 0:
        return NotEstimable(
            "DeLong's variance is 0 (perfect separation or no separation at all); "
            "no interval can be given."
        )
    z = float(ndtri(0.5 + level / 2))
    if method == "delong":
        return Interval(max(0.0, area - z * error), min(1.0, area + z * error), level, "DeLong")
    centre, half = log(area / (1 - area)), z * error / (area * (1 - area))
    low, high = (1 / (1 + exp(-(centre + sign * half))) for sign in (-1, 1))
    return Interval(low, high, level, "DeLong, logit scale")


def _p_against_chance(area: Estimate, error: Estimate) -> Estimate:
    if isinstance(area, NotEstimable):
        return area
    if isinstance(error, NotEstimable):
        return error
    if error == 0:
        return NotEstimable("DeLong's variance is 0; the area can't be tested.")
    return 2 * float(ndtr(-abs(area - 0.5) / error))


def _notes(area: Estimate) -> tuple[str, ...]:
    if isinstance(area, NotEstimable) or area >= 0.5:
        return ()
    return ("The area is below 0.5: in this sample the marker points against its direction.",)
