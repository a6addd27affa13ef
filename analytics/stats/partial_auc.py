"""Partial area under the ROC curve, raw and standardised after McClish (1989)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats import _validation
from analytics.stats._degenerate import one_class
from analytics.stats._resampled_curves import (
    draw_curves,
    from_origin,
    height_at,
    segments_at,
)
from analytics.stats._resampling import batches, generator, percentile_interval, resampling
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)
from analytics.stats.roc import RocCurve

Focus = Literal["specificity", "sensitivity"]


@dataclass(frozen=True, slots=True)
class PartialAuc:
    """Area over a range of specificity (or sensitivity), with a bootstrap interval.

    `standardised` maps the range's chance area to 0.5 and its largest area to 1; below chance
    it is not defined. `interval` is of the raw area.
    """

    value: Estimate
    standardised: Estimate
    interval: IntervalEstimate
    standardised_interval: IntervalEstimate
    focus: Focus
    low: float
    high: float
    resampling: Resampling


def partial_auc(
    curve: RocCurve,
    *,
    low: float,
    high: float = 1.0,
    focus: Focus = "specificity",
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> PartialAuc:
    """Area of the curve where `focus` lies between `low` and `high`.

    Straight lines join the points, so a range may end between two of them. The interval is the
    percentile interval of stratified resamples.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    _validation.one_of(focus, ("specificity", "sensitivity"), "focus")
    if not 0 <= low < high <= 1:
        raise InputError(f"The range must lie within 0..1 and not be empty: {low} to {high}.")
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        record = resampling(resamples, 0, seed, stratified=True)
        return PartialAuc(problem, problem, problem, problem, focus, low, high, record)
    window = _Window(1 - high, 1 - low)
    single_curve = (from_origin(counts[None, :]) for counts in (curve.events, curve.non_events))
    (value,) = window.areas(*_axes(*single_curve, focus)).tolist()
    random = generator(seed)
    drawn = np.concatenate(
        [
            window.areas(*_axes(*draw_curves(curve, random, size), focus))
            for size in batches(resamples, curve.n_events + curve.n_non_events)
        ]
    )
    standardised = window.standardise(drawn)
    usable = standardised[~np.isnan(standardised)]
    single = float(window.standardise(np.array([value]))[0])
    below = NotEstimable("The curve lies below chance in this range.")
    return PartialAuc(
        value=value,
        standardised=below if np.isnan(single) else single,
        interval=percentile_interval(drawn, level),
        standardised_interval=percentile_interval(usable, level)
        if usable.size == drawn.size
        else NotEstimable("Some resamples lie below chance in this range."),
        focus=focus,
        low=low,
        high=high,
        resampling=resampling(resamples, resamples, seed, stratified=True),
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """A range of false-positive (or false-negative) rate."""

    start: float
    end: float

    def areas(self, x: IntArray, y: IntArray) -> FloatArray:
        """Trapezoidal area inside the window of each curve: rows of counts, x rising from 0."""
        steps = np.diff(x, axis=1) * (y[:, 1:] + y[:, :-1]) / 2
        before = np.zeros(x.shape)
        np.cumsum(steps, axis=1, out=before[:, 1:])
        whole = int(x[0, -1])
        at = np.round(np.array([self.start, self.end]) * whole, 9)
        place, share = segments_at(x, at)
        here = np.take_along_axis(y, place, axis=1)
        width = at - np.take_along_axis(x, place, axis=1)
        up_to = np.take_along_axis(before, place, axis=1)
        up_to += width * (here + height_at(y, place, share)) / 2
        return np.asarray((up_to[:, 1] - up_to[:, 0]) / (whole * float(y.max())))

    def standardise(self, areas: FloatArray) -> FloatArray:
        """McClish's correction; NaN below chance, where it has no meaning."""
        least = (self.end**2 - self.start**2) / 2
        most = self.end - self.start
        corrected = 0.5 * (1 + (areas - least) / (most - least))
        return np.where(areas < least, np.nan, corrected)


def _axes(hits: IntArray, alarms: IntArray, focus: Focus) -> tuple[IntArray, IntArray]:
    """The curves with the count that the window limits on a rising x axis.

    For sensitivity the picture is turned: x counts misses from 0 up, y the rejections.
    """
    if focus == "specificity":
        return alarms, hits
    return hits[:, -1:] - hits[:, ::-1], alarms[:, -1:] - alarms[:, ::-1]
